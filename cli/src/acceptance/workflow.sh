#!/usr/bin/env bash
# Runs the README's "Intended workflow" as it stands there, and then upgrades under load: once over connections that are
# kept alive, once with a new connection for each request.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=${SERVICE_PORT:-5000}
refuses "$service_port" || {
    fail "port $service_port is taken; name another one with SERVICE_PORT=..."
    exit 1
}

# The files are taken from the README, so that what stands there is what runs.
readme_block() {
    awk -v want="$1" '
        /^```/ { if (inside) { if (index(text, want)) { printf "%s", text; exit } inside = 0 } else { inside = 1; text = "" } next }
        inside { text = text $0 "\n" }' "$root/README.md"
}

echo "user $(id -un) ($(id -u)), $(grep CapEff /proc/self/status | tr -s '[:space:]' ' '), HOME $HOME," \
    "ipvsadm: $(command -v ipvsadm || echo none)"
start_server

mkdir bundle
readme_block "createServer" >bundle/server.js
readme_block "BUNDLE_RESOURCE_ID}" | sed "s/127\.0\.0\.1:5000/127.0.0.1:$service_port/" >target.yaml
exits 0 "launcho target set target.yaml" launcho target set target.yaml

tar -cvvhjf bundle.tar.bz2 bundle/
launcho resource up bundle.tar.bz2 | tee NEW_RESOURCE_ID
# shellcheck disable=SC2046 # Word for word.
launcho secret set BUNDLE_RESOURCE_ID $(cat NEW_RESOURCE_ID)

same "the service answers" "Hello, world!" "$(answer "http://127.0.0.1:$service_port/")"
launcho status
name=$(json 'instances[0].id')
says "launcho logs $name" "Server running on port" "$(launcho logs "$name")"

# upgrade BODY: the same commands again.
upgrade() {
    sed -i "s/'Hello.*'/'$1'/" bundle/server.js
    tar -cvvhjf bundle.tar.bz2 bundle/
    launcho resource up bundle.tar.bz2 | tee NEW_RESOURCE_ID
    # shellcheck disable=SC2046
    launcho secret set BUNDLE_RESOURCE_ID $(cat NEW_RESOURCE_ID)
}

# upgrade_under_load WHAT BODY [WRK_OPTION...]
upgrade_under_load() {
    local what=$1 body=$2 old old_port
    shift 2
    mapfile -t old < <(session_pids "$(json 'instances[0].pid')")
    old_port=$(json 'instances[0].ports.traffic')
    load "$work/wrk.txt" 10 "$@"
    sleep 2
    upgrade "$body"
    no_failure "$what: wrk -t1 -c16 -d10s" "$work/wrk.txt"
    grep -E 'requests in|Requests/sec' "$work/wrk.txt"
    same "$what: the body changes" "$body" "$(answer "http://127.0.0.1:$service_port/")"
    check "$what: the old process was seen" test "${#old[@]}" -ge 2
    same "$what: left of the old process (pids ${old[*]})" "" "$(still_alive "${old[@]}")"
    check "$what: its port $old_port is free again" refuses "$old_port"
}

upgrade_under_load "kept alive" "Hello again!"
upgrade_under_load "Connection: close" "Hello for the third time!" -H "Connection: close"

stop_server
check "after the server's SIGTERM nobody listens on $service_port" refuses "$service_port"
[ "$failures" -eq 0 ]
