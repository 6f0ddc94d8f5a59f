"""The steps between draft and live: the only code that writes a revision.

Each step is one transaction: permission, the new row, the audit entry and the site's version stand or fall together.
`by=None` is the operator at the command line, who needs no permission.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import clock, companions, signing
from publishing.changes import compared, risky_words
from publishing.described import undescribed_pictures
from publishing.index.writing import index
from publishing.models import (
    AuditEntry,
    Publishable,
    Revision,
    SavedDraft,
    SiteVersion,
    State,
    Subject,
    digest_of,
)
from publishing.moves import forget_later_moves, name_successor, note_move


class Refused(ValidationError):
    """A step cannot be taken now; the message tells an editor why and what to do. Nothing was changed."""


@transaction.atomic
def save_draft(subject: Publishable, *, by: User | None) -> bool:
    """Record that the working copy was saved; true where it says something other than before.

    Call it after everything that belongs to the copy (its tabs, its programs) is in the database.
    """
    content = subject.content()
    digest = digest_of(content)
    is_new = digest != subject.draft_digest
    if is_new:
        _record_draft(subject, content, digest, by=by)
    companions.tell(subject, content)
    return is_new


def _record_draft(subject: Publishable, content: dict[str, Any], digest: str, *, by: User | None) -> None:
    parts = {part.key: part.digest for part in subject.parts(content)}
    SavedDraft.objects.create(
        kind=subject.kind(), subject_id=subject.pk, saved_by=by, digest=digest, content=content, parts=parts
    )
    subject.draft_digest, subject.changed_at, subject.changed_by = digest, clock.now(), by
    subject.save(update_fields=["draft_digest", "changed_at", "changed_by"])
    signing.restage(subject)


@transaction.atomic
def publish(
    subject: Publishable, *, by: User | None, note: str = "", at: datetime | None = None, until: datetime | None = None
) -> Revision:
    """Freeze the working copy into a revision that readers see from `at` (now, unless told) until `until` (for ever).

    Raises `PermissionDenied` without the permission `publish`, and `Refused` where another page has the address or
    where not every word is signed off. The operator may put up what nobody signed: it then names no reviewer.
    """
    require_for(by, subject, "publish")
    SiteVersion.bump()
    save_draft(subject, by=by)
    unsigned = ", ".join(f"“{found.part.title}”" for found in signing.signatures(subject) if not found.is_signed)
    if unsigned and by is not None:
        raise Refused(_("Not signed off yet: %(parts)s. Ask for a review first.") % {"parts": unsigned})
    _refuse_what_stands_in_the_way(subject, by=by, reason=note)
    signing.write_review_line(subject)
    return _put_up(subject, "publish", by=by, note=note, at=at, until=until)


@transaction.atomic
def correct(subject: Publishable, *, by: User, note: str) -> Revision:
    """Publish a minor correction now: the sign-offs and the review's day stay, and history says what it was.

    Raises `PermissionDenied` without the permission `correct`, and `Refused` where no reason is given, where the page
    is not live, or where a part was never signed.
    """
    require_for(by, subject, "correct")
    SiteVersion.bump()
    save_draft(subject, by=by)
    if not note.strip():
        raise Refused(_("Say what was corrected."))
    if not subject.revisions().live().exists():
        raise Refused(_("Only a page that readers see can be corrected: this one needs a review first."))
    if subject.revisions().scheduled().exists():
        raise Refused(_("Another version is planned to go live. Cancel that plan first, or correct the text after it."))
    found = signing.signatures(subject)
    new = [signature.part.title for signature in found if signature.last is None]
    if new:
        raise Refused(
            _("Never signed off yet: %(parts)s. That is more than a minor correction: ask for a review.")
            % {"parts": ", ".join(f"“{title}”" for title in new)}
        )
    _refuse_risky_correction(subject)
    _refuse_what_stands_in_the_way(subject, by=by, reason=note)
    signing.carry_over(subject, found, by=by)
    signing.write_review_line(subject)
    signing.restage(subject)
    return _put_up(subject, "correct_text", by=by, note=note, is_correction=True)


def _refuse_risky_correction(subject: Publishable) -> None:
    """A changed number, dose, negation, medicine or picture is never minor."""
    live = subject.revisions().live().first()
    words = risky_words(compared(type(subject), live.content if live else None, subject.content()))
    if words:
        raise Refused(
            _("This changes what can harm where it is wrong (%(words)s), so a clinician must see it: ask for a review.")
            % {"words": ", ".join(f"“{word}”" for word in words[:5])}
        )


def _refuse_what_stands_in_the_way(subject: Publishable, *, by: User | None, reason: str) -> None:
    companion = companions.of(subject)
    if companion and (sentences := companion.stands_in_the_way(subject, by=by, reason=reason.strip())):
        raise Refused(sentences)


def blockers(subject: Publishable) -> list[str]:
    """Errors that block publishing the saved text, whoever signs it: a sentence each."""
    companion = companions.of(subject)
    errors = companion.errors(subject) if companion else []
    return errors or list(filter(None, [undescribed_pictures(subject.parts(subject.content()))]))


def renew_review_line(subject: Publishable, *, by: User) -> None:
    """Where readers see exactly the text that was just signed again, let them see that it was."""
    live = subject.revisions().live().first()
    if live is None or live.digest != subject.draft_digest or _says_its_review(live, subject):
        return
    if subject.revisions().scheduled().exists():
        return  # What is planned stays planned.
    SiteVersion.bump()
    _put_up(subject, "renew_review", by=by, note=_("Reviewed again, with no change to the text"))


def _says_its_review(revision: Revision, subject: Publishable) -> bool:
    return all(revision.content.get(name) == value for name, value in subject.review_facts().items())


@transaction.atomic
def retire(
    subject: Publishable,
    *,
    by: User | None,
    reason: str,
    at: datetime | None = None,
    successor: Revision | None = None,
) -> None:
    """Take the page off the public site now, or at a later moment. Its revisions stay.

    Its address then leads to the successor, where one is named.

    Raises `Refused` where it is not public, or not public any more by then.
    """
    require_for(by, subject, "publish")
    SiteVersion.bump()
    now = clock.now()
    at = max(at or now, now)
    before = subject.state(now)
    if before not in (State.LIVE, State.CHANGED, State.SCHEDULED):
        raise Refused(_("“%(title)s” is not on the public site, so there is nothing to retire.") % {"title": subject})
    if at > now and not subject.revisions().live(at).exists():
        raise Refused(_("“%(title)s” will not be on the public site at that moment.") % {"title": subject})
    last = subject.revisions().live(at).first()
    _end_what_is_live(subject, at)
    forget_later_moves(subject, at)
    if last and successor:
        name_successor(last, successor, at=at, by=by, reason=reason)
    action = "retire" if at == now else "plan_retirement"
    _audit_public(action, subject, by=by, before=before, at=at, reason=reason)


@transaction.atomic
def cancel_plan(subject: Publishable, *, by: User | None, reason: str) -> None:
    """Let what was planned not happen: what readers see now stays, and nothing else comes or goes by itself.

    Raises `Refused` where nothing is planned.
    """
    require_for(by, subject, "publish")
    SiteVersion.bump()
    now = clock.now()
    before = subject.state(now)
    planned = subject.revisions().scheduled(now)
    ending = subject.revisions().live(now).filter(live_until__isnull=False)
    if not planned.exists() and not ending.exists():
        raise Refused(_("Nothing is planned for “%(title)s”.") % {"title": subject})
    for later in planned:
        Revision.objects.filter(pk=later.pk).update(live_until=later.live_from)
    ending.update(live_until=None)
    forget_later_moves(subject, now)
    _audit_public("cancel_plan", subject, by=by, before=before, at=now, reason=reason)


@transaction.atomic
def restore(subject: Publishable, revision: Revision, *, by: User | None, seen: str | None = None) -> list[str]:
    """Put what a revision says into the working copy; return what cannot come back, a sentence each.

    Readers see no difference. A draft that no revision holds is kept as one that was never live, so that no word is
    lost. Raises `Refused` where somebody saved the draft after it was `seen` (its digest then).
    """
    require_for(by, subject, "change")
    if (revision.kind, revision.subject_id) != subject.subject:
        raise Refused(_("That version belongs to another page."))
    SiteVersion.hold()
    copy: Publishable = type(subject).objects.select_for_update().get(pk=subject.pk)
    if seen is not None and seen != copy.draft_digest:
        raise Refused(_("Somebody saved this page after you opened it. Compare their draft with it, then restore."))
    before = copy.state()
    _keep_draft(copy, revision, by=by)
    lost = copy.restore(revision.content)
    save_draft(copy, by=by)
    reason = _("Version %(number)s") % {"number": revision.number}
    write_audit("restore", copy.subject, copy.title, by=by, before=before, after=copy.state(), reason=reason)
    return lost


def record(
    action: str,
    subject: Subject,
    title: str,
    *,
    by: User | None,
    before: str = "",
    after: str = "",
    reason: str = "",
    is_public: bool = True,
) -> None:
    """Write the audit entry of a step and count the change where readers see it; for steps of a model of its own."""
    if is_public:
        SiteVersion.bump()
    write_audit(action, subject, title, by=by, before=before, after=after, reason=reason)


def require(by: User | None, permission: str) -> None:
    """Raises `PermissionDenied` unless the person (or, with None, the operator) may take the step."""
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(_("Your account may not do this (%(permission)s).") % {"permission": permission})


def require_for(by: User | None, subject: Publishable, action: str) -> None:
    """As `require`, for a step with this kind of thing: `publish`, `correct`, `sign_off`, `change`."""
    require(by, f"{subject._meta.app_label}.{action}_{subject._meta.model_name}")


def _refuse_taken_address(subject: Publishable, at: datetime, until: datetime | None) -> None:
    real = Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")) & Q(live_until__gt=at)
    others = Revision.objects.filter(real, kind=subject.kind(), slug=subject.slug).exclude(subject_id=subject.pk)
    if until:
        others = others.filter(live_from__lt=until)
    other = others.first()
    if other:
        raise Refused(
            _(
                "The address “%(slug)s” belongs to the live page “%(title)s”. "
                "Choose another, or publish that page under its new address first."
            )
            % {"slug": subject.slug, "title": other.title}
        )


def _put_up(
    subject: Publishable,
    action: str,
    *,
    by: User | None,
    note: str,
    at: datetime | None = None,
    until: datetime | None = None,
    is_correction: bool = False,
) -> Revision:
    """Write the revision, end what it follows, record it. A retirement that was planned stays planned."""
    now = clock.now()
    at = max(at or now, now)
    until = until or _planned_retirement(subject, at)
    if until and until <= at:
        raise Refused(_("The page would leave before it comes. Choose a later end, or none."))
    _refuse_taken_address(subject, at, until)
    if said := undescribed_pictures(subject.parts(subject.content())):
        raise Refused(said)
    before, revisions = subject.state(now), subject.revisions()
    # A page that comes back goes on from what readers saw last: the same words are no change to its translations.
    previous = revisions.live(at).first() or revisions.ended(at).order_by("-live_until", "-number").first()
    _end_what_is_live(subject, at)
    forget_later_moves(subject, at)
    span = {"live_from": at, "live_until": until, "is_minor_correction": is_correction}
    revision = _freeze(subject, previous, published_by=by, note=note, **span)
    note_move(revision, by=by)
    _audit_public(action, subject, by=by, before=before, at=at, reason=note)
    return revision


def _planned_retirement(subject: Publishable, at: datetime) -> datetime | None:
    """When the page will leave by itself after a moment, as things are planned."""
    real = subject.revisions().filter(Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")))
    last = real.order_by("-live_from").first()
    return last.live_until if last and last.live_until and last.live_until > at else None


def _end_what_is_live(subject: Publishable, at: datetime) -> None:
    """What is live at the moment ends then; what would start later never does (an empty span)."""
    subject.revisions().live(at).update(live_until=at)
    for later in subject.revisions().scheduled(at):
        Revision.objects.filter(pk=later.pk).update(live_until=later.live_from)


def _keep_draft(subject: Publishable, instead: Revision, *, by: User | None) -> None:
    """Freeze a draft that no revision holds, for an empty span: in the history, and never live."""
    save_draft(subject, by=by)
    if subject.revisions().filter(digest=subject.draft_digest).exists():
        return
    now, state = clock.now(), subject.state()
    note = _("Draft kept when version %(number)s was restored") % {"number": instead.number}
    _freeze(subject, None, published_by=by, note=note, live_from=now, live_until=now)
    write_audit("keep", subject.subject, subject.title, by=by, before=state, after=state, reason=note)


def _freeze(subject: Publishable, previous: Revision | None, **columns: Any) -> Revision:
    content = subject.content()
    latest = subject.revisions().aggregate(latest=Max("number"))["latest"] or 0
    last = subject.last_public(columns["live_from"])
    kept = subject.carry_over(content, last.content if last else None, columns["live_from"])
    changed = _changed_moments(subject, content, previous, **columns)
    revision = Revision(
        kind=subject.kind(),
        subject_id=subject.pk,
        number=latest + 1,
        slug=subject.slug,
        language=subject.language,
        original_id=subject.original_id,
        title=subject.title,
        content=kept | subject.review_facts(),
        card=subject.card() | {"changed": changed},
        text=subject.public_text(),
        digest=digest_of(content),
        review_lapses_at=subject.review_lapses_at(),
        **columns,
    )
    revision.save()
    index(revision, subject.references())
    return revision


def _changed_moments(
    subject: Publishable, content: dict[str, Any], previous: Revision | None, live_from: datetime, **columns: Any
) -> dict[str, str]:
    """For each part the moment (ISO 8601, UTC) since when it says what it says; a minor correction is no change."""
    before = {part.key: part.digest for part in subject.parts(previous.content)} if previous else {}
    known = previous.card.get("changed", {}) if previous else {}
    since = previous.live_from.isoformat() if previous else ""
    is_correction = columns.get("is_minor_correction", False)
    return {
        part.key: known.get(part.key, since)
        if part.key in before and (is_correction or part.digest == before[part.key])
        else live_from.isoformat()
        for part in subject.parts(content)
    }


def _audit_public(
    action: str, subject: Publishable, *, by: User | None, before: State, at: datetime, reason: str
) -> None:
    """Record a public change of a page, with the moment where that lies ahead; tell who looks at addresses."""
    now = clock.now()
    after = subject.state(now)
    companions.tell_of_addresses(subject, at)
    if at > now:
        when = date_format(localtime(at), "DATETIME_FORMAT")
        reason = _("From %(moment)s. %(reason)s") % {"moment": when, "reason": reason}
    write_audit(action, subject.subject, subject.title, by=by, before=before, after=after, reason=reason.strip()[:500])


def write_audit(
    action: str, subject: Subject, title: str, *, by: User | None, before: str, after: str, reason: str
) -> None:
    """Write one audit entry, in the transaction of what it is about."""
    AuditEntry.objects.create(
        actor=by,
        actor_name=by.get_username() if by else _("command line"),
        action=action,
        kind=subject.kind,
        subject_id=subject.pk,
        subject_title=title,
        from_state=before,
        to_state=after,
        reason=reason,
    )
