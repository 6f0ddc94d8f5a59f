"""No word of English stands unmarked in a page of another language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.test import Client

from portal import demonstration
from portal.demonstration import FOLDER

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = {"es": "ltr", "ar": "rtl"}
ENGLISH_WORDS = re.compile(
    r"\b(the|and|of|with|your|you|is|are|for|this|that|from|what|when|call|child|alert|page|team)\b", re.IGNORECASE
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
ASKED = ("asthma", "potassium+chloride", "heart", "ictericia", "zzzz")
SAME_EVERYWHERE = {"Harbor Light Children's Hospital", "NDC", "LOT", "JSON", "Atom"}


def texts_in(facts: Any) -> Iterator[str]:
    """Every line of text in a file of the demonstration."""
    if isinstance(facts, dict):
        for name, value in facts.items():
            if name not in ("translations", "slug", "sources", "codes"):
                yield from texts_in(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from texts_in(value)
    elif isinstance(facts, str):
        yield " ".join(facts.split())


def english() -> set[str]:
    files = [*FOLDER.glob("conditions/*.toml"), *FOLDER.glob("programs/*.toml"), *FOLDER.glob("alerts/*.toml")]
    files += [FOLDER / "ages.toml", FOLDER / "terms" / "english.toml"]
    found = {text for path in files for text in texts_in(tomllib.loads(path.read_text(encoding="utf-8")))}
    return {text for text in found if re.search("[A-Za-z]{3}", text) and "http" not in text}


def pages(reader: Client, language: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page of a language that another of its pages leads to, and what a search and an error say."""
    waiting = [f"/{language}/", f"/{language}/nothing/", *(f"/{language}/search/?q={word}" for word in ASKED)]
    for number in ("BW26A014", "BW26A041", "10/2027", "ZZ998877"):
        answer = reader.post(f"/{language}/alerts/potassium-chloride-capsules/", {"number": number})
        yield f"{number} typed", BeautifulSoup(answer.content, "html.parser")
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        page = BeautifulSoup(reader.get(address).content, "html.parser")
        yield address, page
        for link in page.select("a[href]"):
            path = urlsplit(str(link["href"])).path
            if path.startswith(f"/{language}/") and path not in seen and not path.endswith((".json", ".atom")):
                seen.add(path)
                waiting.append(path)


def language_of(tag: Tag | None) -> str:
    while tag is not None and not tag.has_attr("lang"):
        tag = tag.parent
    return str(tag["lang"]) if tag else ""


def words_of(page: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Each text that is seen or read aloud, and the element that it stands in."""
    for node in page.find_all(string=True):
        if type(node) is NavigableString and node.parent and node.parent.name not in ("script", "style", "title"):
            yield re.sub(r"https?://\S+", "", " ".join(node.split())), node.parent
    for name in ("aria-label", "alt", "placeholder", "title"):
        for tag in page.select(f"[{name}]"):
            yield str(tag[name]), tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_in_the_pages_language_says_which_it_is_in(reader: Client, language: str) -> None:
    demonstration.load()
    known, wrong, addresses = english(), set(), []
    for address, page in pages(reader, language):
        addresses.append(address)
        html = page.html
        assert html
        assert (html["lang"], html["dir"]) == (language, LANGUAGES[language])
        for text, tag in words_of(page):
            said = language_of(tag)
            if said == language and text not in SAME_EVERYWHERE and (text in known or ENGLISH_WORDS.search(text)):
                wrong.add((text, tag.name, address))
            if said == "en" and ARABIC.search(text):
                wrong.add((text, tag.name, address))
    assert sorted(wrong) == []
    assert len(addresses) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_marked_is_read_in_its_own_direction(reader: Client, language: str) -> None:
    demonstration.load()
    for address in (f"/{language}/", f"/{language}/alerts/", f"/{language}/search/?q=asthma"):
        page = BeautifulSoup(reader.get(address).content, "html.parser")
        for tag in page.select("body [lang]"):
            if LANGUAGES.get(str(tag["lang"]), "ltr") != LANGUAGES[language]:
                assert tag.has_attr("dir"), (address, tag)
