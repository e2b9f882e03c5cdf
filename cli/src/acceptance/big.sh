#!/usr/bin/env bash
# Uploads and downloads a file of 2 GiB through a server with a heap of 128 MiB.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

mebibytes=2048
free=$(df --output=avail -BM "$work" | tail -n 1 | tr -dc 0-9)
if [ "$free" -lt 8000 ]; then
    mebibytes=512
    echo "only $free MB of disk are free: with $mebibytes MiB instead of 2048"
fi
# Not all zeros, and no two parts of it the same.
truncate -s "${mebibytes}M" big
for ((at = 0; at < mebibytes; at += 64)); do
    head -c 1M /dev/urandom | dd of=big bs=1M seek="$at" conv=notrunc status=none
done
expected=$(sha256sum <big)
expected=${expected%% *}

java_options=-Xmx128m
start_server
says "the server's flags" "-Xmx128m" "$(tr '\0' ' ' <"/proc/$server_pid/cmdline")"
begin=$(now)
launcho resource up big >id
pass "up: $mebibytes MiB in $(($(now) - begin)) ms"
same "its id is the beginning of its SHA-256" "${expected:0:40}" "$(cat id)"
exits 0 "the same again is not sent again" launcho resource up big
begin=$(now)
launcho resource down "$(cat id)" down
pass "down: $mebibytes MiB in $(($(now) - begin)) ms"
got=$(sha256sum <down)
same "SHA-256 of what came down" "$expected" "${got%% *}"
grep -E 'VmHWM|VmRSS' "/proc/$server_pid/status" | indent
launcho resource ls
exits 0 "resource rm" launcho resource rm "$(cat id)"
stop_server
[ "$failures" -eq 0 ]
