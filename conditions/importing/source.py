"""A file as the outline of a condition page."""

import re
import stat
from pathlib import Path, PurePath

from conditions.importing.decoding import decode
from conditions.importing.html.page import read_html
from conditions.importing.lines import visible
from conditions.importing.markdown import is_markdown, read_markdown
from conditions.importing.outline import Outline
from conditions.importing.text import read_text
from conditions.importing.unreadable import Unreadable
from conditions.importing.word.package import MAX_BYTES as MAX_WORD_BYTES
from conditions.importing.word.page import read_word

MAX_BYTES = 2_000_000
"""A page is some kilobytes of words, and some hundreds with a site's markup around them; what is larger is no page."""

MAX_LINES = 50_000
"""More lines than words on most pages. Each takes about 30 µs, so that any file is read in a few seconds."""

OLE = b"\xd0\xcf\x11\xe0"
_WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown")
_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BEGINS_AS_HTML = re.compile(
    r"\s*<(?:!doctype\s+html|!--|\?xml|(?:html|head|title|meta|body|main|article|section|header|nav|div|span|h[1-6]|p|ul|ol"
    r"|table|style|script|link|a|b|strong|br)\b)",
    re.IGNORECASE,
)


def read_file(path: Path, title: str = "") -> Outline:
    """A file as an outline. `title` is for one that states none.

    Raises `Unreadable`, whose message names the file, says what is wrong with it, and what to do."""
    try:
        return read_content(_bytes(path), path.name, title)
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}") from error


def read_content(content: bytes, name: str = "", title: str = "") -> Outline:
    """A file by what it holds. Where its name's ending promises something else, one of them is wrong.

    Raises `Unreadable`.
    """
    suffix = PurePath(name).suffix.lower()
    if content.startswith(OLE):
        raise Unreadable(_old_office(content))
    if is_word(content):
        if suffix not in (*_WORD_SUFFIXES, ""):
            raise Unreadable(
                f"its name ends in “{suffix}”, and it is a Word document or another archive. If it is a Word document, "
                "give it a name that ends in “.docx”."
            )
        return read_word(content, title)
    if suffix in _WORD_SUFFIXES and content:
        raise Unreadable(
            f"its name ends in “{suffix}”, and it is no Word document, or it is damaged. Open it in the program that "
            "wrote it, save it as a Word document (.docx), and import that."
        )
    return read_words(decode(_of_bearable_size(content)), suffix, title)


def is_word(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_words(content: str, suffix: str = "", title: str = "") -> Outline:
    """Text, HTML or Markdown. The name's ending counts only where the content may be either."""
    if not visible(content):
        raise Unreadable("it holds only white space. Export it again, or choose another file.")
    if _is_html(content, suffix):
        return read_html(content, title=title)
    _refuse_many_lines(content)
    if suffix in _MARKDOWN_SUFFIXES or is_markdown(content):
        return read_markdown(content, title)
    return read_text(content, title)


def _old_office(content: bytes) -> str:
    """The container of Word before 2007, and of protected documents since."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "it is protected with a password. Open it in Word, take the password off, save it, and import that."
    return "it is an old Word document (.doc) or another old file. Open it in Word, save it as .docx, and import that."


def _of_bearable_size(content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"it has {len(content):,} bytes, and at most {MAX_BYTES:,} are read. "
            "Divide it into pages, or leave out what is not the page's text."
        )
    return content


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise Unreadable("it is a folder. Name the files in it.")
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("it is not a file that holds text. Name one that is.")
        if found.st_size > MAX_WORD_BYTES:
            raise Unreadable(
                f"it has {found.st_size:,} bytes, and at most {MAX_WORD_BYTES:,} are read. "
                "Divide it into pages, or make its pictures smaller."
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


def _is_html(content: str, suffix: str) -> bool:
    if _BEGINS_AS_HTML.match(content):
        return True
    return suffix in _HTML_SUFFIXES and bool(_MARKUP.search(content))
