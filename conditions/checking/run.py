"""Asking all rules about one page."""

from typing import Any

from conditions.checking.finding import Finding
from conditions.checking.page import CheckedPage
from conditions.checking.rule import RULES
from conditions.checking.rules import claims, facts, lead_ins, links, reading, structure, words
from conditions.checking.site import Site

SUBJECTS = (structure, lead_ins, links, facts, words, claims, reading)
"""The modules whose rules are asked, in the order in which rules are listed."""


def check(content: dict[str, Any], site: Site) -> list[Finding]:
    """All findings, in the order of the page.

    `content` is what `Condition.content()` returns, with `Condition.review_facts()` where they are known.
    """
    page = CheckedPage.of(content)
    found = dict.fromkeys(finding for rule in RULES.values() for finding in rule.findings(page, site))
    return sorted(found, key=_Places(page).of)


class _Places:
    """Where a finding stands on the page."""

    def __init__(self, page: CheckedPage) -> None:
        self._parts = {part.key: number for number, part in enumerate(page.parts)}
        self._passages: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for number, passage in enumerate(page.passages):
            self._passages.setdefault((passage.part, passage.field), []).append((number, passage.text))

    def of(self, finding: Finding) -> tuple[int, int, int]:
        """The part, the passage, and the place in it. What is about a part as a whole comes first."""
        part = self._parts.get(finding.part, len(self._parts))
        if finding.quote:
            first = finding.quote.split("\n", 1)[0]
            for number, text in self._passages.get((finding.part, finding.field), ()):
                if (place := text.find(first)) >= 0:
                    return part, number, place
        return part, -1, 0
