#compdef launcho
# zsh completion for launcho; made by "launcho completion zsh".
_launcho() {
    local line value
    local -a values shown
    local files=0
    while IFS= read -r line; do
        if [[ $line == :files ]]; then
            files=1
        elif [[ -n $line ]]; then
            value=${line%%$'\t'*}
            values+=("$value")
            if [[ $line == *$'\t'* ]]; then
                shown+=("$value -- ${line#*$'\t'}")
            else
                shown+=("$value")
            fi
        fi
    done < <("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( files )) && _files
    (( ${#values} )) && compadd -l -d shown -a values
}
if (( $+functions[compdef] )); then
    compdef _launcho launcho
fi
