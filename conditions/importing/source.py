"""A file as the outline of a condition page."""

import re
import stat
from pathlib import Path

from conditions.importing.decoding import decode
from conditions.importing.html.page import read_html
from conditions.importing.lines import visible
from conditions.importing.outline import Outline
from conditions.importing.text import read_text
from conditions.importing.unreadable import Unreadable

MAX_BYTES = 2_000_000
"""A page is some kilobytes of words, and some hundreds with a site's markup around them; what is larger is no page."""

MAX_LINES = 50_000
"""More lines than words on most pages. Each takes about 30 µs, so that any file is read in a few seconds."""

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BEGINS_AS_HTML = re.compile(
    r"\s*<(?:!doctype\s+html|!--|\?xml|(?:html|head|title|meta|body|main|article|section|header|nav|div|span|h[1-6]|p|ul|ol"
    r"|table|style|script|link|a|b|strong|br)\b)",
    re.IGNORECASE,
)


def read_file(path: Path) -> Outline:
    """Raises `Unreadable`, whose message names the file, says what is wrong with it, and what to do."""
    try:
        content = decode(_bytes(path))
        if not visible(content):
            raise Unreadable("it holds only white space. Export it again, or choose another file.")
        if _is_html(content, path):
            return read_html(content)
        _refuse_many_lines(content)
        return read_text(content)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unreadable("it is a folder. Name the files in it.")
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("it is not a file that holds text. Name one that is.")
        if found.st_size > MAX_BYTES:
            raise Unreadable(
                f"it has {found.st_size:,} bytes, and at most {MAX_BYTES:,} are read. "
                "Divide it into pages, or leave out what is not the page's text."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable("there is no such file. Check its name and folder.") from error
    except PermissionError as error:
        raise Unreadable("you have no permission to read it. Ask its owner, or copy it to where you may.") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"it cannot be read ({error}). Check its name, and the disk it is on.") from error


def _refuse_many_lines(content: str) -> None:
    if (lines := len(content.splitlines())) > MAX_LINES:
        raise Unreadable(f"it has {lines:,} lines, and at most {MAX_LINES:,} are read. Divide it into pages.")


def _is_html(content: str, path: Path) -> bool:
    """By what it says; the name counts only where the content may be either."""
    if _BEGINS_AS_HTML.match(content):
        return True
    return path.suffix.lower() in _HTML_SUFFIXES and bool(_MARKUP.search(content))
