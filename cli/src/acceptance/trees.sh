#!/usr/bin/env bash
# Runs processes that hide, crash for ever, fork for ever, or take too much memory. The server deals with each of them,
# and a process beside them is not affected.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

state=$HOME/.launcho
service_port=$(free_port)

# target PROCESS...: the one that serves, and others, each a line of YAML.
target() {
    cat <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    health: {service: traffic, path: /health}
EOF
    printf '  - %s\n' "$@"
    cat <<EOF
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF
}

# running TEXT: pids of those whose command line has it.
running() {
    local cmdline pid words
    for cmdline in /proc/[0-9]*/cmdline; do
        words=$({ tr '\0' ' ' <"$cmdline"; } 2>/dev/null) || continue
        pid=$(basename "${cmdline%/cmdline}")
        if [[ $words == *"$1"* ]] && alive "$pid"; then echo "$pid"; fi
    done
}

# share SECONDS: what the server takes of one processor meanwhile, in hundredths of a percent.
share() {
    local before
    before=$(ticks)
    sleep "$1"
    echo $((($(ticks) - before) * 100 / $1))
}

disk() {
    du -sk "$state" | cut -f 1
}

start_server
target | sed '/^  - $/d' >target.yaml
exits 0 "target set" launcho target set target.yaml
web=$(json 'instances[0].pid')

# What ends at once is started ever more rarely, at hardly any cost.
before=$(disk)
target '{name: crashes, command: [sh, -c, "echo no luck; exit 3"]}' >crashes.yaml
exits 8 "a crash loop: target set" launcho target set crashes.yaml
# Until it is started every 8 s; then it is every 16 s, and so on up to a minute.
sleep 10
busy=
for ((i = 0; i < 3 && ${busy:-100} >= 100; i++)); do
    busy=$(share $((12 << i))) # As far apart as the starts then are.
done
grown=$(($(disk) - before))
check "a crash loop: the server takes less than 1 % of a processor, all in all: $busy of 10,000" test "$busy" -lt 100
check "a crash loop: the state has grown by $grown KiB" test "$grown" -lt 512
logs=$(find "$state/logs/crashes" -name '*.log' | wc -l)
check "a crash loop: $logs logs of it are kept" test "$logs" -le 6
same "a crash loop: the other one" "$web" "$(json 'instances.find(i => i.process == "web").pid')"
exits 0 "a crash loop: target set without it" launcho target set target.yaml

# A daemon: forked twice, a session of its own, no terminal, deaf to SIGTERM, with a child that is like it.
secret=launcho-acceptance-daemon-$$
cat >daemon.py <<'EOF'
import os, signal, sys, time
for step in range(2):
    if os.fork():
        if step == 0:
            time.sleep(3600)
        os._exit(0)
    os.setsid()
for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(s, signal.SIG_IGN)
os.fork()
os.chdir("/")
while True:
    time.sleep(3600)
EOF
target "{name: hides, command: [python3, $work/daemon.py, $secret], stop: {timeout: 2s}, drain: 1s}" >hides.yaml
exits 0 "a daemon that hides: target set" launcho target set hides.yaml
two_daemons() {
    [ "$(running "$secret" | wc -l)" -ge 3 ]
}
check "a daemon that hides: runs, with a child, beside its command" until_true 60 two_daemons
exits 0 "a daemon that hides: target set without it" launcho target set target.yaml
# Until the stop timeout is over, and what it takes to see to it.
nothing_of() {
    [ -z "$(running "$1")" ]
}
check "a daemon that hides: nothing of it is left after 2 s to stop" until_true 30 nothing_of "$secret"

# Only a kernel that counts can hold what follows.
target '{name: forks, command: [python3, -c, "pass"], limits: {pids: 40, memory: 32M}}' >limits.yaml
notice=$(launcho target set --dry-run limits.yaml 2>&1 || true)
if grep -qiE "limits" <<<"$notice"; then
    echo "SKIPPED  $script: limits.pids and limits.memory, this server can't hold them:"
    indent <<<"$notice"
    stop_server
    [ "$failures" -eq 0 ]
    exit
fi

bomb=launcho-acceptance-bomb-$$
cat >bomb.py <<'EOF'
import os, time
while True:
    try:
        if os.fork() == 0:
            continue
    except OSError:
        time.sleep(0.05)
EOF
target "{name: forks, command: [python3, $work/bomb.py, $bomb], limits: {pids: 40}, stop: {timeout: 1s}}" >forks.yaml
exits 0 "a fork bomb: target set" launcho target set forks.yaml
many_bombs() {
    [ "$(running "$bomb" | wc -l)" -ge 30 ]
}
check "a fork bomb: it forks" until_true 60 many_bombs
# The shell that Launcho starts it with has its name in its arguments, and is not counted.
bombs=$(running "$bomb" | wc -l)
check "a fork bomb: its processes are bounded: $bombs with their shell" test "$bombs" -le 41
load bomb.txt 3
no_failure "a fork bomb: requests to the other one" bomb.txt
exits 0 "a fork bomb: target set without it" launcho target set target.yaml
check "a fork bomb: nothing of it is left" until_true 30 nothing_of "$bomb"

hungry=launcho-acceptance-hungry-$$
cat >hungry.py <<'EOF'
import os, sys, time
while not os.path.exists(sys.argv[2]):
    time.sleep(0.1)
hoard = []
while True:
    hoard.append(bytearray(4 << 20))
    time.sleep(0.01)
EOF
target "{name: eats, command: [python3, $work/hungry.py, $hungry, $work/eat], limits: {memory: 64M}}" >eats.yaml
exits 0 "too much memory: target set" launcho target set eats.yaml
first=$(json 'instances.find(i => i.process == "eats").id')
touch "$work/eat"
killed() {
    launcho events --tail 30 | grep -q "$first ended: killed: out of memory"
}
check "too much memory: killed" until_true 60 killed
says "too much memory: named" "$first ended: killed: out of memory, limits.memory is 64" "$(launcho events --tail 30)"
again() {
    [ "$(json '(instances.find(i => i.process == "eats") || {id: "none"}).id')" != "$first" ]
}
check "too much memory: restarted" until_true 60 again
same "too much memory: the other one" "$web" "$(json 'instances.find(i => i.process == "web").pid')"
exits 0 "too much memory: target set without it" launcho target set target.yaml
check "too much memory: nothing of it is left" until_true 30 nothing_of "$hungry"
stop_server
[ "$failures" -eq 0 ]
