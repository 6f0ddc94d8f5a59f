"""Titles in the order of a list from A to Z, and under which letter."""

import unicodedata

NO_LETTER = "#"
"""Where titles stand that begin with a digit or a sign."""


def letter_of(title: str) -> str:
    """The letter that a title stands under; accents count for nothing."""
    first = sort_key(title)[:1].upper()
    return first[:1] if first.isalpha() else NO_LETTER


def sort_key(title: str) -> str:
    """A title as it is put in order: no accents, no capitals."""
    decomposed = unicodedata.normalize("NFKD", title.strip())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
