"""Presence and autosaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.review import AboutSubject

STILL_THERE = timedelta(seconds=75)
"""How long after its last word an open form counts as open; it speaks up every 20 seconds."""


SAVED_FORMS_KEPT = timedelta(days=30)
"""Time for which a saved form is remembered, so that a copy of its text on some computer is not offered as unsaved."""

MOST_OF_A_PERSON = 200


class EditingQuerySet(models.QuerySet["Editing"]):
    def now(self, at: datetime | None = None) -> EditingQuerySet:
        """Forms that somebody has open."""
        return self.filter(seen_at__gte=(at or clock.now()) - STILL_THERE)


class Editing(AboutSubject):
    """Somebody has a thing's form open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    typed_at = models.DateTimeField(null=True)

    objects = EditingQuerySet.as_manager()

    class Meta(AboutSubject.Meta):
        verbose_name = _("open form")
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id", "user"], name="one_open_form_a_person")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.subject_id}"


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def of_form(self, user: Any, kind: str, subject_id: int, at: datetime) -> tuple[list[Autosave], dict[str, int]]:
        """Unsaved texts of a person's form, newest first, and the forms saved lately, in one query.

        The latter are forms of all pages, by their sheet, with the number up to which each was saved.
        """
        unsaved = models.Q(is_saved=False, kind=kind, subject_id=subject_id)
        saved = models.Q(is_saved=True, saved_at__gte=at - SAVED_FORMS_KEPT)
        rows = list(self.filter(unsaved | saved, user=user).order_by("is_saved", "-saved_at", "-pk")[:MOST_OF_A_PERSON])
        return [one for one in rows if not one.is_saved], {one.sheet: one.number for one in rows if one.is_saved}


class Autosave(AboutSubject):
    """The newest unsaved text of one opened form, or the note that it was saved. `subject_id` is 0 for a new thing.

    A browser numbers what it sends of a form. Saving notes the form's number, and whatever was sent before it and
    arrives later is ignored.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    sheet = models.CharField(max_length=36, default="")
    """Which opened form it was typed into: text of another one is never overwritten by it."""

    number = models.BigIntegerField(default=0)
    is_saved = models.BooleanField(default=False)

    fields = models.JSONField()
    """Pairs of a field's name and value, as the browser would post them."""

    objects = AutosaveQuerySet.as_manager()

    class Meta(AboutSubject.Meta):
        verbose_name = _("unsaved text")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "user", "sheet"], name="one_autosave_a_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.subject_id}"

    def as_posted(self) -> QueryDict:
        """What was typed, as the browser would post it."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data
