"""Alerts in public: the banner on every page, and a page of their own for ever."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from alerts.models import RecallAlert
from publishing import clock as site_clock
from publishing.models import SiteVersion
from tests.browsing import page
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db
LISTS = ["/", "/conditions/", "/programs/", "/alerts/", "/search/", "/search/?q=x", "/nowhere/"]


def shows(reader: Client, path: str, slug: str) -> bool:
    return f'data-alert="{slug}"' in reader.get(path).content.decode()


def test_a_live_alert_is_on_every_public_page(reader: Client) -> None:
    alert = live_alert()
    live_condition(slug="asthma")
    live_program(slug="lungs")
    for path in [*LISTS, "/conditions/asthma/", "/programs/lungs/", f"/alerts/{alert.slug}/", "/conditions/none/"]:
        assert shows(reader, path, alert.slug), path


def test_ending_it_takes_it_off_every_page(reader: Client) -> None:
    alert = live_alert()
    alert.end(by=None)
    assert not any(shows(reader, path, alert.slug) for path in LISTS)


def test_a_future_one_appears_when_its_time_comes(reader: Client, clock: Clock) -> None:
    alert = make_alert(starts_at=site_clock.now() + timedelta(minutes=1))
    alert.post(by=None)
    assert not shows(reader, "/", alert.slug)
    assert reader.get(f"/alerts/{alert.slug}/").status_code == 404
    clock.forward(minutes=1)
    assert shows(reader, "/", alert.slug)


def test_one_on_chosen_pages_is_on_those_alone(reader: Client) -> None:
    alert = make_alert(is_everywhere=False)
    alert.conditions.add(live_condition(slug="asthma"))
    alert.programs.add(live_program(slug="lungs"))
    alert.post(by=None)
    live_condition(slug="other")
    assert shows(reader, "/conditions/asthma/", alert.slug)
    assert shows(reader, "/programs/lungs/", alert.slug)
    assert not any(shows(reader, path, alert.slug) for path in [*LISTS, "/conditions/other/"])


def test_a_draft_is_nowhere(reader: Client) -> None:
    alert = make_alert(headline="A secret recall.")
    for path in [*LISTS, f"/alerts/{alert.slug}/", "/sitemap.xml"]:
        assert "secret" not in reader.get(path).content.decode()


def test_the_page_of_an_ended_alert_stays_with_its_dates(reader: Client) -> None:
    alert = live_alert(what_to_do="Look at the label.")
    alert.end(by=None)
    body = reader.get(f"/alerts/{alert.slug}/").content.decode()
    assert "This alert ended on" in body
    assert "Look at the label." in body


def test_the_page_of_a_withdrawn_alert_says_why(reader: Client) -> None:
    alert = live_alert()
    alert.withdraw(by=None, reason="It was a drill.")
    body = reader.get(f"/alerts/{alert.slug}/").content.decode()
    assert "withdrawn" in body
    assert "It was a drill." in body


def test_markup_is_shown_as_text(reader: Client) -> None:
    alert = live_alert(headline="<script>alert(1)</script>", label="<b>x", what_to_do="<img src=x onerror=alert(1)>")
    for path in ["/", "/alerts/", f"/alerts/{alert.slug}/"]:
        body = reader.get(path).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body


@pytest.mark.parametrize("live", [10, 30])
def test_the_banner_costs_one_query_and_two_more_where_something_has_changed(
    reader: Client, live: int, clock: Clock, django_assert_num_queries: Any
) -> None:
    for _number in range(60):
        live_alert().end(by=None)
    for _number in range(live):
        live_alert()
    clock.forward(minutes=1)
    for queries in (3, 1):
        with django_assert_num_queries(queries):
            reader.get("/nowhere/")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x", "//example.org"])
def test_a_source_of_another_scheme_is_refused(address: str) -> None:
    alert = make_alert()
    alert.source_url = address
    with pytest.raises(Exception, match="source_url"):
        alert.full_clean()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//example.org"]
)
def test_a_source_that_came_in_by_another_way_is_no_link(reader: Client, address: str) -> None:
    alert = live_alert()
    RecallAlert.objects.filter(pk=alert.pk).update(source_url=address)
    links = page(reader.get(f"/alerts/{alert.slug}/")).select("main a")
    assert all(str(link["href"]).startswith(("/", "#", "tel:")) and link["href"] != address for link in links)


@pytest.fixture
def many_alerts() -> None:
    """Ten thousand of the past and five hundred that are live, each as long as can be."""
    now = site_clock.now()
    day = timedelta(days=1)
    RecallAlert.objects.bulk_create(
        RecallAlert(
            slug=f"{'x' * 100}-{number}", headline="capsules " * 17, label="A long label",
            posted_at=now - 9 * day, starts_at=now - 9 * day, ends_at=now + day if number < 500 else now - day,
        )
        for number in range(10_500)
    )  # fmt: skip


def test_a_page_stays_small_and_cheap_with_ten_thousand_past_and_five_hundred_live_alerts(
    reader: Client, many_alerts: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        body = reader.get("/nowhere/").content
    RecallAlert.objects.update(withdrawn_at=site_clock.now())
    SiteVersion.bump()
    assert len(body) - len(reader.get("/nowhere/").content) < 20_000
    assert b"<b>497</b>" in body


def test_open_pages_are_answered_with_two_queries_however_many_alerts(
    reader: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        alert = make_alert(is_everywhere=False)
        alert.conditions.add(live_condition())
        alert.programs.add(live_program())
        alert.post(by=None)
    with django_assert_max_num_queries(2):
        lines = page(reader.get("/alerts/banner.html")).select("[data-alert]")
    assert len(lines) == 30
    assert all(
        re.fullmatch(r"conditions\.condition-\d+ conditions\.program-\d+", str(line["data-on"])) for line in lines
    )


def test_an_open_page_that_knows_the_alerts_gets_an_empty_answer(reader: Client) -> None:
    live_alert()
    first = reader.get("/alerts/banner.html")
    again = reader.get("/alerts/banner.html", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, no-cache"
    live_alert()
    assert reader.get("/alerts/banner.html", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("facts", "folds"),
    [({"kind": "notice"}, True), ({"classification": "III"}, True), ({"classification": "II"}, False),
     ({"classification": "I"}, False), ({}, False), ({"kind": "warning"}, False)],
)  # fmt: skip
def test_only_what_does_no_harm_can_be_folded_away(reader: Client, facts: dict[str, str], folds: bool) -> None:
    live_alert(**facts)
    line = page(reader.get("/")).select_one("[data-alert]")
    assert line is not None
    assert bool(line.select("summary")) == folds
    assert len(line.select("a")) == 1
    assert not line.select("details a")
