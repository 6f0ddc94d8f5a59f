import time

import pytest

from publishing.anchors import Anchors, prepare
from publishing.comparison import Change, Fate, Part, Risk, Row, compare, rich_blocks
from publishing.comparison.document import marked
from publishing.comparison.rendering import ShownRow


def rows_of(before: str, after: str, medicines: frozenset[str] = frozenset()) -> list[Row]:
    (part,) = compare([Part.rich("body", "Text", before)], [Part.rich("body", "Text", after)], medicines).parts
    return list(part.rows)


def row_of(before: str, after: str, medicines: frozenset[str] = frozenset()) -> Row:
    (row,) = rows_of(before, after, medicines)
    return row


def risks_of(before: str, after: str, medicines: frozenset[str] = frozenset()) -> list[tuple[str, Risk | None]]:
    row = row_of(f"<p>{before}</p>", f"<p>{after}</p>", medicines)
    return [(shown.word.text, shown.risk) for shown in row.risks]


def changes(rows: list[Row]) -> list[str]:
    return [row.change.value for row in rows]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Café &amp; more</p>", "<p>Caf&eacute; &#38; more</p>"),
        ("<p>two words</p>", "<p>two&nbsp; \n words </p>"),
        ("<p><strong>abcd</strong></p>", "<p><strong>ab</strong><strong>cd</strong></p>"),
        ("<p><strong><em>a</em></strong></p>", "<p><em><strong>a</strong></em></p>"),
        ("<h3>Title</h3>", '<h3 id="title">Title</h3>'),
        ("<p>a</p><p></p>", "<p>a</p>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>soft</p>", "<p>so&shy;ft</p>"),
        ("<p>e\u0301</p>", "<p>é</p>"),
        (
            '<table><tr><td colspan="2" rowspan="3">a</td></tr></table>',
            '<table><tbody><tr><td rowspan="3" colspan="2"><p>a</p></td></tr></tbody></table>',
        ),
    ],
)
def test_what_a_reader_cannot_see_is_no_change(one: str, other: str) -> None:
    assert rich_blocks(one) == rich_blocks(other)


def test_what_a_revision_adds_to_a_body_is_no_change() -> None:
    body = "<h3>When?</h3><p>Now.</p><table><caption>Doses</caption><tr><td>1</td></tr></table>"
    assert rich_blocks(prepare(body, Anchors())) == rich_blocks(body)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>5 mg</p>", "<p>5mg</p>"),
        ("<p>a</p>", "<h3>a</h3>"),
        ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>10<sup>2</sup></p>", "<p>102</p>"),
        ('<p><a href="/a">x</a></p>', '<p><a href="/b">x</a></p>'),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>a b</td><td></td></tr></table>"),
        ("<p>a<br>b</p>", "<p>a b</p>"),
    ],
)
def test_what_a_reader_can_see_is_a_change(one: str, other: str) -> None:
    assert rich_blocks(one) != rich_blocks(other)


def test_words_are_told_apart_inside_a_block() -> None:
    row = row_of("<p>Your child may cough at night.</p>", "<p>Your child will cough at night.</p>")
    told = [(piece.fate, "".join(shown.word.text for shown in piece.before or piece.after)) for piece in row.pieces]
    assert told[1:3] == [(Fate.REMOVED, "may"), (Fate.ADDED, "will")]


def test_a_moved_block_is_a_move_and_counted_once() -> None:
    rows = rows_of("<p>one</p><p>two</p><p>three</p>", "<p>two</p><p>three</p><p>one</p>")
    assert changes(rows) == ["left", "none", "none", "moved"]
    assert [row.number for row in rows] == [0, 0, 0, 1]


def test_a_block_can_be_moved_and_changed() -> None:
    first = "<p>Give the child a warm drink before bed</p>"
    rows = rows_of(
        first + "<p>two of them</p><p>three more</p>",
        "<p>two of them</p><p>three more</p>" + first.replace("warm", "cold"),
    )
    assert changes(rows) == ["left", "none", "none", "moved"]
    assert rows[-1].is_reworded


def test_a_repeated_block_that_is_added_moves_no_other() -> None:
    rows = rows_of("<p>x</p><p>y</p><p>x</p><p>z</p>", "<p>x</p><p>x</p><p>y</p><p>x</p><p>z</p>")
    assert sorted(changes(rows)) == ["added", "none", "none", "none", "none"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Give 5 mg now", "Give 50 mg now", [("5", Risk.NUMBER), ("50", Risk.NUMBER)]),
        ("Give 5 mg now", "Give 5 mcg now", [("mg", Risk.DOSE), ("mcg", Risk.DOSE)]),
        ("for two nights here", "for three nights here", [("two", Risk.NUMBER), ("three", Risk.NUMBER)]),
        ("dos noches en casa", "tres noches en casa", [("dos", Risk.NUMBER), ("tres", Risk.NUMBER)]),
        ("Do give milk to babies", "Do not give milk to babies", [("not", Risk.NEGATION)]),
        ("It doesn’t help at all", "It does help at all", [("doesn’t", Risk.NEGATION)]),
        ("No dar leche a bebés", "Dar leche a bebés", [("No", Risk.NEGATION)]),
        ("tome leche con comida", "tome leche sin comida", [("sin", Risk.NEGATION)]),
        (
            "Use amoxicillin at home",
            "Use ampicillin at home",
            [("amoxicillin", Risk.MEDICINE), ("ampicillin", Risk.MEDICINE)],
        ),
        (
            "Give Zephirol 5 mL now",
            "Give Mistrelan 5 mL now",
            [("Zephirol", Risk.MEDICINE), ("Mistrelan", Risk.MEDICINE)],
        ),
        ("Take it once a night", "Take it twice a night", [("once", Risk.DOSE), ("twice", Risk.DOSE)]),
        ("your child may sleep", "your baby may sleep", []),
    ],
)
def test_words_that_can_harm_are_marked(before: str, after: str, told: list[tuple[str, Risk]]) -> None:
    assert risks_of(before, after) == told


@pytest.mark.parametrize("word", ["more than", "Take", "about", "up to another", "Only", "roughly", "swallow", "with"])
def test_an_ordinary_word_before_a_dose_is_no_medicine(word: str) -> None:
    for phrase in (f"{word} 2 tablets a day", f"{word} 5 mL"):
        risks = [risk for _word, risk in risks_of("", phrase)]
        assert risks.count(Risk.MEDICINE) == 0, phrase
        assert Risk.NUMBER in risks


@pytest.mark.parametrize("words", ["más que tome 5 mL", "Solo 2 gotas", "hasta 2 tabletas", "jeringa 5 ml"])
def test_an_ordinary_spanish_word_before_a_dose_is_no_medicine(words: str) -> None:
    assert Risk.MEDICINE not in [risk for _word, risk in risks_of("", words)]


@pytest.mark.parametrize("name", ["Tylenol", "aspirin", "senna", "Zephirol", "Advil"])
def test_any_other_word_before_a_dose_is_a_medicine(name: str) -> None:
    assert (name, Risk.MEDICINE) in risks_of("", f"Give {name} 5 mL at night")


def test_a_name_the_site_knows_is_a_medicine() -> None:
    assert risks_of("give Lullaby at night", "give Moonlight at night", frozenset({"lullaby"})) == [
        ("Lullaby", Risk.MEDICINE)
    ]


def test_a_risky_word_that_stayed_is_not_marked() -> None:
    assert risks_of("never give 5 mg of amoxicillin today", "never give 5 mg of amoxicillin tonight") == []


def test_another_phone_number_behind_a_link_is_a_risk() -> None:
    assert risks_of('<a href="tel:5555550100">Call</a> us', '<a href="tel:5555550199">Call</a> us') == [
        ("Call", Risk.NUMBER),
        ("Call", Risk.NUMBER),
    ]


def test_a_changed_address_is_told_in_words() -> None:
    row = row_of('<p>See <a href="/a">this page</a>.</p>', '<p>See <a href="/b">this page</a>.</p>')
    assert "link to /b instead of /a" in ShownRow(row).html


def test_a_changed_explanation_is_told_in_words() -> None:
    row = row_of('<p>The <abbr title="intensive">ICU</abbr>.</p>', '<p>The <abbr title="intense">ICU</abbr>.</p>')
    assert "explained as “intense” instead of intensive" in ShownRow(row).html


def test_bold_type_is_told_in_words() -> None:
    assert "now bold" in ShownRow(row_of("<p>Call us</p>", "<p>Call <strong>us</strong></p>")).html


def test_another_kind_of_block_is_told_in_words() -> None:
    row = row_of("<p>When to call us</p>", "<h3>When to call us</h3>")
    assert ShownRow(row).notes == ["Now a heading, before a paragraph."]


@pytest.mark.parametrize("text", ["&lt;script&gt;alert(1)&lt;/script&gt;", "a &amp;lt;b&amp;gt;", "&quot;&#39;&lt;img"])
def test_words_never_become_tags(text: str) -> None:
    shown = ShownRow(row_of(f"<p>same {text}</p>", f"<p>same {text} more</p>"))
    assert "<script" not in shown.html
    assert "<img" not in shown.html
    assert "<b>" not in shown.html


def test_an_address_that_runs_a_script_is_no_link() -> None:
    shown = ShownRow(row_of("<p>a b</p>", '<p>a <a href="javascript:alert(1)">b</a></p>'))
    assert "<a" not in shown.html


def test_tags_of_a_word_close_where_they_opened() -> None:
    html = '<p><strong>a <a href="/x">b</a></strong> <em>c</em></p>'
    shown = ShownRow(row_of(html, html.replace("c", "d")))
    assert [shown.html.count(f"</{tag}>") for tag in ("strong", "a", "em", "ins")] == [2, 1, 2, 1]


def test_stretches_without_a_change_are_folded() -> None:
    before = "".join(f"<p>word{letter}</p>" for letter in "abcdef")
    (part,) = compare([Part.rich("x", "X", before)], [Part.rich("x", "X", before + "<p>new</p>")]).parts
    assert [(stretch.is_folded, stretch.units) for stretch in marked(part)] == [(True, 6), (False, 1)]


def tab(key: str, title: str, body: str = "<p>Some words here.</p>") -> Part:
    return Part.tab(key, title, "Other", body)


def test_a_renamed_tab_is_one_change() -> None:
    comparison = compare([tab("1", "Signs of asthma")], [tab("1", "Signs and asthma")])
    assert (comparison.count, comparison.parts[0].label) == (1, "Signs and asthma")


def test_tabs_are_added_removed_and_moved() -> None:
    before = [tab("1", "Signs"), tab("2", "Care"), tab("3", "Tests")]
    after = [tab("2", "Care"), tab("3", "Tests"), tab("1", "Signs"), tab("4", "School")]
    told = {part.label: part.change for part in compare(before[:], after).parts}
    assert told == {"Care": Change.NONE, "Tests": Change.NONE, "Signs": Change.MOVED, "School": Change.ADDED}
    assert compare(before, []).parts[0].change == Change.REMOVED


def test_a_block_that_goes_to_another_tab_has_moved() -> None:
    block = "<p>Call us before you come.</p>"
    comparison = compare([tab("1", "Signs", block), tab("2", "Care")], [tab("1", "Signs", ""), tab("2", "Care", block)])
    told = [(part.label, row.change, row.elsewhere) for part in comparison.parts for row in part.rows if row.elsewhere]
    assert told == [("Signs", Change.LEFT, "Care"), ("Care", Change.MOVED, "Signs")]


def test_a_short_block_in_two_tabs_is_chance() -> None:
    comparison = compare(
        [tab("1", "Signs", "<p>Yes.</p>"), tab("2", "Care", "")],
        [tab("1", "Signs", ""), tab("2", "Care", "<p>Yes.</p>")],
    )
    assert sorted(row.change for _part, row in comparison.changes) == ["added", "removed"]


def test_a_tab_that_was_made_again_is_the_same_tab() -> None:
    assert compare([tab("1", "Signs")], [tab("9", "Signs")]).count == 0


MANY_WORDS = [f"word{number}" for number in range(50)]


@pytest.mark.parametrize(("words", "blocks"), [(["x", "y"], 1), (["x"], 9_000), (MANY_WORDS, 1), (MANY_WORDS, 9_000)])
def test_the_largest_texts_are_compared_in_some_seconds(words: list[str], blocks: int) -> None:
    def body(step: int) -> str:
        each = [words[(number * step + number // 7) % len(words)] for number in range(65_000)]
        size = len(each) // blocks
        return "".join(f"<p>{' '.join(each[place * size : place * size + size])}</p>" for place in range(blocks))

    start = time.process_time()
    rows_of(body(1)[:390_000], body(3)[:390_000])
    assert time.process_time() - start < 15
