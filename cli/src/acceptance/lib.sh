# shellcheck shell=bash
# The common part of all acceptance scripts: a fresh HOME, free ports, `launcho` on the PATH, a server, and checks that
# print PASS or FAIL. Every process that a script starts is ended by its pid.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd -- "$here/../../.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/launcho-acceptance.XXXXXX")
export HOME=$work/home
# One archive of classes for all scripts; else each would make its own, beside what it measures.
export XDG_CACHE_HOME=$root/cli/target/cache
unset LAUNCHO_HOME LAUNCHO_WHICH
script=$(basename -- "$0" .sh)
failures=0
service_port=
server_pid=
started_pids=()

mkdir -p "$work/bin" "$HOME/.launcho"
ln -s "$root/launcho" "$work/bin/launcho"
export PATH=$work/bin:$PATH
# The scripts read what is said; times of day would only get in their way.
export TZ=UTC NO_COLOR=1

# use_locale NAME: all that is started from now on, with its messages; false where it can't be had. Made below the build's
# folder, for which one needs not be root.
use_locale() {
    local made=$root/cli/target/locales
    if [ ! -e "$made/$1/LC_CTYPE" ]; then
        mkdir -p "$made"
        localedef --no-archive -i "${1%.*}" -f "${1#*.}" "$made/$1.$$" >/dev/null 2>&1 || true
        mv -T "$made/$1.$$" "$made/$1" 2>/dev/null || rm -rf "$made/$1.$$"
    fi
    # This shell itself can't take it, and says so; its children can.
    { export LOCPATH=$made LANG=$1 LC_ALL=$1 LANGUAGE=${1%%_*}; } 2>/dev/null
    # shellcheck disable=SC2010 # What ls says is what is looked at, not its list.
    ! ls /nowhere 2>&1 | grep -q 'No such file'
}

# The JVM by itself, without the script that makes it speak English.
java_alone() {
    rm -f "$work/bin/launcho"
    cat >"$work/bin/launcho" <<END
#!/bin/sh
# A command is over before the JVM's better compiler is of use.
compiler=
[ "\${1:-}" = server ] || compiler=-XX:TieredStopAtLevel=1
exec java \$compiler \${LAUNCHO_JAVA_OPTS:-} -jar "$root/cli/target/launcho.jar" "\$@"
END
    chmod 755 "$work/bin/launcho"
}

if [ -n "${ACCEPTANCE_LOCALE:-}" ]; then
    if ! use_locale "$ACCEPTANCE_LOCALE"; then
        echo "SKIPPED  $script: the locale $ACCEPTANCE_LOCALE can't be had, or has no messages: apt-get install locales libc-l10n"
        exit 0
    fi
    java_alone
fi

pass() {
    printf 'PASS  %s: %s\n' "$script" "$*"
}

fail() {
    failures=$((failures + 1))
    printf 'FAIL  %s: %s\n' "$script" "$*"
}

indent() {
    sed 's/^/      | /'
}

# check WHAT COMMAND...: PASS if the command succeeds.
check() {
    local what=$1
    shift
    if "$@"; then pass "$what"; else fail "$what"; fi
}

# same WHAT EXPECTED GOT
same() {
    if [ "$2" = "$3" ]; then pass "$1: $3"; else fail "$1: expected \"$2\", got \"$3\""; fi
}

# says WHAT PATTERN TEXT: PASS if a line of the text matches, which is shown.
says() {
    local line
    if line=$(grep -m 1 -E -e "$2" <<<"$3"); then
        pass "$1: $line"
    else
        fail "$1: nothing like \"$2\" in:"
        indent <<<"$3"
    fi
}

# exits CODE WHAT COMMAND...: what it prints is left in $said, the milliseconds that it took in $took.
exits() {
    local expected=$1 what=$2 code=0 begin
    shift 2
    begin=$(now)
    said=$("$@" 2>&1 </dev/null) || code=$?
    took=$(($(now) - begin))
    if [ "$code" = "$expected" ]; then
        pass "$what: exit $code after $took ms"
    else
        fail "$what: expected exit $expected, got $code, after $took ms:"
        indent <<<"$said"
    fi
}

# Milliseconds since the machine began: the clock may leap.
now() {
    local up
    read -r up _ </proc/uptime
    echo "$((10#${up/./}))0"
}

# until_true SECONDS COMMAND...
until_true() {
    local end=$(($(now) + $1 * 1000))
    shift
    until "$@"; do
        [ "$(now)" -lt "$end" ] || return 1
        sleep 0.1
    done
}

# waits_for_retry PROCESS SECONDS: whether its next try is at least so far away, which is the time that a script has to
# look at it.
waits_for_retry() {
    [ "$(json "Date.parse(s.processes.find(p => p.name === '$1')?.failing?.retry_at ?? 0) > Date.now() + $2 * 1000")" = true ]
}

alive() {
    [ -d "/proc/$1" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

gone() {
    ! alive "$1"
}

# session_pids PID: every process of its session, which its instance's shim began.
session_pids() {
    local session stat
    session=$(session_of "/proc/$1/stat")
    for stat in /proc/[0-9]*/stat; do
        if [ "$(session_of "$stat")" = "$session" ]; then basename "$(dirname "$stat")"; fi
    done
}

# The sixth field; the second, in brackets, may have anything in it.
session_of() {
    local line fields
    line=$(cat "$1" 2>/dev/null) || return 0
    read -ra fields <<<"${line##*) }"
    echo "${fields[3]}"
}

# Those of the pids that are still there.
still_alive() {
    local pid
    for pid in "$@"; do
        if alive "$pid"; then echo "$pid"; fi
    done
}

accepts() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

refuses() {
    ! accepts "$1"
}

# A port that nobody listens on, outside the ranges of outgoing connections and of Launcho's own leases; another one each time.
free_port() {
    local port
    for _ in {1..200}; do
        port=$((10000 + (RANDOM * 32768 + RANDOM) % 9000))
        if ! grep -qsx "$port" "$work/ports" && refuses "$port"; then
            echo "$port" >>"$work/ports"
            echo "$port"
            return
        fi
    done
    echo "no free port" >&2
    return 1
}

answer() {
    curl -sS --max-time 20 "$@"
}

# json EXPRESSION: of the status, as `s`.
json() {
    launcho status -o json | node -e '
        const s = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const instances = s.processes.flatMap(p => p.instances.map(i => ({process: p.name, ...i})));
        const result = eval(process.argv[1]);
        console.log(typeof result === "string" ? result : JSON.stringify(result));' "$1"
}

config() {
    admin_port=$(free_port)
    cat >"$HOME/.launcho/launcho-config.yaml" <<EOF
server:
  admin_host: "127.0.0.1"
  admin_port: $admin_port
  loopback_ports: [20000, 30000]
EOF
}

# web_target BODY SETTINGS [PROCESSES]: two of app.js that greet with BODY, behind $service_port; more settings of theirs,
# and other processes.
web_target() {
    cat <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    replicas: 2
    receives: [http]
    env: {BODY: "$1", GREETING: "\${GREETING}"}
$2
${3:-}
services:
  - name: http
    on: "127.0.0.1:$service_port"
EOF
}

# Comes back once it answers; java_options go to its JVM.
java_options=
start_server() {
    [ -f "$HOME/.launcho/launcho-config.yaml" ] || config
    LAUNCHO_JAVA_OPTS=$java_options launcho server >>"$work/server.log" 2>&1 </dev/null &
    server_pid=$!
    if ! until_true 60 grep -q "pid $server_pid\$" "$work/server.log"; then
        fail "the server did not start"
        exit 1
    fi
}

# SIGTERM, as an init system sends it.
stop_seconds=60
stop_server() {
    kill -TERM "$server_pid"
    if ! until_true "$stop_seconds" gone "$server_pid"; then
        fail "the server (pid $server_pid) did not stop in $stop_seconds s"
        kill -KILL "$server_pid"
    fi
    server_status=0
    # shellcheck disable=SC2034 # The scripts use it.
    wait "$server_pid" 2>/dev/null || server_status=$?
    server_pid=
}

# load FILE SECONDS [WRK_OPTION...]: wrk on the service, in the background; its pid is in $load_pid. To be a little slow is no
# failure: what is held is answered late, and so is what a busy machine has to do.
load() {
    local file=$1 seconds=$2 most=$(($2 / 2))
    shift 2
    # A limit that is longer than the load would find nothing.
    [ "$most" -ge 4 ] || most=4
    [ "$most" -le 10 ] || most=10
    wrk -t1 -c16 "-d${seconds}s" --timeout "${most}s" "$@" "http://127.0.0.1:$service_port/" >"$file" 2>&1 </dev/null &
    load_pid=$!
    started_pids+=("$load_pid")
}

# no_failure WHAT FILE: that wrk reported neither socket errors nor answers other than 2xx and 3xx.
no_failure() {
    wait "$load_pid" || true
    local requests
    requests=$(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$2")
    if [ "${requests:-0}" -gt 0 ] && ! grep -E 'Socket errors|Non-2xx' "$2" >/dev/null; then
        pass "$1: $requests requests, no socket error, no answer but 2xx"
    else
        fail "$1:"
        indent <"$2"
    fi
}

# as_nobody SCRIPT: runs it as a user without a name, a home or any capability. Root only. A script that is skipped has failed:
# root would run it for nothing.
as_nobody() {
    # A copy that this user can read, wherever the repository lies.
    mkdir -p "$work/repo/cli/target" "$work/repo/cli/src"
    cp "$root/launcho" "$root/README.md" "$work/repo/"
    cp "$root/cli/target/launcho.jar" "$work/repo/cli/target/"
    [ -z "${ACCEPTANCE_LOCALE:-}" ] || cp -r "$root/cli/target/locales" "$work/repo/cli/target/"
    cp -r "$here" "$work/repo/cli/src/"
    mkdir "$work/tmp"
    chown 65534:65534 "$work/tmp"
    chmod 755 "$work"
    env TMPDIR="$work/tmp" setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
        --no-new-privs "$work/repo/cli/src/acceptance/$1" | tee "$work/nobody.txt" || return 1
    ! grep -q '^SKIPPED' "$work/nobody.txt"
}

end_pid() {
    if alive "$1"; then
        kill -TERM "$1" 2>/dev/null || true
        until_true 15 gone "$1" || kill -KILL "$1" 2>/dev/null || true
    fi
}

clean_up() {
    local code=$? pid
    set +e
    trap - EXIT
    for pid in "${started_pids[@]}"; do
        end_pid "$pid"
    done
    [ -z "$server_pid" ] || end_pid "$server_pid"
    if [ "$failures" -gt 0 ] || [ "$code" -ne 0 ]; then
        echo "----- the server's log"
        tail -n 60 "$work/server.log"
        echo "-----"
    fi
    if [ -n "${ACCEPTANCE_KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
    [ "$code" -ne 0 ] || [ "$failures" -eq 0 ] || code=1
    [ "$code" -eq 0 ] || echo "FAIL  $script: $failures failed, exit $code"
    exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cd "$work"

# Processor time of the server itself, with that of threads that have ended, in clock ticks of 10 ms; without the JVM's
# compilers, which come to an end.
ticks() {
    local task sum
    sum=$(ticks_of "/proc/$server_pid/stat")
    for task in "/proc/$server_pid/task"/*; do
        [[ $(cat "$task/comm" 2>/dev/null) != *Compiler* ]] || sum=$((sum - $(ticks_of "$task/stat")))
    done
    echo "$sum"
}

ticks_of() {
    local line fields
    line=$(cat "$1" 2>/dev/null) || line=") R 0 0 0 0 0 0 0 0 0 0 0 0"
    read -ra fields <<<"${line##*) }"
    echo $((fields[11] + fields[12]))
}
