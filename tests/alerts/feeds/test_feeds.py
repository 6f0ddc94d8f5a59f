"""Feeds, kiosks and signage: one record, many ways to read it."""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from alerts.models import RecallAlert
from publishing import clock as site_clock
from tests.conftest import Clock
from tests.factories import live_alert, make_alert
from tests.publishing.page_cache.conftest import Site
from tests.publishing.page_cache.conftest import site as site

pytestmark = pytest.mark.django_db
ADDRESSES = ["/alerts/feed.atom", "/alerts/feed.json", "/alerts/current.json", "/alerts/current.txt"]


def atom(reader: Client) -> Any:
    """The feed as a real reader of feeds understands it."""
    parsed = feedparser.parse(reader.get("/alerts/feed.atom").content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def json_feed(reader: Client) -> dict[str, Any]:
    response = reader.get("/alerts/feed.json")
    assert response.headers["Content-Type"].startswith("application/feed+json")
    feed: dict[str, Any] = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    return feed


def test_a_live_alert_is_in_both_feeds_with_one_id(reader: Client) -> None:
    alert = live_alert(what_to_do="Look at the lot.", classification="II")
    (entry,) = atom(reader).entries
    (item,) = json_feed(reader)["items"]
    assert entry.id == item["id"]
    assert entry.link == item["url"] == f"http://testserver/alerts/{alert.slug}/"
    assert "Look at the lot." in entry.content[0].value
    assert "Look at the lot." in item["content_text"]
    assert [tag.term for tag in entry.tags] == item["tags"] == ["live", "recall", "Class II"]


def test_a_correction_moves_updated_and_nothing_else(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    (before,) = atom(reader).entries
    clock.forward(hours=2)
    alert.correct(by=None)
    (after,) = atom(reader).entries
    assert after.updated_parsed > before.updated_parsed
    assert (after.id, after.published) == (before.id, before.published)
    assert atom(reader).feed.updated == after.updated


def test_news_and_corrections_are_told_with_their_moment(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    clock.forward(hours=2)
    alert.report(by=None, text="The pharmacy has other capsules.")
    for text in (atom(reader).entries[0].content[0].value, json_feed(reader)["items"][0]["content_text"]):
        assert "March 2, 2026, noon EST: The pharmacy has other capsules." in text


def test_an_exercise_reaches_no_feed(reader: Client) -> None:
    alert = live_alert(headline="A secret drill.", is_exercise=True)
    for address in [*ADDRESSES, "/alerts/?product=drill"]:
        assert "secret" not in reader.get(address).content.decode()
    assert reader.get(f"/alerts/{alert.slug}/cap.xml").status_code == 404


def test_an_alert_that_ends_by_itself_is_marked_then(reader: Client, clock: Clock) -> None:
    live_alert(ends_at=site_clock.now() + timedelta(hours=1))
    (before,) = atom(reader).entries
    clock.forward(hours=1)
    (after,) = atom(reader).entries
    assert after.title.startswith("Ended: ")
    assert after.updated_parsed > before.updated_parsed


def test_a_withdrawn_alert_stays_and_says_no_more_than_why(reader: Client) -> None:
    alert = live_alert(what_to_do="Throw it away.")
    (before,) = json_feed(reader)["items"]
    alert.withdraw(by=None, reason="Another firm's product.")
    (item,) = json_feed(reader)["items"]
    assert item["id"] == before["id"]
    assert item["title"].startswith("Withdrawn: ")
    assert item["content_text"] == "This alert has been withdrawn.\n\nAnother firm's product."
    assert "Throw it away" not in str(atom(reader).entries)


@pytest.mark.parametrize("address", ADDRESSES)
def test_drafts_and_future_alerts_are_in_no_feed(reader: Client, address: str) -> None:
    make_alert(headline="A secret draft.")
    make_alert(headline="A secret of tomorrow.", starts_at=site_clock.now() + timedelta(days=1)).post(by=None)
    assert "secret" not in reader.get(address).content.decode()


def test_markup_in_an_alert_is_text_in_the_feeds(reader: Client) -> None:
    live_alert(headline="<script>x()</script>", what_to_do="<img src=x onerror=x()>\x0b", label="<b>")
    (entry,) = atom(reader).entries
    assert "&lt;img src=x" in entry.content[0].value
    assert "<img" not in entry.content[0].value
    (item,) = json_feed(reader)["items"]
    assert "content_html" not in item
    assert "<img src=x onerror=x()>" in item["content_text"]


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "//example.org"])
def test_an_address_of_another_scheme_reaches_no_feed(reader: Client, source: str) -> None:
    RecallAlert.objects.filter(pk=live_alert().pk).update(source_url=source)
    for address in ADDRESSES:
        assert source not in reader.get(address).content.decode()


def test_kiosks_of_any_site_may_read_what_is_live(reader: Client) -> None:
    live_alert().end(by=None)
    alert = live_alert(classification="I", what_to_do="Call us.")
    response = reader.get("/alerts/current.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    (shown,) = response.json()["alerts"]
    assert (shown["slug"], shown["class"], shown["what_to_do"]) == (alert.slug, "I", "Call us.")


def test_screens_get_plain_text_the_most_serious_first(reader: Client) -> None:
    live_alert(headline="A door is closed.", kind="notice")
    live_alert(headline="Some capsules are recalled.", classification="I")
    response = reader.get("/alerts/current.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert [line for line in lines if ":" in line and "http" not in line] == [
        "RECALL: Some capsules are recalled.",
        "NOTICE: A door is closed.",
    ]


def test_screens_say_so_where_there_is_no_alert(reader: Client) -> None:
    assert reader.get("/alerts/current.txt").content.decode() == "There is no alert at the moment.\n"


def test_all_live_alerts_and_the_latest_past_ones_are_in_the_feeds(
    reader: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(210):
        live_alert().end(by=None)
    for _number in range(5):
        live_alert()
    with django_assert_max_num_queries(5):
        items = json_feed(reader)["items"]
    states = [item["_alert"]["state"] for item in items]
    assert (states.count("live"), states.count("ended")) == (5, 200)


def test_the_list_of_alerts_names_its_feeds(reader: Client) -> None:
    body = reader.get("/alerts/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/alerts/feed.atom"' in body
    assert '<link rel="alternate" type="application/feed+json" href="/alerts/feed.json"' in body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_cache_keeps_feeds_and_answers_304_until_something_changes(site: Site, address: str) -> None:
    alert = live_alert()
    site.settle()
    first = site.ask(address)
    renderings = site.renderings
    assert site.ask(address, HTTP_IF_NONE_MATCH=first.headers["etag"]).status == 304
    assert site.renderings == renderings
    alert.end(by=None)
    site.settle()
    assert site.ask(address, HTTP_IF_NONE_MATCH=first.headers["etag"]).status == 200


@pytest.mark.django_db(transaction=True)
def test_kiosks_of_other_sites_may_read_that_nothing_has_changed(site: Site) -> None:
    tag = site.ask("/alerts/current.json").headers["etag"]
    unchanged = site.ask("/alerts/current.json", HTTP_IF_NONE_MATCH=tag)
    assert (unchanged.status, unchanged.headers["access-control-allow-origin"]) == (304, "*")
