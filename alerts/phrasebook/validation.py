"""A system check of the phrase book: every language says everything that the English says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import product
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.utils.timezone import make_aware

from alerts.models import Kind, RecallAlert
from alerts.phrasebook.book import BLANK, AlertTemplate, Blank, BlankType, PhraseBook, Texts, phrase_book
from alerts.phrasebook.filling import fill
from publishing.languages import Language, direction_of

MOST_ASKED = 3
"""Blanks that fit on the screen of a phone."""
_REQUIRED = ("label", "headline", "what_to_do", "whom_to_call", "link_text")
_DIGITS = re.compile(r"\d+(?:[-.]\d+)*")
_FAR_YEAR = 2999
"""An example's moment is still to come, whenever the check runs."""


def check_phrase_book(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Django system check `alerts.E001`."""
    try:
        book = phrase_book()
    except (OSError, KeyError, TypeError, ValueError) as unreadable:
        return [Error(f"The phrase book of alert templates cannot be read: {unreadable!r}.", id="alerts.E001")]
    return [Error(f"Phrase book of alert templates: {problem}", id="alerts.E001") for problem in problems_of(book)]


def problems_of(book: PhraseBook) -> Iterator[str]:
    """Sentences about what is wrong; none for a sound book."""
    yield from _repeated("blank", (blank.key for blank in book.blanks))
    yield from _repeated("template", (template.key for template in book.templates))
    for blank in book.blanks:
        yield from _problems_of_blank(blank)
    for template in book.templates:
        problems = list(_problems_of_template(template))
        yield from problems or _problems_of_examples(template)


def _repeated(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, number in Counter(keys).items():
        if number > 1:
            yield f"{what} “{key}” is there {number} times."


def _problems_of_blank(blank: Blank) -> Iterator[str]:
    where = f"blank “{blank.key}”"
    if bool(blank.phrases) != (blank.type == BlankType.PHRASE):
        yield f"{where}: a blank of type “phrase”, and only that, has `phrases`."
    if blank.sets and blank.sets not in {field.name for field in RecallAlert._meta.get_fields()}:
        yield f"{where}: an alert has no field “{blank.sets}”."
    if bool(blank.filled) != bool(blank.empty):
        yield f"{where}: `filled` and `empty` belong together."
    yield from _repeated(f"{where}: phrase", (phrase.key for phrase in blank.phrases))
    for phrase in blank.phrases:
        yield from _problems_of_texts(f"{where}, phrase “{phrase.key}”", phrase.texts, set())
    if blank.filled:
        yield from _problems_of_texts(f"{where}, `filled`", blank.filled, {"value"})
        yield from _problems_of_texts(f"{where}, `empty`", blank.empty, set(), may_be_empty=True)
    if (blank.phrases or blank.filled) and set(blank.reviewed) != _other_languages():
        yield f"{where}: `reviewed` names each language but English, with an empty text until somebody has read it."


def _problems_of_template(template: AlertTemplate) -> Iterator[str]:
    where = f"template “{template.key}”"
    if template.kind not in Kind.values:
        yield f"{where}: “{template.kind}” is no kind of alert."
    if not 0 < len(template.asked) <= MOST_ASKED:
        yield f"{where}: it asks for {len(template.asked)} blanks; write 1 to {MOST_ASKED}."
    if set(template.reviewed) != _other_languages():
        yield f"{where}: `reviewed` names each language but English, with an empty text until somebody has read it."
    yield from (f"{where}: “{name}” is missing." for name in _REQUIRED if name not in template.texts)
    used: set[str] = set()
    for name, texts in template.texts.items():
        expected = set(BLANK.findall(texts.get(Language.ENGLISH, "")))
        used |= expected
        yield from _problems_of_texts(f"{where}, “{name}”", texts, expected)
        yield from _misplaced_phones(f"{where}, “{name}”", texts, template)
    listed = {blank.key for blank in template.blanks}
    for key in sorted(used ^ listed):
        yield f"{where}: the blank “{key}” stands in the texts or in `blanks`, and not in both."


def _problems_of_texts(where: str, texts: Texts, blanks: set[str], *, may_be_empty: bool = False) -> Iterator[str]:
    """One text in all languages: nothing is empty, and blanks and numbers are those of the English."""
    if missing := sorted(set(Language.values) ^ set(texts)):
        yield f"{where}: write it in {', '.join(Language.values)}; look at {', '.join(missing)}."
        return
    numbers = Counter(_DIGITS.findall(texts[Language.ENGLISH]))
    for language, text in texts.items():
        if not text.strip() and not (may_be_empty and not texts[Language.ENGLISH].strip()):
            yield f"{where}: the text in {language} is empty."
        if set(BLANK.findall(text)) != blanks:
            yield f"{where}: the blanks in {language} are not those of the English ({', '.join(sorted(blanks))})."
        if "{" in BLANK.sub("", text) or "}" in BLANK.sub("", text):
            yield f"{where}: a brace in {language} belongs to no blank."
        if Counter(_DIGITS.findall(text)) != numbers:
            yield f"{where}: the numbers in {language} are not those of the English."


def _misplaced_phones(where: str, texts: Texts, template: AlertTemplate) -> Iterator[str]:
    """Between right-to-left words a browser shows the groups of a phone number in reverse order."""
    phones = {blank.key for blank in template.blanks if blank.type in (BlankType.PHONE, BlankType.HOSPITAL_PHONE)}
    for language, text in texts.items():
        if direction_of(language) == "rtl":
            lines = [line for line in text.split("\n\n") if phones & set(BLANK.findall(line))]
            yield from (
                f"{where}: in {language} a phone number stands in a paragraph of its own."
                for line in lines
                if not BLANK.fullmatch(line.strip())
            )


def _problems_of_examples(template: AlertTemplate) -> Iterator[str]:
    """Every combination of phrases fits into the alert's fields, with the examples of the other blanks."""
    choices = [list(_examples(blank)) for blank in template.asked]
    for combination in product(*choices):
        values = {blank.key: value for blank, value in zip(template.asked, combination, strict=True)}
        try:
            fill(template, values)
        except ValidationError as invalid:
            yield f"template “{template.key}”, filled with {values}: {' '.join(invalid.messages)}"
            return


def _examples(blank: Blank) -> Iterator[Any]:
    if blank.is_optional:
        yield None
    if blank.type == BlankType.PHRASE:
        yield from (phrase.key for phrase in blank.phrases)
    yield example_of(blank)


def example_of(blank: Blank) -> Any:
    """The example as a value; a moment is that wall time in a year to come."""
    if blank.type == BlankType.MOMENT:
        return make_aware(datetime.fromisoformat(blank.example).replace(year=_FAR_YEAR))
    return int(blank.example) if blank.type == BlankType.NUMBER else blank.example


def _other_languages() -> set[str]:
    return set(Language.values) - {Language.ENGLISH.value}
