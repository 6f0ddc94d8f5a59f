"""Recall alerts and other notices: what they say, where and when they show."""

from alerts.models.alert import AlertState, Classification, Initiative, Kind, RecallAlert, RecallAlertQuerySet

__all__ = ["AlertState", "Classification", "Initiative", "Kind", "RecallAlert", "RecallAlertQuerySet"]
