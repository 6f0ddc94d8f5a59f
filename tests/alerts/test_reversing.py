"""A posting or an end is undone, an ended alert is posted again, and nothing that was public is hidden."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client

from alerts.models import AlertState, RecallAlert, RecallEvent
from alerts.packages import Package
from alerts.reversing import copy_as_draft, post_again, undo_end, undo_post
from publishing import clock as site_clock
from publishing.models import AuditEntry
from publishing.workflow import Refused
from tests.browsing import words
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, make_alert

pytestmark = pytest.mark.django_db
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def cap(reader: Client, alert: RecallAlert) -> dict[str, str]:
    root = ElementTree.fromstring(reader.get(f"/alerts/{alert.slug}/cap.xml").content)  # noqa: S314
    return {child.tag.removeprefix(CAP): child.text or "" for child in root}


def current(reader: Client) -> list[str]:
    return [alert["slug"] for alert in reader.get("/alerts/current.json").json()["alerts"]]


def test_an_undone_posting_leaves_every_page_and_says_so_on_its_own_and_in_the_feeds(
    reader: Client, clock: Clock, communications: User
) -> None:
    alert = live_alert(slug="syrup")
    assert current(reader) == ["syrup"]
    clock.forward(seconds=20)
    undo_post(alert, by=communications)
    assert current(reader) == []
    assert "It was posted by mistake." in words(reader.get("/alerts/syrup/"))
    message = cap(reader, alert)
    assert (message["msgType"], message["note"]) == ("Cancel", "Withdrawn: It was posted by mistake.")
    assert AuditEntry.objects.latest("pk").action == "undo post"


def test_undoing_a_posting_gives_a_draft_with_the_same_words_packages_and_pages(clock: Clock) -> None:
    page = live_condition()
    alert = make_alert(slug="syrup", product="Syrup", is_everywhere=False, packages=[Package(lots=("A1",))])
    alert.conditions.set([page])
    event = RecallEvent.objects.create(key="event 1", alert=alert)
    alert.post(by=None)
    draft = undo_post(alert, by=None)
    assert draft.current_state() == AlertState.DRAFT
    assert (draft.slug, draft.headline, draft.product) == ("syrup-2", alert.headline, "Syrup")
    assert draft.package_list == alert.package_list
    assert list(draft.conditions.all()) == [page]
    event.refresh_from_db()
    assert event.alert == draft


def test_a_posting_cannot_be_undone_after_a_minute_nor_twice(clock: Clock) -> None:
    alert = live_alert()
    clock.forward(seconds=60)
    with pytest.raises(Refused, match="60 seconds"):
        undo_post(alert, by=None)
    other = live_alert()
    undo_post(other, by=None)
    with pytest.raises(Refused, match="60 seconds"):
        undo_post(other, by=None)


def test_a_scheduled_posting_is_undone_and_never_appears(reader: Client, clock: Clock) -> None:
    alert = make_alert(starts_at=site_clock.now() + timedelta(minutes=5))
    alert.post(by=None)
    undo_post(alert, by=None)
    clock.forward(minutes=10)
    assert current(reader) == []


@pytest.mark.parametrize("is_exercise", [False, True])
def test_an_undone_end_is_live_again_until_its_former_end(reader: Client, clock: Clock, is_exercise: bool) -> None:
    until = site_clock.now() + timedelta(hours=3)
    alert = live_alert(slug="syrup", ends_at=until, is_exercise=is_exercise)
    clock.forward(seconds=5)
    alert.end(by=None)
    undo_end(alert, by=None)
    alert = RecallAlert.objects.get(pk=alert.pk)
    assert alert.current_state() == AlertState.LIVE
    assert alert.ends_at == until or is_exercise
    assert current(reader) == ([] if is_exercise else ["syrup"])


def test_an_end_cannot_be_undone_after_a_minute(clock: Clock) -> None:
    alert = live_alert()
    alert.end(by=None)
    clock.forward(seconds=60)
    with pytest.raises(Refused, match="60 seconds"):
        undo_end(alert, by=None)


def test_an_ended_alert_is_posted_again_with_its_whole_history(reader: Client, clock: Clock) -> None:
    alert = live_alert(slug="syrup")
    clock.forward(hours=1)
    alert.end(by=None)
    edition = alert.edition
    clock.forward(days=3)
    post_again(alert, by=None)
    assert current(reader) == ["syrup"]
    page = words(reader.get("/alerts/syrup/"))
    assert "This alert applies again." in page
    assert alert.edition == edition + 1
    clock.forward(days=7)
    assert current(reader) == []


def test_cap_consumers_get_a_new_alert_after_a_cancel(reader: Client, clock: Clock) -> None:
    alert = live_alert()
    clock.forward(seconds=5)
    alert.end(by=None)
    assert cap(reader, alert)["msgType"] == "Cancel"
    undo_end(alert, by=None)
    message = cap(reader, alert)
    assert message["msgType"] == "Alert"
    assert "references" not in message
    alert.headline = "Another one."
    alert.correct(by=None)
    corrected = cap(reader, alert)
    assert corrected["msgType"] == "Update"
    assert corrected["references"] == f"{message['sender']},{message['identifier']},{message['sent']}"


def test_a_class_i_recall_posted_again_has_no_end(clock: Clock) -> None:
    alert = live_alert(classification="I")
    alert.end(by=None)
    clock.forward(hours=1)
    post_again(alert, by=None)
    assert alert.ends_at is None


@pytest.mark.parametrize("step", [undo_post, undo_end, post_again, copy_as_draft])
def test_no_step_back_without_permission(step: object, editor: User) -> None:
    alert = live_alert()
    with pytest.raises(PermissionDenied):
        step(alert, by=editor)  # type: ignore[operator]


def test_where_two_persons_release_nobody_posts_again_alone(
    communications: User, settings: object, clock: Clock
) -> None:
    alert = live_alert()
    alert.end(by=None)
    settings.ALERT_TWO_PERSON_RELEASE = True  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="second person"):
        post_again(alert, by=communications)
    assert copy_as_draft(alert, by=communications).current_state() == AlertState.DRAFT
