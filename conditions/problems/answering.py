"""What people say to a problem: that it is none, or that the page may go live with it. Each is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from conditions.checking.finding import Level
from conditions.problems.models import LONGEST_REASON, Answer, AnswerKind, Problem
from publishing import clock, workflow
from publishing.models import SiteVersion
from publishing.workflow import Refused

if TYPE_CHECKING:
    from conditions.models import Condition

_LONGEST_QUOTE = 120


def may_answer(user: User | None, level: str) -> bool:
    """Whether somebody may say of a problem of this level that it is none or may stay; None is the operator."""
    return user is None or all(user.has_perm(permission) for permission in _permissions_for(level))


def _permissions_for(level: str) -> list[str]:
    """An error stops publishing, so only who may publish may let it pass."""
    if level == Level.ERROR:
        return ["conditions.override_problem", "conditions.publish_condition"]
    return ["conditions.dismiss_problem"]


@transaction.atomic
def answer(condition: Condition, problem: Problem, *, by: User | None, reason: str) -> Answer:
    """Dismiss a warning or a piece of advice; override an error. It holds until the sentence changes.

    Raises `PermissionDenied`, and `Refused` without a reason or where somebody was faster.
    """
    for permission in _permissions_for(problem.level):
        workflow.require(by, permission)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say in one line why."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("The reason is too long: at most %(most)s characters.") % {"most": LONGEST_REASON})
    SiteVersion.hold()  # As every step does, so that steps wait for each other and never in a circle.
    made = _write(condition, problem, by=by, reason=reason)
    Problem.objects.there().filter(condition=condition, key=problem.key).update(answer=made)
    problem.answer = made
    action = "override_problem" if made.kind == AnswerKind.OVERRIDDEN else "dismiss_problem"
    _audit(action, condition, made, by=by, reason=reason)
    return made


def _write(condition: Condition, problem: Problem, *, by: User | None, reason: str) -> Answer:
    kind = AnswerKind.OVERRIDDEN if problem.level == Level.ERROR else AnswerKind.DISMISSED
    facts = {"rule": problem.rule, "key": problem.key, "quote": problem.quote, "message": problem.message}
    try:
        with transaction.atomic():
            return Answer.objects.create(condition=condition, kind=kind, reason=reason, made_by=by, **facts)
    except IntegrityError as error:
        raise Refused(_("Somebody has answered this already.")) from error


@transaction.atomic
def take_back(given: Answer, *, by: User | None) -> None:
    """The problem counts again. Who may give an answer may take it back, whoever gave it."""
    level = Level.ERROR if given.kind == AnswerKind.OVERRIDDEN else Level.WARNING
    for permission in _permissions_for(level):
        workflow.require(by, permission)
    SiteVersion.hold()
    standing = Answer.objects.filter(pk=given.pk, ended_at__isnull=True)
    if not standing.update(ended_at=clock.now(), ended_by=by, ending=Answer.Ending.UNDONE):
        raise Refused(_("This answer has ended already."))
    Problem.objects.filter(answer=given).update(answer=None)
    _audit("take_answer_back", given.condition, given, by=by, reason=given.reason)


def _audit(action: str, condition: Condition, given: Answer, *, by: User | None, reason: str) -> None:
    about = f"{given.message} “{given.quote}”" if given.quote else given.message
    room = min(_LONGEST_QUOTE, LONGEST_REASON - len(reason) - 5)
    said = f"{reason} [{Truncator(about).chars(room)}]" if room > 20 else reason
    workflow.write_audit(
        action, condition.subject, condition.title, by=by, before=condition.stage, after=condition.stage, reason=said
    )
