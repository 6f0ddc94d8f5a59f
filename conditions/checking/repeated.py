"""What of a page is compared with other pages, word for word: long sentences, and short lines that stand alone."""

from collections.abc import Iterator

from conditions.checking.naming import digest, words_of
from conditions.checking.page import CheckedPage, Sentence
from conditions.checking.passages import Passage, Shape
from conditions.checking.quantities import phones_in

_LONG = 12
"""Words: shorter sentences stand on many pages for good reasons."""
_SHORTEST_LINE = 2


def long_sentences(page: CheckedPage) -> Iterator[tuple[Sentence, int]]:
    """Each with the digest of its words."""
    for sentence in page.sentences:
        if len(words := words_of(sentence.text)) >= _LONG:
            yield sentence, digest(words)


def short_lines(page: CheckedPage) -> Iterator[tuple[Passage, int]]:
    """Paragraphs of a few words, each with the digest of its words.

    No questions, lead-ins, bold lines, links and phone numbers: these are much the same on all good pages.
    """
    for passage in page.prose:
        is_line = passage.shape == Shape.PARAGRAPH and not passage.text.endswith(("?", ":"))
        if not is_line or passage.is_bold or passage.links or any(phones_in(passage.text)):
            continue
        if _SHORTEST_LINE <= len(words := words_of(passage.text)) < _LONG:
            yield passage, digest(words)


def digests_of(page: CheckedPage) -> set[int]:
    return {number for _text, number in (*long_sentences(page), *short_lines(page))}
