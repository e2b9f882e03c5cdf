#!/usr/bin/env bash
# 500 processes under one server: all up in a minute, and then it costs next to nothing.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

count=500
{
    echo "processes:"
    for ((i = 0; i < count; i++)); do
        echo "  - {name: sleeper-$i, command: [sleep, '100000']}"
    done
    echo "services: []"
} >target.yaml

# Clock ticks (1/100 s) of processor time that the server has used.
ticks() {
    local line fields
    line=$(cat "/proc/$server_pid/stat")
    read -ra fields <<<"${line##*) }"
    echo $((fields[11] + fields[12]))
}

megabytes() {
    sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$server_pid/status" | awk '{ print int($1 / 1024) }'
}

start_server
exits 0 "target set of $count processes" launcho target set target.yaml
check "all up in less than 60 s" test "$took" -lt 60000
same "ready" "$count" "$(json 's.processes.filter(p => p.ready === 1).length')"
check "resident memory of the server: $(megabytes) MB" test "$(megabytes)" -lt 200
sleep 15 # The JVM is still compiling what it has just begun to do.
before=$(ticks)
sleep 20
used=$((($(ticks) - before) * 100 / 20))
check "idle: $((used / 100)).$(printf %02d $((used % 100))) % of a core over 20 s" test "$used" -lt 300
check "resident memory still: $(megabytes) MB, $(grep Threads "/proc/$server_pid/status" | xargs)" \
    test "$(megabytes)" -lt 200
begin=$(now)
stop_seconds=90
stop_server
pass "all stopped after $(($(now) - begin)) ms"
[ "$failures" -eq 0 ]
