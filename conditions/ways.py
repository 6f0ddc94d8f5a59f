"""The lists under which families look: parts of the body, specialties, ages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.fields import PlainCharField
from publishing.index.findable import Place
from publishing.languages import Language


class Way(NamedTuple):
    """A way to pages: its key in the index, where its lists live, and what readers call it."""

    key: str
    path: str
    title: str | Promise
    words: str | Promise
    """What a reader is told of it."""


AREA = Way("area", "body-areas", _("Body areas"), _("Conditions by the part of the body where they are."))
SPECIALTY = Way("specialty", "specialties", _("Specialties"), _("Conditions and teams by the field of medicine."))
AGE = Way("age", "ages", _("Ages"), _("Conditions by the age at which they begin or are found."))
WAYS = {way.key: way for way in (AREA, SPECIALTY, AGE)}


class Labelled(models.Model):
    """A name that pages are listed under."""

    name = PlainCharField(_("name"), max_length=60, unique=True)
    way: ClassVar[Way]

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class BodyArea(Labelled):
    """A part of the body that families look under."""

    way = AREA

    class Meta(Labelled.Meta):
        verbose_name = _("body area")
        verbose_name_plural = _("body areas")


class Specialty(Labelled):
    """A field of medicine, as a family or a clinic looks for it."""

    way = SPECIALTY

    class Meta(Labelled.Meta):
        verbose_name = _("specialty")
        verbose_name_plural = _("specialties")


class AgeGroup(Labelled):
    """An age at which a condition begins or is found."""

    place = models.PositiveSmallIntegerField(
        _("place"), default=0, help_text=_("The youngest first. For example 1 for newborns, 2 for babies.")
    )
    way = AGE

    class Meta:
        verbose_name = _("age group")
        verbose_name_plural = _("age groups")
        ordering = ("place", "name")


class ListName(models.Model):
    """What a list is called in another language than English, from when to when; a row is ended and never changed.

    It goes with the list's address and not with its row: a page says what it was published with.
    """

    way = models.CharField(max_length=20)
    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=10, choices=Language.choices)
    text = PlainCharField(max_length=60)
    stands_from = models.DateTimeField(default=clock.now)
    stands_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("name of a list")
        constraints = [
            models.UniqueConstraint(
                fields=["way", "slug", "language"],
                condition=models.Q(stands_until__isnull=True),
                name="one_name_a_list_and_language",
            )
        ]

    def __str__(self) -> str:
        return self.text


def places_in(content: dict[str, Any]) -> list[Place]:
    """The lists that a revision's content stands in; one from before there were specialties and ages has none."""
    ages = [Place(AGE.key, age["name"], age["place"]) for age in content.get("ages", [])]
    return [
        *(Place(AREA.key, name) for name in content.get("body_areas", [])),
        *(Place(SPECIALTY.key, name) for name in content.get("specialties", [])),
        *ages,
    ]


def frozen(specialties: Iterable[Specialty], ages: Iterable[AgeGroup] = ()) -> dict[str, Any]:
    """What a revision keeps of them; nothing of none, so that a page without any says what it always said."""
    found = {
        "specialties": [specialty.name for specialty in specialties],
        "ages": [{"name": age.name, "place": age.place} for age in ages],
    }
    return {name: value for name, value in found.items() if value}
