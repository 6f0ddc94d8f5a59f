"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import LOOK_AGAIN_AFTER, RecallAlert
from alerts.models.choices import AlertState, Classification, Initiative, Kind
from alerts.models.queries import RecallAlertQuerySet
from alerts.models.records import APPLICABLE, Proposal, RecallEvent, RecallRecord
from alerts.models.scope import ScopeDecision
from alerts.models.update import AlertUpdate, UpdateKind
from alerts.models.versions import AlertPlace, AlertVersion, AlertVersionQuerySet, as_seen, public_alerts

__all__ = [
    "APPLICABLE",
    "LOOK_AGAIN_AFTER",
    "AlertPlace",
    "AlertState",
    "AlertUpdate",
    "AlertVersion",
    "AlertVersionQuerySet",
    "Classification",
    "Initiative",
    "Kind",
    "Proposal",
    "RecallAlert",
    "RecallAlertQuerySet",
    "RecallEvent",
    "RecallRecord",
    "ScopeDecision",
    "UpdateKind",
    "as_seen",
    "public_alerts",
]
