#!/bin/sh
# Take the pictures that the tests of tests/browser/looks compare with, where a page looks different from the one that is kept.
# What was seen, at its full size, is in var/looks: look at it before you commit.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh
. scripts/browser.sh

pictures=tests/browser/looks/pictures

sums() {
    cksum $pictures/* 2>/dev/null | sort
}

if ! provide_browser || ! provide_face; then
    echo "This needs Chromium: sudo apt-get install chromium fonts-dejavu-core" >&2
    exit 1
fi
rm -rf var/looks
before=$(mktemp)
trap 'rm -f "$before"' EXIT
sums >"$before"
LOOKS=accept .venv/bin/python -m pytest --quiet --numprocesses "${TEST_WORKERS:-2}" tests/browser/looks/test_looks.py
changed=$(sums | comm -13 "$before" - | sed "s|.*$pictures/||" | sort)
echo "${changed:-No page looks different.}"
[ -z "$changed" ] || echo "These are new. Look at each in var/looks, and then commit them."
