#!/usr/bin/env bash
# Runs the workflow again, as a user without a name, a home or any capability.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -ne 0 ]; then
    echo "not root: the workflow has been run by an unprivileged user already"
    exec "$here/workflow.sh"
fi

check "the workflow, the upgrades and the stop" as_nobody workflow.sh
