#!/usr/bin/env bash
# Checks that weights share out connections exactly, that a deploy's connection summary is exact, that `balance: source`
# keeps each client on one instance, and that a backend that can't be reached is ejected.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
# target BALANCE WEIGHT ENVIRONMENT
target() {
    cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/named.js"]
    env: {$3}
    receives: [http]
    replicas: 2
    weight: $2
    drain: 2s
    stop: {timeout: 1s}
  - name: canary
    command: [node, "$here/named.js"]
    receives: [http]
services:
  - name: http
    on: "127.0.0.1:$service_port"
    balance: $1
EOF
}

counts() {
    node "$here/names.js" "$service_port" "$@" | awk '{ print $2 }' | sort -n | paste -sd' '
}

# keep COUNT: opens as many, which stay open; the pid is in $kept.
keep() {
    node "$here/names.js" "$service_port" "$1" keep >"$work/kept" </dev/null &
    kept=$!
    started_pids+=("$kept")
    until_true 60 grep -q open "$work/kept" || fail "connections to be kept"
    until_true 20 all_count "$1" || fail "connections that are kept to be counted"
}

all_count() {
    [ "$(json 'instances.reduce((n, i) => n + i.connections, 0)')" -ge "$1" ]
}

# On web; the others are on canary, which stays as it is.
open_on_web() {
    json 'instances.filter(i => i.process === "web").reduce((n, i) => n + i.connections, 0)'
}

start_server
target round_robin 3 'V: "1"'
exits 0 "target set" launcho target set target.yaml
same "weights 3, 3 and 1" "10 30 30" "$(counts 70)"
pids=$(json 'instances.map(i => i.pid)')
target round_robin 1 'V: "1"'
exits 0 "weight 1" launcho target set target.yaml
says "in place" 'web  changes in place' "$said"
same "weights 1, 1 and 1" "20 20 20" "$(counts 60)"
same "no instance was replaced for it" "$pids" "$(json 'instances.map(i => i.pid)')"

# The rollout can't end before those that are kept have: all of the load falls into it.
sed -i 's/drain: 2s/drain: 5m/' target.yaml
exits 0 "drain: 5m" launcho target set target.yaml
keep 30
drained=$(open_on_web)
sed -i 's/V: "1"/V: "2"/' target.yaml
launcho target set target.yaml >"$work/deploy" 2>&1 &
deploy=$!
started_pids+=("$deploy")
check "an old one drains" until_true 60 grep -q draining "$work/deploy"
node "$here/names.js" "$service_port" 1204 >/dev/null
# What is kept has to be there until the second one drains too: it does so once its successor is ready.
both_drain() { [ "$(grep -c draining "$work/deploy")" -ge 2 ]; }
check "so does the other" until_true 60 both_drain
end_pid "$kept"
wait "$deploy"
says "the receipt of a deploy under load" \
    'live in [0-9.]*s: 1,204 connections accepted, [0-9]+ drained, 0 cut, 0 refused' "$(cat "$work/deploy")"
counted=$(sed -n 's/.* accepted, \([0-9]*\) drained.*/\1/p' "$work/deploy")
check "drained: $counted, of them $drained that were kept, the rest as the second one left under load" \
    test "$counted" -ge "$drained" -a "$counted" -le $((drained + 5))

target round_robin 1 'V: "2", STUBBORN: "1"'
exits 0 "a stubborn version" launcho target set target.yaml
keep 12
cut=$(open_on_web)
exits 0 "restart of what has to be killed" launcho restart web
says "its receipt" ": 0 connections accepted, 0 drained, $cut cut, 0 refused" "$said"
end_pid "$kept"

target source 1 'V: "3"'
exits 0 "balance: source" launcho target set target.yaml
for client in 127.0.0.{2..9}; do
    node "$here/names.js" "$service_port" 3 "$client"
done >"$work/sticky"
same "each of 8 clients has one instance" "8 times 3" \
    "$(awk '{ n[$2]++ } END { for (k in n) print n[k] " times " k }' "$work/sticky")"

cat >>target.yaml <<EOF
    slow_start: 0s
EOF
sed -i 's/balance: source/balance: round_robin/
    s/^services:/  - {name: deaf, command: [sleep, "1000"], receives: [http], health: {exec: ["true"]}}\nservices:/' target.yaml
exits 0 "a process that listens on nothing, and is healthy" launcho target set target.yaml
node "$here/names.js" "$service_port" 40 >/dev/null
ejected() {
    launcho events | grep -qE 'deaf: .* gets no new connections of service http for 30s, connecting to it fails: connection refused'
}
check "it is ejected, which an event says" until_true 20 ejected
same "its failures, and how often it was ejected" '{"refused":5,"ejected":1}' \
    "$(json 'instances.filter(i => i.process === "deaf").map(i => ({refused: i.traffic.refused, ejected: i.traffic.ejected}))[0]')"
same "no client noticed: refused" 0 "$(json 's.services[0].traffic.refused')"
stop_server
[ "$failures" -eq 0 ]
