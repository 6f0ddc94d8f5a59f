"""What each save of a working copy said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class SavedDraft(models.Model):
    """One save that said something new: whose it was, and the whole text, so that none is ever overwritten."""

    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField(_("saved"), default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    parts = models.JSONField()
    """The digest of each part of the page by the part's key (publishing/parts.py)."""

    class Meta:
        verbose_name = _("saved draft")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["kind", "subject_id", "-id"], name="saved_draft_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.saved_at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A saved draft is never changed: save another.")
        super().save(*args, **kwargs)
