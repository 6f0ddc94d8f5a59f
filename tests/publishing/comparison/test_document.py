"""A compared text as the page shows it: no word is lost, every cell stays in its column, every item in its list."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from publishing.comparison import Part, compare
from publishing.comparison.document import as_it_stands, marked
from publishing.html import clean

TABLE = (
    "<table><caption>Doses</caption><thead><tr><th rowspan='2'>Age</th><th colspan='2'>Dose</th></tr>"
    "<tr><th>Morning</th><th>Night</th></tr></thead><tbody><tr><td>1 to 3</td><td>5 mg</td><td>10 mg</td></tr>"
    "<tr><td rowspan='2'>4 to 8</td><td>10 mg</td><td>15 mg</td></tr><tr><td colspan='2'>Two a day</td></tr></tbody>"
    "</table>"
)
LIST = (
    "<ul><li>hoarse</li><li>a cough"
    "<ul><li>at night</li><li>crying<ol><li>rest</li><li>call</li></ol></li></ul></li></ul>"
)


def soup_of(before: str, after: str) -> BeautifulSoup:
    """The marked text, without the words for those who cannot see marks and without notes."""
    (part,) = compare([Part.rich("x", "X", clean(before))], [Part.rich("x", "X", clean(after))]).parts
    soup = BeautifulSoup("".join(stretch.html for stretch in marked(part)), "html5lib")
    for hidden in soup.select(".visually-hidden, .note"):
        hidden.decompose()
    return soup


def plain(html: str) -> BeautifulSoup:
    (part,) = compare([Part.rich("x", "X", clean(html))], [Part.rich("x", "X", clean(html))]).parts
    soup = BeautifulSoup(as_it_stands(part), "html5lib")
    for hidden in soup.select(".note"):
        hidden.decompose()
    return soup


def side(soup: BeautifulSoup, lone: str) -> str:
    """The marked text without what only the other version has."""
    for tag in soup.select(lone):
        tag.decompose()
    return words(soup)


def words(soup: BeautifulSoup) -> str:
    """All signs but white space and the bullets of lists in cells, in order."""
    return "".join(soup.get_text().split())


def text_of(html: str) -> str:
    return words(BeautifulSoup(clean(html), "html5lib"))


def grid(soup: Any) -> list[list[tuple[str, str, str, str]]]:
    return [
        [
            (cell.name, str(cell.get("colspan", 1)), str(cell.get("rowspan", 1)), " ".join(cell.get_text().split()))
            for cell in row.find_all(["td", "th"])
        ]
        for row in soup.find_all("tr")
    ]


def nesting(element: Any) -> list[Any]:
    """Lists in lists, as their items' own words."""
    return [
        (
            found.name,
            [
                (" ".join("".join(item.find_all(string=True, recursive=False)).split()) or _first(item), nesting(item))
                for item in found.find_all("li", recursive=False)
            ],
        )
        for found in element.find_all(["ul", "ol"], recursive=False)
    ]


def _first(item: Tag) -> str:
    block = item.find("div", recursive=False)
    return " ".join(block.get_text().split()) if block else ""


def test_a_table_with_merged_cells_stands_as_on_the_page() -> None:
    assert grid(plain(TABLE)) == grid(BeautifulSoup(clean(TABLE), "html5lib"))
    assert plain(TABLE).caption is not None


def test_lists_in_lists_stand_as_on_the_page() -> None:
    assert nesting(plain(LIST).body) == nesting(BeautifulSoup(clean(LIST), "html5lib").body)


def test_a_number_changed_in_a_cell_is_marked_in_that_cell() -> None:
    soup = soup_of(TABLE, TABLE.replace("15 mg", "50 mg"))
    (cell,) = [cell for cell in soup.select("td") if cell.find("del")]
    assert [cell.get_text().split() for cell in cell.select("del, ins")] == [["15"], ["50"]]
    assert len(soup.select("table")) == 1
    assert [[cell[:3] for cell in row] for row in grid(soup)] == [
        [cell[:3] for cell in row] for row in grid(plain(TABLE))
    ]


def test_words_of_one_cell_never_go_to_its_neighbour() -> None:
    """The new word equals that of the next cell: compared as one text, the cells would shift."""
    before = "<table><tr><td>a</td><td>b</td><td>c</td></tr></table>"
    soup = soup_of(before, before.replace("<td>a<", "<td>b<"))
    assert [cell.get_text().split() for cell in soup.select("td")] == [["a", "b"], ["b"], ["c"]]


def test_an_added_row_is_one_row_where_no_cell_spans_rows() -> None:
    table = "<table><tr><td>5 kg</td><td>1 drop</td></tr><tr><td>10 kg</td><td>2 drops</td></tr></table>"
    soup = soup_of(table, table.replace("<tr><td>10", "<tr><td>7 kg</td><td>none</td></tr><tr><td>10"))
    assert len(soup.select("table")) == 1
    assert [len(row) for row in grid(soup)] == [2, 2, 2]
    assert [row.get_text() for row in soup.select("tr.row-added")] == ["7 kgnone"]


@pytest.mark.parametrize(
    "after",
    [
        TABLE.replace("<td>10 mg</td></tr>", "<td>10 mg</td><td>noon</td></tr>"),
        TABLE.replace(
            "<tr><td rowspan='2'>4", "<tr><td>3 to 4</td><td>6 mg</td><td>7 mg</td></tr><tr><td rowspan='2'>4"
        ),
        TABLE.replace("<td rowspan='2'>4 to 8</td>", "<td>4 to 8</td>"),
        TABLE.replace("<td colspan='2'>Two a day</td>", "<td>Two</td><td>a day</td>"),
    ],
)
def test_where_rows_or_columns_changed_both_tables_are_shown_whole(after: str) -> None:
    soup = soup_of(TABLE, after)
    tables = [grid(table) for table in soup.select("table")]
    assert tables == [grid(BeautifulSoup(clean(html), "html5lib")) for html in (TABLE, after)]
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_item_that_was_removed_stands_struck_through_in_its_list() -> None:
    soup = soup_of(LIST, LIST.replace("<li>at night</li>", ""))
    (gone,) = soup.select("li:has(> .row-removed)")
    assert gone.get_text() == "at night"
    assert [item.get_text() for item in gone.parent.find_all("li", recursive=False)][:2] == [
        "at night",
        "cryingrestcall",
    ]  # type: ignore[union-attr]


def test_items_keep_the_numbers_that_readers_see() -> None:
    html = (
        '<ol start="4"><li>four</li><li>five</li></ol><p>rest</p><ol start="6"><li>six</li><li value="9">nine</li></ol>'
    )
    (part,) = compare([Part.rich("x", "X", html)], [Part.rich("x", "X", html)]).parts
    assert [item["value"] for item in BeautifulSoup(as_it_stands(part), "html5lib").select("li")] == [
        "4",
        "5",
        "6",
        "9",
    ]


def test_another_first_number_of_a_list_is_a_change() -> None:
    before = "<ol><li>four words are here</li><li>five</li></ol>"
    (part,) = compare(
        [Part.rich("x", "X", before)], [Part.rich("x", "X", before.replace("<ol>", '<ol start="4">'))]
    ).parts
    assert part.is_changed
    assert "numbered list from 4" in "".join(stretch.html for stretch in marked(part))


def test_a_list_in_a_cell_keeps_its_bullets_and_numbers() -> None:
    soup = plain("<table><tr><td><ul><li>a</li><li>b<ol><li>c</li></ol></li></ul></td><td>d</td></tr></table>")
    first = soup.select("td")[0]
    assert [mark.get_text().strip() for mark in first.select(".cell-item")] == ["•", "•", "1."]
    assert len(first.select("br")) == 2


def test_a_number_and_its_replacement_never_read_as_one() -> None:
    soup = soup_of("<p>Give 10mg now, please.</p>", "<p>Give 5mg now, please.</p>")
    assert soup.get_text() == "Give 10 5mg now, please."


LETTERS = st.sampled_from(["give", "5", "10 mg", "never", "<", "twice a day", "é", "a b c"]).map(
    lambda text: text.replace("<", "&lt;")
)
PARAGRAPH = LETTERS.map(lambda text: f"<p>{text}</p>")
ITEMS = st.recursive(
    st.lists(LETTERS, min_size=1, max_size=3).map(lambda texts: [f"<li>{text}</li>" for text in texts]),
    lambda inner: st.lists(
        st.tuples(LETTERS, st.sampled_from(["ul", "ol"]), inner).map(
            lambda made: f"<li>{made[0]}<{made[1]}>{''.join(made[2])}</{made[1]}></li>"
        ),
        min_size=1,
        max_size=3,
    ),
    max_leaves=6,
)
LISTS = st.tuples(st.sampled_from(["ul", "ol"]), ITEMS).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>")
CELL = st.tuples(st.sampled_from(["td", "th", 'td colspan="2"', 'td rowspan="2"']), LETTERS).map(
    lambda made: f"<{made[0]}>{made[1]}</{made[0][:2]}>"
)
TABLES = st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=4).map(
    lambda rows: "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"
)
TEXTS = st.lists(st.one_of(PARAGRAPH, LISTS, TABLES, st.just("<h3>Why?</h3>")), max_size=5)


@given(TEXTS)
def test_a_text_as_it_stands_has_every_word_in_order(blocks: list[str]) -> None:
    html = "".join(blocks)
    soup = plain(html)
    assert words(soup) == text_of(html)
    assert grid(soup) == grid(BeautifulSoup(clean(html), "html5lib"))


@given(TEXTS, st.data())
def test_a_marked_text_holds_every_word_of_both_versions(blocks: list[str], data: st.DataObject) -> None:
    """What is struck through and what is underlined, taken away in turn, leave the words of each version."""
    before = "".join(blocks)
    edited = [block for block in blocks if data.draw(st.booleans()) or data.draw(st.booleans())]
    edited = [block.replace("5", "50") if data.draw(st.booleans()) else block for block in edited]
    edited.insert(data.draw(st.integers(0, len(edited))), data.draw(st.one_of(PARAGRAPH, LISTS)))
    after = "".join(edited)
    if text_of(before) == text_of(after):
        return
    soup = soup_of(before, after)
    shown = sorted(words(soup))
    for html in (before, after):
        left = list(shown)
        for sign in text_of(html):
            left.remove(sign)
    tables = soup.select("table")
    if not tables:
        assert side(soup, "del") == text_of(after)
