#!/usr/bin/env bash
# Runs the earlier version of Launcho whose files and messages have to stay readable, beside the present one: clients of one
# version with servers of the other, and servers of both on one home, in turn. The earlier version is built from the history,
# below this script's own folder.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

# The last commit before packages, types and messages got other names. Its files are also in the test resources of cli.
commit=ae52846
sources=$work/sources
versions=$work/versions
python=/usr/bin/python3
[ -x "$python" ] || python=python3
present_cache=$XDG_CACHE_HOME

if ! reason=$(git -C "$root" cat-file -e "$commit^{commit}" 2>&1); then
    echo "SKIPPED  $script: commit $commit is not in this clone: ${reason:-it has no history}; git fetch --unshallow"
    exit 0
fi

# Builds the earlier version, and keeps its jars beside its script, as for a release.
build_earlier() {
    local offline
    mkdir -p "$sources" "$versions/earlier/cli/target"
    git -C "$root" archive "$commit" | tar -xf - -C "$sources"
    for offline in --offline ''; do
        # shellcheck disable=SC2086 # None, or one word.
        if mvn $offline -B -q -f "$sources/pom.xml" -pl cli -am package -Dmaven.test.skip=true >"$work/build.log" 2>&1; then
            mv "$sources/launcho" "$versions/earlier/"
            mv "$sources/cli/target/launcho.jar" "$sources/cli/target/launcho-client.jar" "$versions/earlier/cli/target/"
            mv "$sources/docs/output.schema.json" "$versions/earlier/"
            rm -rf "$sources"
            return
        fi
    done
    return 1
}

# use VERSION: of all commands from now on.
use() {
    ln -sfn "$versions/$1/launcho" "$work/bin/launcho"
    case $1 in
        earlier) export XDG_CACHE_HOME=$work/cache ;;
        present) export XDG_CACHE_HOME=$present_cache ;;
    esac
}

# new_home NAME: none of its files are there.
new_home() {
    export HOME=$work/$1
    mkdir -p "$HOME/.launcho"
    service_port=$(free_port)
}

# server VERSION: starts it. Its log begins anew, as start_server looks for its first line there.
server() {
    use "$1"
    cat "$work/server.log" >>"$work/servers.log" 2>/dev/null || true
    : >"$work/server.log"
    start_server
}

# The web application, which greets with $1; a job; and a process whose command is $2.
target() {
    cat <<END
processes:
  - name: web
    command: [node, "$here/app.js"]
    replicas: 2
    receives: [http]
    env: {BODY: "$1", GREETING: "\${GREETING}"}
    resources: [{id: "\${BUNDLE}", file: bundle.txt}]
    health: {service: http, path: /health}
    min_healthy: 100ms
  - name: job
    command: [sh, -c, "echo ran >>$HOME/ran"]
    restart: never
    limits: {files: 512}
  - name: mailer
    command: [sh, -c, "$2"]
    start_timeout: 20s
services:
  - name: http
    on: "127.0.0.1:$service_port"
END
}

# fits VERSION DEFINITION COMMAND...: its -o json is what the schema of a version says.
fits() {
    local version=$1 name=$2 faults open=
    shift 2
    [ "$version" = present ] || open=--open
    # shellcheck disable=SC2086 # None, or one word.
    if faults=$(launcho "$@" -o json 2>"$work/raw.err" </dev/null |
        "$python" "$here/valid.py" "$versions/$version/output.schema.json" "$name" $open 2>&1); then
        pass "launcho $* -o json is a $name of the $version version"
    else
        fail "launcho $* -o json is no $name of the $version version:"
        indent <<<"$faults"
        indent <"$work/raw.err"
    fi
}

# Scripts that were written for the earlier version read what the present client prints, too, whichever server answers.
readable() {
    fits earlier "$@"
    [ "$client" = earlier ] || fits present "$@"
}

# field COMMAND EXPRESSION: of the JSON that the command prints, as `j`.
field() {
    # shellcheck disable=SC2086 # Several words.
    launcho $1 -o json | node -e '
        const j = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const result = eval(process.argv[1]);
        console.log(typeof result === "string" ? result : JSON.stringify(result));' "$2"
}

# What of each process is ready, and its state.
overview() {
    json 's.processes.map(p => p.name + " " + p.state + " " + p.ready + "/" + p.wanted).join(", ")'
}

serves() {
    says "what serves" "^$1 from" "$(answer "http://127.0.0.1:$service_port/")"
}

# both_ways CLIENT SERVER: every kind of request.
both_ways() {
    local client=$1 server=$2 id follower
    echo "--- a client of the $client version, a server of the $server version"
    new_home "$client-client"
    server "$server"
    launcho print-auth --host 127.0.0.1 >"$HOME/.launcho/far-launcho-client-auth.yaml"
    use "$client"

    printf 'a bundle\n' >bundle.txt
    exits 0 "resource upload" launcho resource up bundle.txt
    id=$(launcho resource ls -o name)
    exits 0 "secret set BUNDLE" launcho secret set BUNDLE "$id"
    exits 0 "secret set GREETING" launcho secret set GREETING 'Grüß "Gott"'
    target one "sleep 1000" >one.yaml
    exits 0 "target plan" launcho target plan one.yaml
    says "target plan" '^\+ web +new, 2 instances' "$said"
    readable target-plan target plan one.yaml
    exits 0 "target set" launcho target set one.yaml -m "the first"
    says "target set" 'revision 1 live' "$said"
    serves one
    same "processes" "web ok 2/2, job completed 0/1, mailer ok 1/1" "$(overview)"
    same "the secret" 'Grüß "Gott"' "$(launcho secret get GREETING --reveal)"
    launcho resource down "$id" down.txt 2>/dev/null
    check "the resource is byte for byte the same" cmp bundle.txt down.txt
    check "the target is byte for byte the same" cmp one.yaml <(launcho target get --raw)
    exits 0 "status" launcho status
    says "status" '^web .* running +yes' "$said"
    exits 0 "status of a file from print-auth" launcho -w far status
    says "logs" 'listening on' "$(launcho logs web)"
    says "events" 'web: live$' "$(launcho events)"

    # What is followed while it happens.
    launcho logs web -f >followed.txt 2>&1 </dev/null &
    follower=$!
    started_pids+=("$follower")
    launcho events --watch -o json >watched.txt 2>/dev/null </dev/null &
    started_pids+=("$!")
    check "logs -f begins with what is there" until_true 30 grep -q listening followed.txt
    exits 0 "secret set makes new instances" launcho secret set GREETING hello -m "plainer"
    says "secret set: what it replaces" '^~ web +rolling, 2 instances' "$said"
    four_listen() { [ "$(grep -c listening followed.txt)" -ge 4 ]; }
    check "logs -f goes on with the new instances" until_true 60 four_listen
    check "events --watch has the new revision" until_true 30 grep -q 'set secret GREETING' watched.txt
    end_pid "$follower"
    end_pid "${started_pids[-1]}"

    exits 0 "restart" launcho restart mailer
    exits 0 "pause" launcho pause web
    exits 0 "resume" launcho resume web
    target two "sleep 1000" >two.yaml
    exits 0 "revision 3" launcho target set two.yaml
    serves two
    target three "echo ECONNREFUSED; exit 1" >three.yaml
    exits 8 "revision 4 fails" launcho target set three.yaml -m "won't work"
    says "revision 4: the cause" 'exit 1, 3 times before it was ready' "$said"
    says "revision 4: the last line of its log" '^ +ECONNREFUSED$' "$said"
    exits 0 "why" launcho why mailer
    says "why" 'given up: exit 1' "$said"
    readable why why mailer
    exits 0 "history" launcho history
    same "outcomes" "4 failed, 3 live, 2 live, 1 live" \
        "$(field history 'j.map(r => r.revision + " " + r.outcome).join(", ")')"
    readable history history
    readable target-show target show 1
    exits 0 "rollback" launcho rollback 1
    says "rollback: its plan" '^    env.BODY +"three" → "one"' "$said"
    serves one
    exits 0 "clear-backoff" launcho clear-backoff mailer
    same "a second job has not run" 1 "$(wc -l <"$HOME/ran")"

    readable status status --all
    readable events events
    readable secret-ls secret ls
    readable resource-ls resource ls
    readable servers servers
    exits 4 "a process that is not there" launcho status nobody
    exits 4 "a revision that is not there" launcho target show 99
    says "a revision that is not there" 'no revision 99' "$said"
    sed 's/receives/recieves/' one.yaml >bad.yaml
    exits 3 "a target with a mistake" launcho target set bad.yaml
    exits 0 "token rotate" launcho token rotate
    exits 0 "after it" launcho status
    exits 0 "secret rm" launcho secret set SPARE spare
    exits 0 "secret rm" launcho secret rm SPARE
    printf 'waste\n' >waste.txt
    exits 0 "a resource that nothing needs" launcho resource up waste.txt
    exits 0 "resource gc keeps what is new" launcho resource gc
    exits 0 "resource rm" launcho resource rm "$(launcho resource ls -o json | node -p '
        JSON.parse(require("fs").readFileSync(0, "utf8")).find(r => r.name === "waste.txt").id')"
    same "resources that are left" "$id" "$(launcho resource ls -o name)"
    mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')
    exits 0 "shutdown" launcho shutdown
    check "the server has ended" until_true 30 gone "$server_pid"
    server_pid=
    same "processes left" "" "$(still_alive "${pids[@]}")"
}

# What tells whether the server took back what ran, whole: not the order, and not times.
account() {
    json '[
        "revision " + s.revision,
        ...s.processes.map(p => p.name + " " + p.state + " " + p.goal),
        ...instances.map(i => i.id + " " + i.pid + " " + i.version).sort(),
        ...s.services.map(o => o.name + " " + o.on + " " + o.ready)].join("\n")'
}

settled() {
    [ "$(overview)" = "$1" ]
}

# leaves: the server ends, and all that it has started lives on.
leaves() {
    exits 0 "shutdown --leave-running" launcho shutdown --leave-running
    check "the server has ended" until_true 30 gone "$server_pid"
    wait "$server_pid" 2>/dev/null || true
    server_pid=
    same "the instances live on" "${pids[*]}" "$(still_alive "${pids[@]}" | xargs)"
}

# takes_over VERSION: on the home of the other one; nothing is replaced, and nothing is run again.
takes_over() {
    server "$1"
    check "$1: all is well" until_true 60 settled "$expected"
    same "$1: revision, versions, instances, pids" "$account" "$(account)"
    same "$1: processes" "$expected" "$(overview)"
    same "$1: secrets" 'Grüß "Gott"' "$(launcho secret get GREETING --reveal)"
    check "$1: the target" cmp "$file" <(launcho target get --raw)
    same "$1: runs of the job" 1 "$(wc -l <"$HOME/ran")"
    same "$1: tries of the failed mailer" 3 "$(wc -l <"$HOME/tries")"
    same "$1: damaged files" "" "$(find "$HOME/.launcho" -name '*.damaged*')"
    serves "$body"
    says "$1: logs go on" 'listening on' "$(launcho logs web)"
}

# What an instance's end and its successor are like, whichever version has started it.
replaces() {
    local victim
    victim=$(json 'instances.find(i => i.process === "mailer").pid')
    kill -KILL "$victim"
    replaced() { [ "$(json "instances.some(i => i.process === 'mailer' && i.ready && i.pid !== $victim)")" = true ]; }
    check "$1: what ends is started again" until_true 60 replaced
    says "$1: how it ended" 'mailer: .* ended: .*(SIGKILL|137)' "$(launcho events)"
}

begin=$(now)
if ! build_earlier; then
    fail "commit $commit can't be built:"
    tail -n 20 "$work/build.log" | indent
    exit 1
fi
pass "commit $commit is built in $((($(now) - begin) / 1000)) s"
mkdir "$versions/present"
ln -s "$root/launcho" "$versions/present/launcho"
ln -s "$root/docs/output.schema.json" "$versions/present/output.schema.json"

both_ways present earlier
both_ways earlier present

echo "--- servers of both versions on one home"
new_home taken-over
server earlier
printf 'a bundle\n' >bundle.txt
launcho secret set BUNDLE "$(launcho resource up bundle.txt 2>/dev/null)" 2>/dev/null
launcho secret set GREETING 'Grüß "Gott"' 2>/dev/null
file=one.yaml body=one
target one "sleep 1000" >one.yaml
exits 0 "revision 1 of the earlier server" launcho target set one.yaml
target two "sleep 1000" >two.yaml
exits 0 "revision 2 of the earlier server" launcho target set two.yaml
file=three.yaml body=three
target three "echo try >>$HOME/tries; exit 1" >three.yaml
exits 8 "revision 3, whose mailer fails" launcho target set three.yaml -m "won't work"
expected="web ok 2/2, job completed 0/1, mailer failed 1/1"
same "before" "$expected" "$(overview)"
account=$(account)
mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')

leaves
takes_over present
same "the history" "3 failed won't work, 2 live , 1 live " \
    "$(field history 'j.map(r => r.revision + " " + r.outcome + " " + r.message).join(", ")')"
says "events of the earlier server" 'set the target, revision 1' "$(launcho events)"
leaves
takes_over earlier
leaves

# What the present server has changed and started.
takes_over present
exits 0 "a rollback to a revision of the earlier server" launcho rollback 2
serves two
exits 0 "restart" launcho restart web
exits 0 "secret set" launcho secret set GREETING 'Grüß "Gott" 2'
launcho secret set GREETING 'Grüß "Gott"' >/dev/null 2>&1
file=two.yaml body=two expected="web ok 2/2, job completed 0/1, mailer ok 1/1"
account=$(account)
mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')
leaves
takes_over earlier
exits 0 "a rollback to a revision of the present server" launcho rollback 4
exits 0 "a new target" launcho target set one.yaml
serves one
account=$(account) file=one.yaml body=one
mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')
leaves
takes_over present
replaces present
mapfile -t pids < <(json 'instances.map(i => i.pid).join("\n")')
stop_server
same "processes left" "" "$(still_alive "${pids[@]}")"
[ "$failures" -eq 0 ]
