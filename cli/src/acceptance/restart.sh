#!/usr/bin/env bash
# Stops the server with SIGTERM and starts it again: no process is left in between, and the same revision runs again
# with its secrets and resources.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    env: {BODY: "\${GREETING}"}
    resources: [{id: "\${APP}", file: app.js}]
    # A child that would stay behind if only the command were ended.
    command: [sh, -c, "sleep 600 & exec node app.js"]
    receives: [traffic]
    replicas: 2
    health: {service: traffic, path: /health}
  - name: worker
    command: [sleep, "600"]
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

serving() {
    [ "$(json 's.processes.map(p => p.ready + "/" + p.wanted).join(" ")')" = "2/2 1/1" ]
}

start_server
launcho resource up "$here/app.js" >id
launcho secret set APP "$(cat id)"
said=$(echo 'Grüß "Gott"' | launcho secret set GREETING 2>&1)
says "a secret from echo loses its line end, and that is said" '^notice: .* --raw keeps it$' "$said"
check "target set from a pipe" launcho target set - < <(cat target.yaml)
revision=$(json 's.revision')
says "it serves" '^Grüß "Gott" from' "$(answer "http://127.0.0.1:$service_port/")"

mapfile -t pids < <(for pid in $(json 'instances.map(i => i.pid).join(" ")'); do session_pids "$pid"; done)
mapfile -t ports < <(json 'instances.flatMap(i => Object.values(i.ports)).join("\n")')
check "two shims, two nodes, two children of theirs, a worker with its shim: ${pids[*]}" test "${#pids[@]}" -eq 8

begin=$(now)
stop_server
pass "SIGTERM: ended after $(($(now) - begin)) ms"
tail -n 2 "$work/server.log" | indent
same "processes left" "" "$(still_alive "${pids[@]}")"
for port in "$service_port" "${ports[@]}"; do
    check "nobody listens on $port" refuses "$port"
done
exits 7 "status without a server" launcho status

start_server
same "the revision" "$revision" "$(json 's.revision')"
check "all runs again" until_true 60 serving
says "the service answers the same" '^Grüß "Gott" from' "$(answer "http://127.0.0.1:$service_port/")"
check "the target is byte for byte the same" cmp target.yaml <(launcho target get --raw)
same "the secret" 'Grüß "Gott"' "$(launcho secret get GREETING)"
launcho resource down "$(cat id)" down.js
check "the resource is byte for byte the same" cmp "$here/app.js" down.js
launcho status
stop_server
[ "$failures" -eq 0 ]
