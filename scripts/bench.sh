#!/bin/sh
# Measure the site beside what its server and a file can do; docs/performance.md keeps the results.
#   BIG=1               100,000 conditions too
#   TEST_DATABASE_URL   a PostgreSQL database to measure as well; its tables are filled
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh

for tool in wrk nginx; do
    command -v "$tool" >/dev/null || [ -x "/usr/sbin/$tool" ] || install_debian wrk nginx-light ||
        { echo "make bench needs wrk and nginx: sudo apt-get install wrk nginx-light" >&2 && exit 1; }
done
exec .venv/bin/python -m benchmarks.run "$@"
