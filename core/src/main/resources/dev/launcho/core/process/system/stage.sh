# The last shell before BEFORE or COMMAND. It runs as the instance's user already; the environment comes on standard input.
#
#   sh -c STAGE sh CAT before|command|look
#
# The text that it reads ends with "#end": a text that was cut off must not be run. The text exports the environment, and runs
# BEFORE or sets COMMAND as $@. This shell keeps nothing in variables, for the environment may use any name. Descriptor 3
# is the log; messages of this shell do not belong there. Descriptor 4, if there is one, gets "fork" if no process is left. Lines that
# begin with # are left out of STAGE. With "look" in the place of "command", the text only looks at a program, for a loader.
refuse() {
  echo "launcho: $2" >&3
  exit "$1"
}
# translated: returns whether binfmt_misc has an entry. The kernel may then start programs for other machines.
translated() {
  for translated_by in /proc/sys/fs/binfmt_misc/*; do
    case ${translated_by##*/} in
      register | status | '*') ;;
      *) return 0 ;;
    esac
  done
  return 1
}
# holds FILE SIZE KNOWN: returns whether a file has at least SIZE bytes, of which it is known to have KNOWN.
holds() {
  [ "$2" -le "$3" ] || [ -n "$(od -A n -t o1 -j "$(($2 - 1))" -N 1 <"$1")" ]
}
# fitting FILE: refuses a file that the kernel would not start. For such a file a shell only says "not found", or wrongly reads it
# as a script. $1 and on are the first bytes of the file, in octal: elf(5).
fitting() {
  [ -f "$1" ] && [ -r "$1" ] || return 0
  fitting_file=$1
  # shellcheck disable=SC2046 # One word for each byte.
  set -- $(od -A n -v -t o1 -N 1024 <"$1")
  fitting_line=" $*"
  fitting_line=${fitting_line%% 012*}
  case ${1-}${2-}${3-}${4-} in
    043041*)
      fitting_long "$fitting_line"
      fitting_script "$fitting_file"
      return 0
      ;;
    177105114106) ;;
    115132*)
      # A program for Windows, unless its first line is text: then a shell runs it.
      case $fitting_line in
        *" 000"*) translated || refuse 126 "$fitting_file: is a program for Windows" ;;
      esac
      return 0
      ;;
    *)
      # A shell takes a file for a script if its first line holds no NUL byte. That of an archive by bzip2, zstd, 7z or ar may hold none.
      case "$fitting_line " in
        *" 000 "* | " 102 132 150 "?*" 061 101 131 046 123 131 "* | " 050 265 057 375 "* | " 067 172 274 257 047 034 "* | \
          " 041 074 141 162 143 150 076 ")
          translated || refuse 126 "$fitting_file: is neither a program nor a script"
          ;;
      esac
      return 0
      ;;
  esac
  [ "$#" -ge 20 ] || refuse 126 "$fitting_file: is cut short"
  case ${19}${20} in
    @machines@) ;;
    *)
      translated || refuse 126 "$fitting_file: is a program for another processor"
      return 0
      ;;
  esac
  [ "${6-}" = 001 ] || return 0
  # Types 2 and 3 are programs. Bytes that are missing count as zeros, as in the kernel.
  case ${17-}${18-} in
    002000 | 003000) ;;
    *)
      translated || refuse 126 "$fitting_file: is an object file or data, not a program"
      return 0
      ;;
  esac
  if [ "${5-}" = 002 ]; then
    fitting_at=$((0${33-} + 256 * 0${34-} + 65536 * 0${35-} + 16777216 * 0${36-})) fitting_size=$((0${55-})) fitting_left=$((0${57-}))
    fitting_where=8 fitting_length=32
  else
    fitting_at=$((0${29-} + 256 * 0${30-} + 65536 * 0${31-} + 16777216 * 0${32-})) fitting_size=$((0${43-})) fitting_left=$((0${45-}))
    fitting_where=4 fitting_length=16
  fi
  if [ "$fitting_left" -eq 0 ] || ! holds "$fitting_file" "$((fitting_at + fitting_size * fitting_left))" "$#"; then
    refuse 126 "$fitting_file: is cut short"
  fi
  # The segment of type 3 holds the name of the loader.
  while [ "$fitting_left" -gt 0 ] && [ "$((fitting_at + fitting_size))" -le "$#" ]; do
    eval "fitting_type=\${$((fitting_at + 1))}"
    # shellcheck disable=SC2154 # eval sets it.
    if [ "$fitting_type" = 003 ]; then
      fitting_from=0 fitting_byte=4
      while [ "$fitting_byte" -gt 0 ]; do
        eval "fitting_from=\$((256 * fitting_from + 0\${$((fitting_at + fitting_where + fitting_byte))}))"
        fitting_byte=$((fitting_byte - 1))
      done
      eval "fitting_end=\$((fitting_from + 0\${$((fitting_at + fitting_length + 1))} - 1))"
      # shellcheck disable=SC2154 # As above.
      holds "$fitting_file" "$fitting_end" "$#" || refuse 126 "$fitting_file: is cut short"
      [ "$fitting_end" -le "$#" ] || return 0
      fitting_name=
      while [ "$fitting_from" -lt "$fitting_end" ]; do
        fitting_from=$((fitting_from + 1))
        eval "fitting_name=\$fitting_name\\\\\${$fitting_from}"
      done
      # shellcheck disable=SC2059 # The name, each letter in octal.
      fitting_name=$(printf "$fitting_name")
      [ -e "$fitting_name" ] || refuse 127 "$fitting_file: needs the loader $fitting_name, which does not exist"
      return 0
    fi
    fitting_at=$((fitting_at + fitting_size)) fitting_left=$((fitting_left - 1))
  done
}
# fitting_long OCTAL: refuses a first line whose interpreter ends behind the 256 bytes that the kernel reads: BINPRM_BUF_SIZE. A shell
# would run such a script itself, whatever its language is.
fitting_long() {
  fitting_rest=${1#????????}
  while :; do
    case $fitting_rest in
      ' 040'* | ' 011'*) fitting_rest=${fitting_rest#????} ;;
      *) break ;;
    esac
  done
  fitting_name=${fitting_rest%% 040*}
  fitting_name=${fitting_name%% 011*}
  fitting_name=${fitting_name%% 000*}
  [ -z "$fitting_name" ] || [ "$((${#1} - ${#fitting_rest} + ${#fitting_name}))" -le 1020 ] ||
    refuse 126 "$fitting_file: its first line is longer than the kernel reads"
}
# fitting_script FILE: does the same for a file that begins with #!, and for its interpreter.
fitting_script() {
  fitting_line=
  IFS= read -r fitting_line <"$1"
  fitting_line=${fitting_line#??}
  fitting_bare=${fitting_line%"$(printf '\r')"}
  set -f
  # shellcheck disable=SC2086 # The interpreter and its argument.
  set -- "$1" $fitting_bare
  set +f
  # Only the name of a program must not end with CR. An argument may: perl and env -S take CR for white space.
  if [ "$fitting_bare" != "$fitting_line" ]; then
    case $#:${2-}:${3-} in
      [12]:* | 3:*/env:[!-]*) refuse 127 "$1: its first line ends with CR LF, as on Windows" ;;
    esac
  fi
  [ -n "${2-}" ] || return 0
  if ! [ -f "$2" ] || ! [ -x "$2" ]; then
    refuse 127 "$1: its first line names $2, which can't be executed"
  fi
  # The kernel follows five scripts.
  fitting_depth=x$fitting_depth
  [ "$fitting_depth" != xxxxxx ] || refuse 126 "$1: is the interpreter of too many scripts in a row"
  fitting "$2"
}
# runnable PROGRAM PATH: runs before the environment is exported, which its variables must not get into.
runnable() {
  fitting_depth=
  case $1 in
    */*)
      [ -e "$1" ] || refuse 127 "$1: not found, or in a folder that this user can't enter"
      [ ! -d "$1" ] || refuse 126 "$1: is a folder, not a program"
      [ -f "$1" ] || refuse 126 "$1: is not a regular file"
      [ -x "$1" ] || refuse 126 "$1: can't be executed by this user"
      fitting "$1"
      return 0
      ;;
  esac
  set -f
  IFS=:
  runnable_not=
  # The colon at the end keeps an empty last entry, which means the working directory as any empty entry does.
  set -- "$1" "${2:-.}:"
  for runnable_in in $2; do
    if [ -f "${runnable_in:-.}/$1" ]; then
      if [ -x "${runnable_in:-.}/$1" ]; then
        unset IFS
        set +f
        fitting "${runnable_in:-.}/$1"
        return 0
      fi
      runnable_not=${runnable_in:-.}/$1
    fi
  done
  [ -z "$runnable_not" ] || refuse 126 "$runnable_not: can't be executed by this user"
  refuse 127 "$1: not found in the folders of PATH"
}
exec 2>/dev/null
trap 'case $? in 2 | 254) echo fork >&4 ;; esac' EXIT
set -- "$2" "$("$1")"
trap - EXIT
exec 4>&-
case $2 in
  *'#end') ;;
  *) exit 125 ;;
esac
exec </dev/null
eval "$2"
exec "$@" 2>&3 3>&-
