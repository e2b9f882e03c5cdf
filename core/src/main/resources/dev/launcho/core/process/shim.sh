#!/bin/sh
# Launcho's shim: the parent of one instance.
#
#   sh shim.sh RUN UID GID GROUPS BEFORE COMMAND [ARGUMENT...]
#
# Waits on standard input for "go"; at its end instead, the server died before it could write this process down,
# so nothing is started. Then runs BEFORE (a script, may be empty) and COMMAND as a user (UID "-": the present one),
# and leaves "STAGE STATUS" in RUN.exit. RUN.started exists once COMMAND runs.
#
# Signals are handled, not ignored: what is ignored would be inherited. They only keep COMMAND from being started;
# the server signals this process first, then the rest of the tree.

run=$1 uid=$2 gid=$3 groups=$4 before=$5
shift 5
umask 077

stopped=
trap 'stopped=1' TERM INT HUP QUIT

IFS= read -r word || exit 125
[ "$word" = go ] || exit 125

# The instance writes to its log; what this shell itself has to say ("Killed") is nobody's log line.
exec </dev/null 3>&2 2>/dev/null

as_user() {
  umask 022
  if [ "$uid" = - ]; then
    exec "$@" 2>&3 3>&-
  else
    exec setpriv --reuid="$uid" --regid="$gid" "$groups" -- "$@" 2>&3 3>&-
  fi
}

finish() {
  printf '%s %s\n' "$1" "$2" >"$run.exit.tmp" && mv -f "$run.exit.tmp" "$run.exit"
  exit "$2"
}

if [ -n "$before" ]; then
  (as_user sh -c "$before")
  status=$?
  [ "$status" -eq 0 ] || finish before "$status"
fi
[ -z "$stopped" ] || finish before 143

: >"$run.started"
([ -z "$stopped" ] || exit 143; as_user "$@")
finish command "$?"
