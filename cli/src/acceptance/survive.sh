#!/usr/bin/env bash
# Kills the server itself with SIGKILL: its instances live on. The next server adopts them, and replaces those that
# ended meanwhile. No instance is duplicated or left behind.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: 2
    health: {service: traffic, path: /health}
  - name: once
    command: [sh, -c, "echo ran >>$work/ran"]
    restart: never
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

both_ready() {
    [ "$(json 's.services[0].ready')" = 2 ]
}

# Processes of this home's instances that run the command; the home has an id in state.json.
copies() {
    local id environ count=0
    id=$(sed -n 's/.*"home": *"\([^"]*\)".*/\1/p' "$HOME/.launcho/state.json")
    for environ in /proc/[0-9]*/environ; do
        if grep -qz "^LAUNCHO_INSTANCE=${id}[./]" "$environ" 2>/dev/null &&
            [ "$(tr '\0' ' ' <"${environ%environ}cmdline" 2>/dev/null)" = "node $here/app.js " ]; then
            count=$((count + 1))
        fi
    done
    echo "$count"
}

start_server
exits 0 "target set" launcho target set target.yaml
mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')
mapfile -t ids < <(json 'instances.map(i => i.id).join("\n")')

kill -KILL "$server_pid"
check "the server is gone" until_true 30 gone "$server_pid"
wait "$server_pid" 2>/dev/null || true
server_pid=
same "the instances live on" "${pids[*]}" "$(still_alive "${pids[@]}" | xargs)"
kill -KILL "${pids[1]}"
check "one of them ends while no server is there" until_true 30 gone "${pids[1]}"

start_server
check "the next server: 2 of 2 ready" until_true 60 both_ready
same "the other one was taken back" "${ids[0]} ${pids[0]}" "$(json "instances.filter(i => i.pid == ${pids[0]}).map(i => i.id + ' ' + i.pid).join()")"
same "copies that run" 2 "$(copies)"
says "it serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"
ran_twice() { [ "$(wc -l <ran)" -ge 2 ]; }
same "what is to run once has run" 1 "$(wc -l <ran)"
exits 0 "it is restarted" launcho restart once
check "it runs again" until_true 30 ran_twice
same "it has run" 2 "$(wc -l <ran)"

# One is to be replaced, and the server is killed as it has said so: the next one sees to it.
condemned=$(json 'instances[0].id')
launcho restart --no-wait "$condemned" >/dev/null
kill -KILL "$server_pid"
{ wait "$server_pid" || true; } 2>/dev/null
start_server
replaced() {
    [ "$(json "instances.filter(i => i.process == 'web' && i.ready).length + ' ' + instances.some(i => i.id == '$condemned')")" = "2 false" ]
}
check "a restart that was acknowledged is done by the next server" until_true 60 replaced
same "copies that run" 2 "$(copies)"
same "what is to run once has run" 2 "$(wc -l <ran)"
launcho events --tail 6
mapfile -t now_running < <(json 'instances.map(i => i.pid).join("\n")')

stop_server
same "after its SIGTERM, processes left" "" "$(still_alive "${pids[@]}" "${now_running[@]}")"
[ "$failures" -eq 0 ]
