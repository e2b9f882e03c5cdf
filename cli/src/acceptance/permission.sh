#!/usr/bin/env bash
# Makes the state directory read-only, under a running server and between two servers. Instances live on, changes that
# have to be stored are refused, and all works again once the directory is writable. Root may write anywhere, so the
# script runs as nobody.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -eq 0 ]; then
    check "as a user who is not root" as_nobody permission.sh
    exit "$failures"
fi

state=$HOME/.launcho
service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: 2
    health: {service: traffic, path: /health}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

pids() {
    json 'instances.map(i => i.pid).sort().join(" ")'
}

both_ready() {
    [ "$(json 's.services[0].ready + "/" + instances.length')" = 2/2 ]
}

modes() {
    local dir
    for dir in "$state" "$state"/{instances,revisions,work,logs}; do chmod "$1" "$dir"; done
}

start_server
exits 0 "target set" launcho target set target.yaml
before=$(pids)
modes 500
exits 1 "not writable: restart" launcho restart web
says "not writable: said" '^error: the server could not write .*nothing was changed' "$said"
exits 1 "not writable: pause" launcho pause web
exits 1 "not writable: target set" launcho target set <(sed 's/replicas: 2/replicas: 3/' target.yaml)
same "not writable: the pids" "$before" "$(pids)"
says "not writable: it serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"

# One ends that can't be replaced now.
kill -KILL "${before%% *}"
refused() {
    launcho events --tail 20 | grep -q 'could not be launched: .*instances\|could not be launched: .*work'
}
check "not writable: another can't be launched, which is said" until_true 60 refused
says "not writable: the other one serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"
modes 711
check "writable again: the second is back by itself" until_true 60 both_ready
exits 0 "writable again: restart" launcho restart web

# Between two servers, and with a file that can't be read.
before=$(pids)
kill -KILL "$server_pid"
{ wait "$server_pid" || true; } 2>/dev/null
server_pid=
modes 500
chmod 000 "$state/state.json"
start_server
check "the next server: both are ready" until_true 60 both_ready
same "the next server: the pids" "$before" "$(pids)"
modes 711
stop_server
[ "$failures" -eq 0 ]
