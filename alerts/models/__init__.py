"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import LOOK_AGAIN_AFTER, RecallAlert
from alerts.models.choices import AlertState, Classification, Initiative, Kind
from alerts.models.queries import RecallAlertQuerySet
from alerts.models.update import AlertUpdate, UpdateKind

__all__ = [
    "LOOK_AGAIN_AFTER",
    "AlertState",
    "AlertUpdate",
    "Classification",
    "Initiative",
    "Kind",
    "RecallAlert",
    "RecallAlertQuerySet",
    "UpdateKind",
]
