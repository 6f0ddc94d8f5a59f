"""Taking a step back: undo a posting or an end made by mistake, post an ended alert again, copy an alert as a draft."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from alerts.models import LOOK_AGAIN_AFTER, AlertState, RecallAlert, RecalledPackage, RecallEvent, UpdateKind
from alerts.models.readiness import refuse_alone, settle_end
from publishing import clock, workflow
from publishing.workflow import Refused

UNDO_WITHIN = timedelta(seconds=60)
"""Time in which a posting or an end can be undone."""
UNDO_POST, UNDO_END, POST_AGAIN = "undo post", "undo end", "post again"
"""Names of the steps in the audit."""
STARTS_ANEW = frozenset({UNDO_END, POST_AGAIN})
"""After one of these an alert that was cancelled is live again."""

_COPIED = (
    "kind", "label", "headline", "link_text", "what_happened", "what_to_do", "whom_to_call", "phone", "product_type",
    "product", "firm", "recall_number", "classification", "initiative", "initiated_on", "source_url", "is_everywhere",
    "is_exercise", "translations",
)  # fmt: skip


def may_undo_post(alert: RecallAlert) -> bool:
    """True where an alert was posted so short a time ago that the posting can be undone."""
    is_recent = alert.posted_at is not None and clock.now() < alert.posted_at + UNDO_WITHIN
    return is_recent and alert.current_state() in (AlertState.SCHEDULED, AlertState.LIVE)


def may_undo_end(alert: RecallAlert) -> bool:
    """True where an alert was ended by hand so short a time ago that it can be made live again as it was."""
    is_recent = alert.ended_at is not None and clock.now() < alert.ended_at + UNDO_WITHIN
    return is_recent and alert.current_state() == AlertState.ENDED


@transaction.atomic
def undo_post(alert: RecallAlert, *, by: User | None) -> RecallAlert:
    """Take back an alert posted within the last 60 seconds; return a new draft with the same words.

    Feeds may have passed the alert on, so its page and the feeds say that it was posted by mistake. Raises `Refused`.
    """
    alert.lock_for_step(by)
    if not may_undo_post(alert):
        raise Refused(_("Posting can be undone for 60 seconds. End or withdraw the alert instead."))
    before = alert.current_state()
    alert.withdrawn_at, alert.withdrawn_by = clock.now(), by
    alert.withdrawal_reason = _("It was posted by mistake.")
    alert.changed_at = alert.withdrawn_at
    alert.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason", "changed_at"])
    alert.record_step(UNDO_POST, by, before, alert.withdrawal_reason)
    draft = copy_as_draft(alert, by=by)
    RecallEvent.objects.filter(alert=alert).update(alert=draft)
    return draft


@transaction.atomic
def undo_end(alert: RecallAlert, *, by: User | None) -> None:
    """Make an alert live again that was ended by hand within the last 60 seconds, until its former end."""
    alert.lock_for_step(by)
    if not may_undo_end(alert):
        raise Refused(_("An end can be undone for 60 seconds. Post the alert again instead."))
    before = alert.versions.order_by("-number")[1:2]
    _reopen(alert)
    alert.ends_at = before[0].ends_at if before else None
    settle_end(alert, clock.now())
    alert.save(update_fields=["ends_at", "ended_at", "ended_by", "changed_at"])
    alert.record_step(UNDO_END, by, AlertState.ENDED)


@transaction.atomic
def post_again(alert: RecallAlert, *, by: User | None) -> None:
    """Make an ended alert live again from now on, and tell readers; somebody looks at it again within a week.

    Raises `Refused` where a second person must release alerts: there it is copied as a draft.
    """
    alert.lock_for_step(by)
    alert.refuse_unless(AlertState.ENDED)
    refuse_alone(by)
    _reopen(alert)
    alert.ends_at, alert.reminded_at = None, None
    alert.review_due_at = clock.now() + LOOK_AGAIN_AFTER
    settle_end(alert, clock.now())
    alert.edition += 1
    alert.tell_readers(UpdateKind.SITUATION, by, _("This alert applies again."), is_material=True)
    alert.record_step(POST_AGAIN, by, AlertState.ENDED)


@transaction.atomic
def copy_as_draft(alert: RecallAlert, *, by: User | None) -> RecallAlert:
    """A new draft with the words, translations, packages and pages of an alert, and no times."""
    workflow.require(by, "alerts.add_recallalert")
    draft = RecallAlert(
        slug=RecallAlert.objects.free_slug(alert.slug), **{name: getattr(alert, name) for name in _COPIED}
    )
    draft.save()
    RecalledPackage.replace(draft, map(RecalledPackage.of, alert.package_list))
    draft.conditions.set(alert.conditions.all())
    draft.programs.set(alert.programs.all())
    return draft


def _reopen(alert: RecallAlert) -> None:
    alert.ended_at = alert.ended_by = None
    alert.changed_at = clock.now()
