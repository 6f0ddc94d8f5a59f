"""Which lines of a text are headings."""

import pytest

from conditions.importing.report import Fate
from conditions.importing.text import read_text
from tests.conditions.importing.outlines import body, headings, sample, uncertain, why

pytestmark = pytest.mark.once


def test_a_question_and_its_answer_on_one_line_are_two() -> None:
    outline = sample("questions.txt")
    html = body(outline, "FAQ")
    assert headings(html) == [
        "When may my child eat again?",
        "Is the white coat normal?",
        "Q: What if it bleeds?",
    ]
    assert "<p>Yes. It is the wound’s own bandage" in html
    assert why(outline, "When may my child").fate == Fate.UNCERTAIN


def test_several_questions_in_a_sentence_stay_together() -> None:
    assert "<p>Why is that? Where does it start? Both are" in body(sample("questions.txt"), "FAQ")


def test_a_question_without_an_answer_is_a_paragraph() -> None:
    outline = sample("questions.txt")
    assert body(outline, "Contact").endswith("<p>Is there parking?</p>")
    assert why(outline, "Is there parking?").fate == Fate.UNCERTAIN


def test_the_same_heading_twice_keeps_both() -> None:
    outline = sample("repeats.txt")
    html = body(outline, "Symptoms & Causes")
    assert html.startswith("<h3>What are the signs?</h3><p>What are the signs?</p>")
    assert uncertain(outline)[0] == "What are the signs?"


def test_short_lines_under_a_short_line_are_lower_headings() -> None:
    html = sample("no-tabs.txt").introduction
    assert "<h3>Kinds</h3><h4>Red marks</h4>" in html
    assert "<h4>Brown marks</h4>" in html
    assert "<h3>When should we come?</h3>" in html


def test_a_last_short_line_is_a_paragraph() -> None:
    outline = sample("no-tabs.txt")
    assert outline.introduction.endswith("<p>Thank you for reading</p>")
    assert why(outline, "Thank you").fate == Fate.UNCERTAIN


def test_a_table_flattened_to_lines_is_paragraphs_and_said() -> None:
    outline = sample("table.txt")
    html = body(outline, "Diagnosis & Treatments")
    assert headings(html) == ["How much should my child grow?", "Our team"]
    assert "<p>Age</p><p>Growth in a year</p>" in html
    assert "<p>January 14 kg 96 cm</p>" in html
    assert len(uncertain(outline)) == 9


def test_a_storys_teaser_is_paragraphs_and_said() -> None:
    outline = sample("story.txt")
    html = body(outline, "Symptoms & Causes")
    assert "<p>Mirabel</p><p>Mirabel smiled" in html
    assert "<p>Meet Oswin</p><p>Oswin plays the trumpet.</p>" in html
    assert "teaser" in why(outline, "Meet Oswin").why


def test_a_call_to_act_is_no_heading() -> None:
    assert headings(body(sample("story.txt"), "Symptoms & Causes")) == ["What is a cleft lip?", "Surgery"]


def test_a_list_without_signs_after_a_lead_in_is_paragraphs() -> None:
    outline = read_text("Cold\n\nIt may bring:\n\nCough\n\nFever\n\nCall us if it stays for two weeks.")
    assert headings(outline.introduction) == []
    assert uncertain(outline) == ["Cough", "Fever"]
