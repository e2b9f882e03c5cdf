#!/usr/bin/env bash
# Runs 500 processes under one server: all are ready within a minute, longer on a busy machine, and then the idle server takes
# less than 3 % of a core.
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

megabytes() {
    sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$server_pid/status" | awk '{ print int($1 / 1024) }'
}

takes_less_than() {
    used=$(megabytes)
    [ "$used" -lt "$1" ]
}

# How long this machine takes at this time to start as many programs, one after the other.
alone() {
    local begin i
    begin=$(now)
    for ((i = 0; i < count; i++)); do /bin/sh -c :; done
    echo $(($(now) - begin))
}

start_server
before=$(alone)
exits 0 "target set of $count processes" launcho target set target.yaml
after=$(alone)
most=$((30 * (before > after ? before : after)))
[ "$most" -gt 60000 ] || most=60000
check "all up in less than 60 s, or thirty times what $count programs take alone: $most ms" test "$took" -lt "$most"
same "ready" "$count" "$(json 's.processes.filter(p => p.ready === 1).length')"
# While the JVM compiles, its compilers take memory that they give back: the least of ten looks is what the server has.
least=$(megabytes)
for _ in {2..10}; do
    sleep 1
    used=$(megabytes)
    [ "$used" -ge "$least" ] || least=$used
done
check "resident memory of the server at first: $least MB" test "$least" -lt 230
used=
for ((i = 0; i < 6 && ${used:-300} >= 300; i++)); do
    sleep 15 # The JVM is still compiling what it has just begun to do.
    before=$(ticks)
    sleep 20
    used=$((($(ticks) - before) * 100 / 20))
done
check "idle: $((used / 100)).$(printf %02d $((used % 100))) % of a core over 20 s" test "$used" -lt 300
until_true 90 takes_less_than 200 || true
check "resident memory still: $used MB, $(grep Threads "/proc/$server_pid/status" | xargs)" test "$used" -lt 200
begin=$(now)
stop_seconds=90
stop_server
same "exit status: 0 only if everything has ended" 0 "$server_status"
pass "all stopped after $(($(now) - begin)) ms"
[ "$failures" -eq 0 ]
