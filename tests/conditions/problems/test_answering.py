"""Who may say what to a problem, and that it is told for ever."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from conditions.models import Condition, Problem
from conditions.problems import answering
from publishing import workflow
from publishing.models import AuditEntry
from publishing.workflow import Refused
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition() -> Condition:
    condition = make_condition({"Causes": "<p>An error.</p><p>A warning.</p>"})
    workflow.save_draft(condition, by=None)
    return condition


def problem(level: str) -> Problem:
    return Problem.objects.there().get(level=level)


def test_an_editor_dismisses_a_warning_and_overrides_an_error(condition: Condition, editor: User) -> None:
    assert answering.answer(condition, problem("warning"), by=editor, reason="No").kind == "dismissed"
    assert answering.answer(condition, problem("error"), by=editor, reason="No").kind == "overridden"


def test_who_may_not_publish_may_dismiss_and_not_override(condition: Condition, editor: User) -> None:
    editor.groups.clear()
    editor.user_permissions.set(
        permission for permission in _permissions("dismiss_problem", "override_problem", "change_condition")
    )
    answering.answer(condition, problem("warning"), by=editor, reason="No")
    with pytest.raises(PermissionDenied):
        answering.answer(condition, problem("error"), by=editor, reason="No")


def _permissions(*names: str) -> list[object]:
    from_role = User.objects.model._meta.apps.get_model("auth", "Permission")  # type: ignore[union-attr]
    return list(from_role.objects.filter(codename__in=names))


def test_a_reviewer_answers_nothing(condition: Condition, reviewer: User) -> None:
    with pytest.raises(PermissionDenied):
        answering.answer(condition, problem("warning"), by=reviewer, reason="No")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_an_answer_needs_a_reason_of_one_line(condition: Condition, editor: User, reason: str) -> None:
    with pytest.raises(Refused):
        answering.answer(condition, problem("warning"), by=editor, reason=reason)
    assert problem("warning").answer is None


def test_the_second_to_answer_is_told(condition: Condition, editor: User, manager: User) -> None:
    answering.answer(condition, problem("warning"), by=editor, reason="No")
    with pytest.raises(Refused):
        answering.answer(condition, problem("warning"), by=manager, reason="Yes")


def test_the_audit_says_who_overrode_what_and_why(condition: Condition, editor: User) -> None:
    answering.answer(condition, problem("error"), by=editor, reason="It says so in the law")
    entry = AuditEntry.objects.get(action="override_problem")
    assert (entry.actor, entry.subject_id) == (editor, condition.pk)
    assert entry.reason == "It says so in the law [This says “error”. “An error.”]"


def test_an_answer_is_taken_back_once(condition: Condition, editor: User, manager: User) -> None:
    given = answering.answer(condition, problem("error"), by=editor, reason="No")
    answering.take_back(given, by=manager)
    assert problem("error").answer is None
    given.refresh_from_db()
    assert (given.ending, given.ended_by) == ("undone", manager)
    with pytest.raises(Refused):
        answering.take_back(given, by=manager)


def test_a_reason_as_long_as_can_be_fits_the_audit(condition: Condition, editor: User) -> None:
    answering.answer(condition, problem("error"), by=editor, reason="x" * 500)
    assert AuditEntry.objects.get(action="override_problem").reason == "x" * 500
