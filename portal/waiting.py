"""No thread waits long for a PostgreSQL that does not answer.

A server that is frozen, or whose machine hangs, says nothing and breaks no connection: without a limit of our own
every request that asks it would hold its thread until it comes back, and soon all threads, readers' too.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from psycopg2 import OperationalError, extensions

LONGEST = 4.0  # Seconds for one answer, far more than any statement of a request takes.
WHEN_AWAY = 1.0  # Seconds, where another thread has waited in vain for as long.
WHEN_DOUBTED = 0.4  # Seconds, after another wait was given up and until an answer comes.
_DOUBT = 2.0  # Seconds after which a server is believed again.
_GLANCE = 0.25  # Seconds between looks at whether the server is known to be away.


class Patience:
    """What psycopg2 calls to wait for the server; it raises `OperationalError` and gives up the connection.

    `is_away`: whether somebody else has found that the server does not answer; looked at again while waiting.
    """

    def __init__(self, is_away: Callable[[], bool]) -> None:
        self._is_away = is_away
        self._doubted_until = 0.0

    def __call__(self, connection: extensions.connection) -> None:
        began = time.monotonic()
        is_doubted = began < self._doubted_until
        while (state := connection.poll()) != extensions.POLL_OK:
            longest = WHEN_DOUBTED if is_doubted else WHEN_AWAY if self._is_away() else LONGEST
            left = began + longest - time.monotonic()
            if left <= 0:
                self._doubted_until = time.monotonic() + _DOUBT
                raise OperationalError(f"The server did not answer for {longest} seconds.")
            _wait(connection, state, min(left, _GLANCE))
        self._doubted_until = 0.0


def _wait(connection: extensions.connection, state: int, seconds: float) -> None:
    # Not select(), which knows no more than 1,024 open files.
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    poll.poll(seconds * 1000)


def limit_waiting(is_away: Callable[[], bool]) -> None:
    """For all connections of this process; for servers, not for commands, whose statements may take their time."""
    extensions.set_wait_callback(Patience(is_away))
