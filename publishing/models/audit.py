"""Who did what, when and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any, Never

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.subject import Subject

CHAINED = (
    "number", "at", "actor_id", "actor_name", "action", "kind", "subject_id", "subject_title", "from_state",
    "to_state", "reason", "previous_digest",
)  # fmt: skip
"""What an entry's digest covers: all that it says, and the digest of the entry before it."""


def digest_of_entry(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the chained facts in canonical JSON; the moment in UTC, to the millisecond, as `dumpdata` keeps it."""
    chained = {name: facts[name] for name in CHAINED}
    chained["at"] = facts["at"].astimezone(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(chained, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: Subject) -> AuditQuerySet:
        return self.filter(kind=subject.kind, subject_id=subject.pk)

    def head(self) -> tuple[int, str]:
        """The number and digest of the last entry; zero and nothing before the first."""
        return self.order_by("-number").values_list("number", "digest").first() or (0, "")

    def update(self, **fields: Any) -> Never:
        raise TypeError("The audit is written once and never changed.")

    def delete(self) -> Never:
        raise TypeError("The audit is written once and never deleted.")

    def bulk_create(self, *args: Any, **options: Any) -> Never:
        raise TypeError("Audit entries are written one by one: each holds the digest of the one before it.")


class AuditEntry(models.Model):
    """Who did what to which thing, when and why: a link of a chain that only grows.

    Each row holds the digest of the row before it, so a row that was changed, left out or put in shows
    (`manage.py verify_audit`). The database itself refuses to change or delete one.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
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
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "subject_id", "at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.subject_title}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The audit is written once and never changed.")
        _queue_up()
        number, self.previous_digest = AuditEntry.objects.head()
        self.number = number + 1
        self.digest = digest_of_entry({name: getattr(self, name) for name in CHAINED})
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit is written once and never deleted.")


def _queue_up() -> None:
    """One writer at a time until the transaction ends. On SQLite every transaction that writes is alone already.

    A step locks what it changes first and writes its entry last, so nobody who waits here holds what another needs.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock('publishing_auditentry'::regclass::oid::bigint)")
