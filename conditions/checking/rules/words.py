"""Words that families may not know: abbreviations, jargon, a title that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.abbreviations import abbreviations_in, base, follows_a_kind, is_explained_at
from conditions.checking.finding import Level
from conditions.checking.naming import folded, runs, singular, words_of
from conditions.checking.own_names import OwnNames
from conditions.checking.page import CheckedPage
from conditions.checking.passages import Passage
from conditions.checking.rule import Problem, about, at, rule
from conditions.checking.sentences import sentences_in
from conditions.checking.site import Site
from conditions.importing.language import language_of

_LONGEST_TERM = 4
_EXPLAINED = re.compile(r"\s*(?:\(|, (?:or|also called|which|meaning|that is)\b|\bor\b|— |– |: )")
_CALLED = re.compile(r"\b(?:calls?|called|says?|named|term(?: is)?|known as)\b(?: it| this| that)?:? ?[“\"]?$")
_SMALL = frozenset({"a", "of", "the", "it", "in", "to", "on"})
_FORMS = (("d", ""), ("ed", ""), ("ing", "e"), ("ing", ""), ("es", "e"), ("ly", ""))
"""Endings of verbs, and what the listed word ends with instead."""
_FEWEST_WORDS = 8
"""With fewer the language cannot be told."""
_NEAR = 12
"""Words."""
_MEANS = (
    r"(?:(?:is|are|was) (?:an?\b|the\b|any\b|one of|when|where|not an?\b|what|our\b|(?:\w+ly )?(?!common|rare|"
    r"treat|found|more|less|"
    r"often|usual|very|caused|diagnosed|different|thought|believed|known to|serious|important|hard|easy)\w+ )|"
    r"means?\b|refers? to|describes?|happens? when|occurs? when|affects?|makes?|causes?|is when|develops? when|"
    r"can be an?\b)"
)


@rule(
    "unexplained-abbreviation",
    level=Level.WARNING,
    title=gettext_lazy("Abbreviation or gene name never explained"),
    why=gettext_lazy("To a family it is noise, and looking it up leads to pages that frighten."),
    source="WCAG 2.2, 3.1.4 https://www.w3.org/TR/WCAG22/#abbreviations",
)
def unexplained_abbreviation(page: CheckedPage, site: Site) -> Iterator[Problem]:
    explained = {name for passage in page.passages for name in map(base, passage.explained)}
    explained |= {base(word) for name in page.names for word in re.findall(r"[\w-]+", name)}
    first: dict[str, tuple[Passage, str]] = {}
    for passage in page.prose:
        for name, start, end in abbreviations_in(passage.text):
            if is_explained_at(passage.text, start, end) or follows_a_kind(passage.text, start):
                explained.add(base(name))
            first.setdefault(base(name), (passage, _sentence_at(passage, start)))
    for name, (passage, sentence) in first.items():
        if name not in explained and folded(name) not in site.terms:
            said = _("“%(name)s” is explained neither on this page nor in the glossary. Write it out at its first use.")
            yield at(passage, said % {"name": name}, sentence, word=name)


@rule(
    "jargon",
    level=Level.ADVICE,
    title=gettext_lazy("Word with a plainer one"),
    why=gettext_lazy("Plain words are understood at once, by frightened readers too."),
    source="NHS service manual, How we write https://service-manual.nhs.uk/content/how-we-write",
)
def jargon(page: CheckedPage, site: Site) -> Iterator[Problem]:
    plainer = site.plainer.get(page.language, {})
    own = {word for name in page.names for word in map(singular, words_of(name))}
    told: set[str] = set()
    for passage in page.prose if plainer else ():
        for sentence in sentences_in(passage.text):
            for words, plain in _stumbling(sentence, plainer):
                is_known = words in told or words in site.terms or words in own or _is_explained(sentence, words, plain)
                if not is_known:
                    told.add(words)
                    said = _("“%(words)s”: write “%(plain)s”, or say what it means.")
                    yield at(passage, said % {"words": words, "plain": plain}, sentence, word=words)


@rule(
    "title-never-explained",
    level=Level.WARNING,
    title=gettext_lazy("The page never says what its condition is"),
    why=gettext_lazy("It is the first question of every family."),
    source="CDC Clear Communication Index https://www.cdc.gov/ccindex/",
)
def title_never_explained(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    if not page.is_english or not page.title:
        return
    own = OwnNames(page)
    opening = [passage for passage in page.around.prose if passage.field in ("summary", "introduction")]
    if not any(_explains(sentence, own) for passage in opening for sentence in sentences_in(passage.text)):
        said = _("Nothing says what “%(title)s” is. Begin the introduction with “%(title)s is …”.")
        yield about(page.around, said % {"title": page.title}, field="introduction")


@rule(
    "another-language",
    level=Level.WARNING,
    title=gettext_lazy("Text in another language than the page's"),
    why=gettext_lazy("Screen readers pronounce it by the wrong rules, and many families cannot read it."),
    source="WCAG 2.2, 3.1.2 https://www.w3.org/TR/WCAG22/#language-of-parts",
)
def another_language(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    names = {"en": _("English"), "es": _("Spanish"), "ar": _("Arabic")}
    for passage in page.prose:
        if len(words_of(passage.text)) >= _FEWEST_WORDS:
            found = language_of(passage.text, otherwise=page.language)
            if found != page.language:
                said = _(
                    "This looks like %(language)s on a page in %(page)s. Translate it, or move it to a page of its own."
                )
                facts = {"language": names.get(found, found), "page": names.get(page.language, page.language)}
                yield at(passage, said % facts)


def _sentence_at(passage: Passage, place: int) -> str:
    end = 0
    for sentence in sentences_in(passage.text):
        end = passage.text.index(sentence, end) + len(sentence)
        if place < end:
            return sentence
    return passage.text


def _stumbling(sentence: str, plainer: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The listed words of a sentence, as they are listed, each with a plainer one; the longest at a place."""
    end_of_last = 0
    for start, end, run in runs(words_of(sentence), _LONGEST_TERM):
        listed = _listed(run, plainer) if start >= end_of_last else None
        if listed:
            end_of_last = end
            yield listed, plainer[listed]


def _listed(run: str, plainer: Mapping[str, str]) -> str | None:
    if run in plainer:
        return run
    if " " in run:
        return None
    forms = (run.removesuffix(ending) + instead for ending, instead in _FORMS if run.endswith(ending))
    return next((form for form in forms if form in plainer), None)


def _is_explained(sentence: str, words: str, plain: str) -> bool:
    """Where the plainer word stands beside it, or an explanation follows in parentheses or after “or”."""
    lowered = sentence.casefold()
    meant = set(words_of(plain)) - _SMALL
    if meant and meant <= set(words_of(lowered)):
        return True
    before, last, after = lowered.partition(words.split()[-1])
    return bool(last) and bool(
        _EXPLAINED.match(after.lstrip("s")) or before.endswith(("(", " or ")) or _CALLED.search(before)
    )


def _explains(sentence: str, own: OwnNames) -> bool:
    """“Asthma is …”, “Children with asthma have …”, “In asthma, the airways …”."""
    if sentence.endswith("?"):
        return False
    found = own.first_in(sentence)
    if found is None:
        return False
    before, after = sentence[: found[0]].strip(), sentence[found[1] :]
    if " ".join(after.split()[:_NEAR]) in own:
        return False  # “Relapsed asthma is asthma that …” explains nothing.
    starts = len(before.split()) <= 3
    says = re.match(rf"\s*(?:\([^)]*\)|,[^,]*,)?\s*(?:(?:often|usually|also|sometimes)\s+)?{_MEANS}", after)
    return starts and (bool(says) or before.casefold() in ("in", "with"))
