#!/usr/bin/env bash
# Sets one target with 50 processes that receive 50 services: all get ready, and then the idle server takes less than 2
# % of a core.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

count=50
ports=()
for ((i = 0; i < count; i++)); do ports+=("$(free_port)"); done
{
    echo "processes:"
    for ((i = 0; i < count; i++)); do
        cat <<EOF
  - name: web-$i
    env: {BODY: "number $i"}
    command: [node, --max-semi-space-size=1, "$here/app.js"]
    receives: [traffic-$i]
    health: {service: traffic-$i, path: /health}
EOF
    done
    echo "services:"
    for ((i = 0; i < count; i++)); do
        echo "  - {name: traffic-$i, on: \"127.0.0.1:${ports[i]}\"}"
    done
} >target.yaml

start_server
exits 0 "target set of $count processes and $count services" launcho target set target.yaml
same "ready" "$count" "$(json 's.services.filter(x => x.ready === 1 && x.total === 1).length')"
wrong=0
for ((i = 0; i < count; i++)); do
    [[ $(answer "http://127.0.0.1:${ports[i]}/") = "number $i from "* ]] || wrong=$((wrong + 1))
done
same "services that answer wrong" 0 "$wrong"

# measure SECONDS: prints the share of a core, in hundredths of a percent.
measure() {
    local before
    before=$(ticks)
    sleep "$1"
    echo $((($(ticks) - before) * 100 / $1))
}

percent() {
    printf '%d.%02d %%' $(($1 / 100)) $(($1 % 100))
}

# At first the JVM is still compiling what it has just begun to do, on some machines for minutes.
echo "      the first 30 s after that, while it still compiles: $(percent "$(measure 30)") of a core"
idle=
for ((i = 0; i < 6 && ${idle:-200} >= 200; i++)); do
    idle=$(measure 20)
    echo "      20 s later: $(percent "$idle") of a core"
done
check "then idle, with $count processes probed every 2 s: $(percent "$idle") of a core over 20 s" test "$idle" -lt 200
echo "      $(grep -E 'VmRSS' "/proc/$server_pid/status"), $(grep -E 'Threads' "/proc/$server_pid/status")"
stop_server
[ "$failures" -eq 0 ]
