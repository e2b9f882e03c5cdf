#!/usr/bin/env bash
# Kills an instance with SIGKILL: the service answers again in less than a second. No request fails while another
# instance serves, or while connections are held.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cases=0

# target NAME REPLICAS HOLD: each case has a process of its own, which has not failed before.
target() {
    cat <<EOF
processes:
  - name: $1
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: $2
    health: {service: traffic, path: /health}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
    hold: $3
EOF
}

# field NAME RESULT
field() {
    sed -n "s/.*\"$1\":\(-\?[0-9]*\).*/\1/p" <<<"$2"
}

# crash WHAT REPLICAS HOLD FAILURES: the last is "none", or "some" where connections are to be refused meanwhile. A machine that
# has just then something else to do is given two more chances to be quick.
crash() {
    local what=$1 victim result back=1000 try
    # Late may be the machine; never is not.
    for ((try = 1; try <= 3 && back >= 1000; try++)); do
        cases=$((cases + 1))
        target "web-$cases" "$2" "$3" >target.yaml
        exits 0 "$what: target set" launcho target set target.yaml
        victim=$(json 'instances[0].pid')
        result=$(node "$here/kill-one.js" "http://127.0.0.1:$service_port/" "$victim")
        back=$(field back_ms "$result")
        echo "      $what: pid $victim killed: $result"
        if [ "$4" = none ]; then
            same "$what: failed of $(field requests "$result") requests" 0 "$(field failed "$result")"
        fi
        check "$what: $2 of $2 ready" until_true 60 all_ready "$2"
        launcho events --tail 4
    done
    check "$what: served again $back ms after the kill" test "$back" -ge 0 -a "$back" -lt 1000
}

all_ready() {
    [ "$(json 's.services[0].ready')" = "$1" ]
}

start_server
crash "one instance, held" 1 10s none
crash "one instance, not held" 1 false some
crash "two instances, not held" 2 false none
stop_server
[ "$failures" -eq 0 ]
