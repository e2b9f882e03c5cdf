#!/usr/bin/env bash
# Checks `server.balancer: ipvs`. If the kernel can't balance, the server ends with 3 and says what to do. If it can
# (here with a fake ipvsadm on the PATH), an upgrade never takes away a server of the service before its replacement is
# there, and a stop leaves nothing behind.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
cat >target.yaml <<EOF
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    replicas: 2
    env: {VERSION: one}
    health: {service: traffic, path: /health}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
EOF

config
echo '  balancer: ipvs' >>"$HOME/.launcho/launcho-config.yaml"
if command -v ipvsadm >/dev/null || [ -x /usr/sbin/ipvsadm ]; then
    echo "SKIP  $script: ipvsadm is installed here: not tried what a server says without it"
else
    exits 3 "no ipvsadm" launcho server
    says "no ipvsadm" "^error: server.balancer: ipvs can't be used: the program ipvsadm is not installed; install it" "$said"
    same "no ipvsadm: lines said" 1 "$(wc -l <<<"$said")"
fi

kernel=$work/kernel
mkdir "$kernel"
cp "$root/proxy/src/test/resources/dev/launcho/proxy/ipvs/ipvsadm" "$kernel/"
export PATH=$kernel:$PATH

echo noprivilege >"$kernel/mode"
exits 3 "no privilege" launcho server
says "no privilege" 'you must be root.*run the server as root' "$said"
echo nomodule >"$kernel/mode"
exits 3 "no module" launcho server
says "no module" 'Protocol not available.*modprobe ip_vs' "$said"
rm "$kernel/mode"
same "nothing was changed" "" "$(cat "$kernel/table")"

ipvsadm -A -t 127.0.0.1:7 -s wrr
start_server
exits 0 "target set" launcho target set target.yaml
two_servers() {
    [ "$(grep -c -- "^-a -t 127.0.0.1:$service_port .* -m -w 1" "$kernel/table")" = 2 ]
}
check "the kernel has two servers of weight 1" until_true 30 two_servers
sed -i 's/VERSION: one/VERSION: two/' target.yaml
exits 0 "upgrade" launcho target set target.yaml
says "the receipt" 'connections accepted, 0 drained, 0 cut, 0 refused' "$said"

# Each change in its order: once both are there, there are never less.
gaps=$(sed "s/\t/ /" "$kernel/log" | awk -v service="127.0.0.1:$service_port" '
    $2 !~ /^-[aed]$/ || $4 != service { next }
    $2 == "-d" { delete up[$6] }
    $2 != "-d" { up[$6] = $NF }
    {
        servers = 0
        for (server in up) servers += up[server]
        if (servers >= 2) full = 1
        if (full && servers < 2) print
    }')
same "moments of the upgrade with fewer than 2 servers of weight 1" "" "$gaps"
indent <<<"$(grep -E "[0-9]+.-[AEDaed] .*:$service_port" "$kernel/log")"

sed 's/on: .*/on: "0.0.0.0:80"/' target.yaml >wildcard.yaml
exits 3 "a wildcard address" launcho target set wildcard.yaml
says "a wildcard address" 'on: 0.0.0.0:80: the kernel takes no connection on a wildcard address' "$said"

stop_server
same "after the stop, only what is somebody else's" "-A -t 127.0.0.1:7 -s wrr" "$(cat "$kernel/table")"
[ "$failures" -eq 0 ]
