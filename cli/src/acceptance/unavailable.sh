#!/usr/bin/env bash
# Checks `unavailable: close`: a check from outside that only connects succeeds while an instance is ready, and for
# `hold` after that.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=${SERVICE_PORT:-5000}

# target REPLICAS
target() {
    cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    replicas: $1
    drain: 1s
    receives: [http]
services:
  - name: http
    on: "127.0.0.1:$service_port"
    hold: 3s
    unavailable: close
EOF
}

set_target() {
    target "$1"
    exits 0 "target set, $1 replicas" launcho target set target.yaml
}

state() {
    json "s.services[0].state"
}

is() {
    [ "$(state)" = "$1" ]
}

serves() {
    answer "http://127.0.0.1:$service_port/" >/dev/null 2>&1
}

for relay in epoll nio; do
    config
    echo "  relay: $relay" >>"$HOME/.launcho/launcho-config.yaml"
    start_server
    set_target 0
    check "$relay: closed from the beginning" refuses "$service_port"
    set_target 1
    check "$relay: open once an instance is ready" accepts "$service_port"
    kill -KILL "$server_pid"
    wait "$server_pid" 2>/dev/null || true
    : >"$work/server.log"
    start_server
    check "$relay: open under the next server, which has taken it back" until_true 20 accepts "$service_port"
    check "$relay: its state, open" until_true 20 is open
    # The instance is ready until the command is given, so hold begins after that. The command does not wait for the rollout,
    # which would take hold's time.
    begin=$(now)
    target 0
    exits 0 "$relay: target set, 0 replicas" launcho target set --no-wait target.yaml
    check "$relay: closes" until_true 20 refuses "$service_port"
    check "$relay: not before hold is over ($(($(now) - begin)) ms after the command)" [ $(($(now) - begin)) -ge 2990 ]
    check "$relay: its state, closed" until_true 20 is closed
    says "$relay: status" "closed: no instance ready" "$(launcho status)"
    says "$relay: why" "service http: closed: no instance ready" "$(launcho why web)"
    node -e 'require("net").createServer().listen(+process.argv[1], "127.0.0.1")' "$service_port" &
    thief=$!
    started_pids+=("$thief")
    check "$relay: another program takes the port" until_true 30 accepts "$service_port"
    target 1
    exits 8 "$relay: it can't open again" launcho target set target.yaml
    says "$relay: why not" "127.0.0.1:$service_port is taken by another program" "$said"
    end_pid "$thief"
    check "$relay: open when it is free" until_true 60 is open
    check "$relay: and serves" until_true 60 serves
    set_target 0
    stop_server
    : >"$work/server.log"
done
[ "$failures" -eq 0 ]
