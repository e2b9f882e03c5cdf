# Writes standard input into FILE, a path below the present folder. Other users may change that path meanwhile.
#
#   sh -c PLACE sh follow|guard OWNER GROUP FILE
#
# As FILE's own user the script follows links ("follow"): that user may write wherever they lead. As another user, such as root, it
# follows none ("guard"): it enters each folder of the path and checks where it then is. Every file and folder is made in a new folder
# that nobody else can enter, given to OWNER and GROUP (numbers; empty: the present user keeps it), and renamed into its place. The new
# folder, too, can be exchanged before it is entered, so there, and on the way back, the script again checks where it is.
#
# If it fails, it prints the place and exits with 71: a step is a link; 72: a step is no folder; 73: FILE is a folder; 74: somebody
# exchanged a folder meanwhile; 77: this user may not write there; 1: anything else.

place_way=$1 place_owner=$2 place_group=$3 place_left=$4
# The name is this script's alone, in case somebody leads two scripts into one folder.
place_own=.launcho-$$ place_made=made-$$

refuse() {
  printf '%s\n' "$2"
  exit "$1"
}

# give NAME
give() {
  [ -n "$place_owner" ] || return 0
  # "+" marks a number that is no name, where chown knows it; busybox's chown takes a number as a number anyway.
  chown -h "+$place_owner:+$place_group" "$1" 2>/dev/null || chown -h "$place_owner:$place_group" "$1"
}

# Prints the folder as pwd -P does; the "x" after it saves line ends at the end of the name.
where() {
  pwd -P && echo x
}

# is_at FOLDER: succeeds if that is the present folder, or if links may be followed.
is_at() {
  [ "$place_way" = follow ] && return 0
  place_now=$(where) && [ "${place_now%?x}" = "$1" ]
}

# Succeeds if nobody else can have made the present folder, nobody else can enter it, and it is empty, as a new one is.
is_own() {
  [ "$place_way" = follow ] && return 0
  [ -O . ] && [ -n "$(find . -prune -perm -0700 ! -perm -0010 ! -perm -0001 ! -perm -0020 ! -perm -0002)" ] && [ -z "$(ls -A .)" ]
}

# Enters a new folder below the present one.
enter_own() {
  place_parent=$(where) place_parent=${place_parent%?x}
  if [ ! -w . ] || [ ! -x . ]; then
    refuse 77 "$place_parent"
  fi
  (umask 077 && mkdir "./$place_own") || refuse 1 "$place_parent"
  cd -P "./$place_own" || refuse 74 "$place_parent"
  if ! is_at "${place_parent%/}/$place_own" || ! is_own; then
    refuse 74 "$place_parent"
  fi
}

# leave_own AS: moves what was made in the new folder to its place AS, and goes back.
leave_own() {
  place_status=0
  mv -fT "./$place_made" "../$1" || place_status=1
  rm -rf "./$place_made"
  # Without -P the shell would go to what has the parent's name by now.
  cd -P .. || exit 1
  rmdir "./$place_own"
  is_at "$place_parent" || refuse 74 "$place_parent"
  [ "$place_status" = 0 ] || refuse 1 "${place_parent%/}/$1"
}

umask 022
while :; do
  case $place_left in
    */*) place_step=${place_left%%/*} place_left=${place_left#*/} ;;
    *) break ;;
  esac
  if [ ! -e "./$place_step" ] && [ ! -h "./$place_step" ]; then
    enter_own
    mkdir "./$place_made" && give "./$place_made"
    leave_own "$place_step"
  fi
  place_from=$(where) place_from=${place_from%?x}
  [ -d "./$place_step" ] || refuse 72 "${place_from%/}/$place_step"
  cd -P "./$place_step" || refuse 77 "${place_from%/}/$place_step"
  is_at "${place_from%/}/$place_step" || refuse 71 "${place_from%/}/$place_step"
done

if [ -d "./$place_left" ] && [ ! -h "./$place_left" ]; then
  refuse 73 "$(pwd -P)/$place_left"
fi
enter_own
umask 077
place_whole=
cat >"./$place_made" && give "./$place_made" && place_whole=yes
[ -n "$place_whole" ] || rm -f "./$place_made"
leave_own "$place_left"
