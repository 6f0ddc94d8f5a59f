"""Things to test with, each valid and as small as can be."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils.text import slugify

from alerts.models import RecallAlert, RecalledPackage
from alerts.packages import Package
from conditions.kinds import SectionKind
from conditions.models import Condition, Program, Section, Term
from publishing import clock, review, workflow
from publishing.models import Reviewer

_numbers = count(1)


def make_program(**facts: Any) -> Program:
    number = next(_numbers)
    return Program.objects.create(
        **{"title": f"Program {number}", "slug": f"program-{number}", "summary": "A team.", "phone": "555-555-0123"}
        | facts
    )


def make_condition(tabs: dict[str, str] | None = None, **facts: Any) -> Condition:
    """A working copy; `tabs` maps titles to HTML."""
    number = next(_numbers)
    condition = Condition.objects.create(
        **{"title": f"Condition {number}", "slug": f"condition-{number}", "summary": "An illness."} | facts
    )
    for order, (title, body) in enumerate((tabs or {}).items()):
        kind = next((kind for kind in SectionKind if kind.label == title), SectionKind.OTHER)
        Section.objects.create(condition=condition, kind=kind, title=title, order=order, body=body)
    return condition


def signed(subject: Any) -> Any:
    """The thing, with every word of it signed off by a reviewer of the tests."""
    reviewer, _made = Reviewer.objects.get_or_create(name="Dana Reyes", credentials="MD")
    workflow.save_draft(subject, by=None)
    review.record_sign_off(subject, reviewer, at=clock.now())
    return subject


def live_program(**facts: Any) -> Program:
    program = make_program(**facts)
    workflow.publish(program, by=None)
    return program


def live_condition(
    tabs: dict[str, str] | None = None,
    programs: tuple[Program, ...] = (),
    related: tuple[Condition, ...] = (),
    **facts: Any,
) -> Condition:
    condition = make_condition(tabs, **facts)
    condition.programs.set(programs)
    condition.related.set(related)
    workflow.publish(condition, by=None, note="As tests are")
    return condition


def make_term(title: str = "biopsy", *other_forms: str, **facts: Any) -> Term:
    known = {"slug": slugify(title), "definition": f"What {title} is.", "other_forms": list(other_forms)}
    return Term.objects.create(title=title, **(known | facts))


def live_term(title: str = "biopsy", *other_forms: str, **facts: Any) -> Term:
    term = make_term(title, *other_forms, **facts)
    workflow.publish(term, by=None)
    return term


def make_alert(*, packages: Iterable[Package] = (), **facts: Any) -> RecallAlert:
    """A draft; `lots`, `ndcs` and `is_list_complete` make one row of a package."""
    number = next(_numbers)
    row = {name: facts.pop(name) for name in ("lots", "ndcs", "is_list_complete") if name in facts}
    alert = RecallAlert.objects.create(
        **{"slug": f"alert-{number}", "headline": f"There is recall number {number}."} | facts
    )
    rows = [*packages, *([Package.from_json(row)] if row else [])]
    RecalledPackage.replace(alert, map(RecalledPackage.of, rows))
    return alert


def live_alert(**facts: Any) -> RecallAlert:
    alert = make_alert(**facts)
    alert.post(by=None)
    return alert
