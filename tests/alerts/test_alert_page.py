"""The page of an alert, its line and its card: how serious it is, when, and whom to call."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from publishing import clock as site_clock
from publishing.templatetags.reading import at_a_word, linked
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_alert, make_alert

PLACES = ["/", "/alerts/", "/alerts/banner.html", "/alerts/serious/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PLACES)
def test_class_i_stands_out_by_words_and_an_icon(reader: Client, address: str) -> None:
    live_alert(slug="serious", classification="I")
    live_alert(slug="mild", classification="III")
    marked = [tag for tag in page(reader.get(address)).select(".serious") if "Serious:" in tag.get_text()]
    assert marked
    assert all(tag.select("svg[aria-hidden=true]") for tag in marked)
    if address.startswith("/alerts/serious"):
        assert "Class I: it may cause serious harm or death" in words(reader.get(address))
    mild = page(reader.get(address.replace("serious", "mild"))).select("main .serious, [data-alert=mild].serious")
    assert len(mild) == (1 if address == "/alerts/" else 0)  # The list has the card of the other.


@pytest.mark.django_db
def test_a_withdrawn_recall_is_no_longer_called_serious(reader: Client) -> None:
    live_alert(slug="serious", classification="I").withdraw(by=None, reason="A mistake.")
    for address in ("/alerts/", "/alerts/serious/"):
        assert not page(reader.get(address)).select("main .serious")
        assert page(reader.get(address)).select_one("main .label").get_text().startswith("Withdrawn: ")  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_update_stands_at_the_end_of_the_line_with_its_time_zone(reader: Client, clock: Clock) -> None:
    alert = live_alert(headline="Capsules are recalled.")
    clock.forward(hours=2)
    alert.correct(by=None, what_changed="The firm is named.")
    line = page(reader.get("/")).select_one("[data-alert]")
    assert line
    text = " ".join(line.get_text(" ").split())
    assert text.endswith("Updated March 2, noon EST")
    assert text.startswith("Recall : Capsules are recalled.")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "zone"), [("", "EST"), ("/es", "EST"), ("/ar", "EST")])
def test_times_name_their_zone_in_every_language(reader: Client, clock: Clock, language: str, zone: str) -> None:
    alert = live_alert()
    alert.report(by=None, text="News.")
    times = [tag.get_text() for tag in page(reader.get(f"{language}/alerts/{alert.slug}/")).select("time[datetime*=T]")]
    with_hour = [text for text in times if re.search(r"\d:\d\d|a\.m\.|p\.m\.|noon", text)]
    assert with_hour
    assert all(text.endswith(zone) for text in with_hour)


@pytest.mark.django_db
def test_in_summer_the_zone_is_the_summers(reader: Client, clock: Clock) -> None:
    clock.forward(days=120)
    assert "EDT" in words(reader.get(f"/alerts/{live_alert().slug}/"))


@pytest.mark.django_db
def test_the_day_the_firm_started_is_a_fact(reader: Client) -> None:
    alert = live_alert(initiated_on=date(2026, 2, 27))
    assert "Recall started February 27, 2026" in words(reader.get(f"/alerts/{alert.slug}/"))


@pytest.mark.django_db
def test_a_title_is_cut_after_a_word(reader: Client) -> None:
    alert = live_alert(headline="There is a voluntary recall of some Kelpway inhalers.")
    title = page(reader.get(f"/alerts/{alert.slug}/")).title
    assert title
    assert title.get_text() == "Recall: There is a voluntary recall of some…"


@pytest.mark.django_db
def test_nothing_can_be_sent_to_an_alert_before_its_start(reader: Client) -> None:
    alert = make_alert(starts_at=site_clock.now() + timedelta(hours=1))
    alert.post(by=None)
    assert reader.post(f"/alerts/{alert.slug}/", {"number": "AB1234"}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Call 555-555-0123 now.", {"tel:5555550123": "555-555-0123"}),
        ("Call (555) 555-0123.", {"tel:5555550123": "(555) 555-0123"}),
        ("1-800-222-1222, day and night", {"tel:18002221222": "1-800-222-1222"}),
        ("+44 20 7946 0018", {"tel:+442079460018": "+44 20 7946 0018"}),
        ("555.555.0123 ext. 12", {"tel:5555550123,12": "555.555.0123 ext. 12"}),
        ("NDC 12345-678-90, lot 555-5555, D-0488-2026", {}),
        ("See https://example.org/555-555-0123/x", {"https://example.org/555-555-0123/x": "https://example.org/555-555-0123/x"}),
        ("123-456-789-0123", {}),
    ],
)  # fmt: skip
def test_phone_numbers_in_text_are_links_that_never_break(text: str, links: dict[str, str]) -> None:
    found = re.findall(r'<a (?:class="(unbroken)" )?href="([^"]+)"[^>]*>(.*?)</a>', linked(text))
    assert {address: re.sub("<[^>]+>", "", words) for _unbroken, address, words in found} == links
    assert all(unbroken for unbroken, address, _words in found if address.startswith("tel:"))


@given(st.text(alphabet=st.sampled_from("15 -.()+<>&\"'ab/:\u00a0"), max_size=60))
def test_linking_keeps_every_character_and_lets_no_markup_in(text: str) -> None:
    html = linked(text)
    assert page_text(html) == text
    assert not re.search(r"<(?!/?(?:a|bdi)\b)", html)


def page_text(html: str) -> str:
    stripped = re.sub(r"</?(?:a|bdi)\b[^>]*>", "", html)
    for entity, character in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        stripped = stripped.replace(entity, character)
    return stripped


@given(st.text(max_size=80), st.integers(min_value=5, max_value=40))
def test_a_cut_text_is_never_longer_than_asked_for(text: str, most: int) -> None:
    assert len(at_a_word(text, most)) <= most
