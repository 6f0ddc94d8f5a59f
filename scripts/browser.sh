# shellcheck shell=sh
# Sourced by other scripts: a Chromium for the tests that need one, and the accessibility checker they use in it.

# Print where a browser of this system is.
find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

has_playwright_browser() {
    .venv/bin/python - <<'PROGRAM' 2>/dev/null
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PROGRAM
}

# Set CHROMIUM to a browser's path; leave it empty where Playwright has its own. Fails where there is none.
provide_browser() {
    CHROMIUM=${CHROMIUM:-$(find_browser || true)}
    if [ -z "$CHROMIUM" ] && ! has_playwright_browser; then
        install_debian chromium fonts-liberation || .venv/bin/python -m playwright install chromium || return 1
        CHROMIUM=$(find_browser || true)
    fi
    export CHROMIUM
}

# The one face beside the site's own that pages are drawn with for the pictures of tests/browser/looks.
provide_face() {
    [ -n "$(find /usr/share/fonts -name DejaVuSans.ttf 2>/dev/null)" ] || install_debian fonts-dejavu-core
}

# Put axe-core at var/tools/axe.min.js. It comes inside a Python package whose code is not used, so neither the
# packages that one asks for nor its own newer Python matter.
provide_axe() {
    axe_sum=$(cksum <scripts/axe.txt)
    [ -s var/tools/axe.min.js ] && [ "$(cat var/tools/axe.sum 2>/dev/null)" = "$axe_sum" ] && return
    axe_folder=$(mktemp -d)
    .venv/bin/python -m pip install --disable-pip-version-check -qq --no-deps --ignore-requires-python \
        --require-hashes --target "$axe_folder" -r scripts/axe.txt || return 1
    mkdir -p var/tools
    cp "$axe_folder/pytest_playwright_axe/resources/axe.min.js" var/tools/axe.min.js
    echo "$axe_sum" >var/tools/axe.sum
    rm -rf "$axe_folder"
}
