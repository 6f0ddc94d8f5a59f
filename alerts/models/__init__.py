"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import RecallAlert
from alerts.models.choices import AlertState, Classification, Initiative, Kind, ProductType
from alerts.models.package import RecalledPackage, with_packages
from alerts.models.queries import RecallAlertQuerySet
from alerts.models.readiness import LOOK_AGAIN_AFTER, settle_correction
from alerts.models.records import APPLICABLE, Proposal, RecallEvent, RecallRecord
from alerts.models.scope import ScopeDecision
from alerts.models.translated import TRANSLATE, TRANSLATED, Spoken
from alerts.models.update import AlertUpdate, UpdateKind
from alerts.models.versions import AlertPlace, AlertVersion, AlertVersionQuerySet, as_seen, public_alerts

__all__ = [
    "APPLICABLE",
    "LOOK_AGAIN_AFTER",
    "TRANSLATE",
    "TRANSLATED",
    "AlertPlace",
    "AlertState",
    "AlertUpdate",
    "AlertVersion",
    "AlertVersionQuerySet",
    "Classification",
    "Initiative",
    "Kind",
    "ProductType",
    "Proposal",
    "RecallAlert",
    "RecallAlertQuerySet",
    "RecallEvent",
    "RecallRecord",
    "RecalledPackage",
    "ScopeDecision",
    "Spoken",
    "UpdateKind",
    "as_seen",
    "public_alerts",
    "settle_correction",
    "with_packages",
]
