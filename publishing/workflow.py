"""The steps between draft and live: the only code that writes a revision.

Each step is one transaction: permission, the new row, the audit entry and the site's version stand or fall together.
`by=None` is the operator at the command line, who needs no permission.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from publishing import clock
from publishing.models import (
    AuditEntry,
    Publishable,
    Reference,
    Revision,
    SiteVersion,
    State,
    Subject,
    digest_of,
)


class Refused(ValidationError):
    """A step cannot be taken now; the message tells an editor why and what to do. Nothing was changed."""


@transaction.atomic
def save_draft(subject: Publishable, *, by: User | None) -> bool:
    """Record that the working copy was saved; true where it says something other than before.

    Call it after everything that belongs to the copy (its tabs, its programs) is in the database.
    """
    digest = digest_of(subject.content())
    if digest == subject.draft_digest:
        return False
    subject.draft_digest, subject.changed_at, subject.changed_by = digest, clock.now(), by
    subject.save(update_fields=["draft_digest", "changed_at", "changed_by"])
    return True


@transaction.atomic
def publish(subject: Publishable, *, by: User | None, note: str = "", at: datetime | None = None) -> Revision:
    """Freeze the working copy into a revision that readers see from `at` (now, unless told) on.

    Raises `PermissionDenied` without the permission `publish`, and `Refused` where another page has the address.
    """
    _require(by, subject, "publish")
    SiteVersion.bump()
    now = clock.now()
    at = max(at or now, now)
    save_draft(subject, by=by)
    _refuse_taken_address(subject, at)
    before = subject.state(now)
    previous = subject.revisions().live(at).first()
    _end_what_is_live(subject, at)
    revision = _freeze(subject, previous, by=by, note=note, at=at)
    _audit("publish", subject.subject, subject.title, by=by, before=before, after=subject.state(now), reason=note)
    return revision


@transaction.atomic
def retire(subject: Publishable, *, by: User | None, reason: str) -> None:
    """Take the page off the public site now. Its revisions stay. Raises `Refused` where it is not public."""
    _require(by, subject, "publish")
    SiteVersion.bump()
    now = clock.now()
    before = subject.state(now)
    if before not in (State.LIVE, State.CHANGED, State.SCHEDULED):
        raise Refused(_("“%(title)s” is not on the public site, so there is nothing to retire.") % {"title": subject})
    _end_what_is_live(subject, now)
    _audit("retire", subject.subject, subject.title, by=by, before=before, after=State.RETIRED, reason=reason)


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
    _audit(action, subject, title, by=by, before=before, after=after, reason=reason)


def require(by: User | None, permission: str) -> None:
    """Raises `PermissionDenied` unless the person (or, with None, the operator) may take the step."""
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(_("Your account may not do this (%(permission)s).") % {"permission": permission})


def _require(by: User | None, subject: Publishable, action: str) -> None:
    require(by, f"{subject._meta.app_label}.{action}_{subject._meta.model_name}")


def _refuse_taken_address(subject: Publishable, at: datetime) -> None:
    others = Revision.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=at), kind=subject.kind())
    other = others.filter(slug=subject.slug).exclude(subject_id=subject.pk).first()
    if other:
        raise Refused(
            _(
                "The address “%(slug)s” belongs to the live page “%(title)s”. "
                "Choose another, or publish that page under its new address first."
            )
            % {"slug": subject.slug, "title": other.title}
        )


def _end_what_is_live(subject: Publishable, at: datetime) -> None:
    """What is live at the moment ends then; what would start later never does (an empty span)."""
    subject.revisions().live(at).update(live_until=at)
    for later in subject.revisions().scheduled(at):
        Revision.objects.filter(pk=later.pk).update(live_until=later.live_from)


def _freeze(subject: Publishable, previous: Revision | None, *, by: User | None, note: str, at: datetime) -> Revision:
    content = subject.content()
    latest = subject.revisions().aggregate(latest=Max("number"))["latest"] or 0
    revision = Revision(
        kind=subject.kind(),
        subject_id=subject.pk,
        number=latest + 1,
        slug=subject.slug,
        title=subject.title,
        content=subject.carry_over(content, previous.content) if previous else content,
        card=subject.card(),
        text=subject.public_text(),
        digest=digest_of(content),
        live_from=at,
        published_by=by,
        note=note,
    )
    revision.save()
    Reference.objects.bulk_create(
        Reference(revision=revision, kind=kind, subject_id=pk) for kind, pk in dict.fromkeys(subject.references())
    )
    return revision


def _audit(action: str, subject: Subject, title: str, *, by: User | None, before: str, after: str, reason: str) -> None:
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
