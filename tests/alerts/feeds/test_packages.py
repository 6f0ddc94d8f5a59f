"""The rows of a recall, and the day it started, in every feed; and nothing in a feed that nobody can see."""

import json
import re
import unicodedata
from datetime import date
from typing import Any

import feedparser
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from alerts.models import RecallAlert, RecalledPackage
from alerts.packages import Package
from alerts.plain import plain, plain_data
from tests.alerts.feeds.test_cap import CAP, SCHEMA
from tests.factories import live_alert

ROWS = [
    Package(
        product="Capsules",
        strength="750 mg",
        ndcs=("99999-357-01", "99999-357-05"),
        gtins=("036000291452",),
        model_numbers=("M-1",),
        lots=("A1", "B100 to B150"),
        use_by="06/2027",
        is_list_complete=True,
        recall_number="D-1-2026",
    ),
    Package(product="Syrup", lots=("All lots",)),
]
FEEDS = ["/alerts/feed.json", "/alerts/current.json", "/alerts/capsules/cap.xml", "/alerts/feed.atom"]


@pytest.fixture
def recall(db: None) -> RecallAlert:
    return live_alert(slug="capsules", initiated_on=date(2026, 2, 27), phone="555-555-0130", packages=ROWS)


def alert_in(reader: Client, address: str) -> dict[str, Any]:
    data = json.loads(reader.get(address).content)
    found: dict[str, Any] = data["items"][0]["_alert"] if "items" in data else data["alerts"][0]
    return found


@pytest.mark.parametrize("address", ["/alerts/feed.json", "/alerts/current.json"])
def test_json_carries_each_row_and_the_day_the_firm_started(reader: Client, recall: RecallAlert, address: str) -> None:
    shown = alert_in(reader, address)
    assert shown["initiated_on"] == "2026-02-27"
    assert shown["packages"] == [row.as_json() for row in ROWS]
    assert set(shown["packages"][0]) >= {
        *("product", "strength", "ndcs", "gtins", "model_numbers", "lots", "use_by", "recall_number"),
        "is_list_complete",
    }


def test_atom_tells_each_row_in_words(reader: Client, recall: RecallAlert) -> None:
    text = feedparser.parse(reader.get("/alerts/feed.atom").content).entries[0].content[0].value
    assert "Capsules 750 mg. Lot numbers: A1, B100 to B150. NDC, on the label: 99999-357-01" in text
    assert "Recall started: February 27, 2026" in text


def parameters(reader: Client) -> list[tuple[str, str]]:
    message = etree.fromstring(reader.get("/alerts/capsules/cap.xml").content)
    SCHEMA.assertValid(message)
    return [
        (one.findtext(f"{CAP}valueName") or "", one.findtext(f"{CAP}value") or "")
        for one in message.iter(f"{CAP}parameter")
    ]


def test_cap_carries_the_rows_one_after_another_in_the_documented_order(reader: Client, recall: RecallAlert) -> None:
    found = parameters(reader)
    assert ("recall started", "2026-02-27") in found
    assert found[found.index(("package", "1")) :] == [
        ("package", "1"),
        ("product", "Capsules"),
        ("strength", "750 mg"),
        ("NDC", "99999-357-01"),
        ("NDC", "99999-357-05"),
        ("GTIN", "036000291452"),
        ("model number", "M-1"),
        ("lot", "A1"),
        ("lot", "B100 to B150"),
        ("use by", "06/2027"),
        ("recall number", "D-1-2026"),
        ("list is complete", "yes"),
        ("package", "2"),
        ("product", "Syrup"),
        ("lot", "All lots"),
        ("list is complete", "no"),
    ]


def test_a_withdrawn_recall_lists_no_package_any_more(reader: Client, recall: RecallAlert) -> None:
    recall.withdraw(by=None, reason="A mistake.")
    assert not {"package", "lot", "NDC"} & {name for name, _value in parameters(reader)}
    assert "packages" not in alert_in(reader, "/alerts/feed.json")
    assert b"555-555-0130" not in reader.get("/alerts/capsules/cap.xml").content


def test_rows_cost_one_query_however_many_alerts(reader: Client, db: None, django_assert_num_queries: Any) -> None:
    for number in range(2, 22):
        live_alert(slug=f"recall-{number}", packages=ROWS)
        if number in (2, 21):
            with django_assert_num_queries(2):
                reader.get("/alerts/current.json")


@pytest.mark.parametrize("address", FEEDS)
def test_scripts_of_other_sites_may_read_a_feed(reader: Client, recall: RecallAlert, address: str) -> None:
    assert reader.get(address).headers["Access-Control-Allow-Origin"] == "*"
    preflight = reader.options(address, headers={"Origin": "https://example.org"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert reader.post(address).status_code == 405


def test_pages_of_the_site_are_not_opened_to_other_sites(reader: Client, recall: RecallAlert) -> None:
    for address in ("/", "/alerts/", "/alerts/capsules/"):
        assert "Access-Control-Allow-Origin" not in reader.get(address).headers


UNSEEN = "\u202e\u2066\u200f\x00\x07\x1b\x9f\ufeff"


@pytest.mark.parametrize("address", [*FEEDS, "/alerts/current.txt", "/", "/es/", "/alerts/banner.html", "/alerts/"])
def test_no_control_or_bidirectional_character_leaves_the_site_whatever_is_stored(
    reader: Client, recall: RecallAlert, address: str
) -> None:
    unseen = UNSEEN.replace("\x00", "")  # PostgreSQL stores none.
    words = dict.fromkeys(("headline", "label", "link_text", "what_to_do", "firm", "product"), f"a{unseen}b")
    RecallAlert.objects.filter(pk=recall.pk).update(**words, whom_to_call=f"c\x0bd{unseen}")
    RecalledPackage.objects.filter(alert=recall).update(product=f"a{unseen}b", lots=[f"A1{unseen}"])
    body = reader.get(address).content.decode()
    assert "a b" in body.lower()
    body = json.dumps(json.loads(body), ensure_ascii=False) if address.endswith(".json") else body
    text = body.replace("\\u", "\\\\u")
    assert not [character for character in text if character not in "\n\r\t" and is_unseen(character)]
    assert not re.search(r"\\\\u(00[01]|202|206|200f)", text)


def is_unseen(character: str) -> bool:
    is_bidi = unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return unicodedata.category(character) == "Cc" or is_bidi or character in "\u200e\u200f\u061c\ufeff"


def is_letter(character: str) -> bool:
    return character.isalnum() and character not in "\u3164\uffa0"  # Fillers, which nobody sees.


@given(st.text())
def test_plain_text_holds_nothing_unseen_joins_no_words_and_keeps_the_rest(text: str) -> None:
    made = plain(text)
    assert not any(is_unseen(character) for character in made if character not in "\n\r\t")
    assert plain(made) == made
    assert [one for one in made if is_letter(one)] == [
        one for one in unicodedata.normalize("NFC", text) if is_letter(one)
    ]
    assert plain_data({"x": [text, 1, None, True]}) == {"x": [made, 1, None, True]}


def test_characters_that_part_words_go_on_parting_them() -> None:
    assert plain("one\x0btwo\u2028three") == "one\ntwo\nthree"
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
