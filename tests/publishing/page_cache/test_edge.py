"""What caches in front are told: never to keep a page past its next scheduled change."""

import time

from publishing import clock
from publishing.page_cache.answers import make_answer
from publishing.page_cache.edge import Edge
from publishing.page_cache.freshness import FOREVER, Known

ANSWER = make_answer("200 OK", [], b"page", 1)


def control(next_change: float, *, version: int = 7, until: float = FOREVER) -> str:
    known = Known(1, version, clock.seconds(), next_change, time.monotonic())
    answer = make_answer("404 Not Found", [], b"page", 1, until) if until < FOREVER else ANSWER
    return dict(Edge(600, 86_400).headers("/conditions/asthma/", answer, known))["Cache-Control"]


def test_a_page_is_kept_for_the_seconds_set_and_shown_while_the_site_is_away() -> None:
    assert control(FOREVER) == "public, max-age=0, s-maxage=600, stale-while-revalidate=1, stale-if-error=86400"


def test_a_page_is_never_kept_past_its_next_change() -> None:
    said = control(clock.seconds() + 30.5)
    assert said == "public, max-age=0, s-maxage=30, stale-while-revalidate=0, stale-if-error=0"


def test_a_missing_page_is_never_kept_longer_than_here() -> None:
    assert "s-maxage=5," in control(FOREVER, until=time.monotonic() + 5.5)


def test_just_before_a_change_and_in_doubt_a_page_is_asked_for_each_time() -> None:
    assert control(clock.seconds() + 0.5) == "public, no-cache"
    assert control(FOREVER, version=-1) == "public, no-cache"


def test_a_page_is_named_by_its_path_and_an_odd_address_is_not() -> None:
    known = Known(1, 7, clock.seconds(), FOREVER, time.monotonic())
    named = dict(Edge(600, 60).headers("/conditions/asthma/", ANSWER, known))
    odd = dict(Edge(600, 60).headers("/a b\r\nx/", ANSWER, known))
    assert named["Surrogate-Key"] == "site conditions/asthma"
    assert odd["Surrogate-Key"] == "site"
