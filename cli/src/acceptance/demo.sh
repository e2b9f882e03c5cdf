#!/usr/bin/env bash
# Runs the demonstration: no request fails during its upgrade. It leaves nothing behind, neither at its end nor when it
# is stopped.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

tmp=$work/tmp
mkdir "$tmp"
export LAUNCHO_JAVA_OPTS=-Djava.io.tmpdir=$tmp

exits 0 "the demonstration" launcho demo --once
indent <<<"$said"
says "no request failed during the upgrade" "failed during the upgrade +0 of [1-9]" "$said"
same "what it left behind" "" "$(ls -A "$tmp")"

launcho demo >demo.txt 2>&1 &
demo_pid=$!
started_pids+=("$demo_pid")
check "it stays up to be played with" until_true 90 grep -q "export LAUNCHO_HOME=" demo.txt
address=$(sed -n 's/^ *curl //p' demo.txt)
check "its application answers" curl -sf -o answer.txt "$address"
kill -TERM "$demo_pid"
check "it ends when it is told to" until_true 60 gone "$demo_pid"
same "what that one left behind" "" "$(ls -A "$tmp")"

# Stopped before its server is up: that ends, too.
has_server() {
    pgrep -f -- "--home $tmp/" >/dev/null
}
no_server() {
    ! has_server
}
launcho demo >demo.txt 2>&1 &
demo_pid=$!
started_pids+=("$demo_pid")
check "its server begins" until_true 60 has_server
kill -TERM "$demo_pid"
check "it ends at once" until_true 60 gone "$demo_pid"
check "and its server with it" until_true 30 no_server
same "what it left behind then" "" "$(ls -A "$tmp")"
[ "$failures" -eq 0 ]
