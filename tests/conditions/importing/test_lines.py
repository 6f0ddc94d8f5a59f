"""Lines made whole, and nothing in them but words."""

import pytest

from conditions.importing.text import read_text
from tests.conditions.importing.outlines import body, headings, left_out, paragraphs, sample

pytestmark = pytest.mark.once


def test_wrapped_lines_are_one_paragraph() -> None:
    outline = sample("wrapped.txt")
    assert len(paragraphs(outline.introduction)) == 1
    assert "narrow and air passes" in outline.introduction


def test_a_question_on_two_lines_is_one_heading() -> None:
    found = headings(body(sample("wrapped.txt"), "Symptoms & Causes"))
    assert found[0] == "What are the signs that a spell is about to begin or that it is getting worse?"


def test_a_bullet_that_wraps_is_one_item() -> None:
    html = body(sample("wrapped.txt"), "Symptoms & Causes")
    assert html.count("<li>") == 3
    assert "<li>fewer words between two breaths than your child needs for a sentence</li>" in html


def test_a_paragraph_right_after_a_list_is_no_item() -> None:
    assert "</ul><p>Call us when you see two" in body(sample("wrapped.txt"), "Symptoms & Causes")


def test_a_question_right_before_its_answer_is_a_heading() -> None:
    assert "<h3>Why does it happen after a cold?</h3><p>A cold" in body(sample("wrapped.txt"), "Symptoms & Causes")


def test_without_blank_lines_each_line_is_its_own() -> None:
    outline = sample("no-blank-lines.txt")
    html = body(outline, "Symptoms & Causes")
    assert headings(html) == ["What does a fever fit look like?"]
    assert html.count("<li>") == 3
    assert paragraphs(html)[-1] == "Afterwards the child is sleepy for up to an hour."
    assert headings(body(outline, "Diagnosis & Treatments")) == ["How we find the reason", "What to do at home"]


def test_indentation_of_all_lines_means_nothing() -> None:
    outline = sample("indented.txt")
    assert paragraphs(outline.introduction) == [
        "A stiff neck hurts when the head turns. It mostly passes within a week."
    ]
    assert "<ul><li>after sleep</li><li>after a long drive</li></ul>" in body(outline, "Symptoms & Causes")


def test_no_break_spaces_runs_of_spaces_and_soft_hyphens_become_single_spaces() -> None:
    outline = sample("indented.txt")
    assert outline.title == "Stiff Neck"
    assert headings(outline.introduction) == ["What is a stiff neck?"]
    assert "Rest helps for a day." in body(outline, "Symptoms & Causes")


def test_curly_quotes_stay() -> None:
    assert "Nobody’s “fault”:" in body(sample("story.txt"), "Symptoms & Causes")


def test_text_is_escaped() -> None:
    outline = read_text("Cold\n\nUnder <5 years> & over: <script>alert(1)</script> do nothing.")
    assert outline.introduction == (
        "<p>Under &lt;5 years&gt; &amp; over: &lt;script&gt;alert(1)&lt;/script&gt; do nothing.</p>"
    )


def test_a_drawn_line_is_left_out_and_said() -> None:
    outline = read_text("Cold\n====\n\nA cold passes.\n\n* * *\n\nIt comes again.")
    assert left_out(outline) == ["====", "* * *"]
    assert outline.introduction == "<p>A cold passes.</p><p>It comes again.</p>"


def test_bare_addresses_are_links() -> None:
    html = body(sample("story.txt"), "Symptoms & Causes")
    assert '<a href="https://www.example.org/cleft_lip(1)">https://www.example.org/cleft_lip(1)</a>, ' in html
    assert '<a href="https://www.example.org/lip">www.example.org/lip</a> or' in html
    assert '<a href="mailto:lip@example.org">lip@example.org</a>.' in html
    assert '<a href="https://example.org/cleft">example.org/cleft</a>.' in html


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "e.g. this", "3.5 mg", "and/or", "http://", "a@b", "See:http//x.org"]
)
def test_other_words_are_none(text: str) -> None:
    assert "<a " not in read_text(f"Cold\n\nIt is {text} or so.").introduction


@pytest.mark.parametrize("text", ["(https://example.org/a)", "<https://example.org/a>", "“https://example.org/a”."])
def test_signs_around_an_address_are_not_of_it(text: str) -> None:
    assert 'href="https://example.org/a"' in read_text(f"Cold\n\nIt is {text} or so.").introduction


def test_an_address_is_escaped() -> None:
    html = read_text("Cold\n\nSee https://example.org/?a=1&b='2' now.").introduction
    assert "<a href=\"https://example.org/?a=1&amp;b=&#x27;2\">https://example.org/?a=1&amp;b='2</a>'" in html
