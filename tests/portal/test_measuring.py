"""What `make bench` counts as a stale answer."""

import pytest

from benchmarks.freshness import NEVER, Change, Seen, stale_after

pytestmark = pytest.mark.once
POSTED, ENDED = Change(9.9, 10.0, "a"), Change(10.9, 11.0, "")


@pytest.mark.parametrize(
    ("answer", "is_stale"),
    [
        (Seen(10.3, 10.4, ""), True),
        (Seen(10.3, 10.4, "a"), False),
        (Seen(10.3, 10.4, "another"), True),
        (Seen(9.95, 10.4, ""), False),
        (Seen(10.85, 10.95, ""), False),
        (Seen(10.85, 10.95, "another"), True),
        (Seen(10.95, 11.2, ""), False),
    ],
    ids=["before", "shown", "another", "asked early", "the next has begun", "neither", "asked after the next began"],
)
def test_an_answer_is_stale_that_shows_neither_the_change_nor_the_next(answer: Seen, is_stale: bool) -> None:
    assert bool(stale_after([answer], POSTED, ENDED)) is is_stale


def test_of_each_stale_answer_it_says_how_late_it_was_asked_for() -> None:
    seen = [Seen(10.0, 10.1, ""), Seen(10.25, 10.3, ""), Seen(10.5, 10.6, "a")]
    assert stale_after(seen, POSTED, ENDED) == [0.0, 0.25]
    assert stale_after([Seen(99.0, 99.1, "a")], ENDED, NEVER) == [88.0]
