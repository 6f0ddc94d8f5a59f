"""Which lines of a text without markup are headings: questions, and short lines with text under them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from conditions.importing.banner import is_link_phrase
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import begins_small, ends_sentence
from conditions.importing.words import as_html

HIGH, LOW = 3, 4
"""The levels of headings in a tab."""

_LONGEST_QUESTION = 160
_LONGEST = 90
"""Characters: a longer line without a full stop is a paragraph."""

_MOST_WORDS = 14
_FEW_WORDS = 4

_NO_TEXT = "a short line with no text under it"
_TWICE = "the same heading stands above it"
_SEVERAL = "one of several short lines: a list without signs, or a table, perhaps"
_TEASER = "a name and a sentence: a story's teaser, perhaps"
_CALL = "it reads like a link or a call to act"
_SPLIT = "a question and its answer on one line: made a heading and a paragraph"

_ASKING = (
    r"(?:what|how|why|when|who|where|which|whom|whose|can|could|is|are|am|do|does|did|should|will|would|may|must|has|have"
    r"|qué|cómo|por qué|cuándo|quién|quiénes|dónde|cuál|cuáles|cuánto|cuánta|cuántos|puede|pueden|debo|es|hay)"
)
_QUESTION_AND_ANSWER = re.compile(
    rf"((?:Q[:.]\s)?¿?\s?{_ASKING}\b[^?.!]{{3,140}}\?)\s+(\S.{{11,}})", re.IGNORECASE | re.DOTALL
)
_CALLING = re.compile(
    r"(?:learn|read|watch|visit|click|request|download|schedule|make an|find an?|call"
    r"|llame|conozca|lea|vea|visite|solicite)\b",
    re.IGNORECASE,
)
_STORY = re.compile(r"meet\b|\S+ story\b|la historia de\b|conozca a\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:he|she|his|him|hers?|my|me|son|daughter|brother|sister|mother|father|mom|dad|(?:years?|months?) old"
    r"|él|ella|su|hijo|hija|mamá|papá)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bvs)[.!?][\"'”’)]*\s")
_WORD = re.compile(r"[^\W\d_]+")


def mark_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; those that are headings say so, and those that only might be have a doubt."""
    parts = [part for block in blocks for part in _divided(block)]
    runs = [list(run) for _is_like, run in groupby(parts, key=_is_like_heading)]
    small_words = {word for block in blocks for word in _WORD.findall(block.text) if word.islower()}
    is_inside = False  # Whether short headings stand under another one.
    for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        if not _is_like_heading(run[0]):
            is_inside = is_inside and not any(block.kind == BlockKind.TAB for block in run)
            yield from run
            continue
        if after and _is_teaser(run[-1], after[0], small_words):
            yield from _with_doubt(run[:-1], _NO_TEXT)
            yield replace(run[-1], doubt=_TEASER)
            after[0] = replace(after[0], doubt=_TEASER)
            continue
        is_led_in = bool(before) and before[-1].text.endswith(":")
        for block in _decided(run, after[0] if after else None, is_led_in=is_led_in, is_inside=is_inside):
            yield block
            is_inside = block.level == LOW if block.kind == BlockKind.HEADING else is_inside


def _divided(block: Block) -> list[Block]:
    """A question with its answer on one line as two blocks; any other block as it is."""
    is_plain = block.kind == BlockKind.TEXT and not block.doubt and block.html == as_html(block.text)
    match = _QUESTION_AND_ANSWER.fullmatch(block.text) if is_plain else None
    if not match or _QUESTION_AND_ANSWER.match(match[2]) or match[2].endswith("?") or begins_small(match[2]):
        return [block]
    question = replace(block, kind=BlockKind.HEADING, level=HIGH, text=match[1], html=as_html(match[1]), doubt=_SPLIT)
    return [question, replace(block, text=match[2], html=as_html(match[2]), doubt=_SPLIT)]


def _is_like_heading(block: Block) -> bool:
    return block.kind == BlockKind.TEXT and (_is_question(block.text) or _is_short(block.text))


def _is_question(text: str) -> bool:
    is_whole = not _SENTENCE_END.search(text) and not begins_small(text)
    return text.endswith("?") and len(text) <= _LONGEST_QUESTION and is_whole


def _is_short(text: str) -> bool:
    is_short = len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS
    is_whole = not ends_sentence(text) and not text.endswith((",", ";")) and not begins_small(text)
    is_whole = is_whole and not _SENTENCE_END.search(text)
    return is_short and is_whole and bool(_WORD.match(text.lstrip("¿¡0123456789 "))) and not _is_address(text)


def _is_address(text: str) -> bool:
    """A web address, a street, a phone number: words with as many figures as letters count for no subject."""
    figures = sum(1 for sign in text if sign.isdigit())
    return "<a " in as_html(text) or figures >= 5 or "@" in text


def _decided(run: list[Block], after: Block | None, *, is_led_in: bool, is_inside: bool) -> Iterator[Block]:
    """What lines that read like headings are, standing together as they do."""
    first, last = run[0], run[-1]
    is_asked = _is_question(last.text)
    if len(run) > 2 and _is_question(first.text) and not is_asked:
        yield _heading(first, HIGH)
        run = run[1:]
    if not _is_text_of(last, after):
        yield from _with_doubt(run, _SEVERAL if len(run) > 1 else _NO_TEXT)
    elif len(run) == 1:
        few = len(last.text.split()) <= _FEW_WORDS
        yield _heading(last, LOW if is_inside and few and not is_asked else HIGH)
    elif _is_pair(run) and not is_led_in:
        yield from _pair(*run)
    else:
        yield from _with_doubt(run[:-1], _SEVERAL)
        yield _heading(last, HIGH) if is_asked or _stands_apart(run) else replace(last, doubt=last.doubt or _SEVERAL)


def _is_text_of(heading: Block, after: Block | None) -> bool:
    """Whether what follows is text under a heading; under a short line only whole sentences are."""
    if after is None or after.kind in (BlockKind.TAB, BlockKind.HEADING):
        return False
    is_sentence = ends_sentence(after.text) or len(after.text) > _LONGEST or bool(_SENTENCE_END.search(after.text))
    return after.kind != BlockKind.TEXT or is_sentence or _is_question(heading.text)


def _is_pair(run: list[Block]) -> bool:
    """A heading with another one under it: a question is never under a short line."""
    return len(run) == 2 and (_is_question(run[0].text) or not _is_question(run[1].text))


def _stands_apart(run: list[Block]) -> bool:
    """A last line after a blank one, where those before it follow each other directly."""
    gaps = [after.lines[0].number - before.lines[-1].number for before, after in pairwise(run)]
    return gaps[-1] > 1 and 1 in gaps


def _pair(first: Block, second: Block) -> Iterator[Block]:
    heading = _heading(first, HIGH)
    yield heading
    if first.text.casefold() == second.text.casefold():
        yield replace(second, doubt=second.doubt or _TWICE)
    else:
        yield _heading(second, LOW if heading.kind == BlockKind.HEADING else HIGH)


def _heading(block: Block, level: int) -> Block:
    if is_link_phrase(block.text) or (_CALLING.match(block.text) and not _is_question(block.text)):
        return replace(block, doubt=block.doubt or _CALL)
    return replace(block, kind=BlockKind.HEADING, level=level)


def _with_doubt(run: Sequence[Block], doubt: str) -> list[Block]:
    return [replace(block, doubt=block.doubt or doubt) for block in run]


def _is_teaser(name: Block, sentence: Block, small_words: set[str]) -> bool:
    """“Meet Emma”, or a name that is no common word of the page, and one sentence about or by that person."""
    words = name.text.split()
    if sentence.kind != BlockKind.TEXT or len(words) > _FEW_WORDS or len(sentence.text) > _LONGEST * 3:
        return False
    if _SENTENCE_END.search(sentence.text) or name.text.endswith("?"):
        return False
    if _STORY.match(name.text):
        return True
    is_name = all(word[0].isupper() for word in words) and not any(
        word.casefold() in small_words for word in _WORD.findall(name.text)
    )
    is_quoted = sentence.text.startswith(("“", '"', "«", "‘"))
    is_about = words[0] in sentence.text.split() and bool(_PERSON.search(sentence.text))
    return is_name and (is_quoted or is_about)
