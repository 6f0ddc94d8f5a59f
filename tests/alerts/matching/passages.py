"""Passages with the verdict of a person: does this one name the product?"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from alerts.matching.medicines import all_names
from alerts.matching.mentions import mentions_in
from alerts.matching.names import names_in

FOLDER = Path(__file__).resolve().parent


class Passage(NamedTuple):
    product: str
    text: str
    names_it: bool
    is_found: bool


def passages(name: str) -> Iterator[Passage]:
    """Each passage of a file, with what the matching says."""
    for product in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["product"]:
        description = product["description"]
        names = all_names(names_in(description, firm=product["firm"], is_drug=product.get("is_drug", True)))
        for names_it in (True, False):
            for text in product["names" if names_it else "others"]:
                yield Passage(description, text, names_it, bool(mentions_in(text, names)))
