"""Which static files are collected, and how: nothing that speaks to other hosts, no comment in our scripts."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files import File
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

UNWANTED_PLUGINS = (
    *("adobeair", "autoembed", "bbcode", "codesnippet", "codesnippetgeshi", "devtools", "docprops", "embed"),
    *("embedbase", "embedsemantic", "exportpdf", "flash", "forms", "iframe", "iframedialog", "mathjax", "preview"),
    *("scayt", "smiley", "uploadimage", "wsc"),
)


class StaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.html",
        "ckeditor/ckeditor/samples/*",
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNWANTED_PLUGINS),
    ]


class WholeFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Static files without ranges, which a server may ignore (RFC 9110, 14.2): ours are small, and none is media.

    WhiteNoise answers 416 to a range of one byte, such as `bytes=0-0` (evansd/whitenoise#711).
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        request.META.pop("HTTP_RANGE", None)
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        return response


class SlimScripts(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed, packed files; our own scripts without what only those read who write them."""

    def _save(self, name: str, content: File[Any]) -> str:
        if name.startswith("js/") and name.endswith(".js"):
            content.seek(0)  # It was read to its end for the digest in its name.
            content = ContentFile(slim(content.read().decode()).encode())
        return str(super()._save(name, content))


def slim(script: str) -> str:
    """A script without comments of whole lines and indentation; as it is where a text in it spans lines."""
    if any(line.count("`") % 2 for line in script.splitlines()):
        return script
    # A comment after code goes too, where it holds no quote and so cannot be part of a text.
    lines = (
        re.sub(r"\s+// [^\"'`]*$", "", line.strip())
        for line in re.sub(r"\A/\*.*?\*/", "", script, flags=re.DOTALL).splitlines()
    )
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
