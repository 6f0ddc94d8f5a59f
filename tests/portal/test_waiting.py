"""How long a thread waits for a PostgreSQL that says nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection
from psycopg2 import extensions

from portal.waiting import limit_waiting

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

A_WHILE = 1.5  # Seconds: longer than is waited for a server that is away.


@pytest.fixture
def waiting() -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Sets the limit, for this test alone; the connection that was given up is not used again."""
    connection.ensure_connection()
    yield limit_waiting
    extensions.set_wait_callback(None)
    connection.close()


def sleep_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [A_WHILE])


def test_a_slow_answer_is_waited_for(waiting: Callable[[Callable[[], bool]], None]) -> None:
    waiting(lambda: False)
    sleep_there()


def test_nobody_waits_for_a_server_that_another_thread_knows_to_be_away(
    waiting: Callable[[Callable[[], bool]], None],
) -> None:
    glances = iter([False, False])
    waiting(lambda: next(glances, True))
    with pytest.raises(OperationalError, match=r"did not answer for 1\.0 seconds"):
        sleep_there()
