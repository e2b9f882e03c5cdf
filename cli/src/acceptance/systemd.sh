#!/usr/bin/env bash
# Boots a real systemd in a bare Debian with the package, by systemd-nspawn, and tries the unit: start, watchdog, restart,
# adoption, upgrade, stop, the drop-in for root, removal with and without a server, and purge. The container has a loopback of its own, and no other network.
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
if ! systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$debian_root" --console=pipe true \
    >"$work/nspawn.log" 2>&1 </dev/null; then
    echo "SKIPPED  $script: systemd-nspawn starts nothing here"
    indent <"$work/nspawn.log"
    exit 0
fi
# Two commands: of "a && b" bash would go on after a failure.
apt update
apt install systemd dbus /root/0.0.1.deb

# --- The boot. As on many machines, /tmp has noexec: Netty's default is to load its library from there.
systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$debian_root" --machine=launcho-test \
    --tmpfs=/tmp:mode=1777,noexec,nosuid,nodev --kill-signal=SIGRTMIN+3 --console=pipe --boot >"$work/nspawn.log" 2>&1 </dev/null &
nspawn=$!
started_pids+=("$nspawn")
inside() {
    nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup --root env -i -C / HOME=/root LC_ALL=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
}
# Its first process is another one before systemd is. Whether the unit starts is found below.
booted() {
    init=$(pgrep -P "$nspawn" -x systemd) && [ -n "$(inside systemctl show --property=Version --value 2>/dev/null)" ]
}
if ! until_true 60 booted; then
    fail "a systemd boots:"
    indent <"$work/nspawn.log"
    exit 1
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
if ! until_true 120 has ActiveState active; then
    fail "the unit starts with the machine, and says that it is ready: it is $(property ActiveState)"
    inside journalctl --no-pager -u launcho | tail -n 20 | indent
    exit 1
fi
pass "the unit starts with the machine"
says "/tmp has noexec" '^[^ ]+ /tmp .*noexec' "$(inside cat /proc/self/mounts)"
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
# In user namespaces of instances the kernel allows no new /proc where a part of it is hidden.
mounts() {
    inside cat "/proc/$1/mountinfo" | sed -n 's|^[^ ]* [^ ]* [^ ]* [^ ]* \(/\(proc\|sys\|dev\)[^ ]*\) .*|\1|p' | sort
}
same "what the unit mounts in /proc, /sys and /dev" "" "$(comm -13 <(mounts 1) <(mounts "$main"))"
same "devices that it hides" auto "$(property DevicePolicy)$(property DeviceAllow)"
same "tasks that it may have" infinity "$(property TasksMax)"
same "the time in which starts are counted" 0 "$(property StartLimitIntervalUSec)"

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

# --- Removal when no server is up: only the package can end the instances. One of them ignores SIGTERM.
inside rm -r /etc/systemd/system/launcho.service.d
exits 0 "it is installed again" inside dpkg -i /root/current.deb
check "the server runs as launcho" until_true 120 has ActiveState active
sed -i '/uid: nobody/d; s/trap "echo drained; exit" TERM/trap "" TERM/' "$debian_root/srv/target.yaml"
exits 0 "a worker that ignores SIGTERM" as_launcho 'launcho target set /srv/target.yaml'
worker=$(worker)
main=$(property MainPID)
printf '[Service]\nExecStart=\nExecStart=/bin/false\n' >"$debian_root/srv/broken.conf"
inside mkdir -p /run/systemd/system/launcho.service.d
inside cp /srv/broken.conf /run/systemd/system/launcho.service.d/
inside systemctl daemon-reload
inside sh -c "kill -KILL $main"
more_restarts() {
    [ "$(property NRestarts)" -gt 5 ]
}
check "systemd does not give a server up that ends at once" until_true 120 more_restarts
exits 0 "the worker goes on" inside sh -c "kill -0 $worker"
exits 0 "a removal then" inside dpkg -r launcho
check "it ends the worker" inside sh -c "! kill -0 $worker 2>/dev/null"
same "what is left in the unit's cgroup" "" "$(inside sh -c 'grep -ls /launcho.service /proc/[0-9]*/cgroup || true')"

# --- A removal that may stop nothing, by a policy of the machine, and a purge after it.
inside rm -r /run/systemd/system/launcho.service.d
exits 0 "it is installed once more" inside dpkg -i /root/current.deb
check "the server runs once more" until_true 120 has ActiveState active
exits 0 "a target once more" as_launcho 'launcho target set /srv/target.yaml'
printf '#!/bin/sh\nexit 101\n' >"$debian_root/usr/sbin/policy-rc.d"
chmod 755 "$debian_root/usr/sbin/policy-rc.d"
exits 0 "a removal that may stop nothing" inside dpkg -r launcho
exits 1 "a purge while the server runs" inside dpkg -P launcho
typed=$(sed -n 's/^launcho: \(systemctl kill .*\)/\1/p' <<<"$said")
check "the home stays" test -d "$debian_root/var/lib/launcho/.launcho"
exits 0 "what the purge says to type: $typed" inside sh -c "$typed"
rm "$debian_root/usr/sbin/policy-rc.d"
purged() {
    inside dpkg -P launcho >/dev/null 2>&1
}
check "a purge after that" until_true 30 purged
check "the home is gone" test ! -e "$debian_root/var/lib/launcho"

# --- An administrator's own unit of the same name.
printf '[Service]\nExecStart=/bin/sleep infinity\n' >"$debian_root/etc/systemd/system/launcho.service"
inside systemctl daemon-reload
exits 0 "it starts" inside systemctl start launcho
main=$(property MainPID)
exits 0 "the package beside it" inside dpkg -i /root/current.deb
says "it says so" "^launcho: /etc/systemd/system/launcho.service takes the place of the package's unit" "$said"
exits 0 "a removal of the package" inside dpkg -r launcho
same "the main process of the other unit" "$main" "$(property MainPID)"

kill -RTMIN+3 "$init"
check "the machine shuts down" until_true 120 gone "$nspawn"
[ "$failures" -eq 0 ]
