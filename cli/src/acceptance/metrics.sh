#!/usr/bin/env bash
# Scrapes a server as a monitoring system does: both formats, over TLS with a token and from the plain listener, which promtool
# checks; a real Prometheus on loopback, that asks every query of the dashboard; and the tests of the alert rules.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

# .ci/run unpacks them there, where the machine has none.
[ ! -x "$root/cli/target/prometheus/usr/bin/promtool" ] || PATH=$root/cli/target/prometheus/usr/bin:$PATH
if ! command -v promtool >/dev/null || ! command -v prometheus >/dev/null; then
    echo "SKIP  $script: promtool and prometheus are not there; .ci/run gets them: .ci/run $script"
    exit 0
fi
docs=$root/docs/monitoring

exits 0 "the alert rules are valid" promtool check rules "$docs/alerts.yml"
says "there are five" "5 rules found" "$said"
exits 0 "the tests of the alert rules" promtool test rules "$docs/alerts-test.yml"
exits 0 "the example is a configuration of Prometheus" promtool check config --syntax-only "$docs/prometheus.yml"

service_port=$(free_port)
metrics_port=$(free_port)
config
echo "  metrics: 127.0.0.1:$metrics_port" >>"$HOME/.launcho/launcho-config.yaml"
start_server
web_target hello '    health: {service: http, path: /health}' '  - name: crashes
    command: [sh, -c, "sleep 0.5; exit 3"]' >target.yaml
printf '%s' x | launcho secret set GREETING -y --no-wait >/dev/null
launcho target set --no-wait target.yaml >/dev/null
check "the service answers" until_true 60 answer -o /dev/null "http://127.0.0.1:$service_port/"
for _ in {1..20}; do answer -o /dev/null "http://127.0.0.1:$service_port/"; done

# What README.md of the monitoring says.
launcho token create prometheus --role read --expires 90d -y | sed -n 's/^token: //p' >launcho.token
launcho print-auth --read-only | sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/s/^ *//p' >launcho.pem
check "a token for Prometheus" grep -qx '[0-9a-f]\{64\}' launcho.token
check "the server's certificate" openssl x509 -noout -in launcho.pem

# tls [OPTION...]: scrapes over TLS.
tls() {
    answer --cacert launcho.pem --resolve "launcho:$admin_port:127.0.0.1" "$@" "https://launcho:$admin_port/metrics"
}
same "without a token" 401 "$(tls -o /dev/null -w '%{http_code}')"
with_token=(-H "Authorization: Bearer $(cat launcho.token)")
tls "${with_token[@]}" -D heads.txt >tls.prom
says "Prometheus text by default" "^content-type: text/plain; version=0.0.4; charset=utf-8" "$(cat heads.txt)"
check "promtool can read it" promtool check metrics <tls.prom
same "promtool's remarks" "" "$(promtool check metrics <tls.prom 2>&1)"
answer "http://127.0.0.1:$metrics_port/metrics" >plain.prom
same "promtool's remarks on the plain listener's" "" "$(promtool check metrics <plain.prom 2>&1)"
tls "${with_token[@]}" -H 'Accept: application/openmetrics-text' >open.txt
same "OpenMetrics end with" "# EOF" "$(tail -n 1 open.txt)"
says "their counters end in _total" '^launcho_service_connections_total\{service="http"\} [1-9]' "$(cat open.txt)"
same "the plain listener has no other path" 404 \
    "$(answer -o /dev/null -w '%{http_code}' "http://127.0.0.1:$metrics_port/v1/status")"

# A real Prometheus, which asks for OpenMetrics, on loopback.
prometheus_port=$(free_port)
sed -e 's/scrape_interval: 15s/scrape_interval: 1s/' -e "s/203.0.113.7:12888/127.0.0.1:$admin_port/" \
    "$docs/prometheus.yml" >prometheus.yml
cp "$docs/alerts.yml" .
prometheus --config.file=prometheus.yml --storage.tsdb.path="$work/tsdb" \
    --web.listen-address="127.0.0.1:$prometheus_port" >prometheus.log 2>&1 &
started_pids+=("$!")

# query EXPRESSION: the first value, or nothing.
query() {
    answer -G --data-urlencode "query=$1" "http://127.0.0.1:$prometheus_port/api/v1/query" |
        node -e 'const r = JSON.parse(require("fs").readFileSync(0, "utf8")).data.result;
            console.log(r.length ? (r[0].value ?? r[0])[1] : "")'
}
is() {
    [ "$(query "$1" 2>/dev/null)" = "$2" ]
}
check "Prometheus scrapes it" until_true 30 is 'up{job="launcho"}' 1
# Only OpenMetrics has units.
with_units() {
    local text
    text=$(answer "http://127.0.0.1:$prometheus_port/api/v1/metadata?metric=launcho_server_start_time_seconds") &&
        grep -q '"unit":"seconds"' <<<"$text"
}
check "as OpenMetrics" until_true 30 with_units
check "web is ready twice" until_true 60 is 'launcho_process_ready_instances{process="web"}' 2
check "restarts are counted" until_true 60 is 'launcho_process_restarts_total{process="crashes",cause="failed"} > bool 0' 1
check "with the last exit" until_true 60 is 'launcho_process_last_exit_status{process="crashes"}' 3
check "connects are counted" until_true 30 is \
    'launcho_service_connect_seconds_count{service="http"} >= bool 20' 1
same "a connect time that can be true" 1 \
    "$(query 'launcho_service_connect_seconds_sum > 0 < bool 10')"
check "CPU time is counted" until_true 60 is 'count(launcho_instance_cpu_seconds_total{process="web"} > 0)' 2
# A rate needs two scrapes.
sleep 2

# Each query of the dashboard and of the alerts asks for metrics that exist. Variables stand for everything.
# shellcheck disable=SC2016 # The variables are the dashboard's.
node -e '
    const text = require("fs").readFileSync(process.argv[1], "utf8");
    for (const panel of JSON.parse(text).panels)
        for (const target of panel.targets ?? [])
            console.log(target.expr.replace(/\$__rate_interval/g, "1m").replace(/\$\w+/g, ".*"));
' "$docs/dashboard.json" >queries.txt
same "queries of the dashboard" "$(grep -c '"expr"' "$docs/dashboard.json")" "$(wc -l <queries.txt | tr -d ' ')"
bad=0
while read -r line; do
    text=$(answer -G --data-urlencode "query=$line" "http://127.0.0.1:$prometheus_port/api/v1/query") || text=
    grep -q '"status":"success"' <<<"$text" ||
        { bad=$((bad + 1)) && echo "      | $line"; }
done <queries.txt
same "queries that Prometheus refuses" 0 "$bad"
unknown=$(cat queries.txt "$docs/alerts.yml" | grep -oE 'launcho_[a-z_]+' | sort -u |
    while read -r name; do grep -qE "^${name}(\{| )" tls.prom || echo "$name"; done)
# These come with what this server has had no time for.
unknown=$(grep -vxE 'launcho_instance_(cpu_seconds_total|memory_bytes|open_files)|launcho_process_last_exit_status' <<<"$unknown" || true)
same "metrics that they name and nobody has" "" "$unknown"

# What is gone leaves nothing behind.
echo "processes: []" >empty.yaml
exits 0 "an empty target" launcho target set -y empty.yaml
forgotten() {
    local text
    text=$(answer "http://127.0.0.1:$metrics_port/metrics") && ! grep -qE 'process="(web|crashes)"|service="http"' <<<"$text"
}
check "what is gone has no series" until_true 30 forgotten

# A token that is revoked ends the scraping.
launcho token revoke prometheus -y >/dev/null
check "a revoked token ends it" until_true 30 is 'up{job="launcho"}' 0
[ "$failures" -eq 0 ]
