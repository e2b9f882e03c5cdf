#!/usr/bin/env bash
# Runs every command as a user sees it on a terminal, and as a script sees it through pipes, and compares the output
# with golden/*.txt. Compares all output of -o json with docs/output.schema.json. UPDATE_GOLDEN=1 writes the golden
# files anew: review what has changed in them like a user who sees it for the first time.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

golden=$here/golden
schema=$root/docs/output.schema.json
export SHELL=/bin/bash TERM=xterm-256color
host=$(cat /proc/sys/kernel/hostname)
me="$(id -un)@$host"
mkdir "$work/got"
# Standard input that neither says anything nor ends.
mkfifo "$work/silence"
exec 9<>"$work/silence"

# The one that packages are installed for.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

plain() {
    "$python" "$here/plain.py" "$work=<dir>" "$root=<root>" "$me=<user>" ":$admin_port=:<admin>" \
        ":$service_port=:<service>" ":$other_port=:<other>" "launcho $version=launcho <version>" "  $version=  <version>" "$@"
}

# The command line as it stands in a golden file; it is noted that this command has been run.
line_of() {
    local word text='launcho'
    for word in "$@"; do
        case $word in
            *[!a-zA-Z0-9_./:=@,+-]* | '') text+=" '$word'" ;;
            *) text+=" $word" ;;
        esac
    done
    printf '%s\n' "$*" >>"$work/lines"
    echo "$text" | plain
}

# terminal FILE COMMAND...: on a terminal of $columns columns.
columns=100
colours=()
terminal() {
    local file=$work/got/$1.txt code=0
    shift
    script -qec "stty cols $columns rows 40; exec launcho ${*@Q}" /dev/null <&9 >"$work/raw" || code=$?
    {
        echo "\$ $(line_of "$@")    # on a terminal, $columns columns"
        plain "${colours[@]}" <"$work/raw"
        echo "exit $code"
        echo
    } >>"$file"
}

# piped FILE COMMAND...: what goes to standard error is behind "2>". Where a server on a busy machine has not answered in the
# three seconds that `launcho servers` gives it, it is asked again.
piped() {
    local file=$work/got/$1.txt code
    shift
    for _ in {1..20}; do
        code=0
        launcho "$@" >"$work/raw" 2>"$work/raw.err" </dev/null || code=$?
        if [ "$1" != servers ] || ! grep -q "no answer in" "$work/raw"; then break; fi
    done
    {
        echo "\$ $(line_of "$@")"
        [ ! -s "$work/raw" ] || plain <"$work/raw"
        [ ! -s "$work/raw.err" ] || plain <"$work/raw.err" | sed 's/^/2> /'
        echo "exit $code"
        echo
    } >>"$file"
}

# both FILE COMMAND...
both() {
    terminal "$@"
    piped "$@"
}

# valid DEFINITION COMMAND...: its -o json is what the schema says.
valid() {
    local name=$1 faults
    shift
    line_of "$@" >/dev/null
    if faults=$(launcho "$@" -o json 2>"$work/raw.err" </dev/null | "$python" "$here/valid.py" "$schema" "$name" 2>&1); then
        pass "launcho $* -o json is a $name"
    else
        fail "launcho $* -o json is no $name:"
        indent <<<"$faults"
        indent <"$work/raw.err"
    fi
}

# refused CODE COMMAND...: nothing on standard output, an error of the schema on standard error.
refused() {
    local expected=$1 code=0 faults
    shift
    launcho "$@" -o json >"$work/raw" 2>"$work/raw.err" </dev/null || code=$?
    faults=$("$python" "$here/valid.py" "$schema" error <"$work/raw.err" 2>&1) || true
    same "launcho $* -o json fails: exit, output, and what is wrong with its error" "$expected  " \
        "$code $(cat "$work/raw") $faults"
}

target() {
    web_target "$1" "    resources:
      - {id: \"\${BUNDLE}\", file: bundle.txt}
    health: {service: http, path: /health, interval: 500ms}" "$2" >target.yaml
}

crashing='  - name: mailer
    command: [sh, -c, "echo \"ECONNREFUSED 10.0.0.9:25\" >&2; exit 1"]
    start_timeout: 20s'

admin_port=$(free_port)
service_port=$(free_port)
other_port=$(free_port)
while [ "$other_port" = "$service_port" ]; do other_port=$(free_port); done

check "the schema is one" "$python" "$here/valid.py" "$schema"

# Without a server.
version=$(launcho version 2>/dev/null)
version=${version#launcho }
piped offline version
piped offline status
piped offline servers
piped offline print-auth
target one ''
piped offline target validate target.yaml
sed 's/receives/recieves/; s/500ms/often/' target.yaml >bad.yaml
both offline target validate bad.yaml
piped offline target set bad.yaml
launcho target schema >target.schema.json
check "the target's schema is one" "$python" "$here/valid.py" target.schema.json
line_of target schema >/dev/null
for shell in bash zsh fish; do
    check "completion for $shell" test -n "$(launcho completion "$shell")"
    line_of completion "$shell" >/dev/null
done
piped usage stauts
piped usage target set --dry
piped usage logs
piped usage status --no-such-option
columns=60
terminal usage secret set
terminal usage secret --help
columns=100

# Nothing is there yet.
start_server
terminal auth print-auth --host 203.0.113.7
piped auth print-auth --read-only --host 203.0.113.7:443
for command in status servers history "resource ls" "secret ls" events "target get --raw"; do
    # shellcheck disable=SC2086 # Two words.
    piped empty $command
done
valid status status
valid history history
valid resource-ls resource ls
valid secret-ls secret ls

# A target whose secrets come later, as in the README.
printf 'a bundle\n' >bundle.txt
piped plan target plan target.yaml
valid target-plan target plan target.yaml
piped plan target set target.yaml --dry-run
terminal set target set target.yaml -m "the first"
both waiting status
piped waiting why web
valid why why web
terminal resource resource up bundle.txt
piped resource resource up bundle.txt --name other.txt
id=$(launcho resource ls -o name)
piped resource resource ls
valid resource-ls resource ls
piped resource resource down "$id" -
terminal resource resource down "$id" copy.txt
check "what comes down is what went up" cmp bundle.txt copy.txt
piped secret secret set GREETING hello --dry-run
terminal secret secret set GREETING hello
piped secret secret set BUNDLE "$id"
piped secret secret ls
valid secret-ls secret ls
both secret secret get GREETING
terminal secret secret get GREETING --reveal
piped secret secret get GREETING BUNDLE
piped secret secret get NOTHING
piped secret secret set GREETING hello
piped secret secret set SPARE spare
piped secret secret rm GREETING
piped secret secret rm SPARE

# Two instances run.
until_measured() {
    [ "$(json 'instances.every(i => i.memory > 0)')" = true ]
}
check "what instances use is known" until_true 60 until_measured
terminal status status
piped status status
columns=60
terminal status status
columns=100
piped status status -o wide
piped status status -o name
piped status status http
piped status status nobody
colours=(colours)
NO_COLOR='' terminal status status web --exit-code
colours=()
valid status status
valid status status --all
check "-o yaml" test "$(launcho status -o yaml | grep -c '^processes:')" = 1

# Changes.
target two "  - name: cron
    command: [sleep, \"1000\"]
    drain: 5s"
both plan target plan target.yaml --exit-code
piped plan target plan target.yaml -o name
valid target-plan target plan target.yaml
terminal set target set target.yaml -m "the second"
piped set target set target.yaml
sed -i 's/replicas: 2/replicas: 3/; s/"two"/"three"/' target.yaml
piped set target set target.yaml -m "three of them"
target three "  - name: cron
    command: [sleep, \"1000\"]"
piped set target set target.yaml --no-wait
# The command above has not waited for it.
last_is_live() {
    [ "$(launcho history -o json | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8"))[0].outcome')" = live ]
}
check "the last revision is live" until_true 60 last_is_live
both history history
piped history history -o wide
valid history history
valid history target history
piped history target show 2
piped history target show 99
valid target-show target show 2
piped history target get
cat >editor <<'EOF'
#!/bin/sh
sed -i 's/BODY: "three"/BODY: "four"/' "$1"
EOF
chmod +x editor
EDITOR=$work/editor terminal edit target edit -m "by hand"
EDITOR=true piped edit target edit
piped rollback rollback --dry-run
terminal rollback rollback -m "four is worse"
piped rollback target rollback 4
piped rollback rollback 77
piped restart restart cron
terminal restart restart web
piped restart restart-process nobody
terminal pause pause web
piped pause pause web
piped pause status web
piped pause resume web
piped why why cron
valid why why web

# Nothing needs this.
printf 'waste\n' >waste.txt
waste=$(launcho resource up waste.txt 2>/dev/null)
piped resource resource gc --dry-run
piped resource resource rm "$id"
terminal resource resource rm "$waste"
valid resource-gc resource gc --dry-run
piped resource resource gc

# What goes wrong.
target five "$crashing"
terminal failed target set target.yaml
# What a new target replaces is told, so the old one's roll is over.
rolled() {
    local web='instances.filter(i => i.process === "web")'
    [ "$(json "$web.length === 2 && $web.every(i => i.state === 'ready' && i.version === ${web}[0].version)")" = true ]
}
check "web serves what it was told to" until_true 60 rolled
# web fails, too, but later than mailer, so that the command names mailer.
sed -i "s/start_timeout: 20s/start_timeout: 21s/; s/\"five\"/\"six\"/
    s|command: \[node, .*|command: [sh, -c, \"sleep 2; exec node nowhere.js\"]|" target.yaml
piped broken target set target.yaml
given_up() {
    [[ "$(launcho why "$1")" == *"given up"* ]]
}
check "web is given up, too" until_true 60 given_up web
check "mailer waits for its next start" until_true 120 waits_for_retry mailer 12
terminal failed status mailer --exit-code
piped failed why mailer
valid status status
valid why why mailer
piped failed clear-backoff mailer
piped failed clear-backoff web
piped failed logs nobody
check "mailer waits again" until_true 120 waits_for_retry mailer 5
piped failed rollback

# Logs and events.
instance=$(json 'instances.find(i => i.process === "web").id')
piped logs logs "$instance"
piped logs logs "$instance" --tail 1 -t
check "logs of a process" test "$(launcho logs web --grep listening | wc -l)" -ge 2
check "events" test "$(launcho events | wc -l)" -gt 20
check "the last event" test "$(launcho events --tail 1 | wc -l)" -eq 1
valid events events
launcho events --watch -o json --since 1h >"$work/watched" 2>/dev/null </dev/null &
watcher=$!
started_pids+=("$watcher")
check "events --watch" until_true 30 test -s "$work/watched"
end_pid "$watcher"
check "each line of events --watch -o json is an event" \
    "$python" "$here/valid.py" "$schema" events-watch --lines <"$work/watched"

# Errors for programs.
refused 4 status nobody
refused 4 target show 99
refused 3 target plan bad.yaml
refused 4 why nobody
refused 2 history --no-such-option

# Other servers.
launcho print-auth --host 127.0.0.1 >"$HOME/.launcho/prod-launcho-client-auth.yaml"
echo 'protected: true' >>"$HOME/.launcho/prod-launcho-client-auth.yaml"
sed "s/:$admin_port/:$other_port/" "$HOME/.launcho/prod-launcho-client-auth.yaml" \
    >"$HOME/.launcho/test-launcho-client-auth.yaml"
piped servers servers
valid servers servers
piped servers -w pord status
piped servers -w prod pause cron
piped servers -w test status
terminal token token rotate
piped token token rotate --read-only
valid token-create token create ci --role read --expires 90d
valid token-ls token ls
piped token token revoke ci
piped token token revoke ci
chmod 600 "$HOME"/.launcho/*.yaml
valid doctor doctor
piped token -w prod status
terminal shutdown shutdown
check "the server has ended" until_true 30 gone "$server_pid"
server_pid=
piped shutdown status
refused 7 status

# The help names all commands. The server, the demo, deploy, the web page and messages have scripts of their own.
untried=$(sed -n 's/^### launcho \([a-z -]*[a-z]\)$/\1/p' "$root/docs/commands.md" | while read -r command; do
    case $command in server | demo | deploy | ui | notify* | token | secret | resource | target) continue ;; esac
    grep -qE "^((-w|prod|test) )*$command( |\$)" "$work/lines" || echo "$command"
done)
same "commands that are not tried here" "" "$untried"

if [ -n "${UPDATE_GOLDEN:-}" ]; then
    mkdir -p "$golden"
    rm -f "$golden"/*.txt
    cp "$work/got"/*.txt "$golden"
    echo "golden files written; look at them: git diff $golden"
fi
for file in "$work/got"/*.txt; do
    name=$(basename "$file")
    if difference=$(diff -u "$golden/$name" "$file"); then
        pass "golden/$name"
    else
        fail "golden/$name is another ($0 with UPDATE_GOLDEN=1 writes it anew):"
        tail -n +3 <<<"$difference" | indent
    fi
done
same "golden files that nothing is held against" "" "$(comm -23 <(cd "$golden" && ls) <(cd "$work/got" && ls))"
[ "$failures" -eq 0 ]
