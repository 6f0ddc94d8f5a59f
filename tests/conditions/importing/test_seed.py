"""The real page that the importer starts from. Its words are not part of the project."""

import re
from pathlib import Path

import pytest

from conditions.importing.outline import AlertOutline, Outline
from conditions.importing.report import Fate
from conditions.importing.source import read_file
from conditions.kinds import SectionKind
from publishing.html import plain_text
from tests.conditions.importing.outlines import bodies, body, headings, left_out, words_added, words_lost

pytestmark = pytest.mark.once


@pytest.fixture
def outline(seed: Path) -> Outline:
    return read_file(seed)


def test_its_title_is_what_stands_before_the_bars(outline: Outline) -> None:
    assert outline.title == "Relapsed or Refractory Neuroblastoma"
    assert outline.language == "en"


def test_it_has_four_tabs_and_the_last_is_empty(outline: Outline) -> None:
    assert [(section.kind, section.title) for section in outline.sections] == [
        (SectionKind.SYMPTOMS_CAUSES, "Symptoms & Causes"),
        (SectionKind.DIAGNOSIS_TREATMENTS, "Diagnosis & Treatments"),
        (SectionKind.RESEARCH_INNOVATION, "Research & Innovation"),
        (SectionKind.PROGRAMS_SERVICES, "Programs & Services"),
    ]
    assert [bool(section.body) for section in outline.sections] == [True, True, True, False]
    assert "nothing stands under it" in outline.report.entries[-1].why


def test_its_headings_are_headings(outline: Outline) -> None:
    assert [len(headings(html)) for html in bodies(outline)] == [1, 2, 3, 1, 0]
    assert outline.introduction.startswith("<h3>What is ")
    assert outline.introduction.count("<p>") == 2
    assert not any("<h4>" in html for html in bodies(outline))


def test_seven_symptoms_are_one_list_and_three_factors_another(outline: Outline) -> None:
    symptoms = re.findall(r"<ul>(.*?)</ul>", body(outline, "Symptoms & Causes"), re.DOTALL)
    factors = re.findall(r"<ul>(.*?)</ul>", body(outline, "Diagnosis & Treatments"), re.DOTALL)
    assert [html.count("<li>") for html in symptoms] == [7]
    assert [html.count("<li>") for html in factors] == [3]


def test_its_banner_is_offered_as_an_alert(outline: Outline) -> None:
    assert outline.alerts == (
        AlertOutline(
            "Recall Alert",
            "There is a voluntary recall of Potassium Chloride Extended-Release Capsules.",
            "Learn more",
        ),
    )


def test_only_the_furniture_is_left_out(outline: Outline) -> None:
    assert len(left_out(outline)) == 3
    assert left_out(outline)[0] == "Current Environment:"
    assert outline.report.of(Fate.UNCERTAIN) == []


def test_every_sentence_is_there_once(outline: Outline, seed: Path) -> None:
    assert not words_lost(outline)
    assert not words_added(outline)
    page = " ".join(plain_text(html) for html in bodies(outline)).replace("\n", " ")
    skipped = ("Current", "Recall", "There is a voluntary")
    lines = [line.lstrip(" •") for line in seed.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in lines:
        if "|" not in line and not line.startswith(skipped):
            assert page.count(line) == 1 or len(line) < 40, line
