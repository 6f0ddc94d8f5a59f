"""The alert banner in templates."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alerts.banner import banner_html, name_of
from alerts.checker.answer import Answer
from alerts.checker.characters import Piece
from alerts.checker.entries import EntryKind, read_entry
from alerts.plain import plain
from publishing.kept import left_open
from publishing.models import Subject

register = template.Library()
register.filter("without_controls", plain)


@register.simple_tag(takes_context=True)
def alert_banner(context: template.Context, subject: Subject | str | None = None) -> str:
    """The banner of a page; with no subject, the alerts for every page."""
    page = subject if isinstance(subject, Subject) else None
    return left_open(context, partial(_banner, page))


@register.simple_tag
def alerted_as(subject: Subject | str | None = None) -> str:
    """How alerts name the page."""
    return name_of(subject if isinstance(subject, Subject) else None)


@register.simple_tag
def seconds_between_questions() -> int:
    """How long an open page waits between two questions for alerts."""
    return settings.ALERT_INTERVAL


_GROUP = 4
"""Characters that are read in one go."""


class Sides(NamedTuple):
    """A typed number and a listed one, each in groups of pieces; `listed` is empty where nothing can be marked."""

    typed: list[list[Piece]]
    listed: list[list[Piece]]


@register.filter
def side_by_side(answer: Answer) -> Sides:
    """Both numbers of an answer, with the characters marked in which they differ; a range has no such characters."""
    typed, listed = answer.pieces
    if read_entry(answer.listed).kind is EntryKind.RANGE:
        return Sides(_grouped([Piece("".join(piece.text for piece in typed), is_different=False)]), [])
    return Sides(_grouped(typed), _grouped(listed))


@register.filter
def left_to_right(number: str) -> SafeString:
    """A number as it is printed, whatever the direction of the words around it."""
    return format_html('<bdi dir="ltr">{}</bdi>', number)


@register.filter
def lot_entry(text: str) -> SafeString:
    """An entry of a list of lots in the reader's language, its numbers from left to right."""
    kind = read_entry(text).kind
    if kind is EntryKind.ALL:
        return format_html("{}", _("All lots"))
    first, to, last = text.partition(" to ")
    if kind is EntryKind.RANGE and to:
        return format_html(_("{first} to {last}"), first=left_to_right(first), last=left_to_right(last))
    return left_to_right(text)


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The same pieces in groups of four characters."""
    marks = [(character, piece.is_different) for piece in pieces for character in piece.text]
    groups: list[list[Piece]] = []
    for place, (character, is_different) in enumerate(marks):
        if place % _GROUP == 0:
            groups.append([])
        group = groups[-1]
        if group and group[-1].is_different == is_different:
            group[-1] = Piece(group[-1].text + character, is_different)
        else:
            group.append(Piece(character, is_different))
    return groups


def _banner(page: Subject | None, site_version: int | None) -> str:
    return SafeString(banner_html(page, site_version))
