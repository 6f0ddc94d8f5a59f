"""Recall files on disk, never larger than the setting allows."""

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from alerts.openfda.remarks import Unreadable


class Readable(Protocol):
    def read(self, amount: int, /) -> bytes: ...


def read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return read_at_most(file)
    except OSError as error:
        raise Unreadable(_("It cannot be read: %(why)s.") % {"why": error.strerror or error}) from error


def read_at_most(file: Readable) -> bytes:
    """All of it; raises `Unreadable` as soon as it is too large."""
    most: int = settings.RECALL_FILE_BYTES
    data = file.read(most + 1)
    if len(data) > most:
        raise Unreadable(too_large())
    return data


def too_large() -> str:
    most = settings.RECALL_FILE_BYTES // 1_000_000
    return _("It is larger than %(most)s MB. Split it, or raise RECALL_FILE_MB.") % {"most": most}
