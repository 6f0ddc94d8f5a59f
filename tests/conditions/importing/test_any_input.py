"""Whatever a file holds: nothing is lost, every line has its account, and the only refusal is `Unreadable`."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.importing.decoding import decode
from conditions.importing.html.page import read_html
from conditions.importing.lines import visible
from conditions.importing.outline import Outline
from conditions.importing.report import Fate
from conditions.importing.source import read_file
from conditions.importing.text import read_text
from conditions.importing.unreadable import Unreadable
from publishing.html import clean, plain_text
from tests.conditions.importing.outlines import bodies, words_added, words_lost

pytestmark = pytest.mark.once

patiently = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

_WORDS = st.sampled_from(
    [
        *("the", "fever", "of", "a", "child", "Asthma", "asthma", "treatment", "Surgery", "and", "symptoms", "o", "y"),
        *("1.", "12.", "a)", "-", "•", "|", "?", ":", "Symptoms", "&", "Causes", "Research", "Meet", "Emma", "Learn"),
        *("more", "https://example.org/a_(b)", "you@example.org", "www.example.org.", "“quoted”", "<b>", "&amp;"),
    ]
)
_SENTENCE = st.lists(_WORDS, max_size=14).map(" ".join)
_LINE = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "Asthma",
            "Asthma | Symptoms & Causes",
            "Asthma | Research",
            "Asthma Diagnosis & Treatments",
            "Lungs | Programs & Services",
            "FAQ",
            "What is asthma?",
            "Recall Alert",
            "View alerts",
            "close",
            "Current Environment: Production",
            "-----",
            "•",
            "It may include:",
        ]
    ),
    _SENTENCE,
    st.builds("{}{}{}".format, st.sampled_from(["", "  ", "    ", "\t"]), st.sampled_from("•-*o1"), _SENTENCE),
    st.builds(
        "{}{} {}".format,
        st.sampled_from(["", "  ", "    ", "        "]),
        st.sampled_from(["•", "-", "*", "o", "◦", "1.", "2.", "3)", "(a)"]),
        _SENTENCE,
    ),
    st.builds("{}. {}.".format, _SENTENCE, _SENTENCE),
    st.text(max_size=40),
)
DOCUMENTS = st.lists(_LINE, max_size=30).map("\n".join)


def outline_of(content: str) -> Outline | None:
    try:
        return read_text(content)
    except Unreadable:
        return None


@patiently
@given(DOCUMENTS)
def test_every_word_of_a_text_is_where_the_report_says(content: str) -> None:
    if outline := outline_of(content):
        assert not words_lost(outline)
        assert not words_added(outline)


@patiently
@given(DOCUMENTS)
def test_every_line_of_a_text_has_one_account(content: str) -> None:
    if outline := outline_of(content):
        said = [visible(line) for line in content.splitlines()]
        assert [entry.text for entry in outline.report.entries] == said
        assert [entry.number for entry in outline.report.entries] == list(range(1, len(said) + 1))
        assert [entry.fate == Fate.BLANK for entry in outline.report.entries] == [not text for text in said]


@patiently
@given(DOCUMENTS)
def test_what_is_made_of_a_text_is_clean_and_always_the_same(content: str) -> None:
    if outline := outline_of(content):
        assert read_text(content) == outline
        for html in bodies(outline):
            assert clean(html) == html


_TAG = st.sampled_from(
    [
        *("p", "div", "h1", "h2", "h3", "ul", "ol", "li", "b", "em", "a", "table", "tr", "td", "th", "span", "br"),
        *("section", "header", "footer", "nav", "form", "button", "details", "summary", "dl", "dt", "dd", "blockquote"),
        *("pre", "script", "img", "main", "article", "q", "figure"),
    ]
)
_ATTRIBUTE = st.sampled_from(
    [
        "",
        ' role="tabpanel" aria-label="Symptoms & Causes"',
        ' class="alert"',
        ' href="https://example.org/?a=1&amp;b=2"',
        ' href="javascript:alert(1)"',
        ' id="t" aria-controls="p"',
        " hidden",
        ' colspan="2"',
    ]
)
_MARKUP = st.one_of(
    st.builds("<{}{}>".format, _TAG, _ATTRIBUTE), st.builds("</{}>".format, _TAG), _SENTENCE, st.text(max_size=20)
)
PAGES = st.lists(_MARKUP, max_size=40).map("".join)


@patiently
@given(PAGES)
def test_every_word_of_html_is_where_the_report_says(content: str) -> None:
    try:
        outline = read_html(content)
    except Unreadable:
        return
    assert not words_lost(outline)
    assert not words_added(outline)
    for html in bodies(outline):
        assert clean(html) == html


@patiently
@given(PAGES)
def test_every_word_of_html_has_an_account(content: str) -> None:
    try:
        outline = read_html(content)
    except Unreadable:
        return
    text = re.sub(r"(?s)<script\b.*?(</script|$)|<[^>]*>", " ", content)
    accounted = " ".join(entry.text for entry in outline.report.entries)
    assert all(word in accounted for word in re.findall(r"[a-z]{4,}", text))


@patiently
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    try:
        said = decode(content)
    except Unreadable as refusal:
        said = str(refusal)
    assert isinstance(said, str)


@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_any_file_is_an_outline_or_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    @patiently
    @given(st.one_of(st.binary(max_size=300), DOCUMENTS.map(str.encode), PAGES.map(str.encode)))
    def read(content: bytes) -> None:
        path.write_bytes(content)
        refused = ""
        try:
            read_file(path)
        except Unreadable as refusal:
            refused = str(refusal)
        assert not refused or refused.startswith(f"{path}: ")

    read()


def test_a_letter_that_could_be_a_bullet_is_kept_where_it_stands_alone() -> None:
    outline = read_text("Asthma\n•\n o\n  0")
    assert "o 0" in plain_text(outline.introduction)
