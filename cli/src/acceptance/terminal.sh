#!/usr/bin/env bash
# Runs commands on a terminal of their own. Output that is redrawn stays in its place and in the window. Ctrl-C leaves
# the terminal as it was, and a line says what goes on at the server. Secrets are not shown, and a notice warns of those
# that the shell's history keeps.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

export SHELL=/bin/bash TERM=xterm-256color
# The one that packages are installed for.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
service_port=$(free_port)

# terminal SIZE STEP... -- COMMAND...: what is seen at the end is left in $seen, what became of the terminal in $report.
terminal() {
    local fault
    fault=$("$python" "$here/on_pty.py" "$work/pty" "$@" 2>&1) || true
    seen=$(cat "$work/pty/screen")
    report=$(cat "$work/pty/report")
    if [ -n "$fault" ]; then
        fail "$fault; on the terminal:"
        indent <<<"$seen"
    fi
}

# ended CODE WHAT: so, and nothing was scrolled, wrapped or left behind.
ended() {
    same "$2: exit, and the terminal afterwards" \
        "exit: $1, signal: 0, settings: as before, cursor: shown, column: 0, scrolled: 0, wrapped: 0" \
        "$(paste -sd , <<<"$report" | sed 's/,/, /g')"
}

# times COUNT WHAT PATTERN: as often it is to be seen, also in what was scrolled away.
times() {
    same "$2" "$1" "$(grep -c -E -e "$3" <<<"$seen" || true)"
}

# secretly WHAT: the value that was typed is nowhere.
secretly() {
    check "$1: the value is not shown" test "$(grep -c "$value" "$work/pty/raw")" = 0
}

# target BODY [PROCESS]
target() {
    web_target "$1" "    health: {service: http, path: /health}
    min_healthy: $healthy" "${2:-}"
}

live() {
    [ "$(launcho history -o json | node -e '
        console.log(JSON.parse(require("fs").readFileSync(0))[0].outcome)')" = live ]
}

pids() {
    json 'instances.filter(i => i.process === "web").map(i => i.pid).sort().join(" ")'
}

# Both of web are others than they were before.
replaced() {
    local pid
    [ "$(json 'instances.filter(i => i.process === "web" && i.ready).length === 2 && instances.length === 2')" = true ] ||
        return 1
    for pid in $before; do
        [[ " $(pids) " != *" $pid "* ]] || return 1
    done
}

# interrupted WHAT COMMAND...: goes on without those who look. What comes is only live after 8 s, so it is seen on its way.
interrupted() {
    local what="$1, Ctrl-C"
    shift
    before=$(pids)
    terminal 24x160 'see:^ . [a-z]+-[a-z]+-[0-9]+ +new ' ctrl:c -- "$@"
    ended 130 "$what"
    says "$what" '^revision [0-9]+ continues on the server; to watch it: launcho status --watch, or launcho events -w$' "$seen"
    times 1 "$what: the rows stay, once" 'web  [0-2]/2 replaced'
    check "$what: it goes on to its end" until_true 60 replaced
    check "$what: and is live" until_true 30 live
}

start_server
launcho secret set GREETING hello 2>/dev/null
# With colours, which must not count as text.
export NO_COLOR=

# Rollouts.
healthy=1s
target one >target.yaml
terminal 24x160 -- launcho target set target.yaml
ended 0 "target set"
says "target set" '^✓ revision 1 live' "$seen"
check "target set: rows are drawn over" grep -q $'\e\\[[0-9]*A' "$work/pty/raw"
says "target set: they tell how far it is" 'web  [0-2]/2 replaced' "$(cat "$work/pty/raw")"
times 0 "target set: nothing is left of them" 'replaced'
healthy=8s
target two >target.yaml
interrupted "target set" launcho target set target.yaml
says "target set, Ctrl-C: what serves" '^two from' "$(answer "http://127.0.0.1:$service_port/")"
interrupted "restart" launcho restart web
interrupted "secret set" launcho secret set GREETING ahoy
same "secret set, Ctrl-C: it is set" ahoy "$(launcho secret get GREETING)"

# Secrets. The terminal itself would show what is typed.
value='grün-7f3a9c51'
terminal 24x160 'see:^value of TOKEN:$' hidden "type:$value" -- launcho secret set TOKEN
ended 0 "secret set TOKEN"
secretly "secret set TOKEN"
same "secret set TOKEN: what is stored" "$value" "$(launcho secret get TOKEN 2>&1)"
terminal 24x160 'see:^value of TOKEN:$' hidden ctrl:c -- launcho secret set TOKEN
ended 130 "secret set TOKEN, Ctrl-C"
says "secret set TOKEN, Ctrl-C" '^no value given, nothing sent$' "$seen"
terminal 24x160 'see:^value of TOKEN:$' hidden ctrl:d -- launcho secret set TOKEN
ended 1 "secret set TOKEN, Ctrl-D"
same "secret set TOKEN, given up: what is stored" "$value" "$(launcho secret get TOKEN 2>&1)"
terminal 24x160 -- launcho secret set TOKEN "$value"
ended 0 "secret set TOKEN VALUE"
says "secret set TOKEN VALUE: warns" "^notice: the value is in ps and the shell's history" "$seen"
terminal 24x160 -- launcho secret get TOKEN
ended 0 "secret get"
secretly "secret get"
says "secret get" '^--reveal shows the value$' "$seen"
terminal 24x160 -- launcho secret get TOKEN --reveal
ended 0 "secret get --reveal"
times 1 "secret get --reveal: the value" "^$value$"
same "secret get, piped" "$value" "$(launcho secret get TOKEN 2>&1)"

# Again and again in one place, until Ctrl-C; what changes is seen.
healthy=1s
target two "  - {name: cron, command: [sleep, '1000']}" >target.yaml
terminal 24x160 'see:^web .* running' 'run:launcho target set target.yaml --no-wait' 'see:^cron .* running' ctrl:c \
    -- launcho status --watch
ended 130 "status --watch"
times 1 "status --watch: its heading" '^PROCESS '
times 2 "status --watch: its rows of web" '^web .* running'
check "status --watch: is told from the top again and again" \
    test "$(grep -c $'\e\\[H' "$work/pty/raw")" -ge 2

# More than there is room for would scroll, and could not be drawn over any more.
target two "  - {name: cron, command: [sleep, '1000'], replicas: 12}" >target.yaml
terminal 8x60 -- launcho target set target.yaml
says "target set in a small window" 'exit: 0' "$report"
check "target set in a small window: draws what there is room for" grep -q '^… [0-9]* more lines' "$work/pty/raw"
times 0 "target set in a small window: nothing is left of it" 'replaced|more lines'
revision=$(json s.revision)
sed 's/two/three/' target.yaml >other.yaml
terminal 8x60 'see:^… [0-9]+ more lines' 'run:launcho target set other.yaml --no-wait' \
    "see: rev $((revision + 1))," ctrl:c -- launcho status --watch
ended 130 "status --watch in a small window"
terminal 24x160 'see:^http ' size:8x60 'see:^… [0-9]+ more lines' ctrl:c -- launcho status --watch
says "status --watch in a window that gets smaller" 'scrolled: 0' "$report"

# No line is wider than the terminal, whatever is in it.
long=$(printf 'name%.0s' {1..15})
printf '%s\n' 'printf "%s\n" "接続できません、データベースは起動していますか 🚨🚨🚨 é́é́é́ 接続できません、データベースは起動していますか, 接続できません" >&2' 'exit 1' >crash.sh
target two "  - {name: $long, command: [sh, $work/crash.sh], start_timeout: 1s}
  - {name: mailer, command: [sh, $work/crash.sh], start_timeout: 1s}" >target.yaml
launcho target set target.yaml --no-wait 2>/dev/null
told() {
    [ "$(json 's.processes.filter(p => p.failing?.line.includes("🚨")).length')" = 2 ]
}
check "the last line of those that fail is told" until_true 60 told
for columns in 20 60 80 200; do
    terminal 300x$columns -- launcho status --all
    ended 0 "status --all, $columns columns"
    terminal 300x$columns -- launcho history
    ended 0 "history, $columns columns"
done
says "status, 200 columns: a line in another script" 'exit 1; last line: 接続できません' "$(launcho status)"
stop_server
[ "$failures" -eq 0 ]
