"""Making an alert from a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from alerts.addresses import free_slug
from alerts.models import AlertState, RecallAlert
from alerts.phrasebook.book import AlertTemplate
from alerts.phrasebook.filling import FilledTemplate, fill
from publishing import workflow
from publishing.languages import other_languages
from publishing.models import SiteVersion

CREATE = "create from template"
"""The name of the step in the audit."""


@transaction.atomic
def create_from_template(
    *,
    by: User | None,
    template: AlertTemplate,
    values: Mapping[str, Any],
    is_exercise: bool = False,
    form_key: str | None = None,
) -> RecallAlert:
    """Save a draft alert with the texts of a template in every language that has them.

    `form_key` tells the form that is sent, so that sending it a second time can be recognized.

    Raises `PermissionDenied` for a person who may not add and post alerts, and `ValidationError` (see `fill`) where
    a value is missing or does not fit. Nothing is public until somebody posts the draft.
    """
    workflow.require(by, "alerts.add_recallalert")
    workflow.require(by, "alerts.post_recallalert")
    filled = fill(template, values)
    SiteVersion.hold()
    alert = RecallAlert(
        kind=template.kind,
        slug=free_slug(filled.english["headline"]),
        is_exercise=is_exercise,
        form_key=form_key,
        translations=_translations(filled),
        **filled.english,
        **filled.facts,
    )
    alert.full_clean(exclude=["review_due_at"])
    alert.save()
    workflow.record(
        CREATE, alert.subject, alert.headline, by=by, after=AlertState.DRAFT, reason=template.name, is_public=False
    )
    return alert


def _translations(filled: FilledTemplate) -> dict[str, dict[str, dict[str, str]]]:
    """Each text with the English that it translates, as `alerts.translating` stores it."""
    return {
        language: {name: {"text": text, "of": filled.english[name]} for name, text in filled.texts[language].items()}
        for language in other_languages()
        if filled.texts.get(language)
    }
