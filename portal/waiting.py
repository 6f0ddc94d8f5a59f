"""No thread waits long for a PostgreSQL that does not answer.

A server that is frozen, or whose machine hangs, says nothing and breaks no connection: without a limit of our own
every request that asks it would hold its thread until it comes back, and soon all threads, readers' too.
"""

from __future__ import annotations

import select
import time

from psycopg2 import OperationalError, extensions

LONGEST = 4.0  # Seconds for one answer, far more than any statement of a request takes.
WHEN_DOUBTED = 0.4  # Seconds, after another wait was given up and until an answer comes.
_DOUBT = 2.0  # Seconds after which a server is believed again.


class Patience:
    """What psycopg2 calls to wait for the server; it raises `OperationalError` and gives up the connection."""

    def __init__(self) -> None:
        self._doubted_until = 0.0

    def __call__(self, connection: extensions.connection) -> None:
        began = time.monotonic()
        longest = WHEN_DOUBTED if began < self._doubted_until else LONGEST
        while (state := connection.poll()) != extensions.POLL_OK:
            left = began + longest - time.monotonic()
            if left <= 0 or not _is_ready(connection, state, left):
                self._doubted_until = time.monotonic() + _DOUBT
                raise OperationalError(f"The server did not answer for {longest} seconds.")
        self._doubted_until = 0.0


def _is_ready(connection: extensions.connection, state: int, seconds: float) -> bool:
    # Not select(), which knows no more than 1,024 open files.
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return bool(poll.poll(seconds * 1000))


def limit_waiting() -> None:
    """For all connections of this process; for servers, not for commands, whose statements may take their time."""
    extensions.set_wait_callback(Patience())
