#!/bin/sh
# Measure the site beside what its server and a file can do; docs/performance.md keeps the results.
#   PART=pages,growth   these parts alone: pages, alerts, throughput, open, growth, searching, checking, staff, away
#   PEERS=1             Wagtail beside us, without a cache and with wagtail-cache (pages; needs PyPI)
#   BIG=1               100,000 conditions too (growth)
# PostgreSQL and Redis of its own are started for the parts that need them, and ended.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh

for tool in wrk nginx; do
    command -v "$tool" >/dev/null || [ -x "/usr/sbin/$tool" ] || install_debian wrk nginx-light ||
        { echo "make bench needs wrk and nginx: sudo apt-get install wrk nginx-light" >&2 && exit 1; }
done
exec .venv/bin/python -u -m benchmarks.run "$@"
