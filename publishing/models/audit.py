"""Who did what, when and why."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.subject import Subject


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: Subject) -> AuditQuerySet:
        return self.filter(kind=subject.kind, subject_id=subject.pk)

    def update(self, **fields: Any) -> int:
        raise TypeError("The audit is written once and never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is written once and never deleted.")


class AuditEntry(models.Model):
    """Who did what to which thing, when and why. Rows are added and never changed."""

    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("name then"), max_length=150, blank=True)
    action = models.CharField(_("what"), max_length=30)
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    subject_title = models.CharField(_("of"), max_length=200)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "subject_id", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.subject_title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The audit is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is written once and never deleted.")
