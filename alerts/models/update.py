"""What became of a posted alert: each correction, each news of the situation, each later end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.fields import PlainCharField
from publishing.languages import Language, Words


class UpdateKind(models.TextChoices):
    CORRECTION = "correction", _("Corrected")
    SITUATION = "situation", _("News")
    EXTENSION = "extension", _("Extended")


class AlertUpdateQuerySet(models.QuerySet["AlertUpdate"]):
    def for_readers(self, at: datetime | None = None) -> AlertUpdateQuerySet:
        """Those that say something to readers (until a moment), newest first."""
        told = self.filter(made_at__lte=at) if at and clock.is_set_to_another_moment() else self
        return told.exclude(text="").defer("before", "after").order_by("-made_at", "-pk")

    def update(self, **fields: Any) -> int:
        raise TypeError("What readers were told is written once and never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What readers were told is written once and never deleted.")


class AlertUpdate(models.Model):
    """One change of a posted alert, or one piece of news about it. Rows are added and never changed."""

    alert = models.ForeignKey("RecallAlert", on_delete=models.PROTECT, related_name="updates")
    made_at = models.DateTimeField(_("when"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=UpdateKind)
    text = PlainCharField(
        _("for readers"), max_length=500, blank=True, help_text=_("Empty where readers need not know.")
    )
    is_material = models.BooleanField(_("material"), default=False)
    before = models.JSONField(default=dict, help_text=_("The changed facts as they were."))
    after = models.JSONField(default=dict)

    objects = AlertUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update of an alert")
        verbose_name_plural = _("updates of alerts")
        ordering = ("-made_at", "-pk")
        indexes = [models.Index(fields=["alert", "made_at"], name="update_by_alert")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What readers were told is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What readers were told is written once and never deleted.")

    @property
    def told(self) -> Words:
        """What readers are told; it is written once, in English."""
        return Words(self.text, Language.ENGLISH)

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Each changed fact: its name, and what it was and is."""
        names = {field.name: str(field.verbose_name) for field in self.alert._meta.fields}
        return [(names.get(name, name), was, self.after.get(name)) for name, was in self.before.items()]
