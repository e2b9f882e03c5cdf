#!/usr/bin/env bash
# Checks the web page in a real Chromium, with a real server and real processes: sign in, a rollout as it goes, a crash, a deploy that
# fails, a log of 5 MB/s, an outage of the network, a rollback, axe in light and dark, and a program that logs markup.
# PICTURES=FOLDER takes the screenshots of the documentation there instead (make screenshots).
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

browser=$(command -v chromium || true)
if [ -z "$browser" ] || ! command -v npm >/dev/null; then
    echo "SKIPPED  $script: it needs chromium and npm: apt-get install chromium npm"
    exit 0
fi
driver=$root/cli/src/page-test
if ! cmp -s "$driver/package-lock.json" "$driver/node_modules/.locked"; then
    # npm and its cache shall not be in the home that this script throws away.
    if ! npm ci --prefix "$driver" --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
        echo "SKIPPED  $script: npm can't get playwright-core and axe-core:"
        tail -n 3 npm.log | indent
        exit 0
    fi
    cp "$driver/package-lock.json" "$driver/node_modules/.locked"
fi

service_port=$(free_port)
trap_port=$(free_port)
start_server
token() {
    launcho print-auth "$@" | sed -n 's/^token: //p'
}
drive() {
    ADMIN_PORT=$admin_port SERVICE_PORT=$service_port TRAP_PORT=$trap_port ADMIN_TOKEN=$(token) READ_TOKEN=$(token --read-only) \
        APP=$here/app.js CHROMIUM=$browser node "$driver/$1"
}
if [ -n "${PICTURES:-}" ]; then
    drive take-pictures.mjs
else
    drive page-test.mjs || failures=$((failures + 1))
fi
if [ -f failed.png ] && [ -n "${ACCEPTANCE_KEEP:-}" ]; then echo "failed.png: $work/failed.png"; fi
[ "$failures" -eq 0 ]
