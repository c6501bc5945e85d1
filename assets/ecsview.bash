# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for bash: options and the values that have names; files where a file is wanted.
_ecsview() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} offer
    local common="--region --endpoint --password-file --take-over --ca-file --allow-plain-ws
        --timeout --log-level --log-format --version --help"
    local window="--fullscreen --view-only --window-size --scale --hotkeys"
    case $before in
        --scale) offer="fit integer none stretch" ;;
        --log-level) offer="error warning info debug" ;;
        --log-format) offer="text json" ;;
        --hotkeys) offer="none fullscreen=ctrl+alt+enter" ;;
        --region | --endpoint | --timeout | --window-size) offer= ;;
        --password-file | --ca-file) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        *)
            case " ${COMP_WORDS[*]:1:COMP_CWORD-1} " in
                *" shot "*) offer=$common ;;
                *) offer="shot $common $window" ;;
            esac ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$offer" -- "$word")
}
complete -o default -F _ecsview ecsview
