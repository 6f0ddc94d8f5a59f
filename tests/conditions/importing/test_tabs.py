"""Which lines begin a tab, and what the page is called."""

import pytest

from conditions.importing.report import Fate
from conditions.importing.text import read_text
from conditions.importing.unreadable import Unreadable
from conditions.kinds import SectionKind
from tests.conditions.importing.outlines import body, headings, sample, tab, uncertain, why

pytestmark = pytest.mark.once


def test_a_tab_begins_where_the_bar_is_lost() -> None:
    outline = sample("no-bars.txt")
    assert outline.title == "Spina Bifida"
    assert [section.kind for section in outline.sections] == [
        SectionKind.SYMPTOMS_CAUSES,
        SectionKind.DIAGNOSIS_TREATMENTS,
        SectionKind.RESEARCH_INNOVATION,
    ]
    assert "<p>Spina bifida symptoms and causes differ from child to child.</p>" in outline.sections[2].body


def test_a_bar_may_belong_to_the_title() -> None:
    outline = sample("center.txt")
    assert outline.title == "Airway Center | What is a narrow windpipe?"
    assert outline.sections == ()


def test_a_bar_before_a_phone_number_begins_no_tab() -> None:
    outline = sample("center.txt")
    assert "<p>Call us | 555-555-0100</p>" in outline.introduction
    assert why(outline, "Call us").fate == Fate.UNCERTAIN


def test_a_bar_before_a_question_begins_no_tab() -> None:
    outline = sample("center-with-tabs.txt")
    assert outline.title == "Narrow Windpipe"
    assert [section.title for section in outline.sections] == [
        "Symptoms & Causes",
        "Living with a narrow windpipe",
    ]
    assert uncertain(outline) == [
        "Airway Center | What is a narrow windpipe?",
        "Call us | 555-555-0100",
        "Monday | Tuesday | Closed on Wednesday",
    ]


def test_tabs_have_names_of_their_own() -> None:
    outline = sample("own-tabs.txt")
    assert [section.title for section in outline.sections] == [
        "Overview",
        "Shoes and insoles",
        "At school",
        "Programs & Services",
    ]
    assert tab(outline, "At school").kind == SectionKind.OTHER


def test_a_name_too_long_for_a_tab_is_a_paragraph() -> None:
    outline = sample("own-tabs.txt")
    assert "<p>Flat Feet | A name that is so long" in body(outline, "At school")
    assert "longer than 60" in why(outline, "A name that is so long").why


def test_other_words_before_a_known_tab_are_kept() -> None:
    outline = sample("own-tabs.txt")
    assert body(outline, "Programs & Services").startswith("<p>Our clinics</p>")
    assert why(outline, "Our clinics").fate == Fate.UNCERTAIN


def test_a_tab_that_comes_twice_is_one_tab() -> None:
    outline = sample("repeats.txt")
    assert [section.title for section in outline.sections] == [
        "Symptoms & Causes",
        "Diagnosis & Treatments",
        "Research & Innovation",
    ]
    html = body(outline, "Symptoms & Causes")
    assert html.endswith("<h3>How is it treated?</h3><p>Causes are treated by treating the cold.</p>")
    assert why(outline, "Symptoms and Causes").fate == Fate.UNCERTAIN


def test_without_tabs_all_is_the_introduction() -> None:
    outline = sample("no-tabs.txt")
    assert outline.title == "Birthmarks"
    assert outline.sections == ()
    assert len(headings(outline.introduction)) == 5


def test_a_menu_of_tabs_above_them_changes_nothing() -> None:
    text = "Cold | Symptoms & Causes\nCold | Programs & Services\n\nCold | Symptoms & Causes\n\nIt runs."
    outline = read_text(text)
    assert [section.body for section in outline.sections] == ["<p>It runs.</p>", ""]


def test_names_alone_on_a_line_are_tabs_where_no_tab_has_more() -> None:
    outline = read_text("Cold\n\nSymptoms & Causes\n\nIt runs.\n\nTreatment\n\nIt stops.\n\nFAQ\n\nWhy? Because.")
    assert [section.title for section in outline.sections] == ["Symptoms & Causes", "FAQ"]
    assert headings(body(outline, "Symptoms & Causes")) == ["Treatment"]


def test_a_name_alone_on_a_line_is_a_heading_where_other_tabs_have_bars() -> None:
    outline = read_text("Cold | Research\n\nWe look.\n\nSigns & Symptoms\n\nIt runs.\n\nCold | Contact\n\nCome.")
    assert [section.title for section in outline.sections] == ["Research", "Contact"]
    assert why(outline, "Signs & Symptoms").fate == Fate.UNCERTAIN


def test_faq_and_contact_are_tabs() -> None:
    outline = sample("questions.txt")
    assert [section.title for section in outline.sections] == ["FAQ", "Contact", "Frequently Asked Questions"]


def test_a_bar_that_was_wrapped_is_a_bar() -> None:
    assert [s.title for s in read_text("Cold |\nSymptoms & Causes\n\nIt runs.").sections] == ["Symptoms & Causes"]


def test_a_question_names_the_page_where_nothing_else_does() -> None:
    assert read_text("What is an ear infection?\n\nIt hurts.").title == "Ear infection"
    assert read_text("¿Qué es el asma?\n\nSilba.").title == "Asma"


@pytest.mark.parametrize(
    "text",
    [
        "just some words",
        "A sentence without a name.",
        "• one\n• two",
        "Symptoms & Causes\n\nIt runs.",
        "12345",
        "What is it?\n\nIt runs.",
        "What are the signs?\n\nIt runs.",
    ],
)
def test_without_a_name_it_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="no title"):
        read_text(text)


def test_a_name_alone_is_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read_text("Asthma\n\nASTHMA\n")


def test_a_name_too_long_for_a_page_is_refused() -> None:
    with pytest.raises(Unreadable, match="at most 120"):
        read_text("A" * 121 + " | Symptoms & Causes\n\nIt runs.")
