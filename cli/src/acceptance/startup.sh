#!/usr/bin/env bash
# Measures how long a user waits: the packaged client against a server on loopback TLS, compared with the bare start of
# Node.js. It prints medians of interleaved runs, so that other load on the machine affects all of them alike. RUNS=40
# measures longer; JAVA25=/path names a JDK 25 outside /usr/lib/jvm.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

runs=${RUNS:-20}
package=$work/package
mkdir -p "$package/cli/target"
cp "$root/launcho" "$package/"
launcho version >/dev/null # Builds the jars, if need be.
cp -p "$root"/cli/target/launcho.jar "$root"/cli/target/launcho-client.jar "$package/cli/target/"
export XDG_CACHE_HOME=$work/cache # Nothing is there: what makes the archives is part of the test.

jdk25() {
    local home
    for home in "${JAVA25:-/nowhere}" /usr/lib/jvm/*; do
        if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$home/release" 2>/dev/null; then
            echo "$home"
            return
        fi
    done
}

# Runs a command once; prints milliseconds.
took() {
    local from=$EPOCHREALTIME to
    "$@" >/dev/null 2>&1 </dev/null
    to=$EPOCHREALTIME
    echo $(((${to/[.,]/} - ${from/[.,]/}) / 100))
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.1f\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 20 }'
}

# archive NUMBER COMMAND...: waits until so many archives are there.
archive() {
    local number=$1
    shift
    "$@" version >/dev/null
    check "archive $number is made in the background" until_true 120 archives "$number"
}

archives() {
    [ "$(find "$XDG_CACHE_HOME" -type f ! -path '*.making*' 2>/dev/null | wc -l)" -eq "$1" ]
}

# from_archive COMMAND...: whether all of our classes come from there; for a single other one the jar is opened.
from_archive() {
    local line classes=$work/classes
    for line in status version --help 'complete -- secret get x'; do
        # shellcheck disable=SC2086 # Words.
        LAUNCHO_JAVA_OPTS="-Xlog:class+load:file=$classes" "$@" $line >/dev/null
        check "$* $line: all of our classes come from the archive" from_one_place "$classes"
    done
}

from_one_place() {
    grep -q 'dev\.launcho.*shared objects file' "$1" && ! grep 'dev\.launcho' "$1" | grep -v 'shared objects file'
}

start_server

here17() { "$package/launcho" "$@"; }
here25() { JAVA_HOME=$java25 "$package/launcho" "$@"; }
names=(node version help complete status)
java25=$(jdk25)
archive 1 here17
from_archive here17
if [ -n "$java25" ]; then
    archive 2 here25
    from_archive here25
    names+=(version25 help25 complete25 status25)
fi
if command -v kubectl >/dev/null; then names+=(kubectl); fi

once() {
    case $1 in
        node) took node -e 0 ;;
        kubectl) took kubectl version --client ;;
        version) took here17 version ;;
        help) took here17 --help ;;
        complete) took here17 complete -- secret get "" ;;
        status) took here17 status ;;
        version25) took here25 version ;;
        help25) took here25 --help ;;
        complete25) took here25 complete -- secret get "" ;;
        status25) took here25 status ;;
    esac
}

for ((i = 0; i < runs; i++)); do
    for name in "${names[@]}"; do
        once "$name" >>"$work/times.$name"
    done
done

node=$(median "$work/times.node")
printf '\n%-12s %10s %8s\n' "median of $runs" ms "x node"
for name in "${names[@]}"; do
    printf '%-12s %10s %8s\n' "$name" "$(median "$work/times.$name")" \
        "$(awk -v a="$(median "$work/times.$name")" -v b="$node" 'BEGIN { printf "%.2f", a / b }')"
done
echo

# within NAME RATIO [MS]: at most so many times as long as node, or at most so many milliseconds.
within() {
    local ms
    ms=$(median "$work/times.$1")
    check "$1 takes at most $2 times as long as node${3:+, or $3 ms}: $ms ms" \
        awk -v ms="$ms" -v node="$node" -v most="$2" -v or="${3:-0}" 'BEGIN { exit !(ms <= most * node || ms <= or) }'
}
within status 4.0
within version 1.6 120
within help 1.6 120
within complete 4.0 300
if [ -n "$java25" ]; then
    within status25 3.2
    within version25 1.6 120
    within help25 1.6 120
    within complete25 4.0 300
fi
[ "$failures" -eq 0 ]
