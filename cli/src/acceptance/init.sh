#!/usr/bin/env bash
# Runs `launcho server` as process 1 of a PID namespace, as in a container without an init. It reaps orphans, and ends
# everything on SIGTERM.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

unshare=(unshare --pid --fork --kill-child --mount-proc)
[ "$(id -u)" -eq 0 ] || unshare+=(--map-root-user)
if ! "${unshare[@]}" true 2>/dev/null; then
    pass "SKIPPED: this user can't make a PID namespace here"
    exit 0
fi

cat >target.yaml <<EOF
processes:
  - name: orphans
    command: [sh, -c, "while :; do (setsid sleep 0.2 &); sleep 0.1; done"]
services: []
EOF

config
"${unshare[@]}" launcho server >>"$work/server.log" 2>&1 </dev/null &
outer=$!
started_pids+=("$outer")
check "it serves as process 1" until_true 60 grep -q "admin endpoint on" "$work/server.log"
init=$(pgrep -P "$outer")
same "the pid that the namespace knows it by" 1 "$(awk '/^NSpid/ { print $NF }' "/proc/$init/status")"

# Inside, so that pids and /proc are those that the server sees.
inside() {
    nsenter --target "$init" --pid --mount "$@"
}

# A zombie is there for an instant whenever something ends; one that is still there a while later is not reaped.
zombies() {
    inside ps -eo pid=,stat= | awk '$2 ~ /^Z/ { print $1 }' | sort
}

exits 0 "target set" inside launcho target set "$work/target.yaml"
sleep 3
before=$(zombies)
reaped() {
    [ -z "$(comm -12 <(echo "$before") <(zombies))" ]
}
check "no zombie of some twenty orphans stays" until_true 20 reaped

kill -TERM "$init"
check "SIGTERM ends it with all that it runs" until_true 60 gone "$outer"
says "in order" '^stopped$' "$(tail -n 3 "$work/server.log")"
[ "$failures" -eq 0 ]
