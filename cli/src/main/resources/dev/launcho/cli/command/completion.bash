# bash completion for launcho; made by "launcho completion bash".
_launcho() {
    local words word line mine=() i
    # Colons split words in bash, not in launcho: put them together again.
    local typed=${COMP_LINE:0:COMP_POINT}
    read -r -a words <<<"$typed"
    [[ $typed == *[[:space:]] ]] && words+=("")
    word=${words[${#words[@]} - 1]}
    local prefix=
    [[ $word == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=${word%"${word##*:}"}
    while IFS= read -r line; do
        line=${line%%$'\t'*}
        if [[ $line == :files ]]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r i; do mine+=("$i"); done < <(compgen -f -- "$word")
        elif [[ -n $line ]]; then
            mine+=("${line#"$prefix"}")
        fi
    done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
    COMPREPLY=("${mine[@]}")
}
complete -F _launcho launcho
