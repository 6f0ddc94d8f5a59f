"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import AlertState, Classification, Initiative, Kind, RecallAlert, RecallAlertQuerySet
from alerts.models.versions import AlertPlace, AlertVersion, AlertVersionQuerySet, as_seen

__all__ = [
    "AlertPlace",
    "AlertState",
    "AlertVersion",
    "AlertVersionQuerySet",
    "Classification",
    "Initiative",
    "Kind",
    "RecallAlert",
    "RecallAlertQuerySet",
    "as_seen",
]
