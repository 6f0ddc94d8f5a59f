"""Abbreviations and gene names in a text, and whether it explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"(?<![\w@./-])[A-Za-z][A-Za-z0-9]*(?:-\d+)?(?![\w@]|\.\w)")
_SURELY_KNOWN = frozenset(
    {
        "US",
        "USA",
        "UK",
        "EU",
        "TV",
        "OK",
        "AM",
        "PM",
        "ID",
        "PIN",
        "FAQ",
        "FAQs",
        "PDF",
        "DVD",
        "CD",
        "ZIP",
        "SOS",
        "GPS",
    }
    | {
        "MD",
        "RN",
        "PhD",
        "NP",
        "PA",
        "DO",
        "MPH",
        "MBA",
        "MS",
        "BA",
        "BS",
        "JD",
        "EdD",
        "PsyD",
        "DDS",
        "DMD",
        "PT",
        "OT",
    }
    | {"DNA", "HIV", "AIDS", "QR", "WiFi", "PC", "COVID", "COVID-19", "NASA", "YMCA", "SUV", "LED", "ATM", "SMS", "USB"}
    | {"CPNP", "FAAP", "RD", "LICSW", "LCSW", "MSW", "SLP", "CCC", "FNP", "PNP", "APRN", "BSN", "MSN", "DPT", "FACS"}
    | {"pH", "mL", "dL", "kg", "mg", "mcg", "mmHg", "kPa", "mEq", "IU", "BC", "AD", "CEO", "NY", "MA", "CA", "TX", "DC"}
)
"""Known to every reader, titles of persons, units and postal codes of states."""
_ROMAN = re.compile(r"^(?:I{1,3}|I?V|VI{0,3}|I?X|XI{0,3}|XIV|XV|XX)[AaBb]?s?$")
_INFUSED = re.compile(r" (?:medicine|fluid|line|drip|tube|antibiotic|infusion|pump|treatment|catheter)")
_IN_PARENTHESES = re.compile(r"\s*[(\[](?:the |or |called |also called |[A-Za-z0-9-]+ or )?$")
_LONG_WORD = 10
"""Letters."""
_UNIT_BEFORE = re.compile(r"\d\s*$")
_NAMED = re.compile(
    r"\b(?:called|named|known as|(?:gene|protein|test|scan|medicine|drug|enzyme|hormone|vitamin|virus|bacteria|"
    r"condition|"
    r"disease|treatment|score|scale|group|study|trial|program|machine|device|tube|line)s? (?:called|named|known as))\s+"
    r"(?:the |an? |[\"“])?$",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(
    r"^(?:['’]s)?[\"”]?(?:\s*,)?\s+(?:(?:is )?short for|stands for|means?|refers to|or|is (?:an?|the) (?:short|"
    r"name|abbreviation))\b"
)
_EXPLAINED_AFTER = re.compile(r"^(?:['’]s)?[\"”]?\s*(?:\(|\[|: |[–—] |= ?)(?P<inside>[^)\]]{3,120})")
_VITAMIN_OR_GRADE = re.compile(
    r"\b(?:vitamin|type|grade|stage|phase|group|class|hepatitis|omega|level)s?\s+$", re.IGNORECASE
)


def abbreviations_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Each with its place. A text in capitals throughout has none that could be told from its words."""
    if text.isupper() and " " in text:
        return
    for found in _TOKEN.finditer(text):
        if found[0][1:].islower():
            continue  # A word as most are.
        is_infusion = found[0] == "IV" and bool(_INFUSED.match(text[found.end() :]))
        if (is_infusion or is_abbreviation(found[0])) and not _UNIT_BEFORE.search(text[: found.start()]):
            yield found[0], found.start(), found.end()


def is_abbreviation(token: str) -> bool:
    """“ACC”, “MEN1”, “LMs”, “HbA1c”, “mRNA”; no Roman number, no “MyChart”, nothing that everybody knows."""
    token = base(token)
    if token in _SURELY_KNOWN or base(token) in _SURELY_KNOWN or _ROMAN.match(token):
        return False
    capitals = sum(sign.isupper() for sign in token)
    figures = sum(sign.isdigit() for sign in token)
    return capitals >= 2 and (capitals + figures) * 2 > len(token) and len(token) <= 12


def base(token: str) -> str:
    """Without the s of the plural."""
    return token[:-1] if len(token) > 2 and token.endswith("s") and token[:-1].isupper() else token


def is_explained_at(text: str, start: int, end: int) -> bool:
    """Whether the words around an abbreviation say what it stands for, or what it is called."""
    before, after, short = text[:start], text[end:], base(text[start:end])
    if found := _IN_PARENTHESES.search(before):
        outside = before[: found.start()]
        return expands(short, outside) or _is_long_for(short, outside) or _is_described(before, after)
    if _NAMED.search(before) or _SAYS_WHAT.match(after):
        return True
    if found := _EXPLAINED_AFTER.match(after):
        return expands(short, found["inside"] + " ") or len(found["inside"].split()) > 1
    return bool(re.search(r"\bor\s+$", before)) and expands(short, before)


def expands(short: str, before: str) -> bool:
    """Whether the last words of a text spell an abbreviation: its first letter begins one, the others follow."""
    letters = [sign for sign in short.casefold() if sign.isalpha()]
    words = re.findall(r"[^\W_]+", before.casefold())[-2 * len(letters) - 2 :]
    starts = [number for number, word in enumerate(words) if letters and word.startswith(letters[0])]
    return any(_in_order(letters, "".join(words[number:])) for number in reversed(starts))


def _is_long_for(short: str, before: str) -> bool:
    """“electrocardiogram (EKG)”: one long word, though its letters are not all in it."""
    last = before.split()[-1:]
    return bool(last) and len(last[0]) >= _LONG_WORD and last[0][0].casefold() == short[0].casefold()


def _is_described(before: str, after: str) -> bool:
    """“a gene (MYCN)” says what it is, “(MRI scan)” does not."""
    described = r"\b(?:genes?|proteins?|hormones?|enzymes?)\s*[(\[](?:the |called )?$"
    return bool(re.search(described, before, re.IGNORECASE)) and after.startswith((")", "]", ",", " gene"))


def _in_order(letters: list[str], text: str) -> bool:
    place = 0
    for letter in letters:
        place = text.find(letter, place) + 1
        if not place:
            return False
    return True


def follows_a_kind(text: str, start: int) -> bool:
    """“Vitamin B12”, “type IA”: a name of a kind, and no abbreviation."""
    return bool(_VITAMIN_OR_GRADE.search(text[:start]))
