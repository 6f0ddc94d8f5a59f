"""Reading grades: counted as we say, by lists of our own, fast."""

import time

import pytest

from conditions.checking.page import CheckedPage
from conditions.checking.readability import Reading, read_page
from conditions.checking.run import check
from conditions.checking.site import Site
from conditions.checking.syllables import syllables
from tests.conditions.checking.pages import content, found

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("child", 1), ("asthma", 2), ("medicine", 3), ("emergency", 4), ("neuroblastoma", 5), ("the", 1)),
        *(("breathe", 1), ("created", 3), ("science", 2), ("fire", 2), ("x-ray", 2), ("doctor's", 2), ("MIBG", 1)),
    ],
)
def test_syllables_are_those_of_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("reading", "grade", "smog"),
    [(Reading(10, 100, 130, 2), 3.65, 5.68), (Reading(20, 400, 640, 60), 11.09, 13.02), (Reading(), 0.0, 0.0)],
)
def test_the_formulas_are_those_of_their_authors(reading: Reading, grade: float, smog: float) -> None:
    assert (reading.flesch_kincaid, reading.smog) == pytest.approx((grade, smog), abs=0.1)


def test_points_and_headings_are_sentences_and_the_own_name_is_left_out() -> None:
    page = content("<h3>What is it?</h3><p>Neuroblastoma is rare. We help.</p><ul><li>one</li><li>two</li></ul>")
    reading = read_page(CheckedPage.of(page | {"title": "Neuroblastoma"}))
    assert reading == Reading(sentences=5, words=9, syllables=9, long_words=0)


def test_a_hard_tab_tells_both_grades_the_target_and_how_they_were_counted() -> None:
    hard = "<p>" + "Physicians continuously evaluate multidisciplinary considerations of immunotherapy. " * 10 + "</p>"
    (finding,) = found("reading-grade", content(tabs={"Research": hard}))
    for told in ("Flesch-Kincaid", "SMOG", "target is 8", "estimate", "Headings and points"):
        assert told in finding.message


def test_a_plain_tab_is_not_called_hard() -> None:
    plain = "<p>" + "Your child may cough at night. We can help with that. " * 12 + "</p>"
    assert found("reading-grade", content(tabs={"Care": plain})) == []


def test_a_page_of_3000_words_is_checked_at_once() -> None:
    sentence = "In some cases, your doctor may also order an MRI of the chest, which shows where the swelling is. "
    page = content(
        tabs={f"Tab {n}": f"<h3>Why?</h3><p>{sentence * 3}</p><ul><li>{sentence}</li></ul>" * 8 for n in range(5)}
    )
    check(page, Site.empty())
    start = time.process_time()
    check(page, Site.empty())
    assert time.process_time() - start < 1.0  # 0.3 s on a quiet machine; docs/content-checks.md has what was measured.
