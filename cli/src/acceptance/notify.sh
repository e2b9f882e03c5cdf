#!/usr/bin/env bash
# Checks the messages to an init system through NOTIFY_SOCKET: the server is ready, alive, or stopping.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v python3 >/dev/null; then
    echo "SKIPPED  $script: there is no python3, which is to listen"
    exit 0
fi
# A datagram socket as systemd has one; a line of its log for each message, the lines of it joined by spaces.
cat >listen.py <<'EOF'
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
while True:
    print(s.recv(4096).decode().strip().replace("\n", " "), flush=True)
EOF
python3 listen.py "$work/notify" >told 2>&1 </dev/null &
listener=$!
started_pids+=("$listener")
check "something listens" until_true 30 test -S "$work/notify"

export NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=1000000
start_server
unset NOTIFY_SOCKET WATCHDOG_USEC
told() {
    grep -q -- "$1" told
}
check "it is told that the server is ready" until_true 30 told READY=1
says "with its pid and address" "READY=1 STATUS=.*MAINPID=$server_pid" "$(cat told)"
cat >target.yaml <<EOF
processes:
  - {name: worker, command: [sh, -c, 'echo "socket: \$NOTIFY_SOCKET."; exec sleep 600']}
EOF
exits 0 "target set" launcho target set target.yaml
says "a process does not get the server's socket" 'socket: \.$' "$(launcho logs worker)"
beats() {
    [ "$(grep -c WATCHDOG=1 told)" -ge "$1" ]
}
before=$(grep -c WATCHDOG=1 told || true)
check "it is told again and again that the server lives" until_true 30 beats "$((before + 3))"

# A server that hangs says nothing, so that it is ended and started again.
# What it said before is behind our own word once that has come.
stopped() {
    local status
    for status in "/proc/$server_pid/task"/*/status; do
        grep -qs '^State:[[:space:]]*T' "$status" || return 1
    done
}
heard_all() {
    python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(sys.argv[2].encode(), sys.argv[1])' \
        "$work/notify" "$1" && until_true 30 told "^$1\$"
}
kill -STOP "$server_pid"
check "it hangs" until_true 10 stopped
check "all that it has said is heard" heard_all HANGS
silent=$(grep -c WATCHDOG=1 told)
sleep 1.5
check "it hangs for a while" heard_all STILL
same "beats of a server that hangs" "$silent" "$(grep -c WATCHDOG=1 told)"
kill -CONT "$server_pid"
check "it goes on" until_true 30 beats "$((silent + 1))"

stop_server
until_true 30 told '^STOPPING=1' || true
says "it is told that the server stops" '^STOPPING=1' "$(cat told)"
check "nothing is told before it is so: first of all READY=1" test "$(head -n 1 told | cut -c 1-7)" = READY=1
[ "$failures" -eq 0 ]
