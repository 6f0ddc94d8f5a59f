"""The list of alerts, by product and by class."""

import pytest
from django.test import Client

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


@pytest.mark.django_db(transaction=True)
def test_each_choice_is_kept_as_a_page_of_its_own(site: Site) -> None:
    live_alert(headline="Capsules are recalled.", product="Potassium chloride")
    site.settle()
    assert b"No current alert" in site.ask("/alerts/", query="product=amlodipine").body
    assert b"No current alert" not in site.ask("/alerts/", query="product=potassium").body
