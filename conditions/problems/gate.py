"""What the checks' results have to say when a condition is to go live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conditions.checking.finding import Level
from conditions.problems.answering import answer
from conditions.problems.models import Problem
from publishing import workflow

if TYPE_CHECKING:
    from conditions.models import Condition

_MOST_NAMED = 5


def what_stands_in_the_way(condition: Condition, *, by: User | None, reason: str) -> list[str]:
    """Errors that nobody overrode, and warnings for which no reason is given; a sentence each.

    The operator's reason overrides the errors. A person overrides each one beside its sentence.
    """
    errors, warnings = _open(condition, Level.ERROR), _open(condition, Level.WARNING)
    if errors and by is None and reason:
        for problem in errors:
            answer(condition, problem, by=None, reason=reason)
    elif errors:
        return [_errors(errors, by)]
    if warnings and by is not None:
        if not reason:
            return [reason_wanted(len(warnings))]
        _log(condition, warnings, by=by, reason=reason)
    return []


def errors_of(condition: Condition) -> list[str]:
    """The errors that nobody overrode, each with its place and sentence."""
    return list(_named(_open(condition, Level.ERROR)))


def _open(condition: Condition, level: Level) -> list[Problem]:
    return list(Problem.objects.open().filter(condition=condition, level=level).in_order())


def reason_wanted(warnings: int) -> str:
    return ngettext(
        "The checks find %(count)s warning. Say in one line why the page goes live with it.",
        "The checks find %(count)s warnings. Say in one line why the page goes live with them.",
        warnings,
    ) % {"count": warnings}


def _errors(errors: list[Problem], by: User | None) -> str:
    found = ngettext(
        "The checks find %(count)s error: %(errors)s.", "The checks find %(count)s errors: %(errors)s.", len(errors)
    ) % {"count": len(errors), "errors": "; ".join(_named(errors))}
    if by is None:
        return f"{found} " + _("Mend it, or give a reason (--reason), which is kept with each.")
    return f"{found} " + _("Mend each, or override it with a reason, beside its sentence.")


def _named(problems: list[Problem]) -> Iterable[str]:
    for problem in problems[:_MOST_NAMED]:
        quote = f" “{Truncator(problem.quote).chars(80)}”" if problem.quote else ""
        yield f"{problem.part_title}: {problem.message.rstrip('.')}{quote}"
    if len(problems) > _MOST_NAMED:
        yield _("and %(count)s more") % {"count": len(problems) - _MOST_NAMED}


def _log(condition: Condition, warnings: list[Problem], *, by: User, reason: str) -> None:
    rules = dict.fromkeys(problem.rule for problem in warnings)
    said = ngettext("%(count)s warning (%(rules)s)", "%(count)s warnings (%(rules)s)", len(warnings)) % {
        "count": len(warnings),
        "rules": ", ".join(rules),
    }
    workflow.write_audit(
        "accept_warnings",
        condition.subject,
        condition.title,
        by=by,
        before=condition.stage,
        after=condition.stage,
        reason=f"{reason} [{Truncator(said).chars(200)}]"[:500],
    )
