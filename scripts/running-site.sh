# shellcheck shell=sh
# Sourced by the scripts that look at the pages of a running site at $URL.

fail() {
    echo "$*" >&2
    exit 1
}

# needs COMMAND PACKAGE
needs() {
    command -v "$1" >/dev/null || fail "This needs '$1', which is not here. Install it (Debian: sudo apt-get install $2) and run this again."
}

needs_running_site() {
    .venv/bin/python -c "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10)" "$URL/healthz" 2>/dev/null ||
        fail "No site answers at $URL. Start it in another terminal with 'make run', or name another: URL=https://..."
}
