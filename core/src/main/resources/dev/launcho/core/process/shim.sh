#!/bin/sh
# Launcho's shim: the parent of one instance.
#
#   sh shim.sh RUN UID GID GROUPS FILES CORE CGROUPS BEFORE COMMAND [ARGUMENT...]
#
# Waits on standard input for "go"; at its end instead, the server died before it could write this process down,
# so nothing is started. Then joins CGROUPS (files to write itself into, a line each), runs BEFORE (a script, may be
# empty) and COMMAND as a user (UID "-": the present one) with at most FILES descriptors and core files of CORE blocks
# (if not empty), and leaves "STAGE STATUS" in RUN.exit. RUN.started exists once COMMAND runs.
#
# Signals are handled, not ignored: what is ignored would be inherited. They only keep COMMAND from being started;
# the server signals this process first, then the rest of the tree.
#
# Variables begin with shim_: one of the instance's environment must not be overwritten on its way through.

shim_run=$1 shim_uid=$2 shim_gid=$3 shim_groups=$4
shim_files=$5 shim_core=$6 shim_cgroups=$7 shim_before=$8
shift 8
umask 077

shim_stopped=
trap 'shim_stopped=1' TERM INT HUP QUIT

IFS= read -r shim_word || exit 125
[ "$shim_word" = go ] || exit 125

# The instance writes to its log; what this shell itself has to say ("Killed") is nobody's log line.
exec </dev/null 3>&2 2>/dev/null

# Every sh in use knows -n and -c, though POSIX only has -f. FILES must not bind this shell: it would miss its own.
# shellcheck disable=SC3045
as_user() {
  umask 022
  [ -z "$shim_files" ] || ulimit -n "$shim_files" || exit 125
  [ -z "$shim_core" ] || ulimit -c "$shim_core" || exit 125
  if [ "$shim_uid" = - ]; then
    exec "$@" 2>&3 3>&-
  else
    exec setpriv --reuid="$shim_uid" --regid="$shim_gid" "$shim_groups" -- "$@" 2>&3 3>&-
  fi
}

finish() {
  printf '%s %s\n' "$1" "$2" >"$shim_run.exit.tmp" && mv -f "$shim_run.exit.tmp" "$shim_run.exit"
  exit "$2"
}

set -f
IFS='
'
for shim_procs in $shim_cgroups; do
  echo 0 >"$shim_procs" || finish launch 125
done
unset IFS

if [ -n "$shim_before" ]; then
  (as_user sh -c "$shim_before")
  shim_status=$?
  [ "$shim_status" -eq 0 ] || finish before "$shim_status"
fi
[ -z "$shim_stopped" ] || finish before 143

: >"$shim_run.started"
([ -z "$shim_stopped" ] || exit 143; as_user "$@")
finish command "$?"
