"""What holds for every file, however untidy: nothing is lost, and every line has its account."""

from pathlib import Path

import pytest

from conditions.importing.report import Fate
from conditions.importing.source import read_file
from publishing.html import clean
from tests.conditions.importing.outlines import SAMPLES, bodies, words_added, words_lost

pytestmark = pytest.mark.once

every_sample = pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
every_text = pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)


@every_sample
def test_every_word_stands_on_the_page_as_often_as_the_report_says(path: Path) -> None:
    outline = read_file(path)
    assert not words_lost(outline)
    assert not words_added(outline)


@every_text
def test_every_line_has_one_account(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = read_file(path).report.entries
    assert [entry.number for entry in entries] == list(range(1, len(lines) + 1))
    assert [entry.fate == Fate.BLANK for entry in entries] == [not line.strip() for line in lines]


@every_sample
def test_reading_again_gives_the_same(path: Path) -> None:
    assert read_file(path) == read_file(path)


@every_sample
def test_the_door_for_html_changes_nothing(path: Path) -> None:
    for html in bodies(read_file(path)):
        assert clean(html) == html


@every_sample
def test_what_is_left_out_or_uncertain_says_why(path: Path) -> None:
    report = read_file(path).report
    assert all(entry.why for entry in report.of(Fate.LEFT_OUT) + report.of(Fate.UNCERTAIN))
