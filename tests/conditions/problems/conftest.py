"""Rules of the tests' own, so that what is said of problems does not change with the rules: whatever says “error”,
“warning” or “advice” in a sentence is one."""

from collections.abc import Iterator

import pytest

from conditions.checking.finding import Level
from conditions.checking.page import CheckedPage
from conditions.checking.rule import RULES, Check, Problem, Rule, at
from conditions.checking.site import Site


def _saying(word: str) -> Check:
    def look(page: CheckedPage, _site: Site) -> Iterator[Problem]:
        for sentence in page.sentences:
            if word in sentence.text:
                yield at(sentence.passage, f"This says “{word}”.", sentence.text, word)

    return look


@pytest.fixture(autouse=True)
def only_plain_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(RULES):
        monkeypatch.delitem(RULES, name)
    for level in Level:
        plain = Rule(level.value, level, f"Says {level}", "For the tests.", "https://example.org", _saying(level.value))
        monkeypatch.setitem(RULES, level.value, plain)
