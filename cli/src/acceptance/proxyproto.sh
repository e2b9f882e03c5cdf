#!/usr/bin/env bash
# Checks the PROXY protocol with an application that hangs up on clients that do not speak it: both versions, health
# checks that stay healthy, and HAProxy in front if it is installed.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

one=$(free_port)
two=$(free_port)
front=$(free_port)
strict=$(free_port)
cat >target.yaml <<EOT
processes:
  - name: web
    command: [node, "$here/behind.js"]
    receives: [one, two, front, strict]
    replicas: 2
    health: {service: one, path: /health}
services:
  - {name: one, on: "127.0.0.1:$one", proxy_protocol: v1}
  - {name: two, on: "127.0.0.1:$two", proxy_protocol: v2, max_connections: 100, idle_timeout: 1m}
  - {name: front, on: "127.0.0.1:$front", proxy_protocol: v2, accept_proxy: [127.0.0.0/8]}
  - {name: strict, on: "127.0.0.1:$strict", proxy_protocol: v1, accept_proxy: ["10.0.0.0/8"], max_connections_per_source: 3}
EOT

# says_header PORT HEADER: what comes back for a request behind that header.
says_header() {
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf '%b' "$2"'GET / HTTP/1.0\r\n\r\n' >&3
    timeout 30 cat <&3 || true
    exec 3>&- 3<&-
}

from() {
    local local_port=$1
    shift
    curl -sS --max-time 20 --local-port "$local_port" "$@"
}

start_server
exits 0 "target set: ready, so the checks begin with a header" launcho target set target.yaml
mine=$(free_port)
same "v1 tells the client" "v1 127.0.0.1:$mine" "$(from "$mine" "http://127.0.0.1:$one/")"
# A port of its own for each: the last one's may still be in TIME_WAIT.
mine=$(free_port)
same "v2 tells the client" "v2 127.0.0.1:$mine" "$(from "$mine" "http://127.0.0.1:$two/")"
same "what a proxy in front says is passed on" "v2 203.0.113.7:4711" \
    "$(says_header "$front" 'PROXY TCP4 203.0.113.7 198.51.100.1 4711 443\r\n' | tail -n 1)"
same "without a header nothing comes back there" "" "$(says_header "$front" '' 2>/dev/null)"
mine=$(free_port)
same "nobody behind 127.0.0.1 is believed where that is not listed" "v1 127.0.0.1:$mine" \
    "$(from "$mine" "http://127.0.0.1:$strict/")"
counted() { [ "$(json 's.services.find(x => x.name === "front").traffic.rejected')" = 1 ]; }
check "it is counted" until_true 20 counted

if command -v haproxy >/dev/null; then
    outside=$(free_port)
    cat >haproxy.cfg <<EOT
defaults
    mode tcp
    timeout connect 5s
    timeout client 30s
    timeout server 30s
listen outside
    bind 127.0.0.1:$outside
    server launcho 127.0.0.1:$front send-proxy-v2 check check-send-proxy inter 200
EOT
    haproxy -db -f haproxy.cfg >haproxy.log 2>&1 &
    started_pids+=("$!")
    check "HAProxy listens" until_true 30 accepts "$outside"
    mine=$(free_port)
    same "HAProxy says who it is" "v2 127.0.0.1:$mine" "$(from "$mine" "http://127.0.0.1:$outside/")"
else
    echo "SKIPPED  HAProxy in front: it is not installed"
fi

stop_server
[ "$failures" -eq 0 ]
