#!/bin/sh
# Measure a page of the running site as a phone and as a desktop computer; fail below the marks we hold ourselves to.
#   URL    the site (http://127.0.0.1:8000)       PAGE   the page (/conditions/asthma/)
# What else the machine does while it measures counts against the page: performance means something on a quiet one alone.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh
. scripts/browser.sh
. scripts/running-site.sh
. scripts/npm.sh

# The newest that Debian's own Node.js 18 runs.
VERSION=12.8.2
PAGE=${PAGE:-/conditions/asthma/}
folder=var/lighthouse

needs node nodejs
needs npm npm
needs_running_site
npm_tool lighthouse "$VERSION" || fail "npm could not install it."
if ! provide_browser || [ -z "$CHROMIUM" ]; then fail "This needs Chromium: sudo apt-get install chromium"; fi

# Chromium's sandbox refuses to work for root.
flags="--headless=new"
[ "$(id -u)" -ne 0 ] || flags="$flags --no-sandbox"

# measure FORM LIGHTHOUSE-ARGUMENT...
measure() {
    form=$1
    shift
    CHROME_PATH=$CHROMIUM node var/tools/lighthouse/node_modules/lighthouse/cli/index.js "$URL$PAGE" "$@" --quiet \
        --chrome-flags="$flags" --output=html --output=json --output-path="$folder/$form"
}

mkdir -p "$folder"
measure phone
measure desktop --preset=desktop
.venv/bin/python - "$folder" <<'PROGRAM'
import json
import pathlib
import sys

MARKS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
below = False
for form in ("phone", "desktop"):
    report = json.loads(pathlib.Path(sys.argv[1], f"{form}.report.json").read_text(encoding="utf-8"))
    for name, mark in MARKS.items():
        score = round(100 * (report["categories"][name]["score"] or 0))
        below |= score < mark
        print(f"{form:<8} {name:<15} {score:>3}{f'  below {mark}' if score < mark else ''}")
print(f"The reports: {sys.argv[1]}/phone.report.html, {sys.argv[1]}/desktop.report.html")
sys.exit(below)
PROGRAM
