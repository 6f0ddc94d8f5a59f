"""An alert that nobody looked at again stays up, and people are told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command

from alerts.models import RecallAlert
from publishing import clock as site_clock
from publishing.models import SiteVersion
from tests.conftest import Clock
from tests.factories import live_alert

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(communications: User, manager: User) -> None:
    for person in (communications, manager):
        person.email = f"{person.username}@example.org"
        person.save()


@pytest.fixture
def overdue(clock: Clock) -> RecallAlert:
    alert = live_alert(classification="I", review_due_at=site_clock.now() + timedelta(hours=1))
    clock.forward(hours=1)
    return alert


def remind() -> list[list[str]]:
    """To whom mails go now."""
    mail.outbox.clear()
    call_command("remind_alerts", stdout=StringIO())
    return [message.to for message in mail.outbox]


def test_an_alert_that_is_not_due_bothers_nobody(clock: Clock) -> None:
    live_alert(classification="I")
    assert remind() == []


def test_communications_are_told_first_and_a_day_later_the_managers_too(overdue: RecallAlert, clock: Clock) -> None:
    assert remind() == [["communications@example.org"]]
    assert "stays up until somebody ends it" in mail.outbox[0].body
    assert f"/admin/alerts/recallalert/{overdue.pk}/change/" in mail.outbox[0].body
    clock.forward(hours=23)
    assert remind() == []
    clock.forward(hours=1)
    assert remind() == [["communications@example.org", "manager@example.org"]]


def test_a_reminder_changes_nothing_that_readers_see(overdue: RecallAlert) -> None:
    before = SiteVersion.current()
    remind()
    assert SiteVersion.current() == before
    assert list(RecallAlert.objects.live()) == [overdue]


def test_who_has_looked_again_is_left_alone_until_the_next_time(overdue: RecallAlert, clock: Clock) -> None:
    remind()
    overdue.extend(by=None, until=site_clock.now() + timedelta(days=3))
    clock.forward(days=2)
    assert remind() == []
    clock.forward(days=1)
    assert remind() == [["communications@example.org"]]


def test_what_was_ended_is_no_longer_overdue(overdue: RecallAlert) -> None:
    overdue.end(by=None)
    assert remind() == []


def test_an_exercise_writes_to_nobody(overdue: RecallAlert) -> None:
    RecallAlert.objects.update(is_exercise=True)
    assert remind() == []


def test_with_nobody_to_write_to_the_command_fails_and_tries_again(overdue: RecallAlert) -> None:
    User.objects.update(email="")
    for _run in range(2):
        with pytest.raises(CommandError, match="Nobody to write to"):
            remind()
