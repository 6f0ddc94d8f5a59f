#!/bin/sh
# Play the whole course of a page on a running demonstration, with a picture of each step.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh
. scripts/browser.sh
. scripts/running-site.sh

needs_running_site
provide_browser || fail "This needs Chromium: sudo apt-get install chromium"
exec .venv/bin/python -m scripts.course
