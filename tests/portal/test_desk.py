"""“My work” and the calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.desk import Pile, piles
from publishing import clock as site_clock
from publishing import review, workflow
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_condition, make_alert, make_condition, signed


def pile(user: User, title: str) -> Pile:
    return next(found for found in piles(user) if found.title.startswith(title))


def titles(user: User, title: str) -> list[str]:
    return [row.title for row in pile(user, title).rows]


def written_by(user: User, **facts: Any) -> Any:
    condition = make_condition(**facts)
    workflow.save_draft(condition, by=user)
    return condition


def test_a_review_waits_for_who_was_asked(editor: User, reviewer: User) -> None:
    review.ask(written_by(editor, title="Asthma"), by=editor, of=reviewer)
    review.ask(written_by(editor, title="Croup"), by=editor)
    assert sorted(titles(reviewer, "Waiting")) == ["Asthma", "Croup"]
    assert titles(editor, "Waiting") == []


def test_what_was_sent_back_and_what_was_approved_waits_for_its_writer(editor: User, reviewer: User) -> None:
    back, approved = written_by(editor, title="Back"), written_by(editor, title="Approved")
    review.ask(back, by=editor)
    review.send_back(back, by=reviewer, reason="no", comments={})
    signed(approved)
    assert sorted(titles(editor, "Waiting")) == ["Approved", "Back"]


def test_a_published_text_waits_for_nobody(editor: User) -> None:
    workflow.publish(signed(written_by(editor)), by=editor, note="fine as it is")
    assert titles(editor, "Waiting") == []
    assert titles(editor, "Mine") == []


def test_comments_on_my_pages_are_mine(editor: User, reviewer: User) -> None:
    review.comment(written_by(editor, title="Asthma"), by=reviewer, part="page", text="Which kind?")
    assert "Which kind?" in pile(editor, "Comments").rows[0].note
    assert titles(reviewer, "Comments") == []


def test_who_is_named_in_a_comment_finds_it_among_their_work(editor: User, reviewer: User, manager: User) -> None:
    review.comment(written_by(editor), by=manager, part="page", text="@Reviewer, which kind? Or @reviewers?")
    review.comment(written_by(editor), by=manager, part="page", text="For @reviewer2 alone.")
    assert [row.note for row in pile(reviewer, "Comments").rows] == [
        "manager, Name, summary and introduction: @Reviewer, which kind? Or @reviewers?"
    ]


def test_an_overdue_page_is_listed_and_counted(editor: User, clock: Clock) -> None:
    workflow.publish(signed(make_condition(title="Asthma")), by=None)
    clock.forward(days=1096)
    assert pile(editor, "Review overdue").total == 0
    clock.forward(days=1)
    assert (titles(editor, "Review overdue"), pile(editor, "Review overdue").total) == (["Asthma"], 1)


def test_what_goes_live_soon_is_listed(editor: User) -> None:
    now = site_clock.now()
    workflow.publish(make_condition(title="Soon"), by=None, at=now + timedelta(days=2))
    workflow.publish(make_condition(title="Later"), by=None, at=now + timedelta(days=20))
    assert titles(editor, "Going live soon") == ["Soon"]


def test_live_alerts_are_listed_for_communications(communications: User) -> None:
    make_alert(headline="There is a recall.").post(by=None)
    assert titles(communications, "Live alerts") == ["There is a recall."]


def test_the_first_page_of_the_admin_shows_it(editor: User, signed_in: Callable[[User], Client]) -> None:
    written_by(editor, title="Asthma in children")
    assert "Asthma in children" in words(signed_in(editor).get("/admin/"))


def test_an_account_without_a_role_has_no_desk(db: None, signed_in: Callable[[User], Client]) -> None:
    assert "My work" not in words(signed_in(User.objects.create_user("new", is_staff=True)).get("/admin/"))


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_desk_takes_a_set_number_of_queries(
    manager: User, editor: User, how_many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(how_many):
        condition = written_by(editor, owner=manager)
        review.ask(condition, by=editor)
        review.comment(condition, by=editor, part="page", text="Why?")
        live_condition(owner=manager)
    manager.get_all_permissions()
    with django_assert_max_num_queries(22):
        piles(manager)


MARCH = "/admin/calendar/?month=2026-03"


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client], clock: Clock) -> Client:
    return signed_in(editor)


def test_the_calendar_holds_all_that_will_change(desk: Client) -> None:
    at = datetime(2026, 3, 10, 16, tzinfo=UTC)
    workflow.publish(make_condition(title="Asthma"), by=None, at=at, until=at + timedelta(days=2))
    make_alert(headline="The garage closes.", starts_at=at, ends_at=at + timedelta(hours=1)).post(by=None)
    entries = [" ".join(item.get_text(" ").split()) for item in page(desk.get(MARCH)).select(".month li")]
    assert entries == [
        "noon Version 1 goes live: Asthma",
        "noon Alert starts: The garage closes.",
        "1 p.m. Alert ends: The garage closes.",
        "noon Retires: Asthma",
    ]


def test_a_version_that_another_follows_does_not_retire(desk: Client, clock: Clock) -> None:
    condition = live_condition()
    clock.forward(hours=1)
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(days=1))
    assert "Retires" not in words(desk.get(MARCH))


@pytest.mark.parametrize("month", ["", "2026-13", "x", "0000-00", "99999-01"])
def test_a_month_that_is_none_is_the_present_one(desk: Client, month: str) -> None:
    assert "March 2026" in words(desk.get("/admin/calendar/", {"month": month}))


def test_the_calendar_is_for_staff_with_a_role(reader: Client, signed_in: Callable[[User], Client], db: None) -> None:
    assert reader.get("/admin/calendar/").status_code == 302
    assert signed_in(User.objects.create_user("new", is_staff=True)).get("/admin/calendar/").status_code == 403


def test_errors_on_my_pages_are_counted(editor: User) -> None:
    mine = make_condition({"Symptoms": "", "Treatment": ""}, title="Mine", owner=editor)
    others = make_condition({"Symptoms": ""}, title="Not mine")
    for condition in (mine, others):
        workflow.save_draft(condition, by=None)
    assert [(row.title, row.note) for row in pile(editor, "Errors on my pages").rows] == [("Mine", "2 errors")]
