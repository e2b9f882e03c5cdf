#!/usr/bin/env bash
# Attacks a server that runs as root, from another account of the machine (nobody): links planted where resources are
# placed, folders exchanged while a working directory with a deep tree is removed, a planted key of the secrets, and
# folders that everybody may write to. See docs/security.md.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -ne 0 ] || ! setpriv --reuid=65534 --clear-groups true 2>/dev/null; then
    echo "SKIPPED  $script: needs root, and to become nobody"
    exit 0
fi

nobody() {
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

mode_of() {
    stat -c '%a %u' "$1"
}

chmod 711 "$work" "$HOME" "$HOME/.launcho"
mkdir -m 700 "$work/rootonly"
echo "root's" >"$work/rootonly/precious"
mkdir "$work/app" "$work/shared"
chmod 1777 "$work/shared"
chown 65534:65534 "$work/app"

# --- Folders that are there.
config
cat >>"$HOME/.launcho/launcho-config.yaml" <<EOF
  work_dir: "$work/shared"
EOF
exits 3 "work_dir that everybody may write to" launcho server
says "work_dir: the reason" 'server.work_dir: .*/shared can be written by other users \(rwxrwxrwt\)' "$said"
same "work_dir: its mode" "1777 0" "$(mode_of "$work/shared")"
config
exits 1 "home that everybody may write to" launcho server --home "$work/shared"
says "home: the reason" "^error: can't start on .*/shared can be written by other users" "$said"
same "home: its mode" "1777 0" "$(mode_of "$work/shared")"

# --- The key of the secrets, before the first start.
printf '%064d\n' 7 | nobody tee "$work/shared/h-secret.key" >/dev/null
exits 3 "key planted beside the home" launcho server --home "$work/shared/h"
says "key: the reason" '^error: the key of the secrets in .*h-secret.key belongs to nobody' "$said"

# --- Links where resources are placed.
start_server
echo content >bundle
bundle=$(launcho resource up bundle)
nobody ln -s "$work/rootonly" "$work/app/conf"
nobody ln -s "$work/rootonly/precious" "$work/app/plain.txt"
nobody ln -s "$work/rootonly/precious" "$work/app/.plain.txt.launcho"
# placed UID FILE TIMEOUT
placed() {
    cat <<EOF
processes:
  - name: app
    command: [sleep, "1000"]
    cwd: "$work/app"
    min_healthy: 100ms
    start_timeout: $3
    $1
    resources: [{id: "$bundle", file: "$2"}]
EOF
}
for uid in 'uid: nobody' 'uid: daemon' ''; do
    exits 0 "a name that is a link${uid:+, }$uid" launcho target set <(placed "$uid" plain.txt 60s)
    same "a name that is a link: the file" content "$(cat "$work/app/plain.txt")"
    rm -f "$work/app/plain.txt"
    nobody ln -s "$work/rootonly/precious" "$work/app/plain.txt"
    exits 8 "a link on the way${uid:+, }$uid" launcho target set <(placed "$uid" conf/app.conf 3s)
    says "a link on the way: said" 'app/conf is a link' "$said"
done
same "what is root's" "precious root's" "$(ls "$work/rootonly") $(cat "$work/rootonly/precious")"

# --- The removal of a working directory.
mkdir "$work/foreign"
(cd "$work/foreign" && seq 1 500 | xargs touch)
cat >deep.yaml <<'EOF'
processes:
  - name: app
    command:
      - sh
      - -c
      - |
        i=0
        while [ $i -lt 200 ]; do mkdir -p tree/$i/a tree/$i/b; i=$((i + 1)); done
        long=$(seq 1 500 | sed 's/.*/d/' | tr '\n' /)
        (for i in 1 2 3 4; do mkdir -p "$long" && cd -P "$long"; done)
        echo built
        exec sleep 1000
    uid: nobody
EOF
exits 0 "a deep tree" launcho target set deep.yaml
built() {
    launcho logs app | grep -q built
}
check "a deep tree: built" until_true 30 built
dir=$(echo "$HOME"/.launcho/work/*/)
same "a deep tree: one directory" 1 "$(wc -w <<<"$dir")"
# shellcheck disable=SC2016 # The attacker's shell is to expand it.
nobody sh -c 'cd "$1/tree" || exit; while cd "$1/tree"; do for i in 1 2 3 4 5 6 7 8 9; do
    mv $i aside && ln -s "$2" $i && rm $i && mv aside $i; done; done' sh "$dir" "$work/foreign" >/dev/null 2>&1 &
started_pids+=("$!")
exits 0 "it is removed" launcho target set <(echo "processes: []")
removed() {
    [ ! -e "$dir" ]
}
check "it is removed: nothing is left" until_true 30 removed
same "it is removed: what the links led to" 500 "$(find "$work/foreign" -type f | wc -l)"
stop_server
[ "$failures" -eq 0 ]
