"""Every live page compared, as families receive it, with what clinicians signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from conditions.models import Condition, Program, Term
from conditions.received import Parts, received_parts
from portal.public_handler import PublicHandler
from portal.replay import request_for
from publishing import signing
from publishing.html import plain_text
from publishing.models import Publishable, Revision
from publishing.moves import address_of
from publishing.parts import TextPart
from publishing.signing import Signature

PAGES: tuple[type[Publishable], ...] = (Condition, Program, Term)
_WORDS_BEFORE = 4
_WORDS_SHOWN = 14


@dataclass(frozen=True)
class Difference:
    """A part of a live page that is not what was signed; no part, where the page itself could not be read."""

    page: str
    address: str
    part: str
    problem: str

    def __str__(self) -> str:
        place = f"{self.page} ({self.address})"
        return f"{place}, “{self.part}”: {self.problem}" if self.part else f"{place}: {self.problem}"


@dataclass
class Verdict:
    checked: int = 0
    unsigned: int = 0
    """Pages that the operator put up and that name no reviewer. They are compared with their frozen text."""

    differences: list[Difference] = field(default_factory=list)


def verify_signed_pages() -> Verdict:
    """Read every live page as a family gets it. What is published or retired meanwhile is left to the next run."""
    verdict = Verdict()
    pages = _Pages()
    revisions = Revision.objects.live().of(*PAGES).order_by("kind", "language", "title", "pk")
    for revision in revisions.iterator(chunk_size=100):
        differences = list(_differences(revision, pages))
        if differences and not Revision.objects.live().filter(pk=revision.pk).exists():
            continue
        verdict.checked += 1
        verdict.unsigned += not revision.content.get("reviewers")
        verdict.differences += differences
    return verdict


class _Pages:
    """The public pages, through the handler that makes them for families, and past every cache."""

    def __init__(self) -> None:
        handler = PublicHandler()
        handler.load_middleware()
        self._handler = handler
        self.at = lru_cache(maxsize=1)(self._at)  # All terms of a language stand on one page.

    def _at(self, path: str) -> HttpResponse:
        response = self._handler.get_response(request_for(path))
        assert isinstance(response, HttpResponse)  # noqa: S101 - public views stream nothing
        return response


def _differences(revision: Revision, pages: _Pages) -> Iterator[Difference]:
    address = address_of(revision.kind, revision.slug, revision.language)
    response = pages.at(address.partition("#")[0])
    if response.status_code != 200:
        problem = _("the page answers %(status)s instead of 200.") % {"status": response.status_code}
        yield Difference(revision.title, address, "", problem)
        return
    received = received_parts(revision, response.content.decode())
    for signature in signing.signatures(_working_copy(revision), revision.content):
        if problem := _problem_of(revision, signature, received):
            yield Difference(revision.title, address, signature.part.title, problem)


def _working_copy(revision: Revision) -> Publishable:
    model = next(model for model in PAGES if model.kind() == revision.kind)
    copy: Publishable = model._default_manager.get(pk=revision.subject_id)
    return copy


def _problem_of(revision: Revision, signature: Signature, received: Parts) -> str:
    part, current = signature.part, signature.current
    if current is None and revision.content.get("reviewers"):
        return _("the page names a reviewer, and no sign-off covers this text.")
    signed = part._replace(content=current.content) if current else part
    if signed.digest != part.digest:
        return _("the sign-off's kept text is not the text that it was given for.")
    shown = part._replace(content=signed.content | received[part.key])
    return "" if shown.digest == signed.digest else _first_difference(signed, shown)


def _first_difference(signed: TextPart, shown: TextPart) -> str:
    """The words around the first that differs."""
    for name, value in signed.content.items():
        before, after = (_words(text, name in signed.rich) for text in (value, shown.content[name]))
        if before != after:
            place = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
            start = max(0, (min(len(before), len(after)) if place is None else place) - _WORDS_BEFORE)
            excerpts = [" ".join(words[start : start + _WORDS_SHOWN]) for words in (before, after)]
            return _("signed is “… %(signed)s …”, families read “… %(shown)s …”.") % {
                "signed": excerpts[0],
                "shown": excerpts[1],
            }
    return _("the words are the same, but their tables, lists, links or pictures are not.")


def _words(value: Any, is_rich: bool) -> list[str]:
    if isinstance(value, list):
        return [word for line in value for word in [*str(line).split(), "·"]]
    return (plain_text(value) if is_rich else str(value)).split()
