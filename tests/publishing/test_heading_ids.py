"""Headings keep their ids through the versions of a page."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.anchors import Anchors, prepare
from publishing.heading_ids import keep_ids
from publishing.html import plain_text

pytestmark = pytest.mark.once

IDS = re.compile(r'<h[34] id="([^"]*)">(.*?)</h')
FIRST = "<h3>What is it?</h3><p>It swells.</p><h3>What helps?</h3><p>Rest for a week.</p>"


def ids_of(html: str) -> dict[str, str]:
    """By its id, what a heading says."""
    found = IDS.findall(html)
    assert len({name for name, _words in found}) == len(found), "an id stands twice"
    return dict(found)


def versions(*texts: str) -> dict[str, str]:
    """The ids of the last of several versions of one text."""
    before = ""
    for text in texts:
        now = prepare(text, Anchors())
        before = str(keep_ids({0: now}, {0: before}, ()).texts[0])
    return ids_of(before)


def test_a_heading_inserted_above_moves_no_id() -> None:
    ids = versions(FIRST, "<h3>What is it?</h3><p>New.</p>" + FIRST)
    assert list(ids) == ["what-is-it-2", "what-is-it", "what-helps"]


def test_a_reworded_heading_keeps_its_id() -> None:
    ids = versions(FIRST, FIRST.replace("What is it?", "What is a sprain?"))
    assert ids["what-is-it"] == "What is a sprain?"


def test_a_heading_above_a_changed_text_keeps_its_id_when_it_is_reworded_too() -> None:
    text = FIRST.replace("What helps?", "How do we treat it?").replace("for a week", "for a whole week")
    assert versions(FIRST, text)["what-helps"] == "How do we treat it?"


def test_a_moved_heading_keeps_its_id() -> None:
    first, second = FIRST[: FIRST.index("<h3>What helps")], FIRST[FIRST.index("<h3>What helps") :]
    assert versions(FIRST, second + first) == {"what-is-it": "What is it?", "what-helps": "What helps?"}


def test_an_id_goes_with_its_paragraph_and_not_with_a_new_heading_of_the_same_words() -> None:
    text = "<h3>What is it?</h3><p>Another thing altogether.</p>" + FIRST.replace("What is it?", "What is a sprain?")
    ids = versions(FIRST, text)
    assert ids["what-is-it"] == "What is a sprain?"
    assert ids["what-is-it-2"] == "What is it?"


def test_ids_last_through_many_versions() -> None:
    names = ["What is it?", "What is a sprain?", "A sprain: what is it?", "The sprain", "What is it?"]
    texts = [FIRST.replace("What is it?", name) for name in names]
    texts[2] = "<h3>First aid</h3><p>Ice.</p>" + texts[2]
    assert versions(*texts)["what-is-it"] == "What is it?"


def test_a_new_heading_never_takes_the_id_of_one_that_was_removed_from_another_text() -> None:
    kept = keep_ids({1: '<h3 id="b">B</h3><p>Two.</p>'}, {1: '<h3 id="a">A</h3><p>One.</p>'}, ())
    assert ids_of(kept.texts[1]) == {"b": "B"}
    assert kept.gone == {1: ["a"]}


def test_a_heading_that_goes_to_another_text_keeps_its_id() -> None:
    kept = keep_ids({1: "", 2: '<h3 id="what">What</h3>'}, {1: '<h3 id="what-2">What</h3>', 2: ""}, ())
    assert ids_of(kept.texts[2]) == {"what-2": "What"}
    assert kept.gone == {}


def test_an_id_that_a_tab_has_now_is_given_up() -> None:
    kept = keep_ids({1: '<h3 id="care-2">Care</h3>'}, {1: '<h3 id="care">Care</h3>'}, {"care"})
    assert ids_of(kept.texts[1]) == {"care-2": "Care"}


def test_arabic_headings_have_ids_of_their_own_words_that_survive_insertions() -> None:
    text = "<h3>ما هو الربو؟</h3><p>مرض في الرئة.</p><h3>ما العلاج؟</h3><p>بخاخ.</p>"
    ids = versions(text, "<h3>متى نتصل؟</h3><p>الآن.</p>" + text)
    assert ids["ma-hw-alrbw"] == "ما هو الربو؟"
    assert ids["ma-alalaj"] == "ما العلاج؟"


def test_ids_by_position_of_an_earlier_release_stay_with_their_headings() -> None:
    before = '<h3 id="question">ما هو الربو؟</h3><p>مرض.</p><h3 id="question-2">ما العلاج؟</h3><p>بخاخ.</p>'
    now = prepare(
        "<h3>متى نتصل؟</h3><p>الآن.</p><h3>ما هو الربو؟</h3><p>مرض.</p><h3>ما العلاج؟</h3><p>بخاخ.</p>", Anchors()
    )
    ids = ids_of(keep_ids({0: now}, {0: before}, ()).texts[0])
    assert (ids["question"], ids["question-2"]) == ("ما هو الربو؟", "ما العلاج؟")


def test_the_text_itself_is_never_changed() -> None:
    now = prepare(FIRST + "<h4>More</h4><table><tr><td>1</td></tr></table>", Anchors())
    kept = keep_ids({0: now}, {0: prepare("<h4>More</h4>" + FIRST, Anchors())}, ()).texts[0]
    assert re.sub(' id="[^"]*"', "", kept) == re.sub(' id="[^"]*"', "", now)


def test_a_page_of_nothing_but_headings_takes_no_long_time() -> None:
    began = time.monotonic()
    same = prepare("<h3>x</h3>" * 6_000, Anchors())
    other = prepare("".join(f"<h3>y{number}</h3><p>y{number}</p>" for number in range(6_000)), Anchors())
    keep_ids({0: same}, {0: same}, ())
    keep_ids({0: other}, {0: same.replace("</h3>", "</h3><p>x</p>")}, ())
    assert time.monotonic() - began < 10


words = st.text("ab ", min_size=1, max_size=4).filter(str.strip)
pieces = st.lists(st.tuples(st.sampled_from(["h3", "h4"]), words, st.text("cd ", max_size=4)), max_size=6)


def html_of(parts: list[tuple[str, str, str]]) -> str:
    return "".join(f"<{tag}>{title}</{tag}><p>{text}</p>" for tag, title, text in parts)


@given(pieces, pieces, pieces)
def test_of_any_two_versions_no_id_stands_twice_and_none_is_lost_unsaid(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]], third: list[tuple[str, str, str]]
) -> None:
    before = {1: prepare(html_of(first), anchors := Anchors()), 2: prepare(html_of(second), anchors)}
    now = {1: prepare(html_of(third), other := Anchors()), 2: prepare(html_of(first), other)}
    kept = keep_ids(now, before, {"a"})
    ids = [name for text in kept.texts.values() for name in ids_of(text)]
    assert len(set(ids)) == len(ids)
    assert "a" not in ids
    lost = {name for names in kept.gone.values() for name in names}
    was = {name for text in before.values() for name in ids_of(text)}
    assert was <= {*ids, *lost, "a"}
    assert [plain_text(text) for text in kept.texts.values()] == [plain_text(text) for text in now.values()]


@given(pieces)
def test_an_unchanged_text_keeps_every_id(parts: list[tuple[str, str, str]]) -> None:
    now = prepare(html_of(parts), Anchors())
    assert keep_ids({1: now}, {1: now}, ()).texts[1] == now
