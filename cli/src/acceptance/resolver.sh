#!/usr/bin/env bash
# Runs with a name server that never answers, in a mount namespace with an /etc/resolv.conf of its own. Only the service
# on that name waits, and no other name is looked up. A name whose address changes is followed.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -ne 0 ] || ! unshare --mount true 2>/dev/null || ! command -v python3 >/dev/null; then
    pass "SKIPPED: a private /etc/resolv.conf needs root and a mount namespace, the name server python3"
    exit 0
fi

service_port=$(free_port)
other_port=$(free_port)
db_port=$(free_port)
silent=db0.corp.internal
name_server=127.0.0.153
touch names asked
python3 "$here/silent-dns.py" "$name_server" names asked >dns.log 2>&1 &
started_pids+=("$!")
echo "nameserver $name_server" >resolv.conf
echo "hosts: files dns" >nsswitch.conf
echo "127.0.0.1 localhost" >hosts

# private COMMAND...: with those files. The machine's own name is in none of them.
private() {
    unshare --mount sh -c '
        mount --make-rprivate / && mount --bind resolv.conf /etc/resolv.conf && mount --bind hosts /etc/hosts &&
        mount --bind nsswitch.conf /etc/nsswitch.conf && exec "$@"' private "$@"
}

# start PORT: with those files; until it serves there is left in $took, in ms.
start() {
    local begin before
    before=$(started)
    (private env LAUNCHO_JAVA_OPTS= launcho server) >>"$work/server.log" 2>&1 </dev/null &
    begin=$(now)
    until_true 60 serves "$1" || fail "nothing serves on $1"
    took=$(($(now) - begin))
    until_true 60 more_than "$before" || fail "the server did not start"
    server_pid=$(sed -n 's/.*admin endpoint .*, pid \([0-9]*\)$/\1/p' "$work/server.log" | tail -n 1)
}

started() {
    grep -c 'admin endpoint .*, pid [0-9]*$' "$work/server.log"
}

more_than() {
    [ "$(started)" -gt "$1" ]
}

takes_commands() {
    private launcho status >/dev/null 2>&1
}

kill_server() {
    kill -KILL "$server_pid"
    check "kill -9" until_true 30 gone "$server_pid"
}

serves() {
    [[ "$(answer "http://127.0.0.1:$1/" 2>/dev/null)" == "one from "* ]]
}

# target PORT [LINE]: another service's line.
target() {
    local all
    all=$(web_target one '')
    echo "${all//127.0.0.1:$service_port/127.0.0.1:$1}"
    echo "${2:-}"
}

target_set() {
    target "$@" >target.yaml
    exits "$expected" "target set, http on $1${2:+, and $silent}" private launcho target set target.yaml
}

# lesser LIMIT COMMAND...: how long something took is in $took. If that is over, the command measures it once more, as the machine
# may have been busy with something else; the lesser of both is left in $took.
lesser() {
    local limit=$1 first=$took
    shift
    [ "$took" -lt "$limit" ] || "$@"
    [ "$took" -le "$first" ] || took=$first
}

start_anew() {
    kill_server
    start "$1"
}

move_anew() {
    target_set "$other_port" "$db"
    target_set "$service_port" "$db"
}

service_line() {
    json "s.services.find(x => x.name === '$1').$2"
}

config
start_server
launcho secret set GREETING hello >/dev/null 2>&1
expected=0
target_set "$service_port"
check "it serves" until_true 60 serves "$service_port"
target_set "$other_port"
without=$took
kill_server
start "$other_port"
again=$took
pass "without the name: a move takes $without ms, a start after kill -9 until it serves $again ms"

db="  - {name: db, on: \"$silent:$db_port\", hold: false}"
expected=8
target_set "$other_port" "$db"
says "the rollout of the name says why it failed" "no name server answers for the host \"$silent\"" "$said"
says "status" "no name server answers for the host \"$silent\"" "$(launcho status)"
expected=0
target_set "$service_port" "$db"
check "it is moved" serves "$service_port"
lesser $((without + 8000)) move_anew
check "moving another service takes no longer than without the name ($took ms)" [ "$took" -lt $((without + 8000)) ]
start_anew "$service_port"
lesser $((again + 8000)) start_anew "$service_port"
check "a start after kill -9 takes no longer than without the name ($took ms)" [ "$took" -lt $((again + 8000)) ]

echo "$silent 127.0.0.1" >names
check "once it is answered it is opened" until_true 60 accepts "$db_port"
same "status of it" "open" "$(service_line db state)"
echo "$silent 127.0.0.9" >names
moved() {
    (exec 3<>"/dev/tcp/127.0.0.9/$db_port") 2>/dev/null && refuses "$db_port"
}
check "another address is followed within a minute, the old one is closed" until_true 60 moved
says "an event says it" "listens on 127.0.0.9:$db_port, to which $silent:$db_port now resolves" "$(launcho events --tail 50)"
: >names
sleep 12
check "a look-up that fails later leaves it open" bash -c "exec 3<>/dev/tcp/127.0.0.9/$db_port"
same "names that were looked up" "$silent" "$(sort -u asked | xargs)"

launcho print-auth --host "$silent.example:$admin_port" >"$HOME/.launcho/far-launcho-client-auth.yaml" 2>/dev/null
far_status() {
    exits 7 "a command to a server whose name nobody answers for" private launcho --which far status
}
far_status
lesser 18000 far_status
says "why" "no name server answers for the host \"$silent.example\" in 10 s" "$said"
check "it has not waited for longer ($took ms)" [ "$took" -lt 18000 ]

kill_server
sed -i 's/admin_host: .*/admin_host: admin.corp.internal/' "$HOME/.launcho/launcho-config.yaml"
start "$service_port"
lesser $((again + 8000)) start_anew "$service_port"
check "a start with such an admin_host takes no longer, either ($took ms)" [ "$took" -lt $((again + 8000)) ]
says "it says so" "admin endpoint as soon as a name server answers for admin.corp.internal" "$(cat "$work/server.log")"
echo "admin.corp.internal 127.0.0.1" >names
check "once it is answered commands are taken" until_true 60 takes_commands

begin=$(now)
stop_server
check "a stop does not wait for it ($(($(now) - begin)) ms)" [ $(($(now) - begin)) -lt 10000 ]
[ "$failures" -eq 0 ]
