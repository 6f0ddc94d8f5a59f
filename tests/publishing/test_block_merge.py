"""Merging two people's texts: no word is lost or doubled, and no block mixes the words of two people."""

import re
from collections import Counter
from dataclasses import dataclass
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.html import clean
from publishing.merge import Choice, Collision, TextMerge, merge_lines, merge_rich

BLOCKS = ("p", "h3", "li", "tr")


@dataclass(frozen=True)
class Block:
    tag: str
    words: tuple[str, ...]


Text = list[Block]


def html(text: Text) -> str:
    """Neighbouring items form a list, neighbouring rows a table."""
    pieces, last = [], ""
    frames = {"li": ("<ul>", "</ul>"), "tr": ("<table><tbody>", "</tbody></table>")}
    for block in [*text, Block("", ())]:
        if block.tag != last:
            pieces += [frames.get(last, ("", ""))[1], frames.get(block.tag, ("", ""))[0]]
        inner = " ".join(block.words)
        inner = f"<td>{inner}</td><td>x</td>" if block.tag == "tr" else inner
        pieces.append(f"<{block.tag}>{inner}</{block.tag}>" if block.tag else "")
        last = block.tag
    return "".join(pieces)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[bmt]\d+", text))


def everything(merged: TextMerge) -> Counter[str]:
    """The words of the result and of all questions."""
    told: Counter[str] = Counter()
    for part in merged.parts:
        for piece in (part,) if isinstance(part, str) else part.mine + part.theirs:
            told += words(piece)
    return told


def edited(base: Text, who: str, random: Random) -> Text:
    """A few acts of one person; every word they add is their own."""
    text = list(base)
    new = (f"{who}{number}" for number in range(1000))
    for _act in range(random.randint(1, 4)):
        place = random.randrange(len(text)) if text else -1
        act = random.choice(["change", "change", "insert", "delete", "move", "split", "join"])
        if act == "insert" or place < 0:
            added = Block(random.choice(BLOCKS), tuple(next(new) for _ in range(random.randint(1, 4))))
            text.insert(place + 1, added)
            continue
        block = text.pop(place)
        at = random.randint(0, len(block.words))
        if act == "change":
            text.insert(place, Block(block.tag, (*block.words[:at], next(new), *block.words[at:])))
        elif act == "move":
            text.insert(random.randint(0, len(text)), block)
        elif act == "split" and 0 < at < len(block.words):
            text[place:place] = [Block(block.tag, block.words[:at]), Block(block.tag, block.words[at:])]
        elif act == "join" and place < len(text):
            text[place] = Block(text[place].tag, block.words + text[place].words)
        elif act != "delete":
            text.insert(place, block)
    return text


@st.composite
def three(draw: st.DrawFn) -> tuple[Text, Text, Text]:
    random = draw(st.randoms(use_true_random=False))
    number = iter(range(1000))
    base = [
        Block(random.choice(BLOCKS), tuple(f"b{next(number)}" for _ in range(random.randint(1, 6))))
        for _block in range(draw(st.integers(0, 8)))
    ]
    return base, edited(base, "m", random), edited(base, "t", random)


@given(three())
def test_every_word_that_either_added_is_in_the_result_or_in_a_question(texts: tuple[Text, Text, Text]) -> None:
    base, mine, theirs = map(html, texts)
    told = everything(merge_rich(base, mine, theirs))
    assert not (words(mine) + words(theirs)) - words(base) - told


@given(three())
def test_keep_both_keeps_every_added_word_exactly_once_where_nothing_is_asked(texts: tuple[Text, Text, Text]) -> None:
    base, mine, theirs = map(html, texts)
    merged = merge_rich(base, mine, theirs)
    result = words(merged.resolved())
    added = {word for word in words(mine) + words(theirs) if word[0] in "mt"}
    assert added <= result.keys()
    if not merged.collisions:
        assert all(result[word] == 1 for word in added)


@given(three())
def test_a_word_that_neither_removed_is_never_lost(
    texts: tuple[Text, Text, Text],
) -> None:
    base, mine, theirs = map(html, texts)
    merged = merge_rich(base, mine, theirs)
    result = words(merged.resolved())
    kept_by_both = words(base) & words(mine) & words(theirs)
    assert not kept_by_both - result


@given(three(), st.sampled_from(Choice))
def test_no_answer_loses_a_word_that_the_question_did_not_show(texts: tuple[Text, Text, Text], choice: Choice) -> None:
    base, mine, theirs = map(html, texts)
    merged = merge_rich(base, mine, theirs)
    result = words(merged.resolved([choice] * len(merged.collisions)))
    assert not words(base) & words(mine) & words(theirs) - result - asked_about(merged)


def asked_about(merged: TextMerge) -> Counter[str]:
    return words(" ".join(piece for one in merged.collisions for piece in one.base + one.mine + one.theirs))


@given(three(), st.sampled_from(Choice))
def test_a_block_that_nobody_asks_about_stands_once_whatever_is_chosen(
    texts: tuple[Text, Text, Text], choice: Choice
) -> None:
    base, mine, theirs = map(html, texts)
    merged = merge_rich(base, mine, theirs)
    result = words(merged.resolved([choice] * len(merged.collisions)))
    moved = {block for text in texts for block in text if _neighbours(texts[0], block) != _neighbours(text, block)}
    for block in set(texts[0]) & set(texts[1]) & set(texts[2]) - moved:
        assert all(result[word] == 1 for word in block.words if word not in asked_about(merged))


def _neighbours(text: Text, block: Block) -> tuple[Block | None, ...]:
    if block not in text:
        return ()
    place = text.index(block)
    around = [None, *text, None]
    return (around[place], around[place + 2])


@given(three())
def test_with_one_side_unchanged_the_result_is_the_other_side(texts: tuple[Text, Text, Text]) -> None:
    base, mine, _theirs = map(html, texts)
    for merged in (merge_rich(base, mine, base), merge_rich(base, base, mine), merge_rich(base, mine, mine)):
        assert (merged.resolved(), merged.collisions) == (mine, [])


@given(three())
def test_both_sides_get_the_same_words_and_the_same_questions(texts: tuple[Text, Text, Text]) -> None:
    base, mine, theirs = map(html, texts)
    one, other = merge_rich(base, mine, theirs), merge_rich(base, theirs, mine)
    assert words(one.resolved()) == words(other.resolved())
    assert Counter(one.collisions) == Counter(
        Collision(asked.base, asked.theirs, asked.mine) for asked in other.collisions
    )


@given(three())
def test_no_block_mixes_the_words_of_two_people(texts: tuple[Text, Text, Text]) -> None:
    merged = merge_rich(*map(html, texts)).resolved()
    for block in re.findall(r"<(?:p|h3|li|tr)>.*?</(?:p|h3|li|tr)>", merged):
        assert not ({"m", "t"} <= {word[0] for word in words(block)})


@given(three())
def test_the_result_is_clean_and_balanced(texts: tuple[Text, Text, Text]) -> None:
    result = merge_rich(*map(html, texts)).resolved()
    assert clean(result) == result


@given(three())
def test_answers_survive_the_way_through_the_form(texts: tuple[Text, Text, Text]) -> None:
    merged = merge_rich(*map(html, texts))
    assert TextMerge.from_json(merged.as_json()) == merged


@given(*[st.lists(st.sampled_from(["", "a", "b", "c d"]), max_size=6).map("\n".join)] * 3)
def test_no_line_of_either_is_lost(base: str, mine: str, theirs: str) -> None:
    result = merge_lines(base, mine, theirs).resolved()
    for side in (mine, theirs):
        assert set(side.split("\n")) - set(base.split("\n")) <= {*result.split("\n"), ""}
    assert merge_lines(base, mine, base).resolved().rstrip("\n") == mine.rstrip("\n")


BASE = "<p>Asthma makes it hard to breathe.</p><p>Call your team when it gets worse.</p>"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "result"),
    [
        (
            "<p>A b.</p><p>C d.</p>",
            "<p>A b x.</p><p>C d.</p>",
            "<p>A b.</p><p>C d y.</p>",
            "<p>A b x.</p><p>C d y.</p>",
        ),
        (
            BASE,
            BASE + "<p>My new words.</p>",
            BASE + "<h3>A heading</h3>",
            BASE + "<p>My new words.</p><h3>A heading</h3>",
        ),
        (
            "<ul><li>one x</li><li>two y</li></ul>",
            "<ul><li>one x mine</li><li>two y</li></ul>",
            "<ul><li>one x</li><li>two y theirs</li><li>three</li></ul>",
            "<ul><li>one x mine</li><li>two y theirs</li><li>three</li></ul>",
        ),
        (
            "<table><tbody><tr><td>age 2</td><td>5 mg</td></tr><tr><td>age 6</td><td>10 mg</td></tr></tbody></table>",
            "<table><tbody><tr><td>age 2</td><td>4 mg</td></tr><tr><td>age 6</td><td>10 mg</td></tr></tbody></table>",
            "<table><tbody><tr><td>age 2</td><td>5 mg</td></tr><tr><td>age 6</td><td>8 mg</td></tr></tbody></table>",
            "<table><tbody><tr><td>age 2</td><td>4 mg</td></tr><tr><td>age 6</td><td>8 mg</td></tr></tbody></table>",
        ),
        (
            "<ul><li>hoarse<ul><li>at night</li></ul></li></ul>",
            "<ul><li>hoarse voice<ul><li>at night</li></ul></li></ul>",
            "<ul><li>hoarse<ul><li>at night</li><li>when crying</li></ul></li></ul>",
            "<ul><li>hoarse voice<ul><li>at night</li><li>when crying</li></ul></li></ul>",
        ),
        (
            "<p>a</p><p>b</p><p>c</p>",
            "<p>b</p><p>c</p><p>a</p>",
            "<p>b</p><p>a</p><p>c</p>",
            "<p>b</p><p>c</p><p>a</p>",
        ),
        ("<p>a</p><p>b</p>", "<p>b</p>", "<p>a</p><p>b y</p>", "<p>b y</p>"),
    ],
)
def test_different_blocks_are_kept_without_a_question(base: str, mine: str, theirs: str, result: str) -> None:
    merged = merge_rich(base, mine, theirs)
    assert (merged.resolved(), merged.collisions) == (result, [])


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "asked"),
    [
        ("<p>Give 5 mg.</p>", "<p>Give 6 mg.</p>", "<p>Give 7 mg.</p>", ("<p>Give 6 mg.</p>", "<p>Give 7 mg.</p>")),
        (
            "<p>a</p>",
            "<p>a</p><p>Give 10 mg</p>",
            "<p>a</p><p>Give 5 mg</p>",
            ("<p>Give 10 mg</p>", "<p>Give 5 mg</p>"),
        ),
        ("<p>a b</p>", "", "<p>a b c</p>", ("", "<p>a b c</p>")),
        ("a b", "a b c", "d a b", ("<p>a b c</p>", "<p>d a b</p>")),
        (
            "<ul><li>a b<ul><li>c</li></ul></li></ul>",
            "<ul><li>a b x<ul><li>c</li></ul></li></ul>",
            "<ul><li>a b y<ul><li>c</li></ul></li></ul>",
            ("<li>a b x<ul><li>c</li></ul></li>", "<li>a b y<ul><li>c</li></ul></li>"),
        ),
        (
            "<p>One two three four. Five six seven.</p>",
            "<p>One two three four.</p><p>Five six seven.</p>",
            "<p>One two three four. Five six eight.</p>",
            ("<p>One two three four.</p><p>Five six seven.</p>", "<p>One two three four. Five six eight.</p>"),
        ),
        (
            "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>",
            "<table><tbody><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></tbody></table>",
            "<table><tbody><tr><td>a x</td></tr><tr><td>b</td></tr></tbody></table>",
            (
                "<table><tbody><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></tbody></table>",
                "<table><tbody><tr><td>a x</td></tr><tr><td>b</td></tr></tbody></table>",
            ),
        ),
    ],
)
def test_a_block_that_both_changed_is_asked_about(base: str, mine: str, theirs: str, asked: tuple[str, str]) -> None:
    collisions = merge_rich(base, mine, theirs).collisions
    assert [("".join(one.mine), "".join(one.theirs)) for one in collisions] == [asked]


def test_what_is_inserted_into_a_part_that_the_other_removed_is_asked_about_with_its_heading() -> None:
    base = "<h3>Never give</h3><p>Aspirin.</p><p>Ibuprofen.</p>"
    merged = merge_rich(base, "", "<h3>Never give</h3><p>Aspirin.</p><p>Codeine.</p><p>Ibuprofen.</p>")
    assert merged.resolved() == "<h3>Never give</h3><p>Aspirin.</p><p>Codeine.</p><p>Ibuprofen.</p>"
    assert len(merged.collisions) == 1


@pytest.mark.parametrize("broken", ["<p>a", "a</p>", "<p><strong>a</p></strong>", "<", "<p a='\">b</p>"])
def test_text_that_is_not_balanced_is_one_block(broken: str) -> None:
    merged = merge_rich("<p>b</p>", broken, "<p>c</p>")
    assert broken in merged.resolved()
    assert "<p>c</p>" in merged.resolved()


@pytest.mark.parametrize("blocks", [("<p>x y</p>",) * 3000, tuple(f"<p>w{n} v{n}</p>" for n in range(3000))])
def test_a_long_text_is_merged_in_a_moment(blocks: tuple[str, ...]) -> None:
    base = "".join(blocks)
    rewritten = "".join(f"<p>all {number} new</p>" for number in range(3000))
    begun = process_time()
    merge_rich(base, base.replace("x y", "x z").replace("w", "u"), rewritten)
    merge_rich("<ul><li>a" * 3000, base, rewritten)
    assert process_time() - begun < 10
