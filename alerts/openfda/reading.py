"""From the bytes of a file or answer to its records, whatever they hold."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from alerts.openfda.remarks import Unreadable

_RESULTS = re.compile(r'"results"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")


def read_values(data: bytes) -> list[Any]:
    """The values of `results`, each perhaps a record. Raises `Unreadable`."""
    text = _decoded(data)
    if not text.strip():
        raise Unreadable(_("It is empty. Download it again."))
    if text.lstrip().startswith("<"):
        raise Unreadable(_("It is a web page or XML, not JSON. Save the data itself, not the page about it."))
    try:
        whole = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Unreadable(_broken(text, error)) from error
    except (ValueError, RecursionError) as error:
        where = {"why": error, "number": _whole_records(text) + 1}
        raise Unreadable(_("It is no JSON that can be read, in record %(number)s (%(why)s).") % where) from error
    return _results(whole)


def canonical(value: Any) -> str:
    """One text for equal records, whatever the order of their keys. It loses nothing, and any database holds it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _decoded(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("It is not text in UTF-8 or UTF-16 (byte %(place)s). Download it again, or save it as UTF-8.")
            % {"place": error.start + 1}
        ) from error


def _results(whole: Any) -> list[Any]:
    if isinstance(whole, dict):
        error = whole.get("error")
        if isinstance(error, dict):
            if error.get("code") == "NOT_FOUND":
                return []
            raise Unreadable(_("It is openFDA's message of an error: %(message)s") % {"message": str(error)[:200]})
        if isinstance(whole.get("results"), list):
            return list(whole["results"])
    raise Unreadable(_('It has not the shape of openFDA\'s enforcement reports: {"meta": {…}, "results": [ … ]}.'))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(_("%(name)s is no JSON") % {"name": name})


def _broken(text: str, error: json.JSONDecodeError) -> str:
    where = {"line": error.lineno, "column": error.colno, "number": _whole_records(text) + 1}
    if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg:
        return _("It breaks off in record %(number)s (line %(line)s). Download it again.") % where
    return _("It is broken in record %(number)s (line %(line)s, column %(column)s). Download it again.") % where


def _whole_records(text: str) -> int:
    """How many records stand before the place where the text is broken."""
    start = _RESULTS.search(text)
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    place, number = start.end() if start else len(text), 0
    while True:
        gap = _GAP.match(text, place)
        try:
            _value, place = decoder.raw_decode(text, gap.end() if gap else place)
        except (ValueError, RecursionError):
            return number
        number += 1
