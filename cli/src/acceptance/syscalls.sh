#!/usr/bin/env bash
# Counts the system calls of the relay: at most 5 for a request on a connection that is kept alive, at most 20 for a
# connection with one request. `strace -c` counts those of the relay's threads while wrk runs.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

command -v strace >/dev/null || {
    echo "SKIPPED  $script: strace is not installed"
    exit 0
}

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    health: {service: traffic, path: /health}
services:
  - {name: traffic, on: "127.0.0.1:$service_port"}
EOF

relay_threads() {
    local comm
    for comm in "/proc/$server_pid/task"/*/comm; do
        if grep -q '^launcho-relay' "$comm"; then basename "$(dirname "$comm")"; fi
    done
}

# watched [-p] TID...: whether each has a tracer.
watched() {
    local tid
    gone "$strace_pid" || for tid in "$@"; do
        [ "$tid" = -p ] || grep -q '^TracerPid:[[:space:]]*[1-9]' "/proc/$server_pid/task/$tid/status" || return 1
    done
}

# measure [WRK_OPTION...]: sets $calls of the relay, $fixed of them, whose number doesn't depend on how fast this machine is, and
# $requests of wrk; 1 if strace can't watch.
measure() {
    local tids=() tid strace_pid
    for tid in $(relay_threads); do tids+=(-p "$tid"); done
    strace -qq -c -o calls.txt "${tids[@]}" 2>strace.txt &
    strace_pid=$!
    started_pids+=("$strace_pid")
    until_true 20 watched "${tids[@]}" || true
    if gone "$strace_pid"; then
        echo "SKIPPED  $script: strace can't watch another process here: $(head -n 1 strace.txt)"
        return 1
    fi
    wrk -t1 -c64 -d4s "$@" "http://127.0.0.1:$service_port/" >wrk.txt 2>&1
    kill -INT "$strace_pid"
    until_true 30 gone "$strace_pid" || fail "strace does not end"
    requests=$(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' wrk.txt)
    calls=$(awk '$4 ~ /^[0-9]+$/ && $NF != "total" { sum += $4 } END { print sum + 0 }' calls.txt)
    fixed=$(awk '$4 ~ /^[0-9]+$/ && $NF !~ /^(total|futex|clock_gettime|accept4|epoll_p?wait2?)$/ {
        sum += $4 } END { print sum + 0 }' calls.txt)
}

# few CALLS REQUESTS MOST [BESIDE]: at most so many calls for each request, and so many more beside.
few() {
    awk -v calls="$1" -v requests="${2:-0}" -v most="$3" -v beside="${4:-0}" 'BEGIN {
        if (requests < 100 || calls < requests) exit 1
        printf "      %.2f for each\n", calls / requests
        exit calls > most * requests + beside }'
}

# The connections that wrk opens at the beginning, and the requests under way at the end, which it doesn't count.
beside=$((64 * 20))

# count WHAT MOST FIXED [WRK_OPTION...]: of the relay's calls for each of wrk's requests. What a relay waits, looks for new
# connections, and asks the clock, depends on how fast this machine is just then: up to five more measurements are taken if the
# first has too many. Reads and writes do not: none of the measurements may have too many of those.
count() {
    local what=$1 most=$2 most_fixed=$3 calls fixed requests
    shift 3
    for _ in {1..6}; do
        measure "$@" || return 0
        check "$what: $fixed fixed system calls, at most $most_fixed for each and $beside beside" \
            few "$fixed" "$requests" "$most_fixed" "$beside"
        if few "$calls" "$requests" "$most" >/dev/null; then break; fi
        sleep 2
    done
    check "$what: $calls system calls for $requests, at most $most for each" few "$calls" "$requests" "$most"
    awk -v requests="$requests" '$4 ~ /^[0-9]+$/ && $NF != "total" && $4 / requests >= .01 {
        printf "      | %-14s %6.2f\n", $NF, $4 / requests }' calls.txt
}

start_server
exits 0 "target set" launcho target set target.yaml
count "requests on 64 connections" 5 4.05
[ ! -s calls.txt ] || check "a busy loop asks for its processor time, so that the kernel looks at its slice" \
    grep -q clock_gettime calls.txt
count "connections with one request" 20 15.05 -H "Connection: close"
stop_server
[ "$failures" -eq 0 ]
