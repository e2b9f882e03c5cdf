#!/bin/sh
# Makes cli/target/dist from what Maven has built: the one file, and the list of its libraries. The same commit gives the
# same bytes.
set -eu

cd -- "$(dirname -- "$0")/.."
umask 022
to=cli/target/dist
rm -rf "$to"
mkdir -p "$to"
packaging/onefile.sh "$to/launcho"
cp cli/target/launcho.cdx.json "$to/"
