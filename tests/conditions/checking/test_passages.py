"""A page as the rules read it."""

import pytest

from conditions.checking.page import CheckedPage
from conditions.checking.passages import Link, Shape, read_html
from conditions.checking.sentences import sentences_in
from publishing.html import clean, plain_text
from tests.conditions.checking.pages import content

pytestmark = pytest.mark.once

RICH = clean(
    "<h3>What is it?</h3><p>One <strong>bold</strong> line.<br>Another&nbsp;line &amp; more.</p>"
    "<ul><li>first<ul><li><p>inner</p></li></ul></li><li>second</li></ul>"
    "<table><caption>Doses</caption><tr><th>Age</th><td>2 <a href='/x/'>years</a></td></tr></table>"
    "<blockquote>Said.</blockquote>"
)


def test_passages_are_the_lines_of_the_plain_text() -> None:
    passages, _images = read_html(RICH, "page", "introduction")
    assert "\n".join(passage.text for passage in passages) == plain_text(RICH)


def test_each_passage_knows_what_it_is() -> None:
    passages, _images = read_html(RICH, "page", "introduction")
    assert [(passage.shape, passage.level) for passage in passages] == [
        (Shape.HEADING, 3),
        (Shape.PARAGRAPH, 0),
        (Shape.PARAGRAPH, 0),
        (Shape.ITEM, 1),
        (Shape.ITEM, 2),
        (Shape.ITEM, 1),
        (Shape.CELL, 0),
        (Shape.CELL, 0),
        (Shape.CELL, 0),
        (Shape.QUOTE, 0),
    ]
    assert passages[1].block == passages[2].block


def test_links_belong_to_their_passage() -> None:
    passages, _images = read_html('<p>See <a href="/a/">our <em>program</em></a> or call.</p>', "page", "introduction")
    assert passages[0].links == (Link("our program", "/a/"),)


def test_marked_up_abbreviations_are_known_and_bold_lines_too() -> None:
    passages, _images = read_html(
        '<p><strong>An <abbr title="magnetic resonance imaging">MRI</abbr></strong></p>', "page", "introduction"
    )
    assert (passages[0].explained, passages[0].is_bold) == (("MRI",), True)


def test_an_empty_heading_is_a_passage_without_text() -> None:
    passages, _images = read_html("<h3><strong></strong></h3><p>Text.</p>", "page", "introduction")
    assert [(passage.shape, passage.text) for passage in passages] == [
        (Shape.HEADING, ""),
        (Shape.PARAGRAPH, "Text."),
    ]


def test_parts_have_the_keys_that_signing_uses() -> None:
    page = CheckedPage.of(content("<p>Hello.</p>", {"Symptoms": "<p>Cough.</p>"}))
    assert [(passage.part, passage.field, passage.text) for passage in page.prose] == [
        ("page", "introduction", "Hello."),
        ("tab-1", "body", "Cough."),
    ]


def test_sentences_end_where_a_reader_would_say() -> None:
    text = "Ask Dr. Reyes at 8 a.m. on Monday. It is 3.5 mg. “Really?” Yes! Call J. Doe (e.g. Tuesday)."
    assert list(sentences_in(text)) == [
        "Ask Dr. Reyes at 8 a.m. on Monday.",
        "It is 3.5 mg.",
        "“Really?”",
        "Yes!",
        "Call J. Doe (e.g. Tuesday).",
    ]
