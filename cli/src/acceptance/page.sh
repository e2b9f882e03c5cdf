#!/usr/bin/env bash
# The web page as a browser meets it: a link logs in, cookie and key read and stream, and changes only in the window that was opened.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
config
start_server
web_target hello '    health: {service: http, path: /health}' >target.yaml
printf '%s' x | launcho secret set GREETING -y --no-wait >/dev/null
launcho target set --no-wait target.yaml >/dev/null
check "the service answers" until_true 60 answer -o /dev/null "http://127.0.0.1:$service_port/"

origin=https://127.0.0.1:$admin_port
own=(-H "Origin: $origin")
key=
# The browser has been told to go on, whatever the certificate.
page() {
    answer -k -b cookies.txt -H "X-Launcho-Page: $key" "$@"
}
code_of() {
    page -o answer.txt -w '%{http_code}' "$@"
}

answer -k -D heads.txt "$origin/" >index.html
says "the page is served to everybody" '^<!doctype html>' "$(cat index.html)"
says "with a policy for its scripts" "^content-security-policy: default-src 'none'; script-src 'self'" "$(cat heads.txt)"
same "all else needs a login" 401 "$(code_of "$origin/v1/status")"

exits 0 "a link to the page" launcho ui --no-open
says "it has a code in its fragment" "^$origin/#link=[0-9a-f]{64}\$" "$said"
if command -v openssl >/dev/null; then
    fingerprint=$(launcho print-auth | sed -n '/BEGIN/,/END/s/^ *//p' | openssl x509 -noout -fingerprint -sha256)
    says "the certificate's fingerprint" "^certificate ${fingerprint#*=}\$" "$said"
fi
code=$(sed -n 's/.*#link=//p' <<<"$said")
same "the link logs in" 200 "$(code_of -c cookies.txt -d "{\"link\":\"$code\"}" "$origin/v1/session")"
key=$(sed -n 's/.*"page_key":"\([0-9a-f]*\)".*/\1/p' answer.txt)
same "the cookie alone is of no use" 401 "$(answer -k -b cookies.txt -o /dev/null -w '%{http_code}' "$origin/v1/status")"
same "it does so once" 401 "$(answer -k -o /dev/null -w '%{http_code}' -d "{\"link\":\"$code\"}" "$origin/v1/session")"
check "no file of the server has the code" bash -c "! grep -rqF '$code' '$HOME/.launcho'"
says "who is logged in" '"role":"admin","name":"admin",.*"changes_until":null' "$(page "$origin/v1/session")"
same "the page reads" 200 "$(code_of "$origin/v1/status")"

page --max-time 300 -N "$origin/v1/stream" >stream.txt 2>/dev/null &
started_pids+=("$!")
check "the stream brings the status" until_true 30 grep -q '^event: status$' stream.txt
restart=$origin/v1/processes/web/restart
same "a change without a window" 403 "$(code_of -X POST "${own[@]}" "$restart")"
says "the refusal says so" '"code":"changes_closed"' "$(cat answer.txt)"
same "the window is opened" 200 "$(code_of "${own[@]}" -d '{"allow":true}' "$origin/v1/session/changes")"
same "a change from another site" 403 "$(code_of -X POST -H 'Origin: https://evil.example' "$restart")"
same "a change by the page" 200 "$(code_of -X POST "${own[@]}" "$restart")"
check "the stream brings the event" until_true 30 grep -q '"user":"web (token admin)"' stream.txt
says "the events name the page" 'web \(token admin\)' "$(launcho events)"
check "samples of the service" until_true 30 bash -c \
    "curl -sSk --max-time 20 -b cookies.txt -H 'X-Launcho-Page: $key' '$origin/v1/samples' | grep -q '\"services\":{\"http\":{\"open\":\\['"

launcho token rotate -y >/dev/null
same "a session ends with its token" 401 "$(code_of "$origin/v1/status")"
stop_server
[ "$failures" -eq 0 ]
