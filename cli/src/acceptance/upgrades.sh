#!/usr/bin/env bash
# Runs 50 rolling upgrades, one after the other, under two loads at once: one opens a new connection for each request.
# The other keeps connections alive, to an application that ends them itself on SIGTERM. No request may fail.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

upgrades=${UPGRADES:-50}
closing_port=$(free_port)
keeping_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: closing
    env: {VERSION: "\${VERSION}"}
    command: [node, --max-semi-space-size=1, "$here/graceful.js"]
    receives: [closing]
    health: {service: closing, path: /health}
    min_healthy: 100ms
  - name: keeping
    env: {VERSION: "\${VERSION}"}
    command: [node, --max-semi-space-size=1, "$here/graceful.js"]
    receives: [keeping]
    health: {service: keeping, path: /health}
    min_healthy: 100ms
    drain: 0s
services:
  - {name: closing, on: "127.0.0.1:$closing_port"}
  - {name: keeping, on: "127.0.0.1:$keeping_port"}
EOF

# The load takes what the upgrades leave of the processor.
printf '#!/bin/sh\nexec nice -n 19 %s "$@"\n' "$(command -v wrk)" >"$work/bin/wrk"
chmod +x "$work/bin/wrk"

# What the load says when it is told to end.
load_ended() {
    kill -INT "$load_pid"
    no_failure "$1" "$2"
    grep -E 'Requests/sec' "$2" | indent
}

start_server
launcho secret set VERSION 0 --no-wait >/dev/null
exits 0 "target set" launcho target set target.yaml

service_port=$closing_port
load "$work/closing.txt" 600 -H "Connection: close"
closing_load=$load_pid
service_port=$keeping_port
load "$work/keeping.txt" 600
keeping_load=$load_pid

begin=$(now)
done=0
while [ "$done" -lt "$upgrades" ] && launcho secret set VERSION $((done + 1)) >"$work/said.txt" 2>&1; do
    done=$((done + 1))
done
same "upgrades in $((($(now) - begin) / 1000)) s" "$upgrades" "$done"
[ "$done" -eq "$upgrades" ] || indent <"$work/said.txt"
tail -n 1 "$work/said.txt" | indent
same "the version that answers" "$upgrades $upgrades" \
    "$(answer "http://127.0.0.1:$closing_port/") $(answer "http://127.0.0.1:$keeping_port/")"

load_pid=$closing_load
load_ended "Connection: close" "$work/closing.txt"
load_pid=$keeping_load
load_ended "kept alive" "$work/keeping.txt"
stop_server
[ "$failures" -eq 0 ]
