#!/usr/bin/env bash
# Makes the home of this folder anew, in DIR: make.sh LAUNCHO DIR, where LAUNCHO is the script of commit ae52846, built. Run as root, since one of its
# processes has a uid.
set -u
L=$1
cd -- "$2" || exit 1
export TZ=UTC NO_COLOR=1 FROM_ENVIRONMENT='from the environment' LAUNCHO_HOME=$PWD/home
umask 077
mkdir -p home
cat >home/launcho-config.yaml <<X
secrets:
  file: more-secrets.yaml
  env: [FROM_ENVIRONMENT]
  values:
    FROM_CONFIG: "from the config"
server:
  admin_host: "127.0.0.1"
  admin_port: 18771
  loopback_ports: [27200, 27300]
  balancer: netty
  relay: auto
X
echo 'FROM_FILE: "from the file"' >home/more-secrets.yaml
$L server >server.log 2>&1 & echo $! >pid
for i in $(seq 300); do grep -q "pid $(cat pid)" server.log && break; sleep 0.1; done
t() { cat <<X
# Every key that the first servers know.
processes:
  - name: web
    command: [node, -e, "require('http').createServer((q, s) => s.end('\$\${NOT_A_SECRET} $1')).listen(process.env.SERVICE_PORT_HTTP)"]
    env:
      PASSWORD: "pw:\${PASSWORD}@\${FROM_FILE}"
      CONFIG: "\${FROM_CONFIG} \${FROM_ENVIRONMENT}"
      BODY: "$1"
    resources:
      - {id: "\${BUNDLE}", file: "conf/bundle.txt"}
    before: |
      test -s conf/bundle.txt
      echo before
    receives: [http, spare]
    health: {service: http, path: "/health?key=\${KEY}", interval: 2s, timeout: 1s, failures: 3}
    replicas: 2
    update: surge
    restart: always
    min_healthy: 200ms
    start_timeout: 90s
    weight: 3
    drain: 5s
    stop: {signal: INT, timeout: 3s}
    limits: {memory: 256M, cpu: 1.5, pids: 100, files: 1024, core: 0}
  - name: raw
    command: [node, -e, "require('net').createServer(s => s.on('error', () => {}).resume()).listen(process.env.SERVICE_PORT_RAW)"]
    receives: [raw]
    health: {tcp: raw}
    update: recreate
  - name: worker
    command: [sleep, "100000"]
    cwd: "/"
    uid: "\${ACCOUNT}"
    gid: daemon
    health: {exec: [test, -d, /proc], interval: 1s}
    after: [migrate]
  - name: migrate
    command: [sh, -c, "echo migrated"]
    restart: never
  - name: report
    command: [sh, -c, "echo reported"]
    restart: on-failure
    replicas: 2
  - name: mailer
    command: [sh, -c, "$2"]
    start_timeout: 20s
  - name: held
    command: [sleep, "$3"]
  - name: none
    command: [sleep, "7"]
    replicas: 0
services:
  - name: http
    on: "127.0.0.1:\${PORT}"
    hold: {time: 5s, most: 100}
    balance: least_connections
    slow_start: 10s
    accept_proxy: [10.0.0.0/8, "2001:db8::/32"]
    max_connections: 1000
    max_connections_per_source: 100
    idle_timeout: 5m
  - name: spare
    on: "127.0.0.1:18773"
    hold: false
    balance: source
  - name: raw
    on: "127.0.0.1:18774"
    hold: 3s
    proxy_protocol: v2
X
}
echo hello >bundle.txt
s() { $L "$@" >>said.txt 2>&1; echo "$* -> $?"; }
id=$($L resource up bundle.txt 2>/dev/null)
s secret set BUNDLE "$id"; s secret set ACCOUNT daemon; s secret set PORT 18772
s secret set PASSWORD 'Grüß "Gott" 1'
s secret set KEY abc; s secret set SPARE spare; s secret rm SPARE
t one "sleep 1000" 100001 >one.yaml; s target set one.yaml -m "the first"
s secret set PASSWORD 'Grüß "Gott" 2' -m "a better one"
t two "sleep 1000" 100001 >two.yaml; s target set two.yaml
s rollback 1 -m "two is worse"
s secret set PASSWORD 'Grüß "Gott" 2'
s restart web
t three "echo ECONNREFUSED 10.0.0.9:25; exit 1" 100001 >three.yaml; s target set three.yaml -m "won't work"
s pause held
sleep 1
$L print-auth --host 203.0.113.7 >home/prod-launcho-client-auth.yaml
sed 's/three/four/g; s/replicas: 2/replicas: 3/; s/100001/100002/' three.yaml >next.yaml
c() { env LAUNCHO_WHICH= $L "$@"; }
mkdir said
mv home/prod-launcho-client-auth.yaml prod.yaml
c status -o json >said/status.json; c history -o json >said/history.json; c events -o json >said/events.json; c target plan next.yaml -o json >said/plan.json
sleep 1
$L shutdown --leave-running; wait
mv prod.yaml home/prod-launcho-client-auth.yaml
cp -a home kept

# Ends what was left running.
rm home/prod-launcho-client-auth.yaml
$L server >>server.log 2>&1 & echo $! >pid
for i in $(seq 300); do grep -q "pid $(cat pid)" server.log && break; sleep 0.1; done
$L shutdown; wait
