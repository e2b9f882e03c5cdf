# Enters the working directory as the instance's user, then starts a program.
#
#   sh -c ENTER sh CWD PLACE PROGRAM [ARGUMENT...]
#
# Another user can change the path CWD: it may lead to a folder that only root can enter. So root stays outside, and this shell, which runs
# as the instance's user, enters by itself. PLACE is where the path led when the words were made, for the message.
cd -P -- "$1" 2>/dev/null || {
  echo "launcho: cwd leads to $2, which this user can't enter" >&2
  exit 125
}
shift 2
exec "$@"
