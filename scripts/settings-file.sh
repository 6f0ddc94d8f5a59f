#!/bin/sh
# Write the settings of a demonstration where there are none yet.
set -eu
cd "$(dirname "$0")/.."

[ -e .env ] || cat >.env <<'SETTINGS'
# This machine's settings: NAME=value lines. A real environment variable wins over a line here.
# DEMO=1 is for trying the site out on one machine: it loads a fictional hospital, with accounts whose password
# everybody knows, and needs no SECRET_KEY. Take it out before this site serves anybody else: docs/operations.md.
DEMO=1
SETTINGS
