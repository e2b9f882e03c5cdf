#!/usr/bin/env bash
# Damages files of the state while instances run without a server. The next server starts, says which files it has set
# aside, adopts the instances, and replaces those that it can't identify. Then the script removes the state directory
# under a running server, and makes it read-only.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

state=$HOME/.launcho
service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    env: {BODY: "\${GREETING}"}
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: 2
    health: {service: traffic, path: /health}
  - name: worker
    command: [sleep, "600"]
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

# Of all commands.
pids() {
    json 'instances.map(i => i.pid).sort().join(" ")'
}

settled() {
    [ "$(json 's.processes.map(p => p.ready + "/" + p.wanted + " " + p.instances.length).join(" ")')" = "2/2 2 1/1 1" ]
}

# Marked processes of this home that are in no instance's session.
strays() {
    local id environ pid known
    known=$(for pid in $(pids); do session_pids "$pid"; done | xargs)
    id=$(sed -n 's/.*"home": *"\([^"]*\)".*/\1/p' "$state/state.json")
    for environ in /proc/[0-9]*/environ; do
        pid=$(basename "${environ%/environ}")
        if grep -qz "^LAUNCHO_INSTANCE=${id}[./]" "$environ" 2>/dev/null && [[ " $known " != *" $pid "* ]] && alive "$pid"; then
            echo "$pid"
        fi
    done
}

kill_server() {
    kill -KILL "$server_pid"
    until_true 30 gone "$server_pid" || true
    { wait "$server_pid" || true; } 2>/dev/null
    server_pid=
}

# damage WHAT COMMAND...: the command damages something; the next server changes nothing. What it said is in $told.
damage() {
    local what=$1 before begin
    shift
    before=$(pids)
    kill_server
    begin=$(wc -l <"$work/server.log")
    "$@"
    start_server
    told=$(tail -n "+$begin" "$work/server.log")
    check "$what: all is ready" until_true 60 settled
    same "$what: the pids" "$before" "$(pids)"
}

truncated() {
    truncate -s "$(($(stat -c %s "$1") / 2))" "$1"
}

garbage() {
    head -c 3000 /dev/urandom >"$1"
}

halves() {
    truncated "$state/state.json"
    truncated "$state/revisions/secrets.json"
}

state_and_before() {
    garbage "$state/state.json"
    : >"$state/state.json.before"
}

state_and_revision() {
    rm "$state/state.json"
    truncated "$state/revisions/$revision.json"
}

other_files() {
    garbage "$state/events.jsonl"
    garbage "$state/server.lock"
    garbage "$state/launcho-target.yaml"
    garbage "$state/instances/.calm-otter-3.json.tmp"
    garbage "$state/instances/calm-otter-3.exit"
    rm -r "$state/work"
}

# What runs, runs on with the values that it has.
target_and_secrets() {
    : >"$state/launcho-target.yaml"
    truncated "$state/launcho-extra-secrets.yaml"
}

aside="could not be read and was set aside"
start_server
echo hello | launcho secret set GREETING
exits 0 "target set" launcho target set target.yaml
damage "state and values of secrets cut in half" halves
says "said" "state.json $aside" "$told"
says "said" "secrets.json $aside" "$told"
damage "state and the one before it are garbage" state_and_before
says "said" "state.json $aside" "$told"
revision=$(json s.revision)
damage "the state is gone, the revision cut in half" state_and_revision
says "said" "state is taken from state.json.before" "$told"
says "said" "$revision.json $aside" "$told"
damage "events, lock, target and leftovers are garbage" other_files
says "said" "launcho-target.yaml is not valid, revision [0-9]+ is run instead" "$told"
same "processes that nobody knows" "" "$(strays)"
damage "the target is empty, the secrets are cut in half" target_and_secrets
says "said" "launcho-target.yaml is empty, revision [0-9]+ is run instead" "$told"
says "said" "launcho-extra-secrets.yaml $aside" "$told"
before=$(pids)
echo hello | launcho secret set GREETING >/dev/null
check "the secrets are set again" until_true 60 settled
same "the pids after that" "$before" "$(pids)"
says "it serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"

# A record of an instance: nothing tells any more what that is, so it is ended, and another takes its place.
lost=$(json 'instances.find(i => i.process == "worker").pid')
mapfile -t tree < <(session_pids "$lost")
kill_server
truncated "$state/instances/$(basename "$(grep -l '"worker"' "$state"/instances/*.json)")"
start_server
check "a record: all is ready" until_true 60 settled
same "a record: of the one that it was of" "" "$(still_alive "${tree[@]}")"
same "a record: processes that nobody knows" "" "$(strays)"
check "a record: the event" grep -q 'could not be read and was set aside.*its processes are stopped' "$state/events.jsonl"
# All that tells who the server is: what its records tell of is taken back, and replaced.
id=$(sed -n 's/.*"home": *"\([^"]*\)".*/\1/p' "$state/state.json")
mapfile -t old < <(pids | xargs -n 1)
all_replaced() {
    settled && [ -z "$(still_alive "${old[@]}")" ]
}
kill_server
rm "$state"/state.json* "$state/identity.json"
start_server
check "who it is is lost: all is replaced" until_true 60 all_replaced
same "who it is is lost: of the former ones" "" "$(grep -lz "^LAUNCHO_INSTANCE=${id}[./]" /proc/[0-9]*/environ 2>/dev/null || true)"
says "who it is is lost: it serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"

# The whole directory goes, and comes back, under a server that runs.
before=$(pids)
revision=$(json s.revision)
mv "$state" "$work/away"
mkdir "$state"
cp "$work"/away/{launcho-server-auth.yaml,server.lock} "$state/"
sed 's/sleep, "600"/sleep, "601"/' target.yaml >other.yaml
exits 1 "the directory is gone: target set" launcho target set other.yaml
says "the directory is gone: said" "^error: the server could not write .*state" "$said"
says "the directory is gone: it serves" '^hello from' "$(answer "http://127.0.0.1:$service_port/")"
same "the directory is gone: the pids" "$before" "$(pids)"
rm -r "$state"
mv "$work/away" "$state"
exits 0 "the directory is back: target set" launcho target set other.yaml
check "the directory is back: the next revision" test "$(json s.revision)" -gt "$revision"

# Nobody may write there any more. Root may do everything, so it has to be the file system that refuses.
if [ "$(id -u)" -eq 0 ]; then
    if mount --bind "$state" "$state" 2>/dev/null && mount -o remount,ro,bind "$state" 2>/dev/null; then
        exits 1 "read-only: restart" launcho restart worker
        says "read-only: said" "^error: .*[Rr]ead-only" "$said"
        umount -l "$state"
    else
        echo "SKIPPED  $script: read-only state directory: this root may not mount"
    fi
else
    chmod 500 "$state"
    exits 1 "no permission: restart" launcho restart worker
    says "no permission: said" "^error: .*([Pp]ermission|denied)" "$said"
    chmod 711 "$state"
fi
exits 0 "it can be written again: restart" launcho restart worker
stop_server
[ "$failures" -eq 0 ]
