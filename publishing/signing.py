"""Which parts of a text are signed off, word for word, and who wrote what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from publishing import clock
from publishing.models import Publishable, SignOff, Stage
from publishing.parts import SCHEME, TextPart


@dataclass(frozen=True)
class Signature:
    """A part as it stands, the sign-off of exactly that text (or None), and the last one of any text.

    `read` is the last for which a clinician read the text: not one that a minor correction carried over.
    """

    part: TextPart
    current: SignOff | None
    last: SignOff | None
    read: SignOff | None

    @property
    def is_signed(self) -> bool:
        return self.current is not None


def signatures(subject: Publishable, content: dict[str, Any] | None = None) -> list[Signature]:
    """Each part of the working copy (or of a content of it) with its sign-offs, in the page's order."""
    made: dict[str, list[SignOff]] = {}
    for sign_off in subject.sign_offs().order_by("-pk"):
        made.setdefault(sign_off.part, []).append(sign_off)
    return [_signature(part, made.get(part.key, [])) for part in subject.parts(content or subject.content())]


def _signature(part: TextPart, newest_first: list[SignOff]) -> Signature:
    current = next((sign_off for sign_off in newest_first if sign_off.covers(part)), None)
    read = next((sign_off for sign_off in newest_first if sign_off.corrected_at is None), None)
    return Signature(part, current, newest_first[0] if newest_first else None, read)


def is_signed(found: Iterable[Signature]) -> bool:
    return all(signature.is_signed for signature in found)


def authors(subject: Publishable, found: Iterable[Signature]) -> dict[str, set[int]]:
    """By the key of each part: the accounts that changed it since a clinician last read it, or ever, where none did.

    The same person is one account, through whatever group or session the words came. Whoever first wrote the very
    words that stand there now is among them, even where somebody else brought them back.
    """
    saves = list(_saves(subject))
    if not saves:
        return {signature.part.key: {subject.changed_by_id} - {None} for signature in found}  # type: ignore[misc]
    return {signature.part.key: _authors(signature, saves) for signature in found}


def _authors(signature: Signature, saves: Iterable[Save]) -> set[int]:
    read = signature.read.draft_id if signature.read else 0
    now = signature.part.digest
    found: set[int] = set()
    before = None
    for save in saves:
        digest = save.digests.get(signature.part.key)
        if digest != before and save.by_id and (save.pk > read or digest == now):
            found.add(save.by_id)
        before = digest
    return found


class Save(NamedTuple):
    """A save of the working copy: the digest of each part, by the present scheme."""

    pk: int
    by_id: int | None
    digests: dict[str, str]


def _saves(subject: Publishable) -> Iterator[Save]:
    """All saves, oldest first. Those that hold digests of the first scheme are read anew from what they kept."""
    drafts = subject.saved_drafts().order_by("pk")
    for pk, by_id, digests in list(drafts.values_list("pk", "saved_by_id", "parts")):
        if not all(digest.startswith(SCHEME) for digest in digests.values()):
            digests = _read_anew(subject, digests, pk)
        yield Save(pk, by_id, digests)


def _read_anew(subject: Publishable, digests: dict[str, str], pk: int) -> dict[str, str]:
    content: dict[str, Any] = subject.saved_drafts().values_list("content", flat=True).get(pk=pk)
    try:
        return {part.key: part.digest for part in subject.parts(content)}
    except KeyError:
        # Kept by a release whose pages had fewer fields. It cannot be compared, so it counts as a change.
        return dict.fromkeys(digests, f"save {pk}")


class Signer(NamedTuple):
    """Who signs, as families read the name, and the account; None for what was signed outside this site."""

    name: str
    credentials: str
    user_id: int | None


def sign(
    subject: Publishable, part: TextPart, signer: Signer, *, at: datetime, corrected_by: User | None = None
) -> SignOff:
    """Write the sign-off of a part as it stands. A minor correction names the one who made it, now."""
    latest = subject.saved_drafts().order_by("-pk").values_list("pk", flat=True).first()
    return SignOff.objects.create(
        kind=subject.kind(),
        subject_id=subject.pk,
        part=part.key,
        part_title=part.title,
        digest=part.digest,
        content=part.content,
        draft_id=latest or 0,
        signed_at=at,
        signed_by_id=signer.user_id,
        reviewer_name=signer.name,
        credentials=signer.credentials,
        corrected_at=clock.now() if corrected_by else None,
        corrected_by=corrected_by,
    )


def carry_over(subject: Publishable, found: Iterable[Signature], *, by: User) -> None:
    """Let the last sign-off of each part hold for its corrected text, on the same day and by the same person."""
    for signature in found:
        if signature.last and not signature.is_signed:
            last = signature.last
            signer = Signer(last.reviewer_name, last.credentials, last.signed_by_id)
            sign(subject, signature.part, signer, at=last.signed_at, corrected_by=by)


def restage(subject: Publishable) -> None:
    """A text that says something new loses the approval it had, and one that is signed as it stands has it."""
    signed = is_signed(signatures(subject))
    stage = subject.stage
    if signed and stage != Stage.IN_REVIEW:
        stage = Stage.APPROVED
    elif not signed and stage == Stage.APPROVED:
        stage = Stage.WRITING
    if stage != subject.stage:
        subject.stage = stage
        subject.save(update_fields=["stage"])


def write_review_line(subject: Publishable) -> None:
    """What the public page will say of the review, from the sign-offs; nothing, unless every part is signed."""
    found = signatures(subject)
    if is_signed(found):
        subject.last_reviewed_on = reviewed_on(found)
        subject.next_review_on = next_review_after(subject.last_reviewed_on)
        subject.reviewers = reviewers(found)
    else:
        subject.last_reviewed_on, subject.next_review_on, subject.reviewers = None, None, []
    subject.save(update_fields=["last_reviewed_on", "next_review_on", "reviewers"])


def last_read(subject: Publishable) -> dict[str, SignOff]:
    """The newest sign-off by which a clinician read a part, by the part's key: minor corrections came after it."""
    newest: dict[str, SignOff] = {}
    for sign_off in subject.sign_offs().filter(corrected_at=None).order_by("pk"):
        newest[sign_off.part] = sign_off
    return newest


def content_as_signed(subject: Publishable, content: dict[str, Any]) -> dict[str, Any] | None:
    """What the page would say, had nobody written since a clinician read each part; None where none ever did."""
    signed = {key: sign_off.content for key, sign_off in last_read(subject).items()}
    return subject.content_as_signed(content, signed) if signed else None


def reviewed_on(found: Iterable[Signature]) -> date:
    """The day on which the page's longest unread part was read: nothing on the page is older than its review."""
    return min(localdate(_current(signature).signed_at) for signature in found)


def next_review_after(day: date) -> date:
    """`REVIEW_MONTHS` later; the last day of a month that is too short."""
    month = day.month - 1 + settings.REVIEW_MONTHS
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("unreachable: every month has 28 days")


def reviewers(found: Iterable[Signature]) -> list[dict[str, str]]:
    """Name and credentials of those whose sign-offs hold, in the order of what they signed."""
    people = [_current(signature) for signature in found]
    named = dict.fromkeys((person.reviewer_name, person.credentials) for person in people)
    return [{"name": name, "credentials": credentials} for name, credentials in named]


def _current(signature: Signature) -> SignOff:
    if signature.current is None:
        raise ValueError(f"“{signature.part.title}” is not signed.")
    return signature.current
