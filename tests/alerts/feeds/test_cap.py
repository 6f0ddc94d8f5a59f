"""An alert as CAP 1.2: valid, and each message knows what it replaces."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from alerts.models import RecallAlert
from publishing import clock as site_clock
from tests.conftest import Clock
from tests.factories import live_alert, make_alert

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cap.xsd")))
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
FULL = {
    "classification": "I",
    "product": "Potassium chloride capsules",
    "what_happened": "The capsules let out potassium too fast.",
    "what_to_do": "Call us before you stop.",
    "whom_to_call": "555-555-0130",
    "firm": "Brinewell",
    "recall_number": "D-9901-2026",
    "lots": ["A1", "B2"],
    "ndcs": ["99999-357-01"],
    "source_url": "https://www.example.org/recall",
}


def cap_of(reader: Client, alert: RecallAlert) -> Any:
    response = reader.get(f"/alerts/{alert.slug}/cap.xml")
    assert response.headers["Content-Type"] == "application/cap+xml; charset=utf-8"
    message = etree.fromstring(response.content)
    SCHEMA.assertValid(message)
    return message


def said(message: Any, name: str) -> str:
    found = message.find(f".//{CAP}{name}")
    return "" if found is None else str(found.text)


def test_a_posted_alert_is_a_valid_message(reader: Client) -> None:
    message = cap_of(reader, live_alert(**FULL))
    assert said(message, "msgType") == "Alert"
    assert said(message, "status") == "Actual"
    assert said(message, "category") == "Health"
    assert said(message, "instruction") == "Call us before you stop."
    assert message.find(f"{CAP}references") is None


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        ({"classification": "I"}, "Severe"),
        ({"classification": "II"}, "Moderate"),
        ({"classification": "III"}, "Minor"),
        ({}, "Unknown"),
        ({"kind": "notice"}, "Minor"),
    ],
)
def test_the_class_gives_the_severity(reader: Client, facts: dict[str, str], severity: str) -> None:
    assert said(cap_of(reader, live_alert(**facts)), "severity") == severity


@pytest.mark.parametrize(("zone", "offset"), [("America/New_York", "-05:00"), ("UTC", "-00:00")])
def test_moments_have_their_offset_written_out(
    reader: Client, clock: Clock, settings: Any, zone: str, offset: str
) -> None:
    settings.TIME_ZONE = zone
    sent = said(cap_of(reader, live_alert()), "sent")
    assert sent.endswith(offset)
    assert "Z" not in sent


def test_a_correction_replaces_what_was_sent_before(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    first = cap_of(reader, alert)
    clock.forward(minutes=5)
    alert.correct(by=None)
    update = cap_of(reader, alert)
    assert said(update, "msgType") == "Update"
    wanted = ",".join(said(first, name) for name in ("sender", "identifier", "sent"))
    assert said(update, "references") == wanted


def test_a_withdrawal_cancels_all_that_was_sent_before(reader: Client) -> None:
    alert = live_alert(**FULL)
    alert.correct(by=None)
    alert.withdraw(by=None, reason="The wrong <product>.")
    message = cap_of(reader, alert)
    assert said(message, "msgType") == "Cancel"
    assert said(message, "note") == "Withdrawn: The wrong <product>."
    assert len(said(message, "references").split()) == 2
    assert said(message, "instruction") == ""


def test_ending_an_alert_by_hand_cancels_it(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    clock.forward(minutes=5)
    alert.end(by=None)
    message = cap_of(reader, alert)
    assert (said(message, "msgType"), said(message, "urgency")) == ("Cancel", "Past")


def test_a_message_is_the_same_for_ever(reader: Client, clock: Clock) -> None:
    alert = live_alert(ends_at=site_clock.now() + timedelta(hours=1))
    before = [said(cap_of(reader, alert), name) for name in ("identifier", "sent")]
    clock.forward(days=400)
    assert [said(cap_of(reader, alert), name) for name in ("identifier", "sent")] == before


def test_nothing_is_said_of_a_draft_or_before_the_start(reader: Client) -> None:
    draft = make_alert()
    later = make_alert(starts_at=site_clock.now() + timedelta(hours=1))
    later.post(by=None)
    for alert in (draft, later):
        assert reader.get(f"/alerts/{alert.slug}/cap.xml").status_code == 404


def test_markup_and_control_characters_are_text(reader: Client) -> None:
    alert = live_alert(headline="<script>x</script> & ]]>", what_to_do="a\x0bb\x01<b>", label="<i>")
    message = cap_of(reader, alert)
    assert "<script>x</script> & ]]>" in said(message, "headline")
    assert said(message, "instruction") == "a\nb<b>"


def test_a_script_address_is_left_out(reader: Client) -> None:
    alert = live_alert()
    RecallAlert.objects.filter(pk=alert.pk).update(source_url="javascript:x()")
    assert b"javascript" not in reader.get(f"/alerts/{alert.slug}/cap.xml").content
