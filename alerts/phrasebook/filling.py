"""Filling in the blanks of an alert template, in every language at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from alerts.models import RecallAlert
from alerts.phrasebook.book import BLANK, AlertTemplate, Blank, BlankType, Texts
from publishing import clock
from publishing.fields import validate_phone
from publishing.languages import Language, other_languages, speaking

GAP = "_____"
"""Stands in a preview where a blank is not filled in yet."""
LONGEST_NAME = 120
LONGEST_PHRASE = 100

_PARAGRAPHS = re.compile(r"\n{3,}")
_CONTROL_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class FilledTemplate:
    """The texts of an alert by language and field; a field that lacks a translation is missing there."""

    texts: dict[str, dict[str, str]]
    facts: dict[str, Any] = field(default_factory=dict)
    """Further fields of the alert, such as its phone number or its end."""

    @property
    def english(self) -> dict[str, str]:
        return self.texts[Language.ENGLISH]

    def untranslated(self, language: str) -> list[str]:
        """The fields that readers of this language get in English."""
        return [name for name in self.english if name not in self.texts.get(language, {})]


def fill(template: AlertTemplate, values: Mapping[str, Any]) -> FilledTemplate:
    """The texts with their blanks filled in. Raises `ValidationError` with the messages by blank.

    `values` holds by blank: a phrase's key, or its texts by language where it was typed; a name, a phone number, a
    whole number, or an aware moment. An optional blank may be missing.
    """
    problems: dict[str, list[str]] = {}
    for blank in template.asked:
        if complaint := _complaint(blank, values.get(blank.key)):
            problems[blank.key] = [complaint]
    if problems:
        raise ValidationError(problems)
    filled = FilledTemplate(_texts(template, values), _facts(template, values))
    if too_long := _too_long(filled):
        raise ValidationError(too_long)
    return filled


def preview(template: AlertTemplate, values: Mapping[str, Any]) -> FilledTemplate:
    """As `fill`, with a gap where a value is missing or invalid."""
    valid = {
        blank.key: values[blank.key]
        for blank in template.asked
        if blank.key in values and not _complaint(blank, values[blank.key])
    }
    return FilledTemplate(_texts(template, valid, gap=GAP))


def _texts(template: AlertTemplate, values: Mapping[str, Any], gap: str = "") -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = {}
    for language in (Language.ENGLISH.value, *other_languages()):
        words = {blank.key: _words(blank, values.get(blank.key), language, gap) for blank in template.blanks}
        texts[language] = {}
        for name, by_language in template.texts.items():
            source = by_language.get(language, "")
            if source and all(words.get(key) is not None for key in BLANK.findall(source)):
                texts[language][name] = _filled(source, words)
    return texts


def _filled(source: str, words: Mapping[str, str | None]) -> str:
    """The source with its blanks replaced in one pass, so that no typed text is taken for a blank."""
    pieces, place = [], 0
    for match in BLANK.finditer(source):
        word = words[match[1]] or ""
        ends_twice = word.endswith(".") and source.startswith(".", match.end())
        pieces += [source[place : match.start()], word.removesuffix(".") if ends_twice else word]
        place = match.end()
    return _PARAGRAPHS.sub("\n\n", "".join([*pieces, source[place:]])).strip()


def _words(blank: Blank, value: Any, language: str, gap: str) -> str | None:
    """The text that fills a blank; None where this language has none."""
    if blank.type == BlankType.HOSPITAL_PHONE:
        return str(settings.HOSPITAL_PHONE)
    if value in (None, "", {}):
        return blank.empty.get(language) if blank.is_optional else gap
    text = _WORDED[blank.type](blank, value, language)
    if text is None or not blank.filled:
        return text
    around = blank.filled.get(language)
    return None if around is None else around.replace("{value}", text)


def _phrase(blank: Blank, value: str | Texts, language: str) -> str | None:
    phrase = blank.phrase(value) if isinstance(value, str) else None
    texts = phrase.texts if phrase else value
    return (texts.get(language, "").strip() or None) if isinstance(texts, dict) else None


def _moment(blank: Blank, value: datetime, language: str) -> str:
    with speaking(language):
        return date_format(localtime(value), "DATETIME_FORMAT")


def _as_typed(blank: Blank, value: Any, language: str) -> str:
    return " ".join(str(value).split())


_WORDED: dict[BlankType, Callable[[Blank, Any, str], str | None]] = {
    BlankType.PHRASE: _phrase,
    BlankType.MOMENT: _moment,
    BlankType.NAME: _as_typed,
    BlankType.NUMBER: _as_typed,
    BlankType.PHONE: _as_typed,
}


def _facts(template: AlertTemplate, values: Mapping[str, Any]) -> dict[str, Any]:
    given = ((blank, values.get(blank.key)) for blank in template.asked if blank.sets)
    return {blank.sets: " ".join(value.split()) if isinstance(value, str) else value for blank, value in given if value}


def _complaint(blank: Blank, value: Any) -> str:
    """Why a value does not fit; empty where it does."""
    if value in (None, "", {}):
        return "" if blank.is_optional else _("Fill this in.")
    try:
        _CHECKS[blank.type](blank, value)
    except ValidationError as invalid:
        return " ".join(invalid.messages)
    return ""


def _check_phrase(blank: Blank, value: Any) -> None:
    if isinstance(value, str):
        if not blank.phrase(value):
            raise ValidationError(_("Choose a phrase from the list."))
        return
    if not blank.may_be_typed or not isinstance(value, dict):
        raise ValidationError(_("Choose a phrase from the list."))
    if not str(value.get(Language.ENGLISH, "")).strip():
        raise ValidationError(_("Type the English words, too."))
    for text in value.values():
        _check_line(text, LONGEST_PHRASE)


def _check_name(blank: Blank, value: Any) -> None:
    _check_line(value, LONGEST_NAME)


def _check_line(text: Any, longest: int) -> None:
    if not isinstance(text, str) or _CONTROL_CHARACTERS.search(text):
        raise ValidationError(_("Type one line of plain text, without hidden characters."))
    if len(text) > longest:
        raise ValidationError(_("Shorten it to %(most)s characters.") % {"most": longest})


def _check_moment(blank: Blank, value: Any) -> None:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValidationError(_("Choose a day and a time."))
    if value <= clock.now():
        raise ValidationError(_("Choose a moment that is still to come."))


def _check_number(blank: Blank, value: Any) -> None:
    if not isinstance(value, int) or not blank.least <= value <= blank.most:
        limits = {"least": blank.least, "most": blank.most}
        raise ValidationError(_("Type a whole number from %(least)s to %(most)s.") % limits)


def _check_phone(blank: Blank, value: Any) -> None:
    _check_line(value, 40)
    validate_phone(value)


_CHECKS: dict[BlankType, Callable[[Blank, Any], None]] = {
    BlankType.PHRASE: _check_phrase,
    BlankType.NAME: _check_name,
    BlankType.MOMENT: _check_moment,
    BlankType.NUMBER: _check_number,
    BlankType.PHONE: _check_phone,
}


def _too_long(filled: FilledTemplate) -> list[str]:
    """Complaints about texts that do not fit into the alert's fields."""
    complaints = []
    for language, texts in filled.texts.items():
        for name, text in texts.items():
            field_of = RecallAlert._meta.get_field(name)
            longest = getattr(field_of, "max_length", None)
            if longest and len(text) > longest:
                complaints.append(
                    _("The %(field)s in %(language)s is too long by %(number)s characters. Shorten what you typed.")
                    % {
                        "field": field_of.verbose_name,  # type: ignore[union-attr]
                        "language": Language(language).label,
                        "number": len(text) - longest,
                    }
                )
    return complaints
