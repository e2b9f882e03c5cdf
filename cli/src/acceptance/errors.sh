#!/usr/bin/env bash
# Makes the mistakes of users and the errors of connections. Each ends with an exit code of its own, and with a line
# that says what to do.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

# as_client COMMAND...: on another machine, which has only an auth file.
client=$work/client
auth=$client/.launcho/launcho-client-auth.yaml
mkdir -p "$client/.launcho"
as_client() {
    HOME=$client launcho "$@"
}

exits 4 "no auth file" as_client status
says "no auth file" "launcho-client-auth.yaml" "$said"

start_server
launcho print-auth >"$auth"
exits 3 "host is still the placeholder" as_client status
says "host is still the placeholder" "change-me" "$said"

launcho print-auth --host 127.0.0.1 >"$auth"
exits 0 "a good auth file" as_client status

sed -i 's/^token: .*/token: 0000000000000000000000000000000000000000000000000000000000000000/' "$auth"
exits 6 "wrong token" as_client status
says "wrong token" "token" "$said"

# The certificate of another server, for the address of this one.
first_home=$HOME
first_pid=$server_pid
started_pids+=("$first_pid")
address=127.0.0.1:$admin_port
export HOME=$work/other
mkdir -p "$HOME/.launcho"
start_server
launcho print-auth --host "$address" >"$auth"
exits 6 "wrong certificate" as_client status
says "wrong certificate" "certificate" "$said"
launcho print-auth --host 127.0.0.1 >"$auth"
stop_server
exits 7 "server not there" as_client status
says "server not there" "127.0.0.1:" "$said"
export HOME=$first_home
server_pid=$first_pid

exits 1 "a second server on the same home" launcho server
says "a second server on the same home" "pid $server_pid" "$said"

cat >target.yaml <<'EOF'
processes:
  - name: web
    command: [node, server.js]
    recieves: [http]
    drain: 10 parsecs
  - name: web
    command: node
services:
  - name: http
    on: "127.0.0.1:99999"
EOF
exits 3 "an invalid target" launcho target set target.yaml
indent <<<"$said"
says "an invalid target: file, line and column, and what" \
    '^error: target.yaml:4:5: process "web": unknown key "recieves"' "$said"
says "an invalid target: a caret, and what was meant" '^ *\| +\^\^\^.*did you mean "receives"' "$said"
same "an invalid target: problems told" 5 "$(grep -c '^error: target.yaml:' <<<"$said")"
same "an invalid target: nothing was sent" 0 "$(json 's.revision')"

exits 4 "no such file" launcho target set nowhere.yaml
exits 4 "no such secret" launcho secret get NOTHING
exits 4 "no such resource" launcho resource down 0123456789012345678901234567890123456789 nothing
exits 4 "no such process" launcho logs nobody
exits 2 "no such command" launcho stauts
says "no such command" "did you mean launcho status" "$said"

stop_server
cat >"$HOME/.launcho/launcho-config.yaml" <<'EOF'
server:
  admin_prot: 12888
EOF
exits 3 "an invalid config" launcho server
says "an invalid config" 'launcho-config.yaml:2:3: .*admin_prot' "$said"
[ "$failures" -eq 0 ]
