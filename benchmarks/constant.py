"""What the WSGI server can do at most: constant bytes with a page's own headers."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY = Path(os.environ["CONSTANT_BODY"]).read_bytes()
HEADERS = [
    tuple(line.split(": ", 1)) for line in Path(os.environ["CONSTANT_HEADERS"]).read_text(encoding="utf-8").splitlines()
]


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)  # type: ignore[arg-type]
    return [BODY]
