"""From a title to an address: the only function that makes one."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

LONGEST = 120
"""Characters that the fields for addresses hold."""

_GREEK_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψω",
        [
            *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
            *("nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
        ],
        strict=True,
    )
)
_LONGEST_GREEK_SYMBOL = 2
"""Letters: “β” and “γδ” are symbols and go by the letters' names. A longer run is a Greek word."""

_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]+")
_ARABIC_VOWELS = str.maketrans(
    {"ا": "a", "أ": "a", "آ": "a", "ٱ": "a", "إ": "i", "ع": "a", "ى": "a", "ة": "a", "ؤ": "w", "ئ": "y", "ـ": ""}
)
"""Letters of which the transliteration library keeps nothing that an address may hold."""


def slug_from(title: str, *, longest: int = LONGEST, otherwise: str = "") -> str:
    """The address of a title: lower-case letters a to z, digits and hyphens.

    Greek letters go by name (β: beta), other scripts are transliterated (ø: o, ß: ss, ربو: rbw). Too long a title is
    cut between words. `otherwise` stands for a title without any letter or digit.

    A stored address is never made again: this function may change without moving a page.
    """
    slug = re.sub("[-_]+", "-", slugify(romanized(title)))
    if len(slug) > longest:
        slug = slug[: longest + 1].rpartition("-")[0] or slug[:longest]
    return slug.strip("-") or otherwise


def romanized(text: str) -> str:
    """Text in ASCII. Signs that are neither letters, digits nor dashes and have no ASCII form are left out."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return text
    text = spelled_greek(text).translate(_ARABIC_VOWELS)
    return "".join(character if character.isascii() else _ascii(character) for character in text)


def spelled_greek(text: str) -> str:
    """Text with the Greek letters that are symbols written by name: “TNFα” as “TNF-alpha”, “α1” as “alpha1”."""
    return _GREEK.sub(_named, text)


def _named(run: re.Match[str]) -> str:
    letters = [character for character in unicodedata.normalize("NFD", run[0].lower()) if character in _GREEK_NAMES]
    if not letters or len(letters) > _LONGEST_GREEK_SYMBOL:
        return run[0]
    before, after = run.string[max(run.start() - 1, 0) : run.start()], run.string[run.end() : run.end() + 1]
    name = "-".join(_GREEK_NAMES[letter] for letter in letters)
    return ("-" if before.isalnum() else "") + name + ("-" if after.isalpha() else "")


def _ascii(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return anyascii(character)
    if category == "Pd":
        return "-"
    return " " if category[0] == "Z" else ""
