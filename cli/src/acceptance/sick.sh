#!/usr/bin/env bash
# Makes /health answer 500: a replacement is started and ready before the sick instance leaves, and no connection fails.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    health: {service: traffic, path: /health, interval: 500ms}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

# Number of the first event that matches; 0 if none does.
event() {
    launcho events --tail 100 | grep -n -m 1 -E "$1" | cut -d: -f1 || echo 0
}

leaves() {
    [ "$(event "$1 draining: unhealthy")" -gt 0 ]
}

# fall_sick WHAT [WRK_OPTION...]
fall_sick() {
    local what=$1 sick pid port ready draining
    shift
    sick=$(json 'instances[0].id')
    pid=$(json 'instances[0].pid')
    port=$(json 'instances[0].ports.traffic')
    load "$work/wrk.txt" 120 "$@"
    sleep 1
    answer "http://127.0.0.1:$port/break" >/dev/null
    check "$what: $sick leaves while the load goes on" until_true 60 leaves "$sick"
    sleep 2
    kill -INT "$load_pid" || true
    no_failure "$what: wrk -t1 -c16" "$work/wrk.txt"
    check "$what: $sick (pid $pid) is replaced" until_true 60 gone "$pid"
    ready=$(event "$(json 'instances[0].id') ready")
    draining=$(event "$sick draining: unhealthy")
    check "$what: the replacement is ready (event $ready) before the sick one leaves (event $draining)" \
        test "$ready" -gt 0 -a "$ready" -lt "$draining"
    launcho events --tail 6
}

start_server
exits 0 "target set" launcho target set target.yaml
fall_sick "Connection: close" -H "Connection: close"
fall_sick "kept alive"
stop_server
[ "$failures" -eq 0 ]
