#!/usr/bin/env bash
# Completes command lines in bash, and in fish and zsh if they are installed. Checks the man pages, if man is installed.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

start_server
launcho secret set DATABASE_URL nonsense >/dev/null 2>&1
launcho secret set API_KEY nonsense >/dev/null 2>&1

# What bash offers after the text.
in_bash() {
    bash --norc --noprofile -c '
        source <(launcho completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        read -r -a COMP_WORDS <<<"$1"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _launcho
        printf "%s\n" "${COMPREPLY[@]}"' bash "$1"
}

# What fish offers, without descriptions.
in_fish() {
    # shellcheck disable=SC2016 # It is fish that expands it.
    fish --no-config -c 'launcho completion fish | source; complete -C $argv[1]' "$1" | cut -f1
}

# in_zsh TEXT COMPLETED: types the text and Tab into a zsh on a terminal of its own, Enter once it shows what it makes of
# it, and prints what comes of that.
in_zsh() {
    # shellcheck disable=SC2016 # It is zsh that expands these.
    timeout 20 zsh -f -c '
        zmodload zsh/zpty
        zpty shell env TERM=dumb zsh -f -i
        zpty -w shell "unsetopt zle_bracketed_paste; PS1=; autoload -U compinit; compinit -u -D; source <(launcho completion zsh); echo be\gin"
        zpty -r shell seen "*begin*"
        zpty -w -n shell "$1"$'"'\\t'"'
        zpty -r shell seen "*$2*"
        zpty -w shell " "
        zpty -w shell "echo the-\end"
        zpty -r shell seen "*the-end*"
        print -r -- "$seen"
        zpty -d shell' zsh "$1" "$2"
}

# offers WHAT WANTED COMMAND...: a server has a quarter of a second to tell names; where it has told none it is asked again.
offers() {
    local what=$1 wanted=$2 got='' try
    shift 2
    for ((try = 0; try < 20 && ${#got} < 2; try++)); do
        got=$("$@" | sort | tr '\n' ' ')
    done
    same "$what" "$wanted" "${got% }"
}

offers "bash completes commands" "status" in_bash "launcho stat"
offers "bash completes names of secrets" "API_KEY DATABASE_URL" in_bash "launcho secret get "
offers "bash completes options" "--no-wait" in_bash "launcho target set --no"
touch "$work/one file.yaml"
offers "bash completes files" "one file.yaml" in_bash "launcho target set one"

if command -v fish >/dev/null; then
    offers "fish completes commands" "status" in_fish "launcho stat"
    offers "fish completes names of secrets" "API_KEY DATABASE_URL" in_fish "launcho secret get "
    offers "fish completes options" "--no-wait" in_fish "launcho target set --no"
    offers "fish completes files" "one file.yaml" in_fish "launcho target set one"
else
    echo "SKIP  completion: there is no fish"
fi

if command -v zsh >/dev/null; then
    # What has not been offered at once never comes, so a short try that is made again finds more than a long one.
    for _ in {1..9}; do
        seen=$(in_zsh "launcho vers" "launcho version") && break
    done
    check "zsh completes commands" grep -q "launcho 0\." <<<"$seen"
    for _ in {1..9}; do
        in_zsh "launcho secret rm DATAB" "DATABASE_URL" >/dev/null && break
    done
    same "zsh completes names of secrets: the one is removed" "API_KEY" "$(launcho secret ls)"
else
    echo "SKIP  completion: there is no zsh"
fi

java -cp "$root/cli/target/launcho-client.jar" dev.launcho.cli.command.ManPages "$work/man/man1"
check "there is a manual page for each command" test "$(find "$work/man/man1" -name 'launcho*.1' | wc -l)" -gt 20
if command -v man >/dev/null && man --version 2>/dev/null | grep -q man; then
    text=$(MANPATH=$work/man MANWIDTH=80 man --warnings launcho-target-set 2>"$work/man.err" | col -b)
    check "man shows it" grep -Eq 'launcho-target-set +- +Check +a +target' <<<"$text"
    same "man has nothing to complain about" "" "$(cat "$work/man.err")"
fi
[ "$failures" -eq 0 ]
