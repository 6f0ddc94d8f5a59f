"""Reads the form of the recall checker."""

from __future__ import annotations

from typing import NamedTuple

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

_MOST_BYTES = 10_000
"""Of a body that is read at all: the form sends the number twice at most, each character in up to twelve bytes."""


class Sent(NamedTuple):
    """The number as it was typed, and whether its sender confirmed that exactly this is printed on the package."""

    number: str = ""
    is_confirmed: bool = False


def read_sent(request: HttpRequest) -> Sent:
    """The form's fields. A body that is too long, broken or in another encoding counts as an empty field."""
    try:
        if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
            return Sent()
        fields = request.POST
    except (ValueError, BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return Sent()
    number = fields.get("number", "").replace("\x00", "")
    return Sent(number, bool(number) and fields.get("confirmed") == number)
