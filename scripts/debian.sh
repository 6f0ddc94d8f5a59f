# shellcheck shell=sh
# Sourced by other scripts: Debian packages, where this machine and this user can install them.

# dpkg refuses to work without these folders, which an ordinary user's PATH leaves out.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Whether packages can be installed without asking anybody for a password.
can_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

# install_debian PACKAGE...: say what is installed; on failure show what apt said.
install_debian() {
    can_install || return 1
    echo "Installing with apt: $*"
    apt_log=$(mktemp)
    # An update that reaches only some of the sources is often enough, so its failure alone ends nothing.
    as_root apt-get update -q >"$apt_log" 2>&1 || true
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" \
        >>"$apt_log" 2>&1 </dev/null; then
        rm -f "$apt_log"
    else
        tail -n 20 "$apt_log" >&2
        rm -f "$apt_log"
        return 1
    fi
}
