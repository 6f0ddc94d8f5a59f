"""What an alert says in the reader's language.

A translation holds for exactly the English that it was made of. Where that has changed since, readers get the English,
marked as such: old words about what to do now may do harm.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from alerts.models.choices import Kind
from alerts.models.facts import WORDS
from alerts.plain import plain
from publishing.languages import Language, Words
from publishing.plain_text import normalized_text

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

TRANSLATE = "translate alert"
"""What the audit calls the step."""
TRANSLATED = (*WORDS, "label", "link_text")
"""Where they have no translation, `WORDS` are told in English; in place of the others stand words of our own."""


class Spoken:
    """The words of one alert in a language: in the one that is spoken now, unless told."""

    def __init__(self, alert: RecallAlert, language: str = "") -> None:
        self._alert = alert
        self.language = language or get_language() or Language.ENGLISH

    @property
    def name(self) -> Words:
        """The label, or the kind's own name."""
        return self.of("label") or Words(str(Kind(self._alert.kind).label), self.language)

    @property
    def headline(self) -> Words:
        return self.of("headline")

    @property
    def link_text(self) -> Words:
        return self.of("link_text")

    @property
    def what_happened(self) -> Words:
        return self.of("what_happened")

    @property
    def what_to_do(self) -> Words:
        return self.of("what_to_do")

    @property
    def whom_to_call(self) -> Words:
        return self.of("whom_to_call")

    @property
    def withdrawal_reason(self) -> Words:
        """It is written once, in English."""
        return Words(plain(self._alert.withdrawal_reason), Language.ENGLISH)

    @property
    def line_of(self) -> str:
        """Tells one English line of the banner from another; in other languages alone, where the line may be either."""
        alert = self._alert
        if self.language == Language.ENGLISH:
            return ""
        told = repr([alert.label, alert.headline, alert.link_text, alert.updated_at])
        return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()

    def english(self, name: str) -> str:
        text: str = getattr(self._alert, name)
        return text

    def of(self, name: str) -> Words:
        """The text as readers see it, cleaned by `alerts.plain`."""
        english = plain(self.english(name))
        if self.language == Language.ENGLISH:
            return Words(english, Language.ENGLISH)
        if self._holds(name):
            return Words(plain(self.stored(name)["text"]), self.language)
        return Words(english, Language.ENGLISH) if name in WORDS else Words("", self.language)

    def stored(self, name: str) -> dict[str, str]:
        """The translation of a field as it was made, whether or not it still holds: `text`, and what it is `of`."""
        found: dict[str, str] = self._alert.translations.get(self.language, {}).get(name, {})
        return found

    def missing(self) -> list[str]:
        """The fields that have words in English, and none that hold in this language."""
        return [name for name in TRANSLATED if self.english(name) and not self._holds(name)]

    def outdated(self) -> list[str]:
        """Those of the missing whose English changed after they were translated."""
        return [name for name in self.missing() if self.stored(name)]

    def _holds(self, name: str) -> bool:
        """True where these exact words are translated; white space and invisible characters do not count."""
        stored = self.stored(name)
        return bool(stored) and normalized_text(stored["of"]).split() == normalized_text(self.english(name)).split()
