#!/usr/bin/env bash
# Runs health checks that fit the application: interim responses, host names, logins, and TLS with any certificate. Also
# checks how they change while instances run, the hints for checks that don't fit, and the faults that a TCP check can't
# see.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v openssl >/dev/null; then
    echo "SKIP  $script: openssl is not there"
    exit 0
fi
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj "/CN=somebody else" \
    -keyout key.pem -out expired.pem 2>/dev/null
service_port=$(free_port)
token=s3cret-$(now)

# picky KIND CHECK TIMEOUT
picky() {
    cat <<EOF
processes:
  - name: web
    command: [node, "$here/picky.js"]
    env: {KIND: "$1", KEY: "$work/key.pem", CERTIFICATE: "$work/expired.pem", TOKEN: "$token"}
    receives: [traffic]
    start_timeout: $3
    health: $2
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF
}

# live KIND CHECK
live() {
    picky "$1" "$2" 60s >target.yaml
    exits 0 "$1: target set, $2" launcho target set target.yaml
}

# refused_with HINT KIND CHECK
refused_with() {
    picky "$2" "$3" 8s >target.yaml
    exits 8 "$2: target set, $3" launcho target set target.yaml
    says "$2: why not" "$1" "$said"
}

start_server
live hints "{path: /}"
live big "{path: /, interval: 100ms}"
sleep 2
same "the application saw every answer taken to its end" "" "$(launcho logs web | grep -E 'cut|response|socket' || true)"

refused_with "set health.host" host "{path: /}"
live host "{path: /, host: app.example.com}"
live login "{path: /, status: \"200-299,401\"}"
exits 0 "secret set" launcho secret set TOKEN "$token"
before=$(json 'instances.map(i => i.id)')
# shellcheck disable=SC2016
live login '{path: /, headers: {Authorization: "Bearer ${TOKEN}"}}'
same "a header is added in place" "$before" "$(json 'instances.map(i => i.id)')"
exits 0 "another secret: what runs is asked with it" launcho secret set --no-wait TOKEN another
unready() { launcho events --tail 20 | grep -q 'unhealthy: .* 401'; }
check "and says that it is a wrong one" until_true 60 unready
exits 0 "the right one again" launcho secret set TOKEN "$token"
same "its value is shown nowhere" "" \
    "$({ launcho status -o json; launcho why web; launcho events --tail 1000; launcho history; } | grep -F "$token" || true)"

refused_with "it speaks TLS: health.scheme: https|closed without an answer" tls "{path: /}"
for kind in tls12 tls13; do live "$kind" "{path: /, scheme: https, host: app.example.com}"; done
refused_with "it asks for a client certificate" tls-mutual "{path: /, scheme: https}"
refused_with "it answers plain HTTP: health.scheme: http" plain "{path: /, scheme: https}"

before=$(json 'instances.map(i => i.id)')
kill -KILL "$server_pid"
wait "$server_pid" 2>/dev/null || true
start_server
ready() { [ "$(json 'instances.filter(i => i.state === "ready").length')" -eq 1 ]; }
check "the next server finds it well" until_true 60 ready
same "and has replaced nothing" "$before" "$(json 'instances.map(i => i.id)')"

exits 3 "a header with a line break: target set" launcho target set <(picky plain '{path: /, headers: {A: "b\r\nC: d"}}' 5s)
says "and where it is" ':7:[0-9]+: process "web": health.headers.A: expected a text of one line' "$said"

live plain "{tcp: traffic}"
pid=$(json 'instances[0].pid')
mapfile -t frozen < <(session_pids "$pid")
trap 'kill -CONT "${frozen[@]}" 2>/dev/null || true; clean_up' EXIT
answer "http://127.0.0.1:$service_port/" >/dev/null
kill -STOP "${frozen[@]}"
curl -sS --max-time 180 "http://127.0.0.1:$service_port/" >hung 2>&1 &
client=$!
started_pids+=("$client")
hinted() { launcho why web | grep -q 'hint: .*: a TCP check'; }
check "a frozen instance behind a TCP check: why hints at a check that asks" until_true 60 hinted
says "what it says" "hint: .* does not read the data of 1 open connection|has sent no answer" "$(launcho why web)"
kill -CONT "${frozen[@]}"
check "its client is answered after all" wait "$client"
stop_server
[ "$failures" -eq 0 ]
