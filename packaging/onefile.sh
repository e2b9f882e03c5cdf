#!/bin/sh
# Makes the one file of what Maven has built: the script `launcho` without the parts that build, and the jar behind it. Java
# finds the jar, since a zip file is read from its end. The first argument is the file to make.
set -eu

root=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
jar=$root/cli/target/launcho.jar
digest=$(sha256sum <"$jar")
{
    sed -e '/^# From the sources: begin$/,/^# From the sources: end$/d' -e "s/^jar_digest=\$/&${digest%% *}/" "$root/launcho"
    cat "$jar"
} >"$1"
chmod 755 "$1"
