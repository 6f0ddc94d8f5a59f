"""Redirects by hand: an address under which nothing is live leads to a page. A step, as in `publishing.workflow`."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import clock
from publishing.models import Moved, Publishable, Revision, SiteVersion, Subject
from publishing.workflow import Refused, require, write_audit

LONGEST_REDIRECT_REASON = 300
"""Characters. The audit keeps it together with the old address."""


@transaction.atomic
def redirect_address(
    model: type[Publishable], slug: str, target: Revision, *, by: User | None, reason: str = ""
) -> Moved:
    """Let an address under which no page is live lead to a page. Raises `Refused` where one is, or will be."""
    require(by, "publishing.add_moved")
    if len(reason) > LONGEST_REDIRECT_REASON:
        raise Refused(_("The reason is too long: at most %(most)s characters.") % {"most": LONGEST_REDIRECT_REASON})
    SiteVersion.bump()
    now = clock.now()
    refuse_address_in_use(model, slug)
    subject = Subject(target.kind, target.subject_id)
    moved = Moved(
        kind=model.kind(),
        slug=slug,
        target_kind=subject.kind,
        target_id=subject.pk,
        moves_at=now,
        made_by=by,
        reason=reason,
    )
    moved.save()
    write_audit(
        "redirect",
        subject,
        target.title,
        by=by,
        before="",
        after="",
        reason=f"{model.address_of(slug)} {reason}".strip(),
    )
    return moved


def refuse_address_in_use(model: type[Publishable], slug: str) -> None:
    """Raises `Refused` where a page is live under the address, or will be."""
    revisions = Revision.objects.of(model).filter(slug=slug)
    if page := revisions.live().first() or revisions.scheduled().first():
        raise Refused(_("This is the address of “%(title)s”. Retire that page first.") % {"title": page.title})
