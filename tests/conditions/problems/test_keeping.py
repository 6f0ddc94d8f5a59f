"""What the checks find is kept with each save, from when to when, and so is what people said to it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from conditions.checking.finding import Level
from conditions.checking.page import CheckedPage
from conditions.checking.rule import RULES, Rule, about
from conditions.checking.rule import Problem as Found
from conditions.checking.site import Site
from conditions.models import Answer, Condition, LastCheck, Problem, Section
from conditions.problems import answering
from publishing import workflow
from tests.conftest import Clock
from tests.factories import make_condition, signed

pytestmark = pytest.mark.django_db


def saved(**tabs: str) -> Condition:
    condition = make_condition(dict(tabs))
    workflow.save_draft(condition, by=None)
    return condition


def rewrite(condition: Condition, body: str) -> None:
    Section.objects.filter(condition=condition).update(body=body)
    workflow.save_draft(condition, by=None)


def there(condition: Condition) -> list[str]:
    return [problem.quote for problem in Problem.objects.there().filter(condition=condition).in_order()]


def test_a_save_keeps_what_is_found_in_the_order_of_the_page() -> None:
    condition = saved(Causes="<p>An error. A warning.</p>", Treatment="<p>Some advice.</p>")
    assert there(condition) == ["An error.", "A warning.", "Some advice."]


def test_a_sentence_that_is_mended_takes_its_problem_with_it(clock: Clock) -> None:
    condition = saved(Causes="<p>An error. A warning.</p>")
    clock.forward(days=1)
    rewrite(condition, "<p>All is well. A warning.</p>")
    assert there(condition) == ["A warning."]
    assert Problem.objects.get(quote="An error.").gone_at is not None


def test_a_problem_that_stays_was_first_found_when_it_was(clock: Clock) -> None:
    condition = saved(Causes="<p>An error.</p>")
    first = Problem.objects.get().found_at
    clock.forward(days=1)
    rewrite(condition, "<p>More before. An  error.</p>")
    assert [problem.found_at for problem in Problem.objects.there()] == [first]
    assert LastCheck.objects.get().checked_at > first


def test_what_was_open_at_a_moment_is_known_later(clock: Clock) -> None:
    condition = saved(Causes="<p>An error.</p>")
    then = Problem.objects.get().found_at
    clock.forward(days=1)
    rewrite(condition, "<p>All is well.</p>")
    assert Problem.objects.there(then).count() == 1
    assert Problem.objects.there().count() == 0


def test_a_save_that_says_nothing_new_checks_again(clock: Clock) -> None:
    condition = saved(Causes="<p>An error.</p>")
    before = condition.last_check.checked_at
    clock.forward(hours=1)
    workflow.save_draft(condition, by=None)
    condition.last_check.refresh_from_db()
    assert condition.last_check.checked_at > before


def test_a_restored_version_is_checked(editor: User) -> None:
    condition = saved(Causes="<p>An error.</p>")
    first = workflow.publish(condition, by=None, note="In a hurry")
    rewrite(condition, "<p>All is well.</p>")
    workflow.restore(condition, first, by=editor)
    assert there(condition) == ["An error."]


def test_a_dismissed_problem_stays_dismissed_while_its_sentence_stands(editor: User) -> None:
    condition = saved(Causes="<p>A warning. And more.</p>")
    answering.answer(condition, Problem.objects.get(), by=editor, reason="It is none")
    rewrite(condition, "<p>A warning. And something else.</p>")
    assert [problem.answer.reason for problem in Problem.objects.there() if problem.answer] == ["It is none"]


def test_a_dismissed_problem_comes_back_when_its_sentence_changes(editor: User) -> None:
    condition = saved(Causes="<p>A warning.</p>")
    given = answering.answer(condition, Problem.objects.get(), by=editor, reason="It is none")
    rewrite(condition, "<p>Another warning.</p>")
    given.refresh_from_db()
    assert given.ending == Answer.Ending.LAPSED
    assert Problem.objects.open().filter(condition=condition).count() == 1


def test_an_answer_says_nothing_of_another_page(editor: User) -> None:
    one, other = saved(Causes="<p>A warning.</p>"), saved(Causes="<p>A warning.</p>")
    answering.answer(one, one.problems.get(), by=editor, reason="It is none")
    workflow.save_draft(other, by=None)
    assert Problem.objects.open().filter(condition=other).count() == 1


def test_a_sign_off_is_heard_of_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreviewed(page: CheckedPage, _site: Site) -> Iterator[Found]:
        if not page.content.get("last_reviewed_on"):
            yield about(page.around, "Nobody reviewed it.")

    monkeypatch.setitem(RULES, "unreviewed", Rule("unreviewed", Level.WARNING, "Review", "For tests.", "", unreviewed))
    condition = saved(Causes="<p>All is well.</p>")
    assert Problem.objects.open().filter(condition=condition).count() == 1
    signed(condition)
    assert Problem.objects.open().filter(condition=condition).count() == 0
