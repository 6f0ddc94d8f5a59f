"""Pages kept in pieces: made once, and never other than they would be if made anew."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.utils import translation

from conditions.models import Condition, Program
from portal.replay import replay
from publishing import clock as site_clock
from publishing import kept, workflow
from publishing.kept import kept_page
from publishing.models import PreviewLink
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, live_program, make_alert, make_condition, signed

pytestmark = pytest.mark.django_db
PAGE = "/conditions/asthma/"
BODY = {"Symptoms & Causes": "<p>Cough.</p>"}


@pytest.fixture
def asthma() -> Condition:
    return live_condition(BODY, title="Asthma", slug="asthma", programs=(live_program(title="Lungs", slug="lungs"),))


def body_of(reader: Client, path: str = PAGE) -> str:
    return reader.get(path).content.decode()


def anew(reader: Client, path: str = PAGE) -> str:
    """The page as a process makes it that has nothing in memory."""
    kept.forget()
    return body_of(reader, path)


def test_a_page_made_before_costs_one_query(reader: Client, asthma: Condition, django_assert_num_queries: Any) -> None:
    live_alert()
    first = body_of(reader)
    with django_assert_num_queries(1):
        assert body_of(reader) == first


def test_an_alert_is_on_a_kept_page_at_once_and_gone_at_its_end(reader: Client, asthma: Condition) -> None:
    before = body_of(reader)
    alert = live_alert(slug="capsules")
    assert 'data-alert="capsules"' in body_of(reader)
    assert kept.held() == 1
    alert.end(by=None)
    assert body_of(reader) == before


def test_an_alert_for_chosen_pages_is_on_no_other(reader: Client, asthma: Condition) -> None:
    live_condition(title="Eczema", slug="eczema")
    alert = make_alert(slug="capsules", is_everywhere=False)
    alert.conditions.add(asthma)
    alert.post(by=None)
    assert "capsules" in body_of(reader)
    assert "capsules" not in body_of(reader, "/conditions/eczema/")


def test_a_scheduled_alert_comes_and_goes_at_its_seconds(reader: Client, asthma: Condition, clock: Clock) -> None:
    now = site_clock.now()
    make_alert(slug="capsules", starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2)).post(by=None)
    shown = []
    for seconds in (0, 3599, 1, 3599, 1):
        clock.forward(seconds=seconds)
        shown.append("capsules" in body_of(reader))
    assert shown == [False, False, True, True, False]


def test_what_a_page_mentions_is_on_it_as_it_is_now(reader: Client, asthma: Condition) -> None:
    body_of(reader)
    Program.objects.filter(slug="lungs").update(phone="555-555-0199")
    workflow.publish(Program.objects.get(slug="lungs"), by=None)
    assert "555-555-0199" in body_of(reader)
    assert body_of(reader) == anew(reader)


def test_a_review_that_lapses_is_told_at_its_moment(reader: Client, clock: Clock) -> None:
    page = signed(make_condition(BODY, slug="asthma"))
    page.refresh_from_db()
    workflow.publish(page, by=None)
    assert "due for a new check" not in body_of(reader)
    clock.set(page.review_lapses_at())
    assert "due for a new check" in body_of(reader)


def test_a_page_of_another_moment_neither_uses_nor_fills_the_memory(reader: Client, clock: Clock) -> None:
    live_condition(BODY, slug="asthma")
    alert = live_alert(slug="capsules")
    then = site_clock.now()
    clock.forward(hours=1)
    alert.end(by=None)
    assert "capsules" in replay(PAGE, then).text
    assert kept.held() == 0
    today = body_of(reader)
    assert "capsules" not in today
    assert "capsules" in replay(PAGE, then).text
    assert body_of(reader) == today


def test_a_draft_does_not_come_into_the_memory(reader: Client, editor: User) -> None:
    draft = make_condition(BODY, title="Secret", slug="secret")
    end = site_clock.now() + timedelta(days=1)
    link = PreviewLink.objects.create(kind=draft.kind(), subject_id=draft.pk, made_by=editor, expires_at=end)
    assert "Secret" in body_of(reader, f"/preview/{link.token}/")
    assert kept.held() == 0


def test_each_language_has_its_own(reader: Client, asthma: Condition) -> None:
    request = RequestFactory().get(PAGE)
    request.resolver_match = None
    for language in ("en", "es", "en"):
        with translation.override(language):
            kept_page(request, "404.html", ("the same",), dict)
    assert kept.held() == 2


def test_nothing_of_who_asked_first_is_kept(
    reader: Client, asthma: Condition, editor: User, signed_in: Callable[[User], Client]
) -> None:
    theirs = body_of(signed_in(editor))
    assert theirs == anew(reader)
    assert editor.username not in theirs


@pytest.mark.parametrize("ask", [Condition.objects.first, site_clock.now])
def test_what_is_made_for_keeping_can_ask_neither_the_database_nor_the_clock(ask: Callable[[], object]) -> None:
    request = RequestFactory().get(PAGE)
    request.resolver_match = None
    with pytest.raises(RuntimeError, match="made here is kept"):
        kept_page(request, "404.html", (), lambda: {"page": ask()})
    assert kept.held() == 0
