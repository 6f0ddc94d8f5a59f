#!/bin/bash
# Serve the site with Granian until a signal ends it: HOST, PORT; WORKERS processes of THREADS threads each.
set -eu
cd "$(dirname "$0")/.."

# A connection is an open file, and the usual limit of 1,024 is below what the server may hold.
ulimit -S -n "$(ulimit -H -n)" 2>/dev/null || true

# The application is to know how many threads it has: portal/senders.py.
export THREADS="${THREADS:-4}"

# Connections wait outside the threads, so a slow reader costs memory alone: each process holds `backpressure` of
# them, far more than the few threads that do the work, and the system queues `backlog` more.
# Threads are few because each keeps a connection to the database. Granian's access log is off: a line that joins
# a reader's address and a page would tell of a child's illness.
exec .venv/bin/python -m granian portal.wsgi:application \
    --interface wsgi --no-ws \
    --host "$HOST" --port "$PORT" \
    --workers "${WORKERS:-2}" --blocking-threads "$THREADS" \
    --backlog 2048 --backpressure 1024 \
    --respawn-failed-workers --workers-kill-timeout 10s
