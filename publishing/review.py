"""The steps of a review: ask, send back, sign off, comment.

Each step is one transaction, as in `publishing.workflow`. Nothing here changes what readers see, but one thing: signing
the very text that is live again brings its public review line up to date.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import clock, companions, signing, workflow
from publishing.mentions import people_in
from publishing.models import Comment, Outcome, Publishable, Reviewer, ReviewRequest, SignOff, SiteVersion, Stage
from publishing.notices import tell, who_may
from publishing.parts import TextPart
from publishing.signing import Signature, Signer
from publishing.workflow import Refused


@transaction.atomic
def ask(subject: Publishable, *, by: User, of: User | None = None, note: str = "") -> ReviewRequest:
    """Ask a clinical reviewer (or any, with None) to sign the text. Raises `Refused` where there is nothing to sign."""
    workflow.require_for(by, subject, "change")
    before = _locked_stage(subject)
    if before == Stage.IN_REVIEW:
        raise Refused(_("Somebody is asked to review this already."))
    found = signing.signatures(subject)
    if signing.is_signed(found):
        raise Refused(_("Every word of this is signed off already. You can publish it."))
    if of is not None:
        _refuse_as_reviewer(subject, of, found)
    request = ReviewRequest.objects.create(
        kind=subject.kind(), subject_id=subject.pk, asked_by=by, asked_of=of, note=note
    )
    _move(subject, before, Stage.IN_REVIEW, action="ask", by=by, reason=note)
    people = [of] if of else who_may("sign_off", type(subject))
    tell(
        people,
        _("Please review “%(title)s”") % {"title": subject},
        [_("%(who)s asks you to review it.") % {"who": by}, note],
        about=subject,
    )
    return request


@transaction.atomic
def take_back(subject: Publishable, *, by: User, reason: str = "") -> None:
    """The editors go on writing: nobody need review it for now."""
    workflow.require_for(by, subject, "change")
    before = _locked_stage(subject)
    request = _close(subject, Outcome.TAKEN_BACK, by=by, answer=reason)
    if request is None:
        raise Refused(_("Nobody is asked to review this."))
    _move(subject, before, Stage.WRITING, action="take_back", by=by, reason=reason)
    if request.asked_of:
        title = _("No review of “%(title)s” is needed for now") % {"title": subject}
        tell([request.asked_of], title, [reason], about=subject)


@transaction.atomic
def send_back(subject: Publishable, *, by: User, reason: str, comments: Mapping[str, str]) -> None:
    """Not yet: says why, with comments tied to parts by their key. Raises `Refused` where nothing is said."""
    workflow.require_for(by, subject, "sign_off")
    before = _locked_stage(subject)
    written = {key: text.strip() for key, text in comments.items() if text.strip()}
    if not reason.strip() and not written:
        raise Refused(_("Say what should change: in one line for the whole, or at a part."))
    request = _close(subject, Outcome.SENT_BACK, by=by, answer=reason)
    if request is None:
        raise Refused(_("Nobody asked for a review of this, or somebody else was faster."))
    titles = {part.key: part.title for part in subject.parts(subject.content())}
    for key, text in written.items():
        _comment(subject, TextPart(key, titles.get(key, key), None), text, by)
    _move(subject, before, Stage.SENT_BACK, action="send_back", by=by, reason=reason)
    said = [reason, *(f"{titles.get(key, key)}: {text}" for key, text in written.items())]
    tell(
        [request.asked_by, subject.owner],
        _("“%(title)s” is sent back with comments") % {"title": subject},
        said,
        about=subject,
    )


@transaction.atomic
def sign_off(subject: Publishable, *, by: User, seen: Mapping[str, str], note: str = "") -> list[SignOff]:
    """Sign parts of the text: `seen` maps a part's key to the digest of the words that were read.

    Raises `PermissionDenied` without the permission, and `Refused` where a part reads otherwise by now, where the
    person wrote some of it, or has no record with a name that families may read.
    """
    workflow.require_for(by, subject, "sign_off")
    before = _locked_stage(subject)
    reviewer = Reviewer.objects.filter(user=by).first()
    if reviewer is None:
        raise Refused(_("Your account has no reviewer record, so families could not be told who checked this."))
    wanted = [signature for signature in signing.signatures(subject) if signature.part.key in seen]
    if not wanted or len(wanted) != len(seen):
        raise Refused(_("Choose at least one part that this page has."))
    authors = signing.authors(subject, wanted)
    for signature in wanted:
        part = signature.part
        _refuse_to_sign(part, seen=seen[part.key], is_own=by.pk in authors[part.key])
    signer = Signer(reviewer.name, reviewer.credentials, by.pk)
    signed = [signing.sign(subject, signature.part, signer, at=clock.now()) for signature in wanted]
    _after_signing(subject, before, by=by, note=note, titles=[signature.part.title for signature in wanted])
    return signed


@transaction.atomic
def record_sign_off(subject: Publishable, reviewer: Reviewer, *, at: datetime) -> None:
    """Record that a clinician signed the whole text at a moment, outside this site; for the operator alone."""
    before = _locked_stage(subject)
    parts = subject.parts(subject.content())
    for part in parts:
        signing.sign(subject, part, Signer(reviewer.name, reviewer.credentials, None), at=at)
    _after_signing(subject, before, by=None, note="", titles=[part.title for part in parts])


@transaction.atomic
def comment(subject: Publishable, *, by: User, part: str, text: str) -> Comment:
    """Say something about a part. Raises `Refused` for an empty text and for a part that the page has not."""
    workflow.require(by, "publishing.add_comment")
    titles = {known.key: known.title for known in subject.parts(subject.content())}
    if part not in titles or not text.strip():
        raise Refused(_("Write a comment, and choose the part that it is about."))
    return _comment(subject, TextPart(part, titles[part], None), text.strip(), by)


@transaction.atomic
def resolve(found: Comment, *, by: User) -> None:
    workflow.require(by, "publishing.change_comment")
    resolved = Comment.objects.filter(pk=found.pk, resolved_at__isnull=True)
    if not resolved.update(resolved_at=clock.now(), resolved_by=by):
        raise Refused(_("Somebody has resolved this comment already."))


def _locked_stage(subject: Publishable) -> Stage:
    """The stage as it stands in the database; the row stays locked, so that two steps never cross."""
    SiteVersion.hold()  # Taken first everywhere, so that steps wait for each other and never in a circle.
    fresh = type(subject)._default_manager.select_for_update().values_list("stage", flat=True).get(pk=subject.pk)
    subject.stage = fresh
    return Stage(fresh)


def _move(subject: Publishable, before: Stage, after: Stage, *, action: str, by: User | None, reason: str) -> None:
    subject.stage = after
    subject.save(update_fields=["stage"])
    workflow.write_audit(action, subject.subject, subject.title, by=by, before=before, after=after, reason=reason)


def _close(subject: Publishable, outcome: Outcome, *, by: User, answer: str) -> ReviewRequest | None:
    request = subject.open_request()
    if request is None:
        return None
    still_open = ReviewRequest.objects.filter(pk=request.pk, closed_at__isnull=True)
    closed = still_open.update(outcome=outcome, closed_at=clock.now(), closed_by=by, answer=answer)
    return request if closed else None


def _comment(subject: Publishable, part: TextPart, text: str, by: User) -> Comment:
    """Write it, and tell whoever is named in it."""
    named = [person for person in people_in(text, subject) if person != by]
    title = _("%(who)s asks you about “%(title)s”") % {"who": by, "title": subject}
    tell(named, title, [f"{part.title}: {text}"], about=subject)
    return Comment.objects.create(
        kind=subject.kind(), subject_id=subject.pk, part=part.key, part_title=part.title, text=text, made_by=by
    )


def _refuse_as_reviewer(subject: Publishable, of: User, found: list[Signature]) -> None:
    if of not in who_may("sign_off", type(subject)):
        raise Refused(_("%(who)s may not sign texts off.") % {"who": of})
    authors = signing.authors(subject, found)
    for signature in found:
        if not signature.is_signed and of.pk in authors[signature.part.key]:
            raise Refused(
                _("%(who)s wrote part of “%(part)s”, and nobody approves their own text. Ask somebody else.")
                % {"who": of, "part": signature.part.title}
            )


def _refuse_to_sign(part: TextPart, *, seen: str, is_own: bool) -> None:
    if part.digest != seen:
        raise Refused(
            _("“%(part)s” was changed while you were reading. Read it again before you sign.") % {"part": part.title}
        )
    if is_own:
        raise Refused(
            _("You wrote part of “%(part)s” yourself, and nobody approves their own text. Ask another reviewer.")
            % {"part": part.title}
        )


def _after_signing(subject: Publishable, before: Stage, *, by: User | None, note: str, titles: list[str]) -> None:
    """The rest of the same transaction: the review line, the stage, the audit, and word to whoever is next."""
    done = signing.is_signed(signing.signatures(subject))
    if done:
        signing.write_review_line(subject)
        companions.tell(subject, subject.content())
    request = _close(subject, Outcome.APPROVED, by=by, answer=note) if done and by else None
    said = _("%(parts)s signed off.") % {"parts": ", ".join(f"“{title}”" for title in titles)}
    reason = f"{note} ({said})" if note else said
    _move(subject, before, Stage.APPROVED if done else before, action="sign_off", by=by, reason=reason[:500])
    if done and by:
        workflow.renew_review_line(subject, by=by)
        asker = request.asked_by if request else None
        title = _("“%(title)s” is approved") % {"title": subject}
        tell([asker, subject.owner], title, [note, _("You can publish it.")], about=subject)
