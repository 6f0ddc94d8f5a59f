"""Bullets, numbers and what stands inside them."""

import pytest

from conditions.importing.text import read_text
from tests.conditions.importing.outlines import body, left_out, sample, uncertain

pytestmark = pytest.mark.once


def test_bullets_nest_by_indentation() -> None:
    assert (
        "<ul><li>being born bottom first<ul><li>in a first pregnancy</li><li>with little water around the baby"
        "<ul><li>measured late in the pregnancy</li><li>or not measured at all</li></ul></li></ul></li>"
        "<li>a parent or sister with the same hip</li><li>tight swaddling of the legs</li></ul>"
    ) in body(sample("nested.txt"), "Symptoms & Causes")


def test_a_heading_and_paragraphs_stay_inside_their_bullet() -> None:
    html = body(sample("nested.txt"), "Diagnosis & Treatments")
    assert "<li><h4>Harness</h4><p>The harness holds" in html
    assert "<p>You will see us each week:</p><ul><li>to loosen the straps</li>" in html
    assert "<li><h4>Cast</h4><p>After the age" in html
    assert "<li>Operation</li></ul><p>All three protect" in html


def test_numbers_are_a_numbered_list_even_when_a_paragraph_interrupts_it() -> None:
    assert (
        "<ol><li>Open the snaps of the shirt.</li><li><p>Lay the harness flat.</p>"
        "<p>Ask us for a second pair of hands the first time.</p></li><li>Close the chest strap first.</li></ol>"
    ) in body(sample("nested.txt"), "Diagnosis & Treatments")


def test_an_o_at_the_beginning_of_several_lines_is_a_bullet() -> None:
    html = body(sample("nested.txt"), "Diagnosis & Treatments")
    assert html.endswith("<ul><li>a warm room</li><li>a towel under the baby</li></ul>")


@pytest.mark.parametrize("first", ["grass in early summer", "a shower before bed", "no space stands after"])
def test_dashes_stars_and_bullets_without_space_are_lists(first: str) -> None:
    assert f"<ul><li>{first}" in body(sample("markers.txt"), "Symptoms & Causes")


def test_names_before_colons_are_bold() -> None:
    html = body(sample("markers.txt"), "Symptoms & Causes")
    assert "<ol><li><strong>Nose spray:</strong> it calms the lining of the nose</li>" in html
    assert "<p><strong>Drops:</strong> warm them in your hand.</p>" in html


def test_a_single_star_and_a_number_in_a_sentence_stay_words() -> None:
    html = body(sample("markers.txt"), "Symptoms & Causes")
    assert "<p>* Ask before you give" in html
    assert "<p>12. May was its last day.</p>" in html


def test_letters_stay_for_the_text_may_refer_to_them() -> None:
    html = body(sample("markers.txt"), "Symptoms & Causes")
    assert "<ul><li>(a) in the morning, or</li><li>(b) in the evening</li></ul>" in html


def test_a_number_that_goes_on_too_far_away_keeps_its_number() -> None:
    outline = read_text("Cold\n\n1. Rest.\n\nWhy rest?\n\nIt helps.\n\n2. Drink.")
    assert outline.introduction.endswith("<p>2. Drink.</p>")
    assert uncertain(outline) == ["2. Drink."]


def test_a_bullet_with_nothing_after_it_is_left_out_and_said() -> None:
    outline = read_text("Cold\n\n• sneezing\n•\n\nIt passes.")
    assert outline.introduction == "<ul><li>sneezing</li></ul><p>It passes.</p>"
    assert left_out(outline) == ["•"]


def test_bullets_with_blank_lines_between_are_one_list() -> None:
    assert read_text("Cold\n\n• a\n\n• b\n\n\n• c").introduction == "<ul><li>a</li><li>b</li><li>c</li></ul>"


def test_other_signs_under_an_item_are_a_list_inside_it() -> None:
    html = read_text("Cold\n\n• day\no sneezing\no coughing\n• night").introduction
    assert html == "<ul><li>day<ul><li>sneezing</li><li>coughing</li></ul></li><li>night</li></ul>"


def test_bullets_between_numbers_belong_to_the_number_before() -> None:
    html = read_text("Cold\n\n1. Rest\n• in bed\n2. Drink").introduction
    assert html == "<ol><li>Rest<ul><li>in bed</li></ul></li><li>Drink</li></ol>"


def test_lists_are_never_nested_without_end() -> None:
    text = "Cold\n\n" + "\n".join(" " * 2 * depth + f"• item {depth}" for depth in range(200))
    assert read_text(text).introduction.count("<ul>") == 6
