"""Redirects to the one spelling of an address, through the page cache."""

import pytest

from tests.factories import live_alert, live_condition
from tests.publishing.page_cache.conftest import Site


@pytest.mark.parametrize(
    ("path", "query", "leads_to"),
    [
        ("/search", "q=asthma&utm_source=mail", "/search/?q=asthma"),
        ("/es/search", "q=asma", "/es/search/?q=asma"),
        ("/Search", "q=asthma", "/search/?q=asthma"),
        ("/alerts", "product=potassium", "/alerts/?product=potassium"),
    ],
)
def test_the_page_cache_keeps_the_query_of_a_redirect(site: Site, path: str, query: str, leads_to: str) -> None:
    live_alert()
    site.settle()
    for _time in range(2):
        reply = site.ask(path, query=query)
        assert (reply.status, reply.headers["location"]) == (301, leads_to)


def test_two_questions_without_a_slash_are_two_redirects(site: Site) -> None:
    asked = [site.ask("/search", query=f"q={word}").headers["location"] for word in ("asthma", "colic")]
    assert asked == ["/search/?q=asthma", "/search/?q=colic"]


def test_a_page_in_capitals_is_redirected_through_the_page_cache(site: Site) -> None:
    live_condition(slug="asthma")
    site.settle()
    reply = site.ask("/conditions/ASTHMA/")
    assert (reply.status, reply.headers["location"]) == (301, "/conditions/asthma/")
