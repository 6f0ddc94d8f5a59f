"""What stands above a page and is none of it: the site's own machinery, and its alert banner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from conditions.importing.blocks import Block, BlockKind
from conditions.importing.lines import ends_sentence
from conditions.importing.outline import AlertOutline
from conditions.importing.report import Ledger
from conditions.importing.words import address_in

MACHINERY = "the site's own machinery, no content"
BANNER = "the site's banner, not this page's text: offered as a draft alert"

_LONGEST_LABEL = 40
_LONGEST_HEADLINE = 400
"""Characters: a longer paragraph is no banner."""

_FEWEST_WORDS = 3

_NAMES_ABOVE = 2
"""Short lines, such as the page's or the hospital's name, that may stand above the banner."""

_ENVIRONMENT = re.compile(r"current environment\s*:?\s*\w*", re.IGNORECASE)
_ENVIRONMENT_NAME = re.compile(
    r"dev|development|test|testing|qa|uat|stage|staging|prod|production|local", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"skip to (?:main |page )?content|saltar al contenido(?: principal)?|back to top", re.IGNORECASE
)

_CLOSE = r"(?:close(?: alerts?| banner| this alert)?|dismiss(?: alert)?|cerrar|[×✕✖x])"
_VIEW = r"(?:(?:view|see|show|hide) (?:all )?alerts?|ver (?:todas las )?alertas)"
_CONTROLS = re.compile(rf"(?:{_VIEW}|{_CLOSE})(?:\W+(?:{_VIEW}|{_CLOSE}))*\W*", re.IGNORECASE)
_ENDING_CONTROLS = re.compile(rf"\s{_VIEW}(?:\W+{_CLOSE})?\W*$", re.IGNORECASE)

_MORE = (
    r"((?:learn|read|see|find out) more(?: (?:here|about (?:this|the) \w+))?|more (?:information|details|info)"
    r"|(?:view|see|get|read) (?:the )?details|details|más información|(?:conozca|leer|lea|saber|ver) más)"
    r"(?:\W*\S*(?://|www\.)\S*)?[\s>»›→.:]*"
)
_MORE_ALONE = re.compile(_MORE, re.IGNORECASE)
_ENDING_MORE = re.compile(rf"\s{_MORE}$", re.IGNORECASE)

_SURE_LABEL = re.compile(
    r"(?:[\w-]+ ){0,2}(?:alerts?|alertas?|recalls?|advisory)|alerta (?:de )?\w+|retiro(?: \w+){0,3}", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:[\w-]+ )?(?:warning|notice|update|advertencia|aviso)|important(?: (?:message|information))?"
    r"|(?:aviso|mensaje) importante|emergency|emergencia",
    re.IGNORECASE,
)
_ALERTING = re.compile(
    r"\b(?:recall|alert|warning|clos(?:ed|es|ure|ing)|weather|storm|outage|visitor|mask|mov(?:ed|es|ing)|relocat|polic"
    r"|hours|parking|garage|holiday|construction|retir|alerta|cerrad|tormenta|visitas|horario|estacionamiento)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Notice:
    alert: AlertOutline
    length: int
    """In blocks."""
    has_cue: bool
    """A link or a control at its end says that it is a banner."""


def without_banner(blocks: Sequence[Block], ledger: Ledger) -> tuple[list[Block], list[AlertOutline]]:
    """The page's own blocks, and the alerts that stood above them."""
    rest = _without_machinery(blocks, ledger)
    kept: list[Block] = []
    alerts: list[AlertOutline] = []
    while rest and _may_be_banner(rest[0]) and len(kept) <= _NAMES_ABOVE:
        length = 1
        if notice := _notice(rest):
            alerts.append(notice.alert)
            length = notice.length
            for block in rest[:length]:
                ledger.leave_out(block.lines, BANNER, "draft alert")
        elif alerts and _CONTROLS.fullmatch(rest[0].text):
            ledger.leave_out(rest[0].lines, MACHINERY)
        elif ends_sentence(rest[0].text):
            break
        else:
            kept.append(rest[0])
        rest = rest[length:]
    return kept + rest, alerts


def alert_of(blocks: Sequence[Block]) -> AlertOutline | None:
    """What a box that its markup calls an alert says; None where it says nothing."""
    said = [replace(block, kind=BlockKind.TEXT) for block in blocks if not _CONTROLS.fullmatch(block.text)]
    if sum(len(block.text.split()) for block in said) < _FEWEST_WORDS:
        return None
    notice = _notice(said)
    if notice and notice.length == len(said):
        return notice.alert
    label = said[0].text if len(said) > 1 and len(said[0].text) <= _LONGEST_LABEL else ""
    words = [_without_cue(block.text) for block in said[1 if label else 0 :]]
    return AlertOutline(
        label,
        " ".join(text for text, _link_text, _control in words if text) or label,
        next((link_text for _text, link_text, _control in words if link_text), ""),
        next((block.link for block in said if block.link), ""),
    )


def is_link_phrase(text: str) -> bool:
    """“Learn more” and the like: never a heading."""
    return bool(_MORE_ALONE.fullmatch(text))


def _without_machinery(blocks: Sequence[Block], ledger: Ledger) -> list[Block]:
    kept: list[Block] = []
    after_environment = True
    for block in blocks:
        is_environment = bool(_ENVIRONMENT.fullmatch(block.text))
        is_its_name = after_environment and bool(_ENVIRONMENT_NAME.fullmatch(block.text))
        if block.kind == BlockKind.TEXT and (is_environment or is_its_name or _FURNITURE.fullmatch(block.text)):
            ledger.leave_out(block.lines, MACHINERY)
        else:
            kept.append(block)
        after_environment = is_environment
    return kept


def _may_be_banner(block: Block) -> bool:
    is_short = len(block.text) <= _LONGEST_HEADLINE
    return block.kind == BlockKind.TEXT and is_short and "|" not in block.text and not block.text.endswith("?")


def _notice(blocks: Sequence[Block]) -> _Notice | None:
    """The alert that begins with the first block."""
    text = blocks[0].text
    above = list(takewhile(_may_be_banner, blocks[:4]))
    if _is_label(text):
        notice = _labelled(text, above[1:], most=2, length=1)
        return notice if notice and (notice.has_cue or _SURE_LABEL.fullmatch(text)) else None
    label, colon, _rest = text.partition(": ")
    if colon and _is_label(label):
        notice = _labelled(label, above, most=1, length=0)
        return notice if notice and (notice.has_cue or _SURE_LABEL.fullmatch(label)) else None
    notice = _labelled("", above, most=1, length=0)
    return notice if notice and notice.has_cue and _ALERTING.search(text) else None


def _is_label(text: str) -> bool:
    is_label = bool(_SURE_LABEL.fullmatch(text) or _LABEL.fullmatch(text))
    return is_label and len(text) <= _LONGEST_LABEL and not _CONTROLS.fullmatch(text)


def _labelled(label: str, blocks: Sequence[Block], *, most: int, length: int) -> _Notice | None:
    """The headline, which takes up to so many blocks where a link or a control ends them, and the first alone else."""
    words: list[str] = []
    for count, block in enumerate(blocks[: most + 1], start=1):
        said, link_text, is_control = _without_cue(block.text)
        if said and len(words) < most:
            words.append(said)
        elif said:
            break
        if words and (link_text or is_control):
            headline = _headline(words).removeprefix(f"{label}: ")
            # A control stays for the next alert to end with; a link is this one's own.
            return _Notice(
                AlertOutline(label, headline, link_text, block.link or address_in(block.text)),
                length + count - (0 if link_text or said else 1),
                has_cue=True,
            )
    if not words or _is_label(words[0]):
        return None
    return _Notice(AlertOutline(label, words[0].removeprefix(f"{label}: ")), length + 1, has_cue=False)


def _without_cue(text: str) -> tuple[str, str, bool]:
    """The words, the text of the link at their end, and whether a control for closing or viewing alerts ends them."""
    if more := _MORE_ALONE.fullmatch(text):
        return "", more[1], False
    if _CONTROLS.fullmatch(text):
        return "", "", True
    if control := _ENDING_CONTROLS.search(text):
        words, link_text, _control = _without_cue(text[: control.start()])
        return words, link_text, True
    if more := _ENDING_MORE.search(text):
        return text[: more.start()].rstrip(), more[1], False
    return text, "", False


def _headline(words: Sequence[str]) -> str:
    first, *others = words
    return " ".join([first if ends_sentence(first) or not others else f"{first}:", *others])
