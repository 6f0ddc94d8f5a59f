"""What editors write of a medical word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from conditions.checking.models import validate_words
from conditions.glossary.entries import Entry, Glossary, words_in
from conditions.versions import label_of
from publishing.comparison import Part
from publishing.fields import LinesField, MaxWords, PlainCharField, PlainTextField
from publishing.index.findable import Findable
from publishing.languages import speaking
from publishing.models import Publishable
from publishing.parts import TextPart

DEFINITION_WORDS = 50
"""What fits on a phone beside the sentence that it is about."""


def validate_forms(lines: list[str]) -> None:
    """Each line has a letter or a figure, by which it can be found."""
    for number, line in enumerate(lines, start=1):
        if not words_in(line):
            raise ValidationError(
                _("Line %(number)s: write the word as it stands on pages, not “%(line)s”."),
                params={"number": number, "line": line},
            )


class Term(Publishable):
    """A medical word and its plain meaning. Pages that use the word show it; the glossary lists it."""

    definition = PlainTextField(
        _("meaning"),
        validators=[MaxWords(DEFINITION_WORDS)],
        help_text=_(
            "What it is in a sentence or two, at most 50 plain words. For example: “A test that takes a tiny piece of "
            "the body, so that a doctor can look at it under a microscope.”"
        ),
    )
    pronunciation = PlainCharField(
        _("pronunciation"),
        max_length=120,
        blank=True,
        help_text=_("As it is said, the loud part in capitals. For example: BY-op-see."),
    )
    other_forms = LinesField(
        _("other forms"),
        most=20,
        longest=120,
        validators=[validate_forms],
        help_text=_(
            "Other ways that pages write it, one a line: plurals, abbreviations, other spellings. For example: "
            "“biopsies”. An abbreviation is found in its own capitals alone: “ALL” is not “all”."
        ),
    )

    public_view = "term"

    class Meta(Publishable.Meta):
        app_label = "conditions"
        verbose_name = _("glossary term")
        ordering = ("title",)
        permissions = [
            ("publish_term", _("Can publish and retire glossary terms")),
            ("correct_term", _("Can publish minor corrections of glossary terms")),
            ("sign_off_term", _("Can sign glossary terms off or send them back")),
        ]

    @classmethod
    def address_of(cls, slug: str, language: str = "") -> str:
        """Its place in the glossary. What `public_view` names leads there as well."""
        with speaking(language):
            return f"{reverse('glossary')}#{slug}"

    def clean(self) -> None:
        super().clean()
        validate_words(self.title)
        if taken := self._taken_by():
            word, other = taken
            raise ValidationError(
                _("“%(word)s” is a form of the term “%(other)s” already. Remove it here or there."),
                params={"word": word, "other": other},
            )

    def entry(self) -> Entry:
        """The term as it would be public, were the working copy published now."""
        return entry_of(self.pk or 0, self.slug, self.title, self.language, self.card())

    def content(self) -> dict[str, Any]:
        return {"title": self.title, "slug": self.slug, "language": self.language} | (
            self.card() | self.translation_facts()
        )

    def copy_from(self, original: Term, content: dict[str, Any]) -> None:
        """The word itself is translated first: what the original's forms are says nothing of another language."""
        self.definition = content["definition"]
        self.save()

    def parts(self, content: dict[str, Any]) -> list[TextPart]:
        return [TextPart("page", str(_("The term")), {name: content[name] for name in ("title", *_FACTS)})]

    def content_as_signed(self, content: dict[str, Any], signed: Mapping[str, Any]) -> dict[str, Any]:
        words: dict[str, Any] = signed.get("page", {})
        return content | words

    def card(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FACTS}

    @classmethod
    def parts_of(cls, content: dict[str, Any]) -> list[Part]:
        plain = ("title", "slug", "definition", "pronunciation")
        forms = Part.lines("other_forms", label_of(cls, "other_forms"), content.get("other_forms", []))
        return [*(Part.plain(name, label_of(cls, name), content.get(name)) for name in plain), forms]

    def restore(self, content: dict[str, Any]) -> list[str]:
        for name in ("title", *_FACTS):
            setattr(self, name, content[name])
        self.save()
        return []

    @classmethod
    def findable(cls, content: dict[str, Any]) -> Findable:
        return Findable(
            title=content["title"],
            names=content["other_forms"],
            summary=content["definition"],
            language=content["language"],
        )

    def public_text(self) -> str:
        return "\n".join([*self.other_forms, self.definition])

    def _taken_by(self) -> tuple[str, str] | None:
        """A form that another term of the language has as well, and that term."""
        others = Term.objects.filter(language=self.language).exclude(pk=self.pk).order_by("title")
        rows = others.values("pk", "slug", "title", *_FACTS)
        entries = [entry_of(row["pk"], row["slug"], row["title"], self.language, row) for row in rows]
        known = Glossary.of(self.language, entries)
        for form in self.entry().forms:
            if found := known.whole(form):
                return form, found.title
        return None


_FACTS = ("definition", "pronunciation", "other_forms")


def entry_of(pk: int, slug: str, title: str, language: str, facts: Mapping[str, Any]) -> Entry:
    forms = tuple(facts["other_forms"])
    return Entry(pk, slug, title, facts["definition"], facts["pronunciation"], forms, language)
