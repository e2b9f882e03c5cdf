#!/usr/bin/env bash
# Sets five new versions that fail as versions do in practice. Each is given up before its deadline, and the old version
# keeps serving. The error names the cause and the next step, as in the README's troubleshooting. Then the script pauses
# and resumes a rollout, follows events, and looks at a process in backoff.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
# Those that run into it take all of it; for those that work, or end by themselves, it is no matter how long they take.
deadline=12
patience=60
cat >app.js <<'EOF'
const http = require('http');
const mode = process.env.MODE;
if (mode === 'library') require('left-pad-of-old');
if (mode === 'oom') { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)); }
const port = mode === 'port' ? Number(process.env.WRONG) : process.env.SERVICE_PORT_TRAFFIC;
http.createServer((req, res) => {
  res.statusCode = mode === '404' && req.url === '/health' ? 404 : 200;
  res.end('hello');
}).listen(port, '127.0.0.1', () => console.log('listening on ' + port));
EOF
wrong_port=$(free_port)

# target MODE BEFORE LIMITS
target() {
    cat <<EOF
processes:
  - name: web
    env: {MODE: "$1", WRONG: "$wrong_port"}
    before: "$2"
    command: [node, "$work/app.js"]
    receives: [traffic]
    start_timeout: ${patience}s
    health: {service: traffic, path: /health}
$3
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF
}

# Without what differs from one time to the next.
alike() {
    sed -E 's/[a-z]+-[a-z]+-[0-9]+/INSTANCE/g; s/module [^ ]+ is/module NAME is/; s/\b[0-9]+[smM]?\b/N/g'
}

tick=$'\x60'
# in_readme WHAT ROW: what was printed is what the README's table says of it: `cause` … `hint`.
in_readme() {
    local cell text
    cell=$(grep "^| $2 |" "$root/README.md" | sed 's/^| [^|]* | //; s/ |$//')
    for text in "${cell% … *}" "${cell#* … }"; do
        text=$(sed -E "s/^$tick+ ?//; s/ ?$tick+\$//" <<<"$text" | alike)
        check "$1: the README has it: $text" grep -q -F -e "${text:?}" <(alike <<<"$said")
    done
}

# broken WHAT MODE BEFORE LIMITS CAUSE HINT ROW; with the deadline, unless it has a $start_timeout.
start_timeout=
broken() {
    local what=$1 cause=$5 hint=$6
    patience=${start_timeout:-$deadline} target "$2" "$3" "$4" >target.yaml
    exits 8 "$what" launcho target set target.yaml
    check "$what: within $((deadline + 20)) s, not the usual 60: the deadline, and what the command itself takes on a busy machine" \
        test "$took" -lt $(((deadline + 20) * 1000))
    says "$what: the cause" "^error: .*$cause" "$said"
    says "$what: the next step" "hint: .*$hint" "$said"
    indent <<<"$said"
    in_readme "$what" "$7"
    same "$what: the old version serves" hello "$(answer "http://127.0.0.1:$service_port/")"
    exits 0 "$what: why" launcho why web
    says "$what: why says the same" "given up: .*$cause" "$said"
}

start_server
target ok "" "" >target.yaml
exits 0 "a version that works" launcho target set target.yaml

broken "wrong port" port "" "" "connection refused" "bind .SERVICE_PORT_TRAFFIC \([0-9]+\), not $wrong_port" \
    "it listens on another port"
start_timeout=$patience broken "missing library" library "" "" "exit 1, 3 times" "Node.js module left-pad-of-old is missing" \
    "a library is missing"
target ok "" "    limits: {memory: 200M}" >target.yaml
if launcho target set target.yaml 2>&1 | grep '^notice:.*memory'; then
    echo "SKIP  $script: out of memory: this machine can't hold processes to limits.memory"
else
    start_timeout=$patience broken "out of memory" oom "" "    limits: {memory: 100M}" "killed: out of memory, limits.memory is 100" \
        "raise limits.memory" "it needs more memory than it may have"
fi
broken "no /health" 404 "" "" "404 Not Found" "it runs, but has no /health" "it has no ./health."
start_timeout=$patience broken "before fails" ok "echo no bundle here; exit 2" "" ".before. failed: exit 2" "launcho logs" \
    ".before. fails"

# Held, let go, tried at once.
target ok "" "" >target.yaml
exits 0 "back to the version that works" launcho target set target.yaml
one=$(json 'instances[0].id')
exits 0 "pause" launcho pause web
sed 's/MODE: "ok"/MODE: "ok", NEW: "1"/' target.yaml >paused.yaml
exits 0 "a new version is held" launcho target set --no-wait paused.yaml
sleep 1
same "the old instance is alone" "[\"$one\"]" "$(json 'instances.map(i => i.id)')"
exits 0 "why says that it is paused" launcho why web
says "a user is waited for" 'waits: a user: its rollouts are paused' "$said"
launcho events -w -o json >events.txt 2>&1 </dev/null &
watch_pid=$!
started_pids+=("$watch_pid")
sleep 2
exits 0 "resume" launcho resume web
replaced() { [ "$(json 'instances.filter(i => i.ready).map(i => i.id)[0] || ""')" != "$one" ]; }
check "the new version takes over" until_true 60 replaced
told() { grep -q '"web".*"live"' events.txt; }
check "events -w tells it" until_true 30 told
same "one JSON object a line, in order" true "$(node -e '
    const n = require("fs").readFileSync("events.txt", "utf8").trim().split("\n").map(l => JSON.parse(l).sequence);
    console.log(n.every((x, i) => i === 0 || x === n[i - 1] + 1));')"
end_pid "$watch_pid"

cat >flaky.yaml <<'EOF'
processes:
  - name: flaky
    command: [sh, -c, "sleep 2; echo no more; exit 1"]
    min_healthy: 100ms
EOF
exits 0 "one that ends again and again" launcho target set flaky.yaml
check "it comes to wait for its next try" until_true 120 waits_for_retry flaky 12
status=$(launcho status)
says "status has it in its row" '✗ [a-z]+-[a-z]+-[0-9]+ +backoff +no +[0-9]+ +retry in [0-9]+s' "$status"
says "and explains it" 'exit 1; last line: no more    launcho logs flaky -p' "$status"
exits 8 "status --exit-code" launcho status --exit-code
exits 0 "clear-backoff" launcho clear-backoff flaky
says "what came of it" 'the next try is made now|nothing waits' "$said"
exits 0 "status --all" launcho status --all
says "instances that are no more" '◌ [a-z]+-[a-z]+-[0-9]+ +ended' "$said"
stop_server
[ "$failures" -eq 0 ]
