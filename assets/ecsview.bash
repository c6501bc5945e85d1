# SPDX-License-Identifier: GPL-2.0-or-later
# Completion for bash: options and the values that have names; files where a file is wanted.
_ecsview() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} offer
    local api="--region --endpoint --profile --signature --ca-file --proxy --timeout --log-level
        --log-format
        --version --help"
    local console="--password-file --take-over --allow-plain-ws"
    local window="--idle-limit --retry --fullscreen --kiosk --stay --view-only --window-size --scale --hotkeys --os"
    case $before in
        --scale) offer="fit integer none stretch" ;;
        --signature) offer="v3 v1" ;;
        --os) offer="windows linux" ;;
        --log-level) offer="error warning info debug" ;;
        --log-format) offer="text json" ;;
        --hotkeys) offer="none fullscreen=ctrl+alt+enter,menu=ctrl+alt+m" ;;
        --retry) offer="forever" ;;
        --region | --endpoint | --profile | --timeout | --proxy | --idle-limit | --window-size) offer= ;;
        --password-file | --ca-file) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
        *)
            case " ${COMP_WORDS[*]:1:COMP_CWORD-1} " in
                *" shot "*) offer="$api $console" ;;
                *" url "*) offer="$api --password-file --os --page" ;;
                *" list "*) offer="$api --json" ;;
                *) offer="shot url list $api $console $window" ;;
            esac ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$offer" -- "$word")
}
complete -o default -F _ecsview ecsview
