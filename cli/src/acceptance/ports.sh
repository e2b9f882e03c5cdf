#!/usr/bin/env bash
# Runs in a network namespace whose kernel gives out only 120 ports: one instance gets 300 connections, then 1,000, and
# stays ready. Also checks the warning about ports that the kernel gives out. Needs root, unshare and ip.
if [ -z "${IN_NETWORK:-}" ]; then
    if ! unshare -n ip link set lo up 2>/dev/null; then
        echo "SKIPPED  ports: root, unshare and ip are needed to make a network of its own"
        exit 0
    fi
    IN_NETWORK=1 exec unshare -n "$0" "$@"
fi
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

ip link set lo up
service_port=5000
kernel=/proc/sys/net/ipv4

cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, -e, "
      require('net').createServer(s => { s.on('error', () => {}); s.write('hello\\\\n'); })
        .listen({port: process.env.SERVICE_PORT_HTTP, host: '127.0.0.1', backlog: 4096})"]
    receives: [http]
    health: {interval: 500ms}
services:
  - name: http
    on: "127.0.0.1:$service_port"
EOF

served() {
    [ "$(cat crowd*.log | sed -n 's/^served //p' | awk '{ sum += $1 } END { print sum + 0 }')" = "$1" ]
}

# crowd ENGINE ALL MORE: so many more clients that stay, which makes them so many.
crowd() {
    local engine=$1 all=$2 more=$3
    node "$here/crowd.js" "$more" "$service_port" $((10000 + all)) >"crowd$all.log" 2>&1 </dev/null &
    started_pids+=("$!")
    check "$engine: $all clients that stay are served" until_true 60 served "$all"
    # Ten probes, where three that fail make it unready.
    sleep 5
    said=$(launcho status -o json)
    same "$engine: the same instance is ready, connections" "$instance ready $all" "$(node -e '
        const s = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(s.processes[0].instances.map(i => i.id + " " + i.state).join(), s.services[0].connections);' <<<"$said")"
    same "$engine: connections lost" 0 "$(cat crowd*.log | grep -c lost || true)"
    said=$(launcho why web)
    says "$engine: probes find a port, too" 'connect on 127.0.0.1:2[0-9]{4}: accepts connections' \
        "$(grep ' ago  connect on ' <<<"$said" | tail -n 1)"
    same "$engine: probes that found none" "" "$(grep 'not asked' <<<"$said" || true)"
}

for engine in epoll nio; do
    config
    echo "  relay: $engine" >>"$HOME/.launcho/launcho-config.yaml"
    echo "40000 40119" >"$kernel/ip_local_port_range"
    start_server
    exits 0 "$engine: target set" launcho target set target.yaml
    instance=$(json 'instances.map(i => i.id).join()')
    crowd "$engine" 300 300
    crowd "$engine" 1000 700
    same "$engine: unhealthy" 0 "$(launcho events -o json | grep -c unhealthy || true)"
    for pid in "${started_pids[@]}"; do
        end_pid "$pid"
    done
    started_pids=()
    rm crowd*.log
    stop_server
    rm "$HOME/.launcho/launcho-config.yaml"
    : >"$work/server.log"
done

echo "15000 60999" >"$kernel/ip_local_port_range"
start_server
says "ports that the kernel gives out" 'ip_local_reserved_ports=20000-29999.*loopback_ports: \[5000, 15000\]' "$(cat "$work/server.log")"
stop_server
: >"$work/server.log"
echo "20000-29999" >"$kernel/ip_local_reserved_ports"
start_server
same "of reserved ones nothing is said" 0 "$(grep -c ip_local "$work/server.log" || true)"
stop_server

# The kernel gives the very port that is asked for.
sed -i -E 's/^(host:.*:)[0-9]+/\140000/' "$HOME/.launcho/launcho-server-auth.yaml"
echo "40000 40001" >"$kernel/ip_local_port_range"
exits 7 "status without a server, when the connection meets itself" launcho status
says "it is refused" '127.0.0.1:40000 is not reachable: connection refused' "$said"
[ "$failures" -eq 0 ]
