"""The normalizer of plain text: what a title, a headline or a summary may hold.

NFC (UAX #15), and none of the characters that nobody sees but that reverse, hide or break text: control characters,
bidirectional controls, zero-width characters. What a script needs stays: joiners in Arabic, Persian and Indic words and
in emoji, direction marks inside Arabic text, break opportunities in Thai and Khmer. No visible character is removed,
and no two words are joined.
"""

import re
import unicodedata

_SPACING_RUN = re.compile("[ \t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")
_OTHER_BREAK = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_FILLER = re.compile("[\u3164\uffa0]+")
"""Fillers of Hangul, as wide as a letter: readers see a space."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"  # A flag such as Scotland's, which stays.
    "|[\xad\u034f\u180e\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
    "|[\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_JOINERS = re.compile("[\u200b-\u200d]+")
_MARKS = "\u200e\u200f\u061c"
_MARK = re.compile(f"[{_MARKS}]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ZWSP, _ZWNJ, _ZWJ = "\u200b", "\u200c", "\u200d"
_JOINING_SCRIPTS = (
    *("ARABIC", "SYRIAC", "MANDAIC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
    *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"),
)
_SCRIPTS_WITHOUT_SPACES = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def normalized_line(text: str) -> str:
    """A text of one line: line breaks and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _stripped(_SPACING_RUN.sub(lambda run: " " if run[0].strip(" ") else run[0], _cleared(text)))


def normalized_text(text: str) -> str:
    """A text of several lines: line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _stripped(_OTHER_BREAK.sub("\n", _cleared(text)))


def _cleared(text: str) -> str:
    """Without invisible characters, white space as it is."""
    text = _SURROGATE.sub("\ufffd", text)
    text = _FILLER.sub(_apart, text)
    text = _INVISIBLE.sub(lambda match: match[1] or "", text)
    if not _RIGHT_TO_LEFT.search(text):
        text = _MARK.sub("", text)
    text = _CONTROL.sub(_apart, _JOINERS.sub(_joiner, text))
    return unicodedata.normalize("NFC", text)


def _stripped(text: str) -> str:
    """Without white space and direction marks at its ends."""
    while (shorter := text.strip().strip(_MARKS + _ZWSP + _ZWNJ)) != text:
        text = shorter
    return text


def _apart(match: re.Match[str]) -> str:
    """Nothing, or a space where two words or figures would join."""
    before, after = _around(match)
    return " " if before.isalnum() and after.isalnum() else ""


def _around(match: re.Match[str]) -> tuple[str, str]:
    """The characters before and after; empty at the ends."""
    return match.string[max(match.start() - 1, 0) : match.start()], match.string[match.end() : match.end() + 1]


def _joiner(match: re.Match[str]) -> str:
    """The one joiner of a run that its neighbours need, or nothing."""
    before, after = _around(match)
    if _ZWJ in match[0] and (_is_of(before, _JOINING_SCRIPTS) or _is_of(after, _JOINING_SCRIPTS)):
        return _ZWJ
    if _ZWJ in match[0] and _is_emoji(before) and _is_emoji(after):
        return _ZWJ
    if _ZWNJ in match[0] and _is_between_letters(before, after, _JOINING_SCRIPTS):
        return _ZWNJ
    return _ZWSP if _ZWSP in match[0] and _is_between_letters(before, after, _SCRIPTS_WITHOUT_SPACES) else ""


def _is_between_letters(before: str, after: str, scripts: tuple[str, ...]) -> bool:
    are_letters = all(one and unicodedata.category(one)[0] in "LMN" for one in (before, after))
    return are_letters and (_is_of(before, scripts) or _is_of(after, scripts))


def _is_of(character: str, scripts: tuple[str, ...]) -> bool:
    if not character or unicodedata.category(character)[0] not in "LM":
        return False
    return unicodedata.name(character, "").startswith(scripts)


def _is_emoji(character: str) -> bool:
    if not character:
        return False
    return character == "\ufe0f" or "\U0001f000" <= character <= "\U0001faff" or unicodedata.category(character) == "So"
