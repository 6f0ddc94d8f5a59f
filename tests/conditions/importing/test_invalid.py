"""What a document marks as no longer valid is not on the page and in the report; its numbers stay what they were."""

import re

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.importing.outline import Outline
from conditions.importing.report import Fate
from conditions.importing.source import read_content, read_words
from publishing.html import plain_text
from tests.conditions.importing.outlines import bodies, left_out, uncertain, why
from tests.conditions.importing.word_documents import as_bytes

pytestmark = pytest.mark.once

TITLE = "<h1>Warm drops</h1>"
STRUCK = "struck through: not on the page"
HIDDEN = "hidden: not on the page"


def of_html(html: str, head: str = "") -> Outline:
    return read_words(f"<html><head>{head}</head><body>{TITLE}{html}</body></html>", ".html")


def text_of(outline: Outline) -> str:
    return " ".join(" ".join(plain_text(html) for html in bodies(outline)).split())


def document() -> Document:
    made = docx.Document()
    made.add_heading("Warm drops", 0)
    return made


def of_word(made: Document) -> Outline:
    return read_content(as_bytes(made), "drops.docx")


@pytest.mark.parametrize(
    "words",
    [
        "<s>10 mg</s>",
        "<del>10 mg</del>",
        "<strike>10 mg</strike>",
        '<span style="text-decoration: line-through">10 mg</span>',
        '<span style="text-decoration:line-through"><b>10</b> mg</span>',
        '<span class="c3">10 mg</span>',
    ],
)
def test_struck_words_of_html_are_left_out_and_told(words: str) -> None:
    sheet = "<style>p{color:red} .c3, .c4 {color:red; text-decoration : line-through}</style>"
    outline = of_html(f"<p>Give {words}<ins>5 mg</ins> every day, with food.</p>", sheet)
    assert outline.introduction == "<p>Give 5 mg every day, with food.</p>"
    assert why(outline, "10 mg").why == STRUCK


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { p { text-decoration: line-through } }",
        "p:hover { text-decoration: line-through } p::before { text-decoration: line-through } p { color: red }",
        "/* p { text-decoration: line-through } */",
    ],
)
def test_a_style_sheet_strikes_out_only_what_it_strikes_out_on_the_screen(sheet: str) -> None:
    assert text_of(of_html("<p>Give 5 mg every day, with food.</p>", f"<style>{sheet}</style>")).startswith("Give")


@pytest.mark.parametrize(
    "block",
    [
        "<p hidden>Old words.</p>",
        '<div style="display:none"><p>Old words.</p></div>',
        '<p style="visibility:hidden">Old words.</p>',
    ],
)
def test_hidden_blocks_of_html_are_left_out_and_told(block: str) -> None:
    outline = of_html(f"<p>New words.</p>{block}")
    assert outline.introduction == "<p>New words.</p>"
    assert why(outline, "Old words.").why == HIDDEN


@pytest.mark.parametrize(
    "panel",
    [
        '<button aria-controls="a">More</button><div id="a" hidden>It stays.</div>',
        '<a href="#a" data-toggle="collapse">More</a><div id="a" style="display:none">It stays.</div>',
        '<div class="accordion-body" style="display: none">It stays.</div>',
        '<div role="tabpanel" aria-label="Research" hidden>It stays.</div>',
        "<details><summary>More</summary>It stays.</details>",
        '<div hidden="until-found">It stays.</div>',
        '<div hidden><div role="tabpanel" aria-label="Research">It stays.</div></div>',
    ],
)
def test_what_a_reader_can_open_stays(panel: str) -> None:
    outline = of_html(f"<p>Words.</p>{panel}")
    assert "It stays." in text_of(outline)
    assert HIDDEN not in {entry.why for entry in outline.report.entries}


def test_struck_words_of_markdown_are_left_out_and_told() -> None:
    outline = read_words("# Warm drops\n\nGive ~~10 mg~~ 5 mg every day, with food.\n", ".md")
    assert outline.introduction == "<p>Give 5 mg every day, with food.</p>"
    assert why(outline, "10 mg").why == STRUCK


def test_struck_runs_of_word_are_left_out_and_told_however_they_are_struck() -> None:
    made = document()
    style = made.styles.add_style("Old", WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    older = made.styles.add_style("Older", WD_STYLE_TYPE.CHARACTER)
    older.base_style = style
    paragraph = made.add_paragraph("Give ")
    paragraph.add_run("10 mg").font.strike = True
    paragraph.add_run("20 mg").font.double_strike = True
    paragraph.add_run("30 mg", style="Old")
    paragraph.add_run("40 mg", style="Older")
    paragraph.add_run("5 mg every day, with food.")
    outline = of_word(made)
    assert outline.introduction == "<p>Give 5 mg every day, with food.</p>"
    told = " ".join(entry.text for entry in outline.report.of(Fate.LEFT_OUT) if entry.why == STRUCK)
    assert told.replace(" ", "") == "10mg20mg30mg40mg"


@pytest.mark.parametrize("value", ["0", "false", "off"])
def test_a_strike_that_is_switched_off_is_none(value: str) -> None:
    made = document()
    style = made.styles.add_style("Old", WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    run = made.add_paragraph("It is ").add_run("not struck, and stays.", style="Old")
    for name in ("w:strike", "w:dstrike"):
        switch = OxmlElement(name)
        switch.set(docx.oxml.ns.qn("w:val"), value)
        run._r.get_or_add_rPr().append(switch)
    outline = of_word(made)
    assert outline.introduction == "<p>It is not struck, and stays.</p>"
    assert not left_out(outline)


def test_text_that_a_style_hides_is_left_out_and_told() -> None:
    made = document()
    made.styles.add_style("Secret", WD_STYLE_TYPE.PARAGRAPH).font.hidden = True
    made.add_paragraph("It is rare, and it goes away by itself.")
    made.add_paragraph("Words for the staff.", style="Secret")
    outline = of_word(made)
    assert outline.introduction == "<p>It is rare, and it goes away by itself.</p>"
    assert "Words for the staff." in left_out(outline)


def test_a_numbered_list_of_word_counts_on_after_other_paragraphs() -> None:
    made = document()
    for style, text in [
        ("List Number", "Wash."),
        ("List Number", "Dry."),
        ("Normal", "Then wait until the skin is dry, for five minutes or so."),
        ("List Number", "Dress."),
        ("List Bullet", "warmly"),
        ("List Number", "Go."),
    ]:
        made.add_paragraph(text, style=style)
    assert of_word(made).introduction == (
        "<ol><li>Wash.</li><li>Dry.</li></ol><p>Then wait until the skin is dry, for five minutes or so.</p>"
        '<ol start="3"><li>Dress.</li></ol><ul><li>warmly</li></ul><ol start="4"><li>Go.</li></ol>'
    )


def test_lists_of_html_and_markdown_keep_their_numbers() -> None:
    html = '<ol><li>Wash.</li></ol><p>Then wait.</p><ol start="2"><li>Dry.</li><li value="7">Go.</li></ol>'
    assert of_html(html).introduction == html
    outline = read_words("# Warm drops\n\nSome words here.\n\n3. Dress.\n4. Go.\n", ".md")
    assert '<ol start="3"><li>Dress.</li><li>Go.</li></ol>' in outline.introduction


def test_an_item_keeps_its_number_though_the_one_before_it_has_no_words_left_or_a_note_follows() -> None:
    html = "<ol><li>Wash.</li><li><s>Dry.</s></li><li>Dress.</li><p>A note.</p><li>Go.</li></ol>"
    items = '<li>Wash.</li><li value="3"><p>Dress.</p><p>A note.</p></li><li>Go.</li>'
    assert of_html(html).introduction == f"<ol>{items}</ol>"


def test_struck_cells_leave_the_others_in_their_columns() -> None:
    head = "<tr><th>Age</th><th>Old</th><th>New</th></tr>"
    outline = of_html(f"<table>{head}<tr><td>6</td><td><s>10</s></td><td>5</td></tr></table>")
    assert "<tr><td>6</td><td></td><td>5</td></tr>" in outline.introduction


def _run(paragraph: Paragraph, text: str, font: str) -> None:
    paragraph.add_run(text).font.name = font


def test_symbol_characters_of_word_become_letters_or_are_asked_about() -> None:
    made = document()
    paragraph = made.add_paragraph("Dose: 3 ")
    _run(paragraph, "\uf06d", "Symbol")
    paragraph.add_run("g, at a fever of ")
    _run(paragraph, "\uf0b3", "Symbol")
    paragraph.add_run(" 38 degrees.")
    made.add_paragraph("Or at \uf0b3 39 degrees, whichever comes first.")
    outline = of_word(made)
    assert outline.introduction.startswith("<p>Dose: 3 μg, at a fever of ≥ 38 degrees.</p>")
    assert "“Or at ▯ 39 degrees,”" in why(outline, "Or at \uf0b3 39 degrees, whichever comes first.").why
    assert len(uncertain(outline)) == 1


def test_symbol_characters_of_html_become_letters_or_are_asked_about() -> None:
    html = '<p>3 <font face="Symbol">\uf06d</font>g of it, <span style="font-family: Symbol">\uf0a3</span> 4 times.</p>'
    assert of_html(html).introduction == "<p>3 μg of it, ≤ 4 times.</p>"
    assert uncertain(of_html("<p>At \uf0b3 39 degrees, whichever comes first.</p>"))


def test_tabs_and_tracked_paragraph_marks_of_word_keep_words_apart() -> None:
    made = document()
    first = made.add_paragraph("One")
    mark = OxmlElement("w:rPr")
    mark.append(OxmlElement("w:del"))
    first._p.get_or_add_pPr().append(mark)
    second = made.add_paragraph("two")
    for name in ("w:ptab", "w:tab", "w:cr"):
        second.add_run()._r.append(OxmlElement(name))
        second.add_run("more")
    assert text_of(of_word(made)) == "One two more more more"


_PIECES = st.tuples(
    st.integers(1, 99).map(str),
    st.sampled_from(["", "b", "i", "ins", "u", "s", "del", "strike", "line-through", "hidden"]),
    st.sampled_from(["", "", " "]),
)
_INVALID = ("s", "del", "strike", "line-through", "hidden")


def _marked(text: str, mark: str) -> str:
    if mark == "line-through":
        return f'<span style="text-decoration:line-through">{text}</span>'
    if mark == "hidden":
        return f"<span hidden>{text}</span>"
    return f"<{mark}>{text}</{mark}>" if mark else text


@pytest.mark.parametrize(
    "cells", ["<td>1</td><td>2</td>", "<TD>1<TD>2", "<tr><th>1</th><td>2</td></tr>", "a<td>1</td>2"]
)
def test_cells_outside_a_table_stay_apart(cells: str) -> None:
    text = text_of(of_html(f"<p>Some words stand here.</p><script>'</table>'</script>{cells}"))
    assert not {"12", "a1"} & set(text.split())
    table = of_html(
        "<p>Some words stand here.</p><script>'</table>'</script><table><tr><td>1</td><td>2</td></tr></table>"
    )
    assert "12" not in text_of(table)


def _numbers_of(block: list[tuple[str, str, str]]) -> set[str]:
    """As a person reads it who does not see what is invalid, and sees that something stood there."""
    shown = "".join((" " if mark in _INVALID else text) + space for text, mark, space in block)
    return set(re.findall(r"\d+", shown))


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "div", "li", "td", "dd", "h2"]), st.lists(_PIECES, min_size=1, max_size=6)),
        min_size=1,
        max_size=8,
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_number_of_an_imported_page_is_absent_from_every_block_of_its_source(
    blocks: list[tuple[str, list[tuple[str, str, str]]]],
) -> None:
    html = "".join(
        f"<{tag}>{''.join(_marked(text, mark) + space for text, mark, space in block)}</{tag}>" for tag, block in blocks
    )
    outline = of_html(f"<p>Some words stand here.</p>{html}")
    known = {number for _tag, block in blocks for number in _numbers_of(block)}
    assert set(re.findall(r"\d+", text_of(outline))) <= known


@given(
    st.lists(
        st.lists(_PIECES.filter(lambda piece: piece[1] in ("", "b", "i", "s", "del")), min_size=1, max_size=5),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_number_of_an_imported_word_document_is_absent_from_every_block_of_it(
    blocks: list[list[tuple[str, str, str]]],
) -> None:
    made = document()
    made.add_paragraph("Some words stand here.")
    for block in blocks:
        paragraph = made.add_paragraph()
        for text, mark, space in block:
            run = paragraph.add_run(text)
            run.bold, run.italic = mark == "b", mark == "i"
            run.font.strike, run.font.double_strike = mark == "s", mark == "del"
            paragraph.add_run(space)
    known = {number for block in blocks for number in _numbers_of(block)}
    assert set(re.findall(r"\d+", text_of(of_word(made)))) <= known
