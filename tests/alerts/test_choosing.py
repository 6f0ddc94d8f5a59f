"""The list of alerts, by product and by class."""

import pytest
from django.test import Client

from tests.browsing import page
from tests.factories import live_alert
from tests.publishing.page_cache.conftest import Site
from tests.publishing.page_cache.conftest import site as site

pytestmark = pytest.mark.django_db


@pytest.fixture
def alerts(db: None) -> None:
    live_alert(headline="Capsules are recalled.", product="Potassium chloride", classification="II")
    live_alert(headline="Tablets are recalled.", product="Amlodipine", classification="I").end(by=None)


def found(reader: Client, query: str) -> list[bool]:
    body = reader.get(f"/alerts/{query}").content.decode().partition('id="_main"')[2]
    return [headline in body for headline in ("Capsules are recalled.", "Tablets are recalled.")]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [True, True]),
        ("?product=chloride+POTASSIUM", [True, False]),
        ("?product=tablets&class=I", [False, True]),
        ("?class=II", [True, False]),
        ("?class=IV", [True, True]),
        ("?product=potassium&class=I", [False, False]),
        ("?product=%00", [True, True]),
    ],
)
def test_alerts_are_found_by_product_and_class(reader: Client, alerts: None, query: str, shown: list[bool]) -> None:
    assert found(reader, query) == shown


def test_what_was_asked_for_comes_back_as_text(reader: Client, alerts: None) -> None:
    body = reader.get("/alerts/?product=%22%3E%3Cb%3E").content.decode()
    assert '"><b>' not in body
    assert "No current alert matches what you chose." in body


@pytest.fixture
def seven_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one firm, three to a page."""
    monkeypatch.setattr("alerts.choosing.PAST_ON_A_PAGE", 3)
    monkeypatch.setattr("alerts.views.PAST_ON_A_PAGE", 3)
    for number in range(7):
        live_alert(headline=f"Past number {number}.", firm="Gull & Rock").end(by=None)
    live_alert(headline="Past is not this one.", firm="Gull & Rock")


def test_every_past_alert_is_reached_page_by_page(reader: Client, seven_past: None) -> None:
    address, seen = "/alerts/?product=gull+%26", []
    for _page in range(3):
        shown = page(reader.get(address))
        seen += [card.get_text() for card in shown.select(".past h3")]
        older = [link for link in shown.select("nav.onward a") if link.get_text() == "Older alerts"]
        address = str(older[0]["href"]) if older else ""
    assert sorted(seen) == [f"Past number {number}." for number in range(7)]
    assert not address


def test_what_holds_now_is_on_the_first_page_alone(reader: Client, seven_past: None) -> None:
    main = [str(page(reader.get(f"/alerts/?page={number}")).select_one("main")) for number in (1, 2)]
    assert ["Past is not this one." in each for each in main] == [True, False]


@pytest.mark.parametrize(
    ("asked", "status"), [("4", 404), ("0", 200), ("-1", 200), ("x", 200), ("9" * 400, 200), ("²", 200)]
)
def test_an_odd_page_number_is_the_first_page_and_a_page_with_nothing_is_none(
    reader: Client, seven_past: None, asked: str, status: int
) -> None:
    assert reader.get("/alerts/", {"page": asked}).status_code == status


@pytest.mark.django_db(transaction=True)
def test_each_choice_is_kept_as_a_page_of_its_own(site: Site) -> None:
    live_alert(headline="Capsules are recalled.", product="Potassium chloride")
    site.settle()
    assert b"No current alert" in site.ask("/alerts/", query="product=amlodipine").body
    assert b"No current alert" not in site.ask("/alerts/", query="product=potassium").body
