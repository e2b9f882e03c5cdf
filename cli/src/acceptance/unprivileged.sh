#!/usr/bin/env bash
# The workflow again as a user without a name, a home or any capability.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -ne 0 ]; then
    echo "not root: the workflow has been run by an unprivileged user already"
    exec "$here/workflow.sh"
fi

# A copy that this user can read, wherever the repository lies.
mkdir -p "$work/repo/cli/target" "$work/repo/cli/src"
cp "$root/launcho" "$root/README.md" "$work/repo/"
cp "$root/cli/target/launcho.jar" "$work/repo/cli/target/"
cp -r "$here" "$work/repo/cli/src/"
mkdir "$work/tmp"
chown 65534:65534 "$work/tmp"
chmod 755 "$work"

check "the workflow, the upgrades and the stop" \
    env TMPDIR="$work/tmp" setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
    --no-new-privs "$work/repo/cli/src/acceptance/workflow.sh"
