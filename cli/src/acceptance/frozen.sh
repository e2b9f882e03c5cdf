#!/usr/bin/env bash
# Stops processes for some seconds. Time that passes without the server, or without the whole machine, counts as no
# failure: a server that stops, a machine that is suspended, and a server that stutters replace nothing. An instance
# that stops alone is replaced.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: 2
    health: {service: traffic, path: /health, interval: 250ms, timeout: 3s, failures: 2}
  - name: asked
    command: [sleep, "600"]
    health: {exec: [sh, -c, "sleep 0.2"], interval: 500ms, timeout: 3s, failures: 2}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

# What is stopped here goes on in any case, or it could not be ended.
stopped=()
go_on() {
    [ "${#stopped[@]}" -eq 0 ] || kill -CONT "${stopped[@]}" 2>/dev/null || true
    stopped=()
}
trap 'go_on; clean_up' EXIT

# stand_still SECONDS PID...
stand_still() {
    local seconds=$1
    shift
    stopped=("$@")
    kill -STOP "$@"
    sleep "$seconds"
    go_on
}

# Each instance with its pid, and what has been restarted.
those() {
    json 'instances.map(i => i.id + ":" + i.pid + ":" + (i.restarts ?? 0)).sort()'
}

# How many events tell of a start or of an end.
told() {
    launcho events --tail 1000 | grep -c -E 'unhealthy|not ready|replaced|launching|ended|draining' || true
}

# same_as_before WHAT: long enough after it for every verdict that could be false.
same_as_before() {
    sleep 8
    same "$1: the same instances" "$before" "$(those)"
    same "$1: as many verdicts" "$verdicts" "$(told)"
}

start_server
exits 0 "target set" launcho target set target.yaml
before=$(those)
verdicts=$(told)
mapfile -t pids < <(for pid in $(json 'instances.map(i => i.pid).join(" ")'); do session_pids "$pid"; done)

(
    sleep 1
    exec curl -sS --max-time 60 "http://127.0.0.1:$service_port/"
) >"$work/late" 2>&1 &
late=$!
started_pids+=("$late")
stand_still 10 "$server_pid"
check "a client that came meanwhile is served afterwards" wait "$late"
says "its answer" 'hello from [0-9]+' "$(cat "$work/late")"
same_as_before "the server stood still for 10 s"

stand_still 10 "$server_pid" "${pids[@]}"
same_as_before "everything stood still for 10 s, as in a suspended machine"

for _ in {1..5}; do
    stand_still 4 "$server_pid"
    sleep 0.3
done
same_as_before "it stuttered, 4 s at a time"

# A new version that gets ready while the server stands still for longer than that has time for.
sed "s|command: \[node, .*|command: [sh, -c, 'sleep 4; exec node $here/app.js']\n    start_timeout: 10s|" target.yaml >slow.yaml
exits 0 "a slow version: target set" launcho target set --no-wait slow.yaml
starts() { [ "$(json 'instances.filter(i => i.state === "starting").length')" -gt 0 ]; }
check "a slow version starts" until_true 60 starts
stand_still 12 "$server_pid"
revision=$(json s.revision)
live() { launcho history | grep -q "^ *$revision .* live "; }
check "a slow version, the server stood still for 12 s: it is live" until_true 90 live
same "and was not given up" "" "$(launcho events --tail 100 | grep 'given up' || true)"

frozen=$(json 'instances.find(i => i.process === "web").id')
pid=$(json 'instances.find(i => i.process === "web").pid')
stopped=("$pid")
kill -STOP "$pid"
replaced() { [ "$(json "instances.filter(i => i.process === 'web' && i.id !== '$frozen').length")" -eq 2 ] && gone "$pid"; }
check "an instance that stands still by itself is replaced: $frozen" until_true 60 replaced
says "and told why" "$frozen .*unhealthy" "$(launcho events --tail 20)"
stopped=()
stop_server
[ "$failures" -eq 0 ]
