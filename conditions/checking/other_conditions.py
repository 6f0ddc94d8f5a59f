"""Conditions that a sentence is about: those the site has pages for, and others by the form of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from conditions.checking.naming import runs, singular, words_of

_LONGEST_NAME = 6
_BY_FORM = re.compile(
    r"^(?!.*(?:^coma$|(?<!bla)stoma$|hematoma$|aroma$|diploma$|trauma$))\w{3,}(?:oma|blastoma|leukemia)$|"
    r"^\w{2,}itis$|^\w*(?:fibromatosis|sclerosis|fibrosis)$|^\w{4,}(?:emophilia|plegia|myopathy|neuropathy|"
    r"encephalopathy)$"
)
_ADJECTIVE = re.compile(r"\w{3,}(?:al|ic|ar|ous|oid|ary|cell)$")
_TUMOR_PAGE = re.compile(r"\b(?:tumou?rs?|cancers?|neoplasms?|growths?)\b", re.IGNORECASE)
_KIND_AFTER_NAME = re.compile(r"\b(?:[A-Z][\w’'-]+ ){1,3}(?:syndrome|disease)\b")
SYMPTOMS = frozenset(
    word
    for line in (
        "fever cough pain headache vomiting nausea diarrhea rash constipation dehydration obesity anxiety seizure",
        "inflammation infection allergy wheezing itching swelling bleeding fatigue tiredness stress snoring cold",
        "flu overweight stroke shock sleep puberty pregnancy hives dizziness fainting bruising limp scar",
    )
    for word in line.split()
) | {"hearing loss", "weight loss", "belly pain", "chest pain", "back pain", "high blood pressure", "sore throat"}
"""Names of pages perhaps, and on other pages symptoms."""

_BEFORE_SUBJECT = frozenset(
    word
    for line in ("the a an most some many all other both these several pediatric childhood in with",)
    for word in line.split()
)
_PEOPLE = r"(?:people|children|patients|babies|kids|infants|families|adults|teens|teenagers|boys|girls|those|anyone)"
_ABOUT = re.compile(
    rf"^(?:\w+ ){{0,3}}(?:{_PEOPLE} (?:with|who have|diagnosed with|who had|born with)|"
    r"(?:conditions|diseases|syndromes|disorders|genes|factors|problems) (?:associated with|linked to|related to|"
    r"linked with)|"
    r"(?:symptoms?|signs?|causes?|types?|forms?|kinds?|cases?|treatments?|diagnosis|outlook|risks?) (?:of|for|in)|"
    r"when (?:a|one) (?:child|baby|teen) has)"
    r"(?: (?:the|a|an|most|some|pediatric|childhood))*$"
)


def subject_of(sentence: str, names: Mapping[str, frozenset[str]], own: str, title: str) -> str:
    """The other condition that the sentence is about, as written there; empty where it is about none.

    `own` is the slug of the page, and `title` its title.
    """
    words = words_of(sentence)
    for start, end in _named(sentence, words, names, own, title):
        before = " ".join(words[:start])
        if all(word in _BEFORE_SUBJECT for word in words[:start]) or _ABOUT.match(before):
            return " ".join(words[start:end])
    return ""


def names_another(text: str, names: Mapping[str, frozenset[str]], own: str, title: str) -> bool:
    return next(_named(text, words_of(text), names, own, title), None) is not None


def _named(
    sentence: str, words: list[str], names: Mapping[str, frozenset[str]], own: str, title: str
) -> Iterator[tuple[int, int]]:
    tumors = bool(_TUMOR_PAGE.search(title))
    with_kind = {tuple(words_of(found[0])) for found in _KIND_AFTER_NAME.finditer(sentence)}
    for start, end, run in runs(words, _LONGEST_NAME):
        has_form = end == start + 1 and bool(_BY_FORM.match(singular(words[start])))
        is_kind = has_form and tumors  # A page on tumors is about each of their kinds.
        is_known = run in names and own not in names[run] and run not in SYMPTOMS and not is_kind
        by_form = has_form and not is_kind
        if by_form and not is_known:
            yield _with_adjectives(words, start), end
        elif is_known or tuple(words[start:end]) in with_kind:
            yield start, end


def _with_adjectives(words: list[str], start: int) -> int:
    """Where the name begins with the adjectives before it: “adrenocortical carcinomas”."""
    while start and _ADJECTIVE.search(words[start - 1]) and words[start - 1] not in _BEFORE_SUBJECT:
        start -= 1
    return start
