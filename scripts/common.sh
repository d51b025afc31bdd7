# shellcheck shell=sh
# Shared by the set-up scripts; sourced, never run.

# say EN ZH: one line of progress, in the language that the program itself would speak here.
say() {
    for value in "${KG_LANG:-}" "${LC_ALL:-}" "${LC_MESSAGES:-}" "${LANG:-}"; do
        case $value in
        en | en[-_.]*)
            printf '%s\n' "$1" >&2
            return
            ;;
        zh | zh[-_.]*) break ;;
        esac
    done
    printf '%s\n' "$2" >&2
}

# fail EN ZH: say it and stop.
fail() {
    say "$1" "$2"
    exit 1
}

# install_packages NAME…: Debian packages, when this is Debian and we are root. Fails otherwise.
install_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "Installing Debian packages: $* …" "正在安装 Debian 软件包：$* ……"
    log=$(mktemp)
    # The lists are refreshed first: on a new machine there are none, on an old one they name versions that are gone.
    # One at a time, for apt-get does not wait for another.
    if (
        flock 9
        DEBIAN_FRONTEND=noninteractive apt-get update --quiet &&
            DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "$@"
    ) >"$log" 2>&1 </dev/null 9>"${TMPDIR:-/tmp}/care-checklist-packages.lock"; then
        rm -f "$log"
        return 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}
