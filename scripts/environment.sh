#!/bin/sh
# Make .venv and put the pinned packages into it: `environment.sh runtime` or `environment.sh development`.
# PYTHON chooses another interpreter. Quick when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh

python=${PYTHON:-python3}

fail() {
    echo "$*" >&2
    exit 1
}

check_python() {
    command -v "$python" >/dev/null || fail "Python is not here: there is no command '$python'. Install Python 3.11 or newer."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) is too old: Python 3.11 or newer is needed. PYTHON=python3.12 chooses another."
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# Debian keeps the part of Python that makes environments in a package of its own.
provide_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    package="python$(version_of "$python")-venv"
    install_debian "$package" || fail "Python's venv module is not complete here. Install it, then run this again:
    sudo apt-get install $package"
}

# An environment that was left half made, whose interpreter is gone, or that is not of the version asked for.
is_usable() {
    .venv/bin/python -c 'import pip, sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of .venv/bin/python)" = "$(version_of "$PYTHON")" ]
}

make_environment() {
    check_python
    provide_venv
    echo "Making the Python environment in .venv"
    "$python" -m venv --clear .venv
}

sum_of() {
    cat "$@" | cksum
}

# A stamp holds the sum of the files that were installed last.
is_installed() {
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ]
}

install_packages() {
    echo "Installing the packages of $1"
    rm -f .venv/installed-*
    .venv/bin/python -m pip install --disable-pip-version-check -qq -r "$1"
}

install_runtime() {
    sum=$(sum_of requirements.txt)
    is_installed runtime "$sum" && return
    install_packages requirements.txt
    echo "$sum" >.venv/installed-runtime
}

# Contains the runtime packages.
install_development() {
    sum=$(sum_of requirements.txt requirements-dev.txt)
    is_installed development "$sum" && return
    install_packages requirements-dev.txt
    echo "$sum" >.venv/installed-development
    sum_of requirements.txt >.venv/installed-runtime
}

case ${1:-} in
    runtime | development) ;;
    *) fail "Say which packages: environment.sh runtime, or environment.sh development" ;;
esac
is_usable || make_environment
"install_$1"
