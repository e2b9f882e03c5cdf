# Makes the mounts of an instance, in a mount namespace of its own, then executes COMMAND.
#
#   sh -c MOUNTS sh MOUNT CWD [over FROM TO | keep OPTIONS AT]... -- COMMAND...
#
# "over" puts FROM, with what is mounted below it, in the place of TO. "keep" makes what is mounted AT read-only, with OPTIONS.
# All paths are absolute and without links. This script still runs as root, and other users can exchange a folder above CWD meanwhile.
# So it enters each folder, checks where it then is, and mounts what it is in: that stays the same whatever becomes of its path.
# If FROM is TO, or is kept, only root can change the folders above; that folder is entered, since root may not enter FROM itself.
mount=$1 cwd=$2
shift 2
refuse() {
  echo "launcho: $1" >&2
  exit 125
}
# enter FOLDER. The "x" saves line ends at the end of the name.
enter() {
  cd -P "$1" 2>/dev/null || refuse "$1: can't be entered"
  entered=$(pwd -P && echo x)
  [ "${entered%?x}" = "$1" ] || refuse "$1: a folder of this path was exchanged for a link; put the folder back in its place"
}
# within PATH: enters the folder that PATH lies in, and sets step to the rest.
within() {
  above=${1%/*} step=./${1##*/}
  enter "${above:-/}"
}
# mount(8) of util-linux makes "." a path again unless -c forbids it; that of busybox takes "." as it is and knows no -c.
case $("$mount" -V 2>/dev/null) in
  *util-linux*) same=-c ;;
  *) same= ;;
esac
while [ "$1" != -- ]; do
  case $1 in
    over)
      if [ "$2" = "$3" ]; then
        within "$2"
        to=$step
      else
        enter "$2"
        step=. to=$3
      fi
      "$mount" ${same:+"$same"} --rbind "$step" "$to" 2>/dev/null || refuse "$3: nothing can be mounted there"
      ;;
    *)
      within "$3"
      # A source is given, though it means nothing: without a source, mount would consult fstab.
      "$mount" ${same:+"$same"} -o "$2" none "$step" 2>/dev/null || refuse "$3: can't be made read-only"
      ;;
  esac
  shift 3
done
shift
enter "$cwd"
exec "$@"
