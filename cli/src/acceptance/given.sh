#!/usr/bin/env bash
# Checks the environment that a process gets: every variable, whatever its name, and nothing of the server's own state.
# The server starts with ignored signals, as in the background of a shell, and with a soft limit, a umask and an OOM
# score of its own. If the script runs as root, processes run as another user, who has planted programs for root to run.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

chmod 0755 "$work"
user=
if [ "$(id -u)" -eq 0 ]; then
    user='uid: nobody'
else
    echo "      SKIPPED: what another user plants for root needs root"
fi
planted=$work/planted
mkdir -m 0755 "$planted"
install -m 0666 /dev/null "$work/seen"
for program in setpriv setsid sh cat env perl python3 od; do
    printf '#!/bin/sh\nPATH=/usr/bin:/bin\nid -u >>%s\nexec %s "$@"\n' "$work/seen" "$program" >"$planted/$program"
    chmod 0755 "$planted/$program"
done

# target SCRIPT
target() {
    cat <<EOF
processes:
  - name: app
    $user
    command: [/bin/sh, -c, "$1"]
    stop: {signal: INT, timeout: 20s}
    health: {exec: [/bin/sh, -c, "test \$(id -u) = \$ME && test \$(ulimit -S -n) = 333"]}
    before: |
      echo before-$secret
    env:
      ME: "$(id -u ${user:+nobody})"
      TOKEN: "value-$secret"
      "discovery.type": single-node
      c-d: "it's"
      1x: ""
      UID: "7"
      PATH: "$planted:/usr/bin:/bin"
      ENV: "$planted/sh"
      BASH_ENV: "$planted/sh"
EOF
}

secret=s$RANDOM$RANDOM$RANDOM
trap '' USR1
umask 077
ulimit -S -n 333
score=$(cat /proc/self/oom_score_adj)
echo 100 >/proc/self/oom_score_adj
start_server
ulimit -S -n "$(ulimit -H -n)"
trap - USR1

# shellcheck disable=SC2016 # The process's own.
tells='grep ^Sig /proc/self/status; echo soft $(ulimit -S -n), umask $(umask), score $(cat /proc/self/oom_score_adj);'
loops='trap \"echo got INT; exit 0\" INT; while :; do sleep 0.1; done'
target "$tells $loops" >target.yaml
exits 0 "target set" launcho target set target.yaml
# What it tells has no part in whether it is well.
told() { launcho logs app | grep -q '^soft '; }
check "it tells what it was given" until_true 30 told
log=$(launcho logs app)
says "it starts with" "^soft 333, umask 0022, score 0$" "$log"
says "no signal is blocked" "^SigBlk:.0+$" "$log"
# 32 and 33 are the C library's own.
says "none is ignored" "^SigIgn:.0000000[01]80000000$|^SigIgn:.0+$" "$log"
pid=$(json 'instances[0].pid')
given=$(tr '\0' '\n' <"/proc/$pid/environ")
for variable in "TOKEN=value-$secret" discovery.type=single-node "c-d=it's" 1x= UID=7 "ENV=$planted/sh"; do
    check "it is given $variable" grep -qxF -e "$variable" <<<"$given"
done
arguments=$({ cat /proc/[0-9]*/cmdline 2>/dev/null || true; } | tr '\0' ' ')
check "no value is in an argument" test -z "$(grep -F "value-$secret" <<<"$arguments" || true)"
check "before is in no argument" test -z "$(grep -F "before-$secret" <<<"$arguments" || true)"
check "no value is on disk in clear, but in the target's own files" test -z \
    "$(grep -rlF "value-$secret" "$HOME/.launcho/instances" "$HOME/.launcho/events.jsonl" || true)"
if [ -n "$user" ]; then
    same "whoever ran what that user has planted" "$(id -u nobody)" "$(sort -u "$work/seen")"
fi
exits 0 "target without it" launcho target set <(echo "processes: []")
got_int() {
    { launcho logs --previous app || launcho logs app; } 2>&1 | grep -q '^got INT$'
}
check "stop.signal INT arrives" until_true 30 got_int

long=$(head -c 140000 /dev/zero | tr '\0' x)
printf 'processes:\n- {name: big, command: [sleep, "60"], env: {OK: 1, BIG: %s}}\n' "$long" >big.yaml
exits 3 "a variable that is too long" launcho target set big.yaml
says "it is refused with its key, size and limit" \
    "big.yaml:2:.*env.BIG: is 140,004 bytes long with its name, .* 131,071" "$said"
# shellcheck disable=SC2016 # A reference to a secret.
printf 'processes:\n- {name: big, command: [sleep, "60"], env: {BIG: "${BIG}"}}\n' >big.yaml
exits 0 "the same as a secret to come" launcho target set --no-wait big.yaml
printf '%s' "$long" >long.txt
launcho secret set BIG -y --no-wait --file long.txt >set.txt 2>&1
says "a secret makes it too long" "waits: .*env.BIG: .* is 140,004 bytes long" "$(cat set.txt)"
status_says() { launcho status | grep -q "is 140,004 bytes long with its name"; }
check "status says so" until_true 20 status_says
echo "$score" >/proc/self/oom_score_adj 2>/dev/null || true
stop_server
[ "$failures" -eq 0 ]
