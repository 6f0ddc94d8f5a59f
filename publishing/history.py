"""The history of one thing, as staff read it: each save, each public change, and what readers saw from then on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import AuditEntry, Revision, Stage, State, Subject

_ACTIONS = {
    "publish": gettext_lazy("Published"),
    "correct_text": gettext_lazy("Minor correction published"),
    "renew_review": gettext_lazy("Reviewed again"),
    "restore": gettext_lazy("Restored as the draft"),
    "keep": gettext_lazy("Kept the draft"),
    "retire": gettext_lazy("Retired"),
    "plan_retirement": gettext_lazy("Retirement planned"),
    "cancel_plan": gettext_lazy("Plan cancelled"),
    "ask": gettext_lazy("Review asked for"),
    "take_back": gettext_lazy("Review no longer asked for"),
    "send_back": gettext_lazy("Sent back"),
    "sign_off": gettext_lazy("Signed off"),
    "share": gettext_lazy("Draft shown by a link"),
    "revoke_share": gettext_lazy("Link to the draft revoked"),
    "redirect": gettext_lazy("Redirect made"),
    "reviewer": gettext_lazy("Reviewer's record saved"),
    "override_problem": gettext_lazy("Error overridden"),
    "dismiss_problem": gettext_lazy("Problem dismissed"),
    "take_answer_back": gettext_lazy("Answer to a problem taken back"),
    "accept_warnings": gettext_lazy("Warnings accepted"),
    "translate": gettext_lazy("Translation begun"),
    "name list": gettext_lazy("Named in other languages"),
    "create from template": gettext_lazy("Started from a template"),
    "translate alert": gettext_lazy("Translation saved"),
    "follow": gettext_lazy("Translation brought up to date"),
    "post": gettext_lazy("Posted"),
    "correct": gettext_lazy("Corrected in public"),
    "end": gettext_lazy("Ended"),
    "undo post": gettext_lazy("Posting undone"),
    "undo end": gettext_lazy("End undone"),
    "post again": gettext_lazy("Posted again"),
    "withdraw": gettext_lazy("Withdrawn"),
    "ask for release": gettext_lazy("Release asked for"),
    "release": gettext_lazy("Released by a second person"),
    "break glass": gettext_lazy("Posted by one person alone"),
    "report": gettext_lazy("News told"),
    "extend": gettext_lazy("Extended"),
    "slow_login": gettext_lazy("Log-in slowed down"),
}

_MAKES_A_REVISION = frozenset({"publish", "correct_text", "renew_review", "keep"})


@dataclass(frozen=True)
class Event:
    """One line of a history. `number` is that of the revision made then, where one was."""

    at: datetime
    who: str
    what: str
    reason: str = ""
    before: str = ""
    after: str = ""
    number: int | None = None


def events_of(subject: Subject, saves: Iterable[LogEntry]) -> list[Event]:
    """The audit, the revisions and Django's own log of one thing together, newest first."""
    entries = list(AuditEntry.objects.about(subject).order_by("at", "pk"))
    revisions = Revision.objects.filter(kind=subject.kind, subject_id=subject.pk).order_by("number")
    # A publishing writes one entry and one revision in one transaction, so the n-th belongs to the n-th.
    published = [entry.pk for entry in entries if entry.action in _MAKES_A_REVISION]
    numbers = dict(zip(published, revisions.values_list("number", flat=True), strict=False))
    events = [_public_change(entry, numbers.get(entry.pk)) for entry in entries]
    events += [_save(save) for save in saves]
    return sorted(events, key=lambda event: event.at, reverse=True)


def state_name(state: str) -> str:
    """The name of a state kept in the audit, of a page or of an alert."""
    for names in (State, Stage):
        if state in names.values:
            return str(names(state).label)
    return state.capitalize()


def action_name(action: str) -> str:
    return str(_ACTIONS.get(action, action.capitalize()))


def _public_change(entry: AuditEntry, number: int | None) -> Event:
    return Event(
        at=entry.at,
        who=entry.actor_name,
        what=action_name(entry.action),
        reason=entry.reason,
        before=state_name(entry.from_state),
        after=state_name(entry.to_state),
        number=number,
    )


def _save(save: LogEntry) -> Event:
    what = _("Saved: %(changes)s") % {"changes": save.get_change_message()} if save.is_change() else _("Made")
    return Event(at=save.action_time, who=save.user.get_username(), what=what)
