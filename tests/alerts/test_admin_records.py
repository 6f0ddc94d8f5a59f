"""Records in the admin: uploading them, and deciding on what they propose."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from alerts.importing import import_values
from alerts.models import RecallAlert, RecallEvent, RecallRecord
from tests.alerts.openfda.records import DRUG, drug, file_of
from tests.browsing import page, words

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/alerts/recallrecord/add/"


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


@pytest.fixture
def draft(db: None) -> RecallAlert:
    import_values([DRUG], by=None)
    return RecallAlert.objects.get()


def upload(client: Client, data: bytes, **options: Any) -> HttpResponse:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("records.json", data), **options})


def about(alert: RecallAlert) -> str:
    return f"/admin/alerts/recallrecord/about/{alert.pk}/"


def test_communications_upload_records_and_get_drafts(office: Client, communications: User) -> None:
    said = words(upload(office, file_of(DRUG)))
    assert "1 new, 0 changed, 0 the same, 0 rejected" in said
    assert "Drafts made: 1. Nothing is public" in said
    assert RecallEvent.objects.get().imported_by == communications


def test_a_look_writes_nothing(office: Client) -> None:
    assert "only a look" in words(upload(office, file_of(DRUG), dry_run="on"))
    assert not RecallRecord.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (file_of(DRUG)[:-9], "It breaks off in record 1"),
        (b"<html>", "It is a web page"),
        (file_of("x"), "Record 1: It is no record"),
    ],
)
def test_a_bad_file_is_told_and_nothing_is_written(office: Client, data: bytes, message: str) -> None:
    assert message in words(upload(office, data))
    assert not RecallRecord.objects.exists()


def test_a_record_that_cannot_be_taken_in_is_told_and_the_others_are_in(office: Client) -> None:
    said = words(upload(office, file_of(DRUG, {"product_type": "<b>Drugs"})))
    assert "1 record cannot be taken in and is left out; the list below says why." in said
    assert "Record 2, recall_number: It is missing" in said
    assert RecallRecord.objects.get().recall_number == "D-9001-2026"


def test_a_file_that_is_too_large_is_refused(office: Client, settings: Any) -> None:
    settings.RECALL_FILE_BYTES = 1_000_000
    assert "larger than 1 MB" in words(upload(office, b" " * 1_100_000))


def test_only_those_who_write_alerts_may_upload(editor: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(editor)
    assert upload(client, file_of(DRUG)).status_code == 403
    assert client.get("/admin/alerts/recallrecord/").status_code == 200
    assert not RecallRecord.objects.exists()


def test_markup_in_a_record_is_text_in_the_admin(office: Client) -> None:
    odd = drug(recalling_firm="<script>x()</script>", status="<img src=x onerror=x()>", recall_number="<b>")
    upload(office, file_of(odd))
    alert = RecallAlert.objects.get()
    record = RecallRecord.objects.get()
    for address in (about(alert), "/admin/alerts/recallrecord/", f"/admin/alerts/recallrecord/{record.pk}/change/"):
        body = office.get(address).content.decode()
        assert "<script>x()" not in body
        assert "<img src=x" not in body


def test_the_alerts_page_leads_to_what_its_record_says(office: Client, draft: RecallAlert) -> None:
    body = office.get(f"/admin/alerts/recallalert/{draft.pk}/change/").content.decode()
    assert about(draft) in body
    assert "Lot BW26A014, Exp 9/21/2027" in words(office.get(about(draft)))
    assert "The record says nothing new." in words(office.get(about(draft)))


def test_a_draft_takes_one_fact_and_leaves_another(office: Client, draft: RecallAlert) -> None:
    import_values([drug(classification="Class I", recalling_firm="Brinewell, Inc.", report_date="20260601")], by=None)
    proposals = page(office.get(about(draft))).select(".proposal")
    rows = {proposal.h3.get_text(): proposal.get_text(" ") for proposal in proposals if proposal.h3}
    assert "Take it" in rows["Class"]
    assert "Brinewell, Inc." in rows["Recalling firm"]
    office.post(about(draft), {"name": "classification", "step": "take"})
    office.post(about(draft), {"name": "firm", "step": "note"})
    draft.refresh_from_db()
    assert (draft.classification, draft.firm) == ("I", "Brinewell Laboratories")
    assert [proposal.name for proposal in RecallEvent.objects.get().proposals()] == ["classified"]


def test_a_posted_alert_is_never_changed_by_a_record(office: Client, draft: RecallAlert) -> None:
    draft.headline, draft.what_happened, draft.is_everywhere = "Some capsules are recalled.", "", True
    draft.post(by=None)
    import_values([drug(classification="Class I", report_date="20260601")], by=None)
    assert "Take it" not in words(office.get(about(draft)))
    response = office.post(about(draft), {"name": "classification", "step": "take"}, follow=True)
    assert "Only a draft takes a fact from the record." in words(response)
    draft.refresh_from_db()
    assert draft.classification == "II"


def test_a_terminated_recall_only_suggests_ending(office: Client, draft: RecallAlert) -> None:
    import_values([drug(status="Terminated", report_date="20260601")], by=None)
    assert "ask the firm before you end the alert" in words(office.get(about(draft)))
    draft.refresh_from_db()
    assert draft.ends_at is None


def test_who_may_not_write_alerts_decides_nothing(
    editor: User, signed_in: Callable[[User], Client], draft: RecallAlert
) -> None:
    import_values([drug(classification="Class I", report_date="20260601")], by=None)
    assert signed_in(editor).post(about(draft), {"name": "classification", "step": "take"}).status_code == 403


def test_an_alert_without_a_record_says_so(office: Client) -> None:
    alert = RecallAlert.objects.create(slug="own", headline="Our own.")
    assert "was not made from a record" in words(office.get(about(alert)))
