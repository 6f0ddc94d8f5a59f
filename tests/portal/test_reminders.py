"""`manage.py review_reminders`."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command

from conditions.models import Condition
from publishing import workflow
from tests.conftest import Clock
from tests.factories import make_condition, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(editor: User, reviewer: User, manager: User, clock: Clock) -> Condition:
    """A public page whose owner is the editor and whose deputy is the reviewer; its review is due after 36 months."""
    for person in (editor, reviewer, manager):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@example.org")
    condition = signed(make_condition(title="Asthma", owner=editor, deputy=reviewer))
    workflow.publish(condition, by=None)
    return Condition.objects.get()


def run(clock: Clock, page: Condition, days: int) -> list[str]:
    """Who is written to when the command runs so many days after the review was due."""
    mail.outbox.clear()
    assert page.next_review_on is not None
    clock.forward(days=1096)  # The review was due on the day at which the clock then stands.
    clock.forward(days=days)
    call_command("review_reminders", verbosity=0)
    found = sorted(address for message in mail.outbox for address in message.to)
    clock.forward(days=-1096 - days)
    return found


@pytest.mark.parametrize(
    ("days", "people"),
    [
        (-61, []),
        (-60, ["editor"]),
        (0, ["editor", "reviewer"]),
        (30, ["editor", "manager", "reviewer"]),
    ],
)
def test_the_ladder_is_climbed_with_time(clock: Clock, page: Condition, days: int, people: list[str]) -> None:
    assert page.next_review_on == page.last_reviewed_on + timedelta(days=1096)  # type: ignore[operator]
    assert run(clock, page, days) == [f"{name}@example.org" for name in people]


def test_nobody_is_reminded_of_the_same_twice(clock: Clock, page: Condition) -> None:
    run(clock, page, 0)
    assert run(clock, page, 1) == []


def test_a_deactivated_owner_is_passed_over(clock: Clock, page: Condition) -> None:
    User.objects.filter(username="editor").update(is_active=False)
    assert run(clock, page, -60) == ["reviewer@example.org"]


def test_where_nobody_is_left_the_site_managers_are_told(clock: Clock, page: Condition) -> None:
    User.objects.filter(username__in=["editor", "reviewer"]).update(is_active=False)
    assert run(clock, page, -60) == ["manager@example.org"]


def test_a_page_that_readers_do_not_see_is_nobodys_duty(clock: Clock, page: Condition) -> None:
    workflow.retire(page, by=None, reason="gone")
    assert run(clock, page, 30) == []


def test_a_dry_run_writes_to_nobody(clock: Clock, page: Condition, capsys: pytest.CaptureFixture[str]) -> None:
    clock.forward(days=1096)
    call_command("review_reminders", "--dry-run")
    assert "Asthma (due 2029-03-02): editor, reviewer" in capsys.readouterr().out
    assert mail.outbox == []
