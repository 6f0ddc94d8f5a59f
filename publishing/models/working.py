"""What is being written right now: who has which form open, and what they typed and did not save."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.review import AboutSubject

STILL_THERE = timedelta(seconds=75)
"""How long after its last word an open form counts as open; it speaks up every 20 seconds."""


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


class Autosave(AboutSubject):
    """What somebody typed into one opened form and did not save: the newest only. `subject_id` is 0 for a new thing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    sheet = models.CharField(max_length=36, default="")
    """Which opened form it was typed into: text of another one is never overwritten by it."""

    fields = models.JSONField()
    """Pairs of a field's name and value, as the browser would post them."""

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
