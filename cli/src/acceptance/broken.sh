#!/usr/bin/env bash
# Sets four new versions that don't work. Each is given up in time, with exit 8 and its cause, while the old version
# keeps serving without a failed request.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
# Those that run into it take all of it; for those that work, or end by themselves, it is no matter how long they take.
deadline=8
patience=60

# target MODE BEFORE
target() {
    cat <<EOF
processes:
  - name: web
    env: {MODE: "$1"}
    before: "$2"
    command: [node, "$here/app.js"]
    receives: [traffic]
    start_timeout: ${patience}s
    health: {service: traffic, path: /health}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF
}

# broken WHAT CAUSE MODE [BEFORE]: CAUSE is what the message has to say; with the deadline, unless it has a $start_timeout.
start_timeout=
broken() {
    local what=$1 cause=$2
    patience=${start_timeout:-$deadline} target "$3" "${4:-}" >target.yaml
    load "$work/wrk.txt" 120 -H "Connection: close"
    exits 8 "$what" launcho target set target.yaml
    check "$what: within $((deadline + 20)) s, not the usual 60: the deadline, and what the command itself takes on a busy machine" \
        test "$took" -lt $(((deadline + 20) * 1000))
    says "$what: names the cause" "$cause" "$said"
    indent <<<"$said"
    sleep 1
    kill -INT "$load_pid" || true
    no_failure "$what: wrk -t1 -c16 on the old version" "$work/wrk.txt"
    same "$what: the old version serves" "hello from $good" "$(answer "http://127.0.0.1:$service_port/")"
}

start_server
target ok "" >target.yaml
exits 0 "a version that works" launcho target set target.yaml
good=$(json 'instances[0].pid')
start_timeout=$patience broken "exits at once" "error: .*exit 3" exit
broken "never listens" "error: .*(refused|not ready)" deaf
broken "answers 500" "error: .*500" sick
start_timeout=$patience broken "before fails" "error: .*before. failed: exit 2" ok "echo no bundle here; exit 2"
launcho status

target ok "" >target.yaml
exits 0 "back to the version that works" launcho target set target.yaml
same "no instance was started for that" "$good" "$(json 'instances[0].pid')"
stop_server
[ "$failures" -eq 0 ]
