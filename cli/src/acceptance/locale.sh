#!/usr/bin/env bash
# Runs on a machine whose system language is German: full disks and missing descriptors are recognised, and messages are
# in English. It runs once with the launcho script, and once with java alone, whose system messages are then German.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if ! use_locale de_DE.UTF-8; then
    echo "SKIPPED  $script: the locale de_DE.UTF-8 can't be had, or has no messages: apt-get install locales libc-l10n"
    exit 0
fi
says "the system speaks German" "Datei oder Verzeichnis nicht gefunden" "$(ls /nowhere 2>&1 || true)"
service_port=$(free_port)

# english WHAT: nothing of the system's is in what was said last.
english() {
    if grep -iqE 'datei|verzeichnis|gerät|speicherplatz|verbindung|keine|berechtigung|adresse|verweigert|zulässig' <<<"$said"; then
        fail "$1: in English"
        indent <<<"$said"
    else
        pass "$1: in English: $(head -n 1 <<<"$said")"
    fi
}

small_disk() {
    mkdir -p "$1"
    mount -t tmpfs -o "size=$2,mode=755" launcho-german "$1" 2>/dev/null
}

target() {
    cat <<END
processes:
  - name: web
    command: [node, "$here/app.js"]
    receives: [traffic]
    env: {BODY: "$1"}
    health: {service: traffic, path: /health, interval: 250ms}
  - name: words
    restart: never
    command: [sh, -c, 'echo "\$LANG|\$\${LC_ALL:-}|\$WORT"']
    env: {WORT: "\${WORT}"}
services:
  - name: traffic
    on: "127.0.0.1:$service_port"
END
}

# How many it has open.
descriptors() {
    find "/proc/$server_pid/fd" -mindepth 1 2>/dev/null | wc -l
}

ejected() {
    launcho events --tail 1000 | grep -cE 'connecting to it fails' || true
}

# Connections that come while there is no descriptor wait, and the instance stays; with descriptors they are served.
without_descriptors() {
    local what=$1 pid left waiting=()
    pid=$(json 'instances[0].pid')
    prlimit --pid "$server_pid" --nofile="$(($(descriptors) + 3)):" 2>/dev/null || {
        echo "SKIPPED  $script: without descriptors: no prlimit"
        return
    }
    for _ in {1..12}; do
        curl -sS --max-time 60 "http://127.0.0.1:$service_port/" >>"$work/answers.txt" 2>&1 &
        waiting+=("$!")
    done
    sleep 2
    prlimit --pid "$server_pid" --nofile=1024:
    left=0
    for each in "${waiting[@]}"; do wait "$each" || left=$((left + 1)); done
    same "$what: no descriptor: clients that were not served" 0 "$left"
    same "$what: no descriptor: the instance is not ejected" 0 "$(ejected)"
    same "$what: no descriptor: nor replaced" "$pid" "$(json 'instances[0].pid')"
}

why_names_the_disk() {
    launcho why web | grep -q 'the disk'
}

# by WHO: with a home of its own, on a small disk.
by() {
    local what=$1 state=$work/state-$1
    export LAUNCHO_HOME=$state
    small_disk "$state" 24m || {
        echo "SKIPPED  $script: this user may not mount a small disk"
        return
    }
    mounted+=("$state")
    config
    cp "$HOME/.launcho/launcho-config.yaml" "$state/"
    : >"$work/server.log"
    start_server
    exits 0 "$what: a secret with umlauts, as an argument" launcho secret set WORT "Grüße"
    same "$what: the secret" "Grüße" "$(launcho secret get WORT)"
    target eins >target.yaml
    exits 0 "$what: target set" launcho target set target.yaml
    says "$what: an instance has the user's LANG, and nothing more of the locale" '^de_DE.UTF-8\|\|Grüße$' "$(launcho logs words)"
    without_descriptors "$what"

    exits 4 "$what: no such file" launcho resource up "$work/nicht da"
    english "$what: no such file"
    exits 3 "$what: a file that is not YAML" launcho target set "$here/app.js"
    english "$what: a file that is not YAML"

    # Full to the last byte.
    cat /dev/zero >"$state/filler" 2>/dev/null || true
    exits 1 "$what: a full disk: secret set" launcho secret set WORT zwei
    says "$what: a full disk: secret set: says so" '^error: .*no space is left on its disk' "$said"
    english "$what: a full disk: secret set"
    head -c 2000000 /dev/urandom >big.bin
    exits 1 "$what: a full disk: resource up" launcho resource up big.bin
    says "$what: a full disk: resource up: says so" 'no space is left on its disk' "$said"
    says "$what: a full disk: it serves" '^eins from' "$(answer "http://127.0.0.1:$service_port/")"
    check "$what: a full disk: why names it" until_true 20 why_names_the_disk
    rm "$state/filler"
    exits 0 "$what: room again" launcho secret set WORT drei
    small_disk "$work/tiny-$what" 128k && mounted+=("$work/tiny-$what")
    id=$(launcho resource up big.bin)
    exits 1 "$what: resource down on a full disk" launcho resource down "$id" "$work/tiny-$what/big.bin"
    says "$what: resource down on a full disk: says so" 'no space is left on its disk' "$said"

    # The port is taken.
    # shellcheck disable=SC2016 # The inner shell expands it.
    exits 1 "$what: another server on one port" env LAUNCHO_HOME="$work/other-$what" \
        sh -c 'mkdir "$LAUNCHO_HOME"; cp "$0" "$LAUNCHO_HOME/"; exec launcho server' "$state/launcho-config.yaml"
    english "$what: another server on one port"
    stop_server
    exits 7 "$what: no server" launcho status
    english "$what: no server"
}

mounted=()
unmount() {
    local each
    for each in "${mounted[@]}"; do umount -l "$each"; done
}
trap 'code=$?; set +e; unmount; (exit "$code"); clean_up' EXIT

by script
java_alone
by java
[ "$failures" -eq 0 ]
