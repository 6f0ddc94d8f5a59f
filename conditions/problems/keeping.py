"""Checking a condition's text, and keeping what was found: from when to when, with what people said to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from conditions.checking.finding import Finding
from conditions.checking.knowledge import remember, site_now
from conditions.checking.run import check
from conditions.checking.site import Site
from conditions.problems.models import Answer, LastCheck, Problem
from publishing import clock
from publishing.html import plain_text
from publishing.models import digest_of
from publishing.parts import TextPart

if TYPE_CHECKING:
    from conditions.models import Condition

_FACTS = ("level", "part_title", "word", "message", "place")
"""What may change of a problem while it stays the same one."""


def problems_in(condition: Condition, content: dict[str, Any], site: Site | None = None) -> list[Problem]:
    """What the checks find in a content of the condition, in the page's order, with its answers; none is stored."""
    with translation.override(settings.LANGUAGE_CODE):  # What is kept is in one language, whoever saved.
        findings = check(condition.review_facts() | _as_published(condition, content), site or site_now())
    answers = {answer.key: answer for answer in standing_answers(condition)} if condition.pk else {}
    problems = list(_as_problems(condition, findings, condition.parts(content)))
    for problem in problems:
        problem.answer = answers.get(problem.key)
    return problems


def _as_published(condition: Condition, content: dict[str, Any]) -> dict[str, Any]:
    """The content with the anchors that readers would get: a link to another one would lead nowhere."""
    last = condition.last_public() if condition.pk else None
    return condition.carry_over(content, last.content, clock.now()) if last else content


def standing_answers(condition: Condition) -> Iterable[Answer]:
    return Answer.objects.filter(condition=condition, ended_at__isnull=True).select_related("made_by")


def check_draft(condition: Condition, content: dict[str, Any]) -> list[Problem]:
    """Check what is saved, and keep the result. Call it in the transaction that saved it, or with the row locked."""
    remember(condition, content)
    problems = problems_in(condition, content)
    _keep(condition, problems)
    LastCheck.objects.update_or_create(
        condition=condition, defaults={"checked_at": clock.now(), "digest": digest_of(content)}
    )
    return problems


def check_again(condition: Condition, site: Site) -> list[Problem]:
    """Check a condition's draft where nobody is saving it. What somebody saves meanwhile is checked by that save."""
    content = condition.content()
    problems = problems_in(condition, content, site)
    with transaction.atomic():
        rows = type(condition).objects.select_for_update().filter(pk=condition.pk)
        if rows.values_list("draft_digest", flat=True).first() == condition.draft_digest:
            _keep(condition, problems)
            LastCheck.objects.update_or_create(
                condition=condition, defaults={"checked_at": clock.now(), "digest": digest_of(content)}
            )
    return problems


def _as_problems(condition: Condition, findings: Iterable[Finding], parts: list[TextPart]) -> Iterable[Problem]:
    by_key = {part.key: part for part in parts}
    seen: Counter[str] = Counter()
    for place, finding in enumerate(findings):
        part = by_key.get(finding.part, parts[0])
        facts = [finding.rule, finding.part, finding.field, finding.word, *_about(finding, part)]
        same = "\n".join(facts)
        seen[same] += 1
        yield Problem(
            condition=condition,
            rule=finding.rule,
            level=finding.level,
            part=part.key,
            part_title=part.title[:120],
            field=finding.field,
            quote=finding.quote,
            word=finding.word[:120],
            message=finding.message,
            key=hashlib.sha256(f"{same}\n{seen[same]}".encode()).hexdigest(),
            place=place,
        )


def _about(finding: Finding, part: TextPart) -> list[str]:
    """The words a problem is about: it is another one when they change. White space does not count."""
    if finding.quote:
        return [" ".join(finding.quote.split())]
    text = part.content.get(finding.field, "") if finding.field else ""
    if finding.field in part.rich:
        text = plain_text(text)
    lines = text if isinstance(text, list) else [text]
    return [" ".join(str(line).split()) for line in lines]


def _keep(condition: Condition, found: list[Problem]) -> None:
    now = clock.now()
    before = {problem.key: problem for problem in Problem.objects.there().filter(condition=condition)}
    keys = {problem.key for problem in found}
    new = [problem for problem in found if problem.key not in before]
    gone = [problem.pk for key, problem in before.items() if key not in keys]
    Problem.objects.filter(pk__in=gone).update(gone_at=now)
    _update(before, found)
    for problem in new:
        problem.found_at = now
    Problem.objects.bulk_create(new)
    lapsed = Answer.objects.filter(condition=condition, ended_at__isnull=True).exclude(key__in=keys)
    lapsed.update(ended_at=now, ending=Answer.Ending.LAPSED)


def _update(before: dict[str, Problem], found: list[Problem]) -> None:
    """Bring those that stay up to date."""
    changed = []
    for problem in found:
        if (stored := before.get(problem.key)) is None:
            continue
        problem.pk, problem.found_at = stored.pk, stored.found_at
        if any(getattr(problem, name) != getattr(stored, name) for name in (*_FACTS, "answer_id")):
            changed.append(problem)
    Problem.objects.bulk_update(changed, [*_FACTS, "answer"])
