"""The A to Z list."""

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any


def by_letter(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Rows with a `title`, under their first letters; accents count for nothing, digits and signs come under `#`."""
    ordered = sorted(rows, key=lambda row: (_letter(row["title"]), _plain(row["title"])))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=lambda row: _letter(row["title"]))]


def _letter(title: str) -> str:
    first = _plain(title)[:1].upper()
    return first if first.isalpha() else "#"


def _plain(title: str) -> str:
    decomposed = unicodedata.normalize("NFKD", title.strip())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
