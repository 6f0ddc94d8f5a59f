"""What an alert can be, and the states of its life."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    RECALL = "recall", _("Recall")
    WARNING = "warning", _("Warning")
    NOTICE = "notice", _("Notice")


class ProductType(models.TextChoices):
    """Kind of recalled product; decides which numbers families are asked for."""

    MEDICINE = "medicine", _("Medicine")
    FOOD = "food", _("Food")
    FORMULA = "formula", _("Infant formula")
    DEVICE = "device", _("Medical device")


class Classification(models.TextChoices):
    """How much harm a recalled product may do (21 CFR 7.3(m))."""

    CLASS_I = "I", _("Class I: it may cause serious harm or death")
    CLASS_II = "II", _("Class II: it may cause harm that passes or can be treated; serious harm is unlikely")
    CLASS_III = "III", _("Class III: it is not likely to cause harm")


class Initiative(models.TextChoices):
    VOLUNTARY = "voluntary", _("Voluntary: the firm decided on it")
    MANDATED = "mandated", _("Mandated: the FDA ordered it")


class AlertState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
