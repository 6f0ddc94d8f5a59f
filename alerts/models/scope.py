"""What a person decided about a page that names a recalled product."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alerts.models.alert import RecallAlert
from conditions.models import Condition, Program
from publishing import clock, workflow
from publishing.models import Subject
from publishing.workflow import Refused

_SCOPES = {Condition.kind(): "conditions", Program.kind(): "programs"}


class ScopeDecision(models.Model):
    """A page that names a recalled product is taken into the alert's scope, or left out, and why."""

    alert = models.ForeignKey(RecallAlert, on_delete=models.CASCADE, related_name="scope_decisions")
    kind = models.CharField(max_length=60)
    subject_id = models.PositiveBigIntegerField()
    is_taken = models.BooleanField(_("in the scope"))
    reason = models.CharField(_("why"), max_length=500)
    decided_at = models.DateTimeField(_("when"), default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("decision on the scope")
        ordering = ("-decided_at", "-pk")
        indexes = [models.Index(fields=["alert", "kind", "subject_id"], name="decision_by_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.reason}"

    @classmethod
    @transaction.atomic
    def make(cls, alert: RecallAlert, page: Subject, *, is_taken: bool, reason: str, by: User | None) -> ScopeDecision:
        """Decide, and change the scope with it: in a draft quietly, in a posted alert as a correction.

        Raises `Refused` where the alert can no longer be changed.
        """
        workflow.require(by, "alerts.post_recallalert" if alert.posted_at else "alerts.change_recallalert")
        if not reason.strip():
            raise Refused(_now("Say why the page is taken in or left out."))
        scope = _SCOPES[page.kind]
        chosen = set(getattr(alert, scope).values_list("pk", flat=True))
        if is_taken != (page.pk in chosen):
            _aim(alert, scope, chosen ^ {page.pk}, by)
        return cls.objects.create(
            alert=alert, kind=page.kind, subject_id=page.pk, is_taken=is_taken, reason=reason.strip(), decided_by=by
        )


def _aim(alert: RecallAlert, scope: str, chosen: set[int], by: User | None) -> None:
    pages: Any = getattr(alert, scope)
    if alert.posted_at:
        alert.correct(by=by, **{scope: pages.model.objects.filter(pk__in=chosen)})
    else:
        pages.set(chosen)
        RecallAlert.objects.filter(pk=alert.pk).update(changed_at=clock.now())
