#!/usr/bin/env bash
# Messages to a receiver outside: signed, one for a crash loop, tried again while the receiver fails, none told twice by the next
# server; what `notify test`, `notify ls` and `doctor` say; a bad configuration.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v python3 >/dev/null; then
    echo "SKIPPED  $script: there is no python3, which is to receive"
    exit 0
fi
# It writes a line for each message with a good signature, and answers with the status that the file "status" has.
cat >receive.py <<'EOF'
import hashlib, hmac, http.server, json, sys, time

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        at = self.headers["X-Launcho-Timestamp"]
        wanted = "sha256=" + hmac.new(b"s3cret", at.encode() + b"." + body, hashlib.sha256).hexdigest()
        good = hmac.compare_digest(wanted, self.headers["X-Launcho-Signature"]) and abs(time.time() - int(at)) < 300
        status = int(open("status").read())
        message = json.loads(body)
        assert message["id"] == self.headers["X-Launcho-Id"]
        with open("got", "a") as got:
            fields = [message[k] for k in ("kind", "process", "id", "text")] + [message.get("trouble", "-")]
            print("signed" if good else "FORGED", status, *fields, sep="\t", file=got)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"thank you")

    def log_message(self, *args):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
EOF
hook_port=$(free_port)
dead_port=$(free_port)
echo 200 >status
touch got
python3 receive.py "$hook_port" 2>receive.log &
started_pids+=("$!")
check "the receiver listens" until_true 30 accepts "$hook_port"

config
conf=$HOME/.launcho/launcho-config.yaml
(umask 077 && echo s3cret >"$work/notify.secret")
cat >>"$conf" <<EOF
  notify:
    - url: "http://127.0.0.1:$hook_port/hook/path-key"
      on: [failed, crash_loop, live, recovered]
      secret_file: "$work/notify.secret"
    - url: "http://127.0.0.1:$dead_port/path-key"
      template: slack
EOF

# What is wrong is said with its place, and without the secret.
cp "$conf" good.yaml
sed -i 's|on: \[failed, crash_loop|on: [faild, crash_loop|; s|"http://127.0.0.1:'"$dead_port"'/|"htp://127.0.0.1/|' "$conf"
exits 3 "a bad configuration" launcho server
says "names line, column and what to type" ':7:12: server.notify\[0\].on\[0\]: expected one of failed, .* \(did you mean "failed"' "$said"
says "of a bad URL, too" 'server.notify\[1\].url: begins with neither https:// nor http://' "$said"
check "without the URL's secret" test "$(grep -c path-key <<<"$said")" = 0
cp good.yaml "$conf"
chmod 644 "$work/notify.secret"
exits 3 "a secret that others can read" launcho server
says "is refused with the cure" 'server.notify\[0\].secret_file: .*open to others \(rw-r--r--\): chmod 600' "$said"
chmod 600 "$work/notify.secret"
start_server

exits 1 "notify test" launcho notify test
says "one receiver takes it" "^1  http://127.0.0.1:$hook_port  delivered; it answers: thank you$" "$said"
says "the other can't be reached" "^2  http://127.0.0.1:$dead_port  not delivered, it can't be reached" "$said"
exits 0 "notify test of one" launcho notify test --url 1
exits 4 "notify test of one that is not there" launcho notify test --url 3
launcho print-auth --read-only | sed "s/change-me-to-point-to-the-server.example.com/127.0.0.1/" \
    >"$HOME/.launcho/reader-launcho-client-auth.yaml"

# kinds: what has come and was taken, without tests.
kinds() {
    awk -F'\t' '$2 == 200 && $3 != "test" {print $3 (($7 != "-") ? ":" $7 : "")}' got | tr '\n' ' '
}
kinds_are() {
    [ "$(kinds)" = "$1" ]
}

# A process that ends again and again is one message.
cat >loops.yaml <<EOF
processes:
  - name: loops
    command: [sh, -c, "sleep 0.2; exit 3"]
    min_healthy: 100ms
  - {name: web, command: [sleep, "600"], min_healthy: 100ms}
EOF
launcho target set -y --no-wait loops.yaml >/dev/null
check "web is live, and the loop is one message" until_true 60 grep -q "crash_loop	loops" got
restarts() {
    [ "$(json "s.processes.find(p => p.name === 'loops')?.failing?.restarts ?? 0")" -ge 4 ]
}
check "the loop goes on" until_true 30 restarts
same "messages about the loop" 1 "$(grep -c "crash_loop	loops" got)"
says "its text" 'loops: crash loop, .* launching \(try 4, the last: exit 3\)' "$(cat got)"

# A receiver that fails gets the message later, with the same id.
echo 503 >status
sed 's/sleep, "600"/sh, -c, "exit 4"/' loops.yaml >broken.yaml
launcho target set -y --no-wait broken.yaml >/dev/null
check "a failed rollout is told, and refused" until_true 60 grep -q "503	failed	web" got
says "doctor says that a receiver fails" "notify +receiver 2, http://127.0.0.1:$dead_port, has not taken messages for" \
    "$(launcho doctor || true)"
says "notify ls says so" "1 +http://127.0.0.1:$hook_port +failing" "$(launcho notify ls)"

# The next server goes on where this one ended: with the message, and without a second one.
kill -KILL "$server_pid"
until_true 30 gone "$server_pid"
server_pid=
echo 200 >status
start_server
check "the next server delivers what was open" until_true 60 grep -q "200	failed	web" got
same "ids of that message" 1 "$(awk -F'\t' '$3 == "failed" {print $5}' got | sort -u | wc -l)"
launcho target set -y --no-wait loops.yaml >/dev/null || true
sed 's/"600"/"700"/' loops.yaml >next.yaml
launcho target set -y --no-wait next.yaml >/dev/null
check "a good version ends the trouble" until_true 60 grep -q "recovered	web" got
says "and says which" 'signed	200	recovered	web	.*	failed$' "$(cat got)"
same "messages about the loop are still" 1 "$(grep -c "crash_loop	loops" got)"
check "every message was signed" test "$(grep -c FORGED got)" = 0

# Nobody else learns the secrets.
exits 0 "the read-only token lists receivers" launcho --which reader notify ls -o json
says "with scheme and host" "\"url\":\"http://127.0.0.1:$hook_port\"" "$said"
exits 6 "and can't send" launcho --which reader notify test
all=$(launcho --which reader events -o json; launcho --which reader notify ls -o json; cat "$work/server.log" \
    "$HOME/.launcho/events.jsonl" "$HOME/.launcho/notify.json")
same "secrets in events, logs, state" 0 "$(grep -c -e path-key -e s3cret <<<"$all")"
[ "$failures" -eq 0 ]
