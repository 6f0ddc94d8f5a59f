"""Which reminders of a review were sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.review import AboutSubject


class Rung(models.TextChoices):
    """The rungs of the ladder, in the order in which they are climbed."""

    OWNER = "owner", _("owner")
    DEPUTY = "deputy", _("deputy")
    MANAGERS = "managers", _("site managers")


class Reminder(AboutSubject):
    """One rung of one review's ladder was climbed: nobody is written to about it twice."""

    due_on = models.DateField()
    rung = models.CharField(max_length=10, choices=Rung)
    sent_at = models.DateTimeField(default=clock.now)
    addresses = models.JSONField(default=list)

    class Meta(AboutSubject.Meta):
        verbose_name = _("reminder")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "due_on", "rung"], name="one_reminder_a_rung")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.rung}"
