"""The checks are right often enough, measured on passages that people labelled."""

import pytest

from conditions.checking.rule import RULES
from tests.conditions.checking.measure import (
    FEWEST,
    FOLDER,
    LATER,
    LEAST_PRECISION,
    LEAST_RECALL,
    labelled,
    measured,
    problems,
    table,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize("problem", problems())
def test_there_are_enough_passages_with_and_without_each_main_problem(problem: str) -> None:
    labels = [has_problem for has_problem, _text in labelled(problem)]
    assert min(labels.count(True), labels.count(False)) >= FEWEST


@pytest.mark.parametrize("folder", [FOLDER, LATER], ids=["first", "later"])
@pytest.mark.parametrize("problem", problems())
def test_a_check_is_right_often_enough(problem: str, folder: object) -> None:
    one = measured(problem, folder)  # type: ignore[arg-type]
    assert one.precision >= LEAST_PRECISION[one.level], one.false
    assert one.recall >= LEAST_RECALL, one.missed


def test_no_passage_is_labelled_twice() -> None:
    for problem in problems():
        texts = [text for folder in (FOLDER, LATER) for _label, text in labelled(problem, folder)]
        assert sorted(set(texts)) == sorted(texts)


def test_the_document_says_what_is_measured() -> None:
    document = (FOLDER.parents[3] / "docs" / "content-checks.md").read_text(encoding="utf-8")
    assert table() in document
    assert table(LATER) in document


def test_the_document_lists_every_rule_with_its_level() -> None:
    document = (FOLDER.parents[3] / "docs" / "content-checks.md").read_text(encoding="utf-8")
    missing = [rule.id for rule in RULES.values() if f"| `{rule.id}` | {rule.level} |" not in document]
    assert missing == []
