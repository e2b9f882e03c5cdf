#!/usr/bin/env bash
# Checks plans, the history and rollbacks: the effects and causes of a change before it is made, and the outcome of each
# revision. A rollback restores target, secrets and resources together. Also checks two users who edit at once, and that
# resources that are still needed can't be deleted.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
me="$(id -un)@$(cat /proc/sys/kernel/hostname)"

# target GREETING [LINE]: says it, and what the secret WORD and the resource BUNDLE hold.
target() {
    cat <<EOF
processes:
  - name: web
    command: [sh, -c, 'BODY="\$GREETING \$WORD \$(cat bundle.txt)" exec node "$here/app.js"']
    receives: [http]
    env: {GREETING: "$1", WORD: "\${WORD}"}
    resources: [{id: "\${BUNDLE}", file: bundle.txt}]
    health: {service: http, path: /health}
    start_timeout: 60s
${2:-}
services:
  - name: http
    on: "127.0.0.1:$service_port"
EOF
}

# serves WHAT BODY
serves() {
    says "$1: what serves" "^$2 from" "$(answer "http://127.0.0.1:$service_port/")"
}

# revision EXPRESSION: of the history, newest first, as `h`; `r(NUMBER)` is one of it.
revision() {
    launcho history -o json | node -e '
        const h = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const r = number => h.find(one => one.revision === number);
        const result = eval(process.argv[1]);
        console.log(typeof result === "string" ? result : JSON.stringify(result));' "$1"
}

start_server
echo one >one.txt
echo two >two.txt
one=$(launcho resource up one.txt --name bundle.txt 2>/dev/null)
two=$(launcho resource up two.txt --name bundle.txt 2>/dev/null)
launcho secret set BUNDLE "$one" 2>/dev/null
launcho secret set WORD red 2>/dev/null
target hello >hello.yaml
exits 0 "revision 1" launcho target set hello.yaml -m "the first"
serves "revision 1" "hello red one"
exits 0 "revision 2, a secret" launcho secret set WORD blue -m "as the brand has it"
serves "revision 2" "hello blue one"

# Looking before.
pid=$(json 'instances[0].pid')
target ahoy "    drain: 5s" >ahoy.yaml
exits 0 "set --dry-run" launcho target set ahoy.yaml --dry-run
says "set --dry-run" '^~ web  rolling, 1 instance' "$said"
says "set --dry-run: a cause" '^    env.GREETING +"hello" → "ahoy"$' "$said"
says "set --dry-run: what alone would not need a new instance" '^    drain +30s → 5s$' "$said"
exits 0 "secret set --dry-run" launcho secret set BUNDLE "$two" --dry-run
says "secret set --dry-run: its cause" \
    '^    resources\[bundle.txt\].id  \$\{BUNDLE\} changed \([0-9a-f]{4}… → [0-9a-f]{4}…\)$' "$said"
check "secret set --dry-run: no value is shown" test "$(grep -c "${two:0:12}" <<<"$said")" = 0
exits 0 "rollback --dry-run" launcho rollback --dry-run
says "rollback --dry-run" '^    env.WORD  \$\{WORD\} changed' "$said"
same "all that was only looked at: revision, instance" "2 $pid" "$(json "s.revision + \" \" + instances[0].pid")"

# Forward: one with another target, secret and resource; one that fails; one that is overtaken.
exits 0 "revision 3, another target" launcho target set ahoy.yaml -m "sailors"
exits 0 "revision 4, another resource" launcho secret set BUNDLE "$two"
serves "revision 4" "ahoy blue two"
target broken "    before: exit 2" >broken.yaml
exits 8 "revision 5 fails" launcho target set broken.yaml -m "won't work"
target slow "    min_healthy: 60s" >slow.yaml
exits 0 "revision 6 is taken" launcho target set slow.yaml --no-wait -m "takes its time"
exits 0 "revision 7 overtakes it" launcho target set ahoy.yaml -m "as it was"
serves "revision 7" "ahoy blue two"
same "outcomes" "live live live live failed superseded live" "$(revision 'h.map(r => r.outcome).reverse().join(" ")')"
same "authors" "$me" "$(revision '[...new Set(h.map(r => r.by))].join(" ")')"
same "from where" "127.0.0.1" "$(revision '[...new Set(h.map(r => r.from))].join(" ")')"
same "messages" "the first,as the brand has it,sailors,,won't work,takes its time,as it was" \
    "$(revision 'h.map(r => r.message).reverse().join(",")')"
same "what was no target but a secret" "2 secret WORD set,4 secret BUNDLE set" \
    "$(revision 'h.filter(r => r.change).map(r => r.revision + " " + r.change).reverse().join(",")')"
same "times: in order, and ended after they began" true \
    "$(revision 'h.every((r, i) => r.at <= r.ended && (i === 0 || r.at <= h[i - 1].at))')"
says "the receipt" '^revision 3 live in [0-9.]+s: [0-9]+ connections? accepted, ' "$(revision 'r(3).summary')"
says "what failed" '^revision 5: web .before. failed: exit 2, 3 times before it was ready' "$(revision 'r(5).summary')"
same "what was overtaken" "superseded by revision 7" "$(revision 'r(6).summary')"
same "the current one" 7 "$(revision 'h.filter(r => r.current).map(r => r.revision).join(" ")')"
launcho target show 5 >shown.yaml 2>shown.txt
check "target show 5: its text, to the byte" cmp broken.yaml shown.yaml
says "target show 5: who, when, from where" "^revision 5: 20[0-9-]+T[0-9:]+Z by $me at 127.0.0.1$" "$(cat shown.txt)"
says "target show 5: its message" "^  won't work$" "$(cat shown.txt)"
says "target show 5: what came of it" '^  failed: revision 5: web .before. failed' "$(cat shown.txt)"

# Back. 7 is what 4 was, 6 and 5 never went live: so it is 3 that was live before.
exits 0 "rollback" launcho rollback -m "two is too many"
serves "rollback, to revision 3: the resource" "ahoy blue one"
same "rollback: the secret that names it" "$one" "$(launcho secret get BUNDLE)"
same "rollback: which it was" "rollback to 3: two is too many" "$(revision 'r(8).change + ": " + r(8).message')"
exits 0 "rollback 1" launcho rollback 1
serves "rollback 1: target, secret and resource" "hello red one"
check "rollback 1: the target, to the byte" cmp hello.yaml <(launcho target get --raw)
same "rollback 1: the secret" red "$(launcho secret get WORD)"
exits 0 "rollback of the rollback" launcho rollback
serves "rollback of the rollback" "ahoy blue one"
exits 0 "rollback 4" launcho rollback 4
serves "rollback 4" "ahoy blue two"
exits 0 "back to revision 1" launcho target rollback 1

# Two who edit. Each editor tells that it is open, and closes when it is told to.
cat >editor <<'EOF'
#!/bin/sh
touch "open-$ME"
while [ -e "open-$ME" ]; do sleep 0.05; done
sed -i "s/GREETING: \"[a-z]*\"/GREETING: \"$ME\"/" "$1"
EOF
chmod +x editor
# edit NAME: in the background; its pid is in $editing.
edit() {
    ME=$1 EDITOR=$work/editor launcho target edit >"$1.txt" 2>&1 </dev/null &
    editing=$!
    started_pids+=("$editing")
    check "$1 edits" until_true 60 test -e "open-$1"
}
# finished NAME CODE
finished() {
    local code=0
    rm "open-$1"
    wait "$editing" || code=$?
    same "$1 is done: exit" "$2" "$code"
}
edit ana
anas=$editing
edit ben
finished ben 0
serves "who was quicker" "ben red one"
editing=$anas
finished ana 5
says "who was later: revisions" '^what changed meanwhile, revision 12 → 13:$' "$(cat ana.txt)"
says "who was later: what went" '^  -    env: \{GREETING: "hello"' "$(cat ana.txt)"
says "who was later: what came" '^  \+    env: \{GREETING: "ben"' "$(cat ana.txt)"
kept=$(sed -n 's/^your text is in \(.*\): launcho target set .*/\1/p' ana.txt)
says "who was later: the text is kept" 'GREETING: "ana"' "$(cat "$kept")"
serves "it is still" "ben red one"
exits 0 "who was later: and can be set" launcho target set "$kept"
rm -f "$kept"
serves "now it is" "ana red one"

# Resources that a way back needs.
exits 5 "resource rm of one that a kept revision needs" launcho resource rm "$two"
says "resource rm" "^error: resource $two is needed to go back to revision 4, 5, 6, 7, 11$" "$said"
exits 5 "resource rm of one in use" launcho resource rm "$one"
says "resource rm of one in use" "^error: resource $one is in use by web$" "$said"
printf 'waste\n' >waste.txt
waste=$(launcho resource up waste.txt 2>/dev/null)
exits 0 "resource gc" launcho resource gc
says "resource gc: what has just been sent is for somebody" '^removed nothing; 3 resources kept$' "$said"
touch -d '2 hours ago' "$HOME"/.launcho/storage/*
exits 0 "resource gc --dry-run, two hours later" launcho resource gc --dry-run
says "resource gc --dry-run" "^$waste  6 B  waste.txt$" "$said"
says "resource gc --dry-run" '^would remove 1 resource, 6 B; 2 resources kept$' "$said"
exits 0 "resource gc, two hours later" launcho resource gc
says "resource gc" '^removed 1 resource, 6 B; 2 resources kept$' "$said"
same "what is left" "$(printf '%s\n' "$one" "$two" | sort)" "$(launcho resource ls -o name | sort)"
exits 0 "rollback to what gc has spared" launcho rollback 4
serves "rollback 4" "ahoy blue two"
exits 0 "and back" launcho rollback 1
exits 0 "resource rm --force" launcho resource rm --force "$two"
says "resource rm --force" '^notice: launcho rollback to revision 4, 5, 6, 7, 11, 15 is not possible any more$' "$said"
exits 5 "rollback to a revision without its resource" launcho rollback 4
says "rollback 4" "^  resource $two is not on this server any more, upload it again$" "$said"
serves "what it left" "hello red one"
launcho resource up two.txt --name bundle.txt >/dev/null 2>&1
exits 0 "rollback, once it is there again" launcho rollback 4
serves "rollback 4" "ahoy blue two"
exits 0 "resource rm --force of one in use" launcho resource rm --force "$two"
says "resource rm --force of one in use" "^notice: process web keeps running, but can't be started again without it$" "$said"
serves "resource rm --force: what runs, runs on" "ahoy blue two"
stop_server
[ "$failures" -eq 0 ]
