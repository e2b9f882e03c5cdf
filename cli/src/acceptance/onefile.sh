#!/usr/bin/env bash
# Runs the one file of `make dist`: with a Java that has no compiler, from a folder that can't be written and has spaces in
# its name, by links and through PATH, in three shells, as another user. It keeps an archive of its classes, but never
# where another user can plant one. Without Java it says what to type.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

launcho version >/dev/null # Builds the jars, if need be.
place="$work/a folder, read-only"
mkdir "$place"
"$root/packaging/onefile.sh" "$place/launcho"
chmod 555 "$place" "$place/launcho"
chmod 711 "$work"
one=$place/launcho
export XDG_CACHE_HOME=/proc/none # No archive for now: each takes seconds to make.
rm "$work/bin/launcho"
ln -s "$one" "$work/bin/launcho"

# --- A Java without a compiler, as a runtime is.
java=$(readlink -f "$(command -v java)")
jdk=${java%/bin/java}
mkdir -p "$work/jre/bin"
ln -s "$java" "$work/jre/bin/java"
cp "$jdk/release" "$work/jre/release"
chmod -R a+rX "$work/jre"
export JAVA_HOME=$work/jre

start_server
same "the server's Java and its jar" "$work/jre/bin/java $one" \
    "$(tr '\0' '\n' <"/proc/$server_pid/cmdline" | sed -n -e 1p -e '/^-jar$/ { n; p; }' | paste -sd ' ')"
exits 0 "a client through a link on PATH" launcho status
says "it talks with that server" 'no target set' "$said"
cat >target.yaml <<'END'
processes:
  - {name: worker, command: [sleep, "600"]}
END
exits 0 "a target is set" launcho target set target.yaml

# --- Ways to call it.
fails() {
    ! "$@" >/dev/null 2>&1
}
ln -s "a folder, read-only/launcho" "$work/relative"
(cd / && exits 0 "a relative link to it" "$work/relative" status && [ "$failures" -eq 0 ]) || failures=$((failures + 1))
(cd "$place" && exits 0 "from its own folder" ./launcho status && [ "$failures" -eq 0 ]) || failures=$((failures + 1))
for shell in dash bash "busybox sh"; do
    if command -v "${shell% *}" >/dev/null; then
        # shellcheck disable=SC2086 # The shell is a list of words.
        exits 0 "in $shell" $shell "$one" status
    else
        echo "SKIPPED  $script: there is no ${shell% *}"
    fi
done
(cd "$work" && exits 0 "by a shell, with the name of a link" sh relative status && [ "$failures" -eq 0 ]) || failures=$((failures + 1))
# Half a download: in the script, where the shell must say so before it does anything, and in the jar.
script_length=$(($(stat -c %s "$one") - $(stat -c %s "$root/cli/target/launcho.jar")))
for length in 100 2000 "$((script_length / 2))" "$((script_length - 3))" "$((script_length + 100000))"; do
    head -c "$length" "$one" >"$work/cut"
    for shell in dash bash "busybox sh"; do
        # shellcheck disable=SC2086 # The shell is a list of words.
        ! command -v "${shell% *}" >/dev/null || check "$shell fails with the first $length bytes" fails $shell "$work/cut" version
    done
done
mkdir "$work/a:colon"
cp "$one" "$work/a:colon/launcho"
exits 1 "from a folder that no class path can name" "$work/a:colon/launcho" status
says "it says why" "^error: Java finds no jar in a folder with a colon in its name: move Launcho out of $work/a:colon" "$said"
exits 0 "the demo starts its own server" timeout 200 launcho demo --once
says "the demo's receipt" 'failed during the upgrade +0 of' "$said"

# --- The archive of its classes. Java 17 takes no classes from it where the path has a space.
mkdir "$work/opt"
cp "$one" "$work/opt/launcho"
rm "$work/bin/launcho"
ln -s "$work/opt/launcho" "$work/bin/launcho"
export XDG_CACHE_HOME=$work/cache
digest=$(sha256sum <"$root/cli/target/launcho.jar")
archived() {
    archive=$(find "$XDG_CACHE_HOME/launcho$work/opt/launcho" -type f -name "*-${digest%% *}" 2>/dev/null) && [ -n "$archive" ]
}
# A rehearsal on a machine that is too busy for it makes none, and another one follows only a quarter of an hour later.
made() {
    local try
    for try in 1 2 3; do
        rm -rf "$XDG_CACHE_HOME"
        launcho version >/dev/null
        ! until_true 90 archived || return 0
        echo "no archive by try $try"
    done
    return 1
}
check "an archive is made, named for the jar's content" made
LAUNCHO_JAVA_OPTS="-Xlog:class+load:file=$work/classes.txt" launcho status >/dev/null
same "classes of ours that don't come from it" 0 "$(grep ' dev\.launcho\.' classes.txt | grep -vc 'shared objects file')"
same "what starts a client" "-cp dev.launcho.cli.ClientMain" \
    "$(LAUNCHO_JAVA_OPTS=-XX:+PrintCommandLineFlags bash -x "$one" version 2>&1 | sed -n "s|^+ exec .* \(-cp\) .* \(dev[^ ]*\) version\$|\1 \2|p")"

# --- Another user.
if [ "$(id -u)" -eq 0 ]; then
    nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups env -u XDG_CACHE_HOME HOME=/nonexistent)
    exits 0 "as nobody, without a home" "${nobody[@]}" "$one" version
    mkdir "$work/theirs"
    chown 65534:65534 "$work/theirs"
    exits 0 "by root, with nobody's cache" env XDG_CACHE_HOME="$work/theirs" launcho version
    exits 0 "by root, with a cache below nobody's folder" env XDG_CACHE_HOME="$work/theirs/cache" launcho version
    # An archive would have been begun before the command ended: its folder is made before its JVM starts.
    sleep 1
    same "what root put there" "" "$(ls -A "$work/theirs")"
else
    echo "SKIPPED  $script: what another user can do needs root"
fi

# --- Without Java. The machine's own is hidden from a namespace of our own.
unshare=(unshare --mount)
[ "$(id -u)" -eq 0 ] || unshare+=(--map-root-user)
if "${unshare[@]}" true 2>/dev/null; then
    mkdir "$work/empty" "$work/tools"
    for tool in sh env readlink sed; do ln -s "$(command -v "$tool")" "$work/tools/$tool"; done
    printf '#!/bin/sh\n' >"$work/tools/apt-get"
    chmod 755 "$work/tools/apt-get"
    hidden() {
        # shellcheck disable=SC2016 # The inner shell expands it.
        "${unshare[@]}" sh -c '[ ! -d /usr/lib/jvm ] || mount --bind "$1" /usr/lib/jvm; shift; exec "$@"' sh "$work/empty" \
            env PATH="$work/tools" "$@"
    }
    exits 1 "without Java" hidden env -u JAVA_HOME "$one" status
    same "it says what to type" "error: Launcho needs Java 17 or newer, and found none: apt-get install default-jre-headless, or set JAVA_HOME" "$said"
    mkdir -p "$work/old/bin"
    printf '#!/bin/sh\necho "openjdk version \\"11.0.2\\" 2019-01-15" >&2\n' >"$work/old/bin/java"
    chmod 755 "$work/old/bin/java"
    exits 1 "with an old Java" hidden env JAVA_HOME="$work/old" "$one" status
    same "it names the old one" "error: Launcho needs Java 17 or newer, and found Java 11.0.2 in $work/old: apt-get install openjdk-17-jre-headless, or set JAVA_HOME" "$said"
    # The java of asdf or jenv is a script, which starts the one that it chooses.
    mkdir -p "$work/chosen/bin" "$work/shims"
    printf '#!/bin/sh\necho "    java.home = %s" >&2\n' "$work/chosen" >"$work/shims/java"
    printf '#!/bin/sh\necho chosen\n' >"$work/chosen/bin/java"
    echo 'JAVA_VERSION="17.0.2"' >"$work/chosen/release"
    chmod 755 "$work/shims/java" "$work/chosen/bin/java"
    same "a script java on PATH is asked for its Java" chosen "$(hidden env -u JAVA_HOME PATH="$work/shims:$work/tools" "$one" status)"
else
    echo "SKIPPED  $script: this user can't make a mount namespace, which is to hide Java"
fi
stop_server
[ "$failures" -eq 0 ]
