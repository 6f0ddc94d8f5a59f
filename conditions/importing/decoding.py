"""The bytes of a file as text, or a clear no."""

import codecs
import re

from conditions.importing.unreadable import Unreadable

_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAVE_AS_UTF_8 = "Open it in the program that wrote it, save it as text in UTF-8, and import that"
_SAVE_AS_TEXT = "Open it, save it as plain text (UTF-8) or as a web page (HTML), and import that"
_OTHER_FORMATS = {
    b"PK\x03\x04": "a Word document or another archive",
    b"%PDF": "a PDF",
    b"{\\rtf": "a document in Rich Text Format",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01
"""Of all characters: in a text a few may be left over from another program, in something else there are many."""


def decode(content: bytes) -> str:
    """UTF-8 with or without a byte-order mark, or UTF-16 with one. Raises `Unreadable` for all else.

    An older 8-bit encoding is refused: which of them it is cannot be seen, and a wrong guess garbles names and doses.
    """
    if not content:
        raise Unreadable("it is empty. Export it again, or choose another file.")
    for beginning, what in _OTHER_FORMATS.items():
        if content.startswith(beginning):
            raise Unreadable(f"it is {what}, not text. {_SAVE_AS_TEXT}.")
    if content.startswith(_UTF_32):
        raise Unreadable(f"it is encoded in UTF-32. {_SAVE_AS_UTF_8}.")
    encoding = _UTF_16.get(content[:2], "utf-8-sig")
    _refuse_zero_bytes(content, encoding)
    text = _decoded(content, encoding)
    if len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROLS:
        raise Unreadable(f"it is binary: many of its characters are control codes. {_SAVE_AS_TEXT}.")
    return text


def _refuse_zero_bytes(content: bytes, encoding: str) -> None:
    if encoding != "utf-8-sig" or (place := content.find(b"\0")) < 0:
        return
    if content[1::2].count(0) > len(content) // 5 or content[::2].count(0) > len(content) // 5:
        raise Unreadable(f"it seems to be UTF-16 without its mark. {_SAVE_AS_UTF_8}.")
    raise Unreadable(f"it is binary: byte {place + 1} is zero. {_SAVE_AS_TEXT}.")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        name = "UTF-16" if encoding in _UTF_16.values() else "UTF-8"
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"byte {error.start + 1} (line {line}) is 0x{content[error.start]:02X}"
        raise Unreadable(
            f"it is not encoded in {name}: {byte}{_looks_like(content, error.start)}. {_SAVE_AS_UTF_8}."
        ) from error
    if "\0" in text:
        raise Unreadable(f"it is binary: character {text.index(chr(0)) + 1} is zero. {_SAVE_AS_TEXT}.")
    return text


def _looks_like(content: bytes, place: int) -> str:
    """What the bytes around the place say in the encoding that Windows programs wrote for long."""
    around = content[max(place - 12, 0) : place + 12].decode("cp1252", errors="replace")
    word = next((word for word in around.split() if not word.isascii() and "\ufffd" not in word), "")
    return f" (in Windows-1252 it would read “{word}”)" if word and word.isprintable() else ""
