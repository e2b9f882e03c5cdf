#!/usr/bin/env bash
# Boots a real systemd in a bare Debian with the package, by systemd-nspawn, and tries the unit: start, watchdog, restart,
# adoption, upgrade, stop, removal, and the drop-in for root. The container has a loopback of its own, and no other network.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=cli/src/acceptance/debian.sh
. "$here/debian.sh"

if ! command -v systemd-nspawn >/dev/null; then
    echo "SKIPPED  $script: there is no systemd-nspawn: apt-get install systemd-container"
    exit 0
fi
make_package
bare_debian
earlier_package 0.0.1
cp "$work/0.0.1.deb" "$debian_root/root/"
cp "$deb" "$debian_root/root/current.deb"
apt update && apt install systemd dbus /root/0.0.1.deb

# --- The boot.
systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$debian_root" --machine=launcho-test \
    --kill-signal=SIGRTMIN+3 --console=pipe --boot >"$work/nspawn.log" 2>&1 </dev/null &
nspawn=$!
started_pids+=("$nspawn")
inside() {
    nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup --root env -i -C / HOME=/root LC_ALL=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}
# Its first process is another one before systemd is.
booted() {
    init=$(pgrep -P "$nspawn" -x systemd) && inside systemctl is-system-running 2>/dev/null | grep -qxE 'running|degraded'
}
if ! until_true 60 booted; then
    echo "SKIPPED  $script: no systemd boots here"
    indent <"$work/nspawn.log"
    exit 0
fi
pass "a systemd boots: $(inside systemctl --version | head -n 1)"

property() {
    inside systemctl show --property="$1" --value launcho
}
has() {
    [ "$(property "$1")" = "$2" ]
}
as_launcho() {
    inside su -s /bin/sh launcho -c "$1"
}
# The pids of the instances in a status.
pids() {
    node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).processes.flatMap(p => p.instances).map(i => i.pid).join(" "))'
}
worker() {
    as_launcho 'launcho status -o json' | pids
}
new_main() {
    has ActiveState active && [ "$(property MainPID)" != "$1" ] && [ "$(property MainPID)" != 0 ]
}

# --- The start.
check "the unit starts with the machine" until_true 120 has ActiveState active
says "what it reports" 'admin endpoint|serves' "$(property StatusText)"
main=$(property MainPID)
same "the user of the server" launcho "$(inside stat -c %U "/proc/$main")"
same "it is Java itself" java "$(inside cat "/proc/$main/comm")"
cat >"$debian_root/srv/target.yaml" <<'END'
processes:
  - name: worker
    command: [sh, -c, 'trap "echo drained; exit" TERM; id -un; while :; do sleep 0.1; done']
services:
  - name: web
    on: "127.0.0.1:80"
END
exits 0 "target set as its user" as_launcho 'launcho target set /srv/target.yaml'
says "the user of an instance" '^(.* )?launcho$' "$(as_launcho 'launcho logs worker')"
exits 0 "a service has port 80, without root" inside bash -c 'exec 3<>/dev/tcp/127.0.0.1/80'
says "what clients paste" '^host: ' "$(as_launcho 'launcho print-auth')"
worker=$(worker)
says "the worker" '^[0-9]+$' "$worker"
says "the journal has what the server says" 'worker: live' "$(inside journalctl --no-pager -u launcho)"
exits 0 "systemd-analyze security, at most medium" inside systemd-analyze security --no-pager --threshold=69 launcho
says "its result" 'Overall exposure' "$said"

# --- A server that hangs, and one that dies.
inside sh -c "kill -STOP $main"
check "the watchdog ends a server that hangs, and it starts again" until_true 180 new_main "$main"
says "the journal says why" 'Watchdog timeout' "$(inside journalctl --no-pager -u launcho)"
same "the worker went on" "$worker" "$(worker)"
main=$(property MainPID)
inside sh -c "kill -KILL $main"
check "a server that is killed starts again" until_true 120 new_main "$main"
same "the worker went on after that" "$worker" "$(worker)"
same "restarts" 2 "$(property NRestarts)"

# --- An upgrade.
main=$(property MainPID)
upgrade=$(inside dpkg -i /root/current.deb 2>&1) || fail "the upgrade"
same "the server after the upgrade" "$main" "$(property MainPID)"
typed=$(sed -n 's/^launcho: \(su .*\)/\1/p' <<<"$upgrade")
exits 0 "what the upgrade says to type: $typed" inside sh -c "$typed"
check "the new server" until_true 120 new_main "$main"
same "the worker went on after the upgrade" "$worker" "$(worker)"

# --- A stop.
exits 0 "systemctl stop" inside systemctl stop launcho
same "how it ended" success "$(property Result)"
check "the worker ended" inside sh -c "! kill -0 $worker 2>/dev/null"
says "the server ended in order" 'worker: .* stopped' "$(inside journalctl --no-pager -u launcho | tail -n 20)"
exits 0 "systemctl start" inside systemctl start launcho
worker=$(worker)
says "the worker runs again" '^[0-9]+$' "$worker"
says "it was asked to end" '^(.* )?drained$' "$(as_launcho 'launcho logs --previous worker')"

# --- Root, as the example says.
exits 0 "the lines of the example for root" inside sh -ec "$(sed -n 's/^#   //p' "$root/packaging/systemd/root.conf")"
same "the user of the server" root "$(inside stat -c %U "/proc/$(property MainPID)")"
sed -i 's/^  - name: worker/&\n    uid: nobody/' "$debian_root/srv/target.yaml"
exits 0 "a process with a uid" inside launcho target set /srv/target.yaml
says "its user" '^(.* )?nobody$' "$(inside launcho logs worker)"

# --- Removal.
main=$(property MainPID)
worker=$(inside launcho status -o json | pids)
exits 0 "a removal" inside dpkg -r launcho
check "it ends the server" inside sh -c "! kill -0 $main 2>/dev/null"
check "and its instances" inside sh -c "! kill -0 $worker 2>/dev/null"

kill -RTMIN+3 "$init"
check "the machine shuts down" until_true 120 gone "$nspawn"
[ "$failures" -eq 0 ]
