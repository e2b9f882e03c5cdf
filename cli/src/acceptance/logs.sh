#!/usr/bin/env bash
# Checks logs: several instances are merged by time, and a restart of an instance or of the server loses and repeats no
# line. Also checks the search, a line of 10 MB, an instance that writes 100 MB/s, and how soon the output of a full
# spool begins.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

cat >ticker.js <<'EOT'
let n = 0;
console.log('ticker begins ' + process.pid);
setInterval(() => console.log(`tick ${process.pid} ${n++}`), 20);
EOT
# In pieces of 1 MiB, so that the writer itself is not what is measured.
cat >flood.js <<'EOT'
const fs = require('fs');
const line = 'x'.repeat(99) + '\n';
const chunk = Buffer.from(line.repeat(10486));
const begin = Date.now();
let sent = 0;
setInterval(() => {
  const due = (Date.now() - begin) / 1000 * Number(process.env.RATE) - sent;
  for (let left = due; left > 0; left -= chunk.length) sent += fs.writeSync(1, chunk);
}, 10);
EOT
target() {
    cat <<EOT
processes:
  - name: ticker
    replicas: 2
    before: echo prepared
    command: ["node", "$work/ticker.js"]
    min_healthy: 100ms
  - name: long
    command: ["sh", "-c", "head -c 10000000 /dev/zero | tr '\\\\0' y; echo; echo after; exec sleep 1000"]
    min_healthy: 100ms
$1
EOT
}
flood() {
    cat <<EOT
  - name: flood
    command: ["node", "$work/flood.js"]
    env: {RATE: "$1"}
    min_healthy: 100ms
EOT
}

start_server
target "" >target.yaml
exits 0 "the target is set" launcho target set target.yaml

# Ticks of one process, that none is missing and none is there twice.
whole() {
    sed -n 's/.* | tick \([0-9]*\) \([0-9]*\)$/\1 \2/p' "$1" |
        awk '{ if ($1 in last && $2 != last[$1] + 1) bad++; last[$1] = $2; n++ }
             END { printf "%d lines of %d instances, %d gaps or repetitions\n", n, length(last), bad; exit bad > 0 || n < 100 }'
}

launcho logs -f ticker >followed.txt 2>followed.err </dev/null &
follow_pid=$!
started_pids+=("$follow_pid")
until_true 60 grep -q tick followed.txt
says "the output of before is there" 'prepared$' "$(cat followed.txt)"
exits 0 "the instances are replaced" launcho restart ticker
instances() { sed 's/ | .*//' followed.txt | sort -u | wc -l; }
four() { [ "$(instances)" -ge 4 ]; }
check "their successors' lines join in" until_true 60 four

kill -KILL "$server_pid"
wait "$server_pid" 2>/dev/null || true
sleep 1
start_server
ticks_before=$(grep -c tick followed.txt || true)
goes_on() { [ "$(grep -c tick followed.txt)" -gt "$((ticks_before + 50))" ]; }
check "logs -f goes on after the server was killed and started again" until_true 60 goes_on
end_pid "$follow_pid"
if result=$(whole followed.txt); then pass "nothing lost, nothing twice: $result"; else fail "$result"; fi
says "the break is told on standard error" 'is not reachable, waiting for it' "$(cat followed.err)"

one=$(json 'instances.find(i => i.process === "ticker").id')
# What was written while there was no server has the time at which it went: let that be longer ago.
sleep 4
# A machine that stands still has not written as many, or answers later than it was asked.
for try in {1..10}; do
    exits 0 "--since 2s" launcho logs --since 2s "$one"
    lines=$(wc -l <<<"$said")
    [ "$lines" -le 50 ] || [ "$lines" -ge 220 ] || break
    echo "      try $try: $lines lines"
done
check "some two seconds of lines: $lines" test "$lines" -gt 50 -a "$lines" -lt 220
exits 0 "--since RFC 3339" launcho logs --since 2099-01-01T00:00:00Z ticker
same "nothing from the future" "" "$said"
exits 0 "--tail of both instances together" launcho logs --tail 7 ticker
same "lines" 7 "$(wc -l <<<"$said")"
exits 0 "-t" launcho logs -t --tail 1 "$one"
says "a time, then the line" '^20[0-9-]*T[0-9:.]*Z tick ' "$said"
exits 0 "--grep" launcho logs --grep 'tick [0-9]+ 7$' "$one"
same "lines" 1 "$(wc -l <<<"$said")"
exits 0 "--previous" launcho logs -p --tail 1 ticker
check "an instance that has ended" grep -qv "$one" <<<"$said"
exits 0 "several names" launcho logs --grep '^(after|prepared)$' ticker long
says "the lines of the one" '^[a-z]+-[a-z]+-[0-9]+ \| prepared' "$said"
says "and of the other" '^[a-z]+-[a-z]+-[0-9]+ \| after' "$said"
exits 4 "a name that is none" launcho logs nothing
says "candidates" 'processes: long, ticker' "$said"

long_is_whole() { launcho logs --tail 1 long | grep -qx after; }
check "a line of 10 MB is written" until_true 60 long_is_whole
launcho logs long >long.txt
same "a line of 10 MB comes whole" "10000000 after" "$(head -n 1 long.txt | tr -d '\n' | wc -c) $(tail -n 1 long.txt)"

# Bytes are not touched.
head -c 3000000 /dev/urandom >random.bin
cat >binary.yaml <<EOT
processes:
  - name: binary
    command: ["sh", "-c", "cat $work/random.bin; exec sleep 1000"]
    min_healthy: 100ms
EOT
exits 0 "a process that writes binary data" launcho target set binary.yaml
spool=$HOME/.launcho/logs/binary/$(json 'instances.find(i => i.process === "binary").id').log
spooled() { [ "$(stat -c %s "$spool")" -ge 3000000 ]; }
check "3 MB of it" until_true 60 spooled
launcho logs binary >binary.out
check "its 3 MB come as they were written" cmp random.bin binary.out

# CPU of the server while an instance writes 100 MB/s, in percent of a core.
ticks() {
    local line fields
    line=$(cat "/proc/$server_pid/stat")
    read -ra fields <<<"${line##*) }"
    echo $((fields[11] + fields[12] + fields[13] + fields[14]))
}
target "$(flood 100e6)" >flood.yaml
exits 0 "a process that writes 100 MB/s" launcho target set flood.yaml
sleep 3
flooding=$(json 'instances.find(i => i.process === "flood").id')
spool=$HOME/.launcho/logs/flood/$flooding.log
# watch_flood: for ten seconds; leaves $rate in MB/s, $most in MiB, and $percent.
watch_flood() {
    local grown begin used disk elapsed
    # shellcheck disable=SC2012
    grown=$(stat -c %s "$spool") begin=$(now) used=$(ticks) most=0
    for _ in {1..40}; do
        sleep 0.25
        disk=$(du -m "$spool" | cut -f 1)
        [ "$disk" -le "$most" ] || most=$disk
    done
    elapsed=$(($(now) - begin))
    percent=$(awk -v t="$(($(ticks) - used))" -v ms="$elapsed" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.1f", t / hz / ms * 100000 }')
    rate=$((($(stat -c %s "$spool") - grown) / elapsed / 1000))
    echo "      at $rate MB/s: $percent % of a core, at most $most MiB of disk"
}
below() {
    awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}
# At first the JVM compiles what it has just begun to do; and whoever sees to the spool may stand still for a while.
over=0
for _ in 1 2 3; do
    watch_flood
    below "$most" 320 || over=$((over + 1))
    if below "$percent" 5 && below "$most" 320; then break; fi
done
check "at $rate MB/s the server and its children use $percent % of a core, of at most 5" below "$percent" 5
check "the spool took at most $most MiB of disk, $over times more than it may" test "$over" -lt 2

# A full spool, as curl sees its first byte.
exits 0 "the flood ends" launcho target set binary.yaml
token=$(sed -n 's/^token: *//p' "$HOME/.launcho/launcho-server-auth.yaml" | tr -d '"')
sleep 1
best=9999
for ((i = 0; i < 5 || i < 20 && best >= 200; i++)); do
    ms=$(curl -sk --max-time 2 -o /dev/null -w '%{time_starttransfer}\n' -H "Authorization: Bearer $token" \
        "https://127.0.0.1:$admin_port/v1/logs?name=$flooding&follow=true" | awk '{ printf "%d", $1 * 1000 }' || true)
    [ "${ms:-9999}" -ge "$best" ] || best=$ms
done
check "logs -f of a 64 MiB spool begins after $best ms, TLS handshake included" test "$best" -lt 200
begin=$(now)
launcho logs "$flooding" | head -n 1 >/dev/null
pass "launcho logs | head -n 1 of it: $(($(now) - begin)) ms, with the start of the program"
