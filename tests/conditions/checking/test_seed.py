"""The checks on a real page, which is not part of the project: each of its known problems, and no other error."""

from pathlib import Path

import pytest
from django.core.management import call_command

from conditions.checking.finding import Finding, Level
from conditions.checking.knowledge import site_now
from conditions.checking.run import check
from conditions.models import Condition

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def findings(seed: Path) -> list[Finding]:
    call_command("import_condition", str(seed), verbosity=0)
    condition = Condition.objects.get()
    return check(condition.content() | condition.review_facts(), site_now())


def _quotes(findings: list[Finding], rule: str) -> list[str]:
    return [finding.quote for finding in findings if finding.rule == rule]


def test_its_errors_are_the_lost_list_and_the_empty_tab_and_no_other(findings: list[Finding]) -> None:
    errors = [finding for finding in findings if finding.level == Level.ERROR]
    assert [finding.rule for finding in errors] == ["lead-in-without-list", "empty-tab"]
    assert errors[0].quote.endswith("including:")


def test_the_paragraphs_about_other_tumors_are_found(findings: list[Finding]) -> None:
    first, second = _quotes(findings, "other-condition")
    assert ("pheochromocytomas" in first, second.startswith("Adrenocortical")) == (True, True)


def test_the_short_names_that_nobody_explains_are_found_and_the_others_are_not(findings: list[Finding]) -> None:
    named = [
        finding.message.split("”")[0].strip("“") for finding in findings if finding.rule == "unexplained-abbreviation"
    ]
    assert named == ["ACC", "MEN1", "MIBG", "MYCN"]


def test_all_its_tabs_are_found_hard_and_the_one_on_research_hardest(findings: list[Finding]) -> None:
    grades = [
        float(finding.message.split("Flesch-Kincaid ")[1].split(",")[0])
        for finding in findings
        if finding.rule == "reading-grade"
    ]
    assert len(grades) == 3
    assert max(grades) == grades[-1] > 14


@pytest.mark.parametrize("rule", ["emergency-without-help", "no-phone", "title-never-explained", "never-reviewed"])
def test_what_it_does_not_say_is_found(findings: list[Finding], rule: str) -> None:
    assert len([finding for finding in findings if finding.rule == rule]) == 1
