"""Which published thing, and what readers see of it."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(NamedTuple):
    """Which published thing: its kind (the model's label, such as `conditions.program`) and primary key."""

    kind: str
    pk: int


class State(models.TextChoices):
    """What readers see of a working copy."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live with unpublished changes")
    RETIRED = "retired", _("Retired")


class Stage(models.TextChoices):
    """How far a working copy is on its way to readers."""

    WRITING = "writing", _("Being written")
    IN_REVIEW = "in_review", _("In review")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
