#!/usr/bin/env bash
# Runs real servers as processes, and their own clients through the load balancer: Redis, HTTP/2, TLS, PostgreSQL. It
# says which of them it skips because they aren't installed.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

# has WHAT TOOL...: whether all of them are there.
has() {
    local what=$1 tool
    shift
    for tool in "$@"; do
        if ! command -v "$tool" >/dev/null; then
            echo "SKIPPED  $script: $what: $tool is not installed"
            return 1
        fi
    done
}

# Debian keeps PostgreSQL's server programs and nginx out of the way.
for folder in /usr/lib/postgresql/*/bin /usr/sbin; do
    PATH=$PATH:$folder
done

processes=
services=
# serve NAME: it is on $on_NAME; the process follows on standard input.
serve() {
    local port
    port=$(free_port)
    declare -g "on_$1=$port"
    processes+="$(printf '  - name: %s\n    receives: [%s]\n' "$1" "$1" && cat)"$'\n'
    services+="  - {name: $1, on: \"127.0.0.1:$port\"}"$'\n'
}

if has redis-benchmark redis-benchmark redis-server; then
    serve redis <<'EOF'
    command: [sh, -c, "exec redis-server --bind 127.0.0.1 --port $SERVICE_PORT_REDIS --save '' --appendonly no"]
EOF
fi

if has h2load h2load nginx; then
    serve h2 <<'EOF'
    before: |
      head -c 100000 /dev/zero | tr '\0' 'x' >page
      cat >nginx.conf <<CONF
      user $(id -un) $(id -gn); daemon off; pid nginx.pid; error_log stderr warn; worker_processes 1;
      events { worker_connections 1000; }
      http { access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4;
        scgi_temp_path t5; keepalive_requests 1000000; http2_max_concurrent_streams 200;
        server { listen 127.0.0.1:$SERVICE_PORT_H2 http2; root $PWD; } }
      CONF
    command: [sh, -c, "exec nginx -p . -e stderr -c nginx.conf"]
EOF
fi

if has openssl openssl; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out cert.pem 2>/dev/null
    head -c 20000000 /dev/urandom >sent
    serve tls <<EOF
    before: ln -s $work/sent sent
    command: [sh, -c, "exec openssl s_server -accept 127.0.0.1:\$SERVICE_PORT_TLS -cert $work/cert.pem -key $work/key.pem -WWW"]
EOF
fi

if has pgbench pgbench initdb postgres pg_isready; then
    # PostgreSQL refuses to be root.
    account=
    if [ "$(id -u)" -eq 0 ]; then account=$(id -un postgres 2>/dev/null || echo nobody); fi
    serve postgres <<EOF
    ${account:+uid: $account}
    before: $(command -v initdb) -D data -U launcho -A trust -N >/dev/null
    command: [sh, -c, "exec $(command -v postgres) -D data -h 127.0.0.1 -p \$SERVICE_PORT_POSTGRES -k '' -F"]
    health: {exec: [sh, -c, "$(command -v pg_isready) -q -h 127.0.0.1 -p \$SERVICE_PORT_POSTGRES"]}
    update: recreate
    stop: {signal: INT}
EOF
fi

[ -n "$processes" ] || exit 0
printf 'processes:\n%sservices:\n%s' "$processes" "$services" >target.yaml
start_server
exits 0 "target set" launcho target set target.yaml
[ "$failures" -eq 0 ] || { indent <target.yaml; exit 1; }

if [ -n "${on_redis:-}" ]; then
    for options in "-c 50 -n 50000" "-c 50 -n 200000 -P 16" "-c 20 -n 2000 -d 100000" "-c 50 -n 3000 -k 0"; do
        # shellcheck disable=SC2086 # Several words.
        exits 0 "redis-benchmark $options" redis-benchmark -h 127.0.0.1 -p "$on_redis" -t set,get -q $options
        tr '\r' '\n' <<<"$said" | grep 'per second' | indent
    done
fi

if [ -n "${on_h2:-}" ]; then
    for options in "-c 20 -m 10 -n 20000" "-c 1 -m 100 -n 5000"; do
        # shellcheck disable=SC2086
        exits 0 "h2load $options" h2load $options "http://127.0.0.1:$on_h2/page"
        wanted=${options##* }
        says "all of them" "$wanted succeeded, 0 failed, 0 errored" "$said"
    done
fi

if [ -n "${on_tls:-}" ]; then
    for version in tls1_2 tls1_3; do
        # Its answer begins with a head that ends with an empty line.
        printf 'GET /sent HTTP/1.0\r\n\r\n' |
            openssl s_client -"$version" -connect "127.0.0.1:$on_tls" -servername localhost -CAfile cert.pem \
                -verify_return_error -quiet 2>s_client.txt | sed '1,/^\r*$/d' >got || true
        same "openssl s_client -$version, SHA-256 of 20 MB" "$(sha256sum <sent)" "$(sha256sum <got)"
    done
fi

if [ -n "${on_postgres:-}" ]; then
    exits 0 "pgbench -i" pgbench -i -q -h 127.0.0.1 -p "$on_postgres" -U launcho postgres
    for options in "-c 8 -j 2 -T 5" "-c 8 -j 2 -T 5 -M prepared -S" "-c 4 -T 4 -S -C"; do
        # shellcheck disable=SC2086
        exits 0 "pgbench $options" pgbench $options -n -h 127.0.0.1 -p "$on_postgres" -U launcho postgres
        grep -E '^tps|actually processed|failed transactions' <<<"$said" | indent
        says "none failed" 'number of failed transactions: 0 ' "$said"
    done
fi

stop_server
[ "$failures" -eq 0 ]
