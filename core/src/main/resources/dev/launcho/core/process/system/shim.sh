#!/bin/sh
# Launcho's shim: the parent of one instance.
#
#   sh shim.sh RUN HARD SOFT CORE SOFT_CORE FILTER OOM LENGTHS BEFORE CGROUPS [LEAD...]
#
# The shim's own environment is a fixed PATH and the instance's mark: the shim may be root's while the instance is another user's.
# The instance's environment, BEFORE and COMMAND come on standard input, after a line "go": everybody can see arguments.
# If the input ends without "go", or its last word is not "#end", the server died before it had recorded this process, or
# while it wrote the input. Then nothing is started.
#
# Otherwise the shim joins CGROUPS (files to write itself into, one a line). It then runs BEFORE, if BEFORE is "yes", and COMMAND,
# both after LEAD, words that change the user and drop privileges. The limits are: at most HARD descriptors or, if that is empty, a
# soft limit of SOFT; core files of CORE blocks or, if that is empty, a soft limit of SOFT_CORE, with the contents that FILTER
# selects; an OOM score adjustment of OOM. An empty value leaves the server's. LENGTHS is empty if a shell can hand on the
# environment, else the lengths that the loader has to read. The shim leaves "STAGE STATUS" in RUN.exit. RUN.started exists once
# COMMAND runs. What this machine lacked before that is a STAGE, too: "fork" for a process, "disk" for space on the disk.
#
# Signals are handled, not ignored: children would inherit ignored signals. A signal only keeps COMMAND from being started;
# the server signals this process first, then the rest of the tree.
#
# Words like @sh@ are replaced when this file is written: programs by their absolute paths, and stage.sh by one word.

shim_run=$1 shim_hard=$2 shim_soft=$3 shim_core=$4 shim_soft_core=$5
shim_filter=$6 shim_oom=$7 shim_lengths=$8 shim_before=$9
shift 9
shim_cgroups=$1
shift
umask 077

shim_stopped=
trap 'shim_stopped=1' TERM INT HUP QUIT

IFS= read -r shim_word || exit 143
[ "$shim_word" = go ] || exit 143

# Only the instance writes to its log; messages of this shell ("Killed") do not belong there.
exec 3>&2 2>/dev/null

# One write and no other program: there may be no process left for one. A line that does not end is not the whole line.
finish() {
  trap - EXIT
  printf '%s %s\n' "$1" "$2" >"$shim_run.exit"
  exit "$2"
}

# A shell that can't fork ends with 2 at once; bash ends with 254 after some tries.
# shellcheck disable=SC2317 # trap runs it.
shim_lacking() {
  case $? in
    2 | 254) finish fork 125 ;;
  esac
}
trap shim_lacking EXIT

shim_text=$(@cat@) || exit
case $shim_text in
  *'#end') ;;
  *) exit 143 ;;
esac
exec </dev/null

# Every sh in use knows -n, -c and -S, though POSIX only has -f. HARD must not limit this shell, which needs its own descriptors.
# shellcheck disable=SC3045
confined() {
  umask 022
  echo "$shim_oom" >/proc/self/oom_score_adj
  [ -z "$shim_filter" ] || echo "$shim_filter" >/proc/self/coredump_filter
  if [ -n "$shim_hard" ]; then
    ulimit -n "$shim_hard" || exit 125
  elif [ -n "$shim_soft" ]; then
    ulimit -S -n "$shim_soft"
  fi
  if [ -n "$shim_core" ]; then
    ulimit -c "$shim_core" || exit 125
  elif [ -n "$shim_soft_core" ]; then
    ulimit -S -c "$shim_soft_core"
  fi
  exec "$@" 2>&3
}

# stage before|command [LEAD...]
stage() {
  [ -z "$shim_stopped" ] || exit 143
  shim_stage=$1
  shift
  if [ -z "$shim_lengths" ]; then
    confined "$@" @sh@ -c @stage@ sh @cat@ "$shim_stage"
  else
    # shellcheck disable=SC2086 # Two numbers.
    confined "$@" @loader@ $shim_lengths @sh@ @cat@ @stage@ "$shim_stage"
  fi
}

set -f
IFS='
'
for shim_procs in $shim_cgroups; do
  echo 0 >"$shim_procs" || finish launch 125
done
unset IFS

# printf is a built-in of this shell, so nobody can see the text as an argument.
if [ "$shim_before" = yes ]; then
  printf '%s' "$shim_text" | (stage before "$@")
  shim_status=$?
  [ "$shim_status" -eq 0 ] || finish before "$shim_status"
fi
[ -z "$shim_stopped" ] || finish before 143

# The file is made behind the fork, which may fail. A shell may end if ":" can't write, but not with "command".
printf '%s' "$shim_text" | (
  command : >"$shim_run.started" || exit 125
  stage command "$@"
)
shim_status=$?
[ "$shim_status" -ne 125 ] || [ -e "$shim_run.started" ] || finish disk 125
finish command "$shim_status"
