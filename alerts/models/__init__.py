"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import AlertState, Classification, Initiative, Kind, RecallAlert, RecallAlertQuerySet
from alerts.models.records import APPLICABLE, Proposal, RecallEvent, RecallRecord
from alerts.models.scope import ScopeDecision

__all__ = [
    "APPLICABLE",
    "AlertState",
    "Classification",
    "Initiative",
    "Kind",
    "Proposal",
    "RecallAlert",
    "RecallAlertQuerySet",
    "RecallEvent",
    "RecallRecord",
    "ScopeDecision",
]
