"""The words of a comparison as HTML: every word escaped, every tag from the list in this module."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.comparison.blocks import BREAK, CELL, LIST_ITEM, PICTURE, UNDECIDED, Block, Mark, Word
from publishing.comparison.matching import matched
from publishing.comparison.pages import Change, Row
from publishing.comparison.risks import Risk
from publishing.comparison.wording import Fate, Piece, Shown, pieces_of
from publishing.html import is_own_picture, is_safe_address

_OPENING = {tag: SafeString(f"<{tag}>") for tag in ("strong", "em", "sub", "sup")}
_CLOSING = {tag: SafeString(f"</{tag}>") for tag in ("strong", "em", "sub", "sup", "a", "abbr")}
_EXCERPT_WORDS = 10


class Side(StrEnum):
    """Version that is shown."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"
    """As it is now, with what was removed struck through in its place."""


_NOT_ON = {Side.BEFORE: Fate.ADDED, Side.AFTER: Fate.REMOVED}


@dataclass(frozen=True)
class ShownRow:
    """A row as the page shows it."""

    row: Row

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words, also where nothing changed or the block only left its place."""
        if self.row.pieces:
            return self.row.pieces
        block = self.row.after or self.row.before
        words = tuple(Shown(word) for word in block.words) if block else ()
        is_gone = self.row.after is None
        return (Piece(Fate.REMOVED, before=words) if is_gone else Piece(Fate.SAME, words, words),)

    @cached_property
    def html(self) -> SafeString:
        """The words in their place, with what changed marked, and notes on what words do not show."""
        return format_html("{}{}", inline(self.pieces, Side.BOTH), _note(self.notes))

    @property
    def notes(self) -> list[str]:
        """What words alone do not show."""
        notes = [self._move] if self._move else []
        if self.row.before and self.row.after and _shape(self.row.before) != _shape(self.row.after):
            shapes = {"now": _name(self.row.after), "then": _name(self.row.before)}
            notes.append(_("Now %(now)s, before %(then)s.") % shapes)
        return notes

    @property
    def _move(self) -> str:
        place = {"place": self.row.elsewhere}
        if self.row.change == Change.LEFT:
            return _("Moved to “%(place)s”.") % place if self.row.elsewhere else _("Moved away from here.")
        if self.row.change != Change.MOVED:
            return ""
        if self.row.elsewhere:
            return _("Moved here from “%(place)s”.") % place
        return _("Moved here, and changed.") if self.row.is_reworded else _("Moved here.")

    @property
    def excerpt(self) -> str:
        """Its first changed words, to find it by."""
        changed = [piece for piece in self.row.pieces if piece.fate != Fate.SAME] or self.row.pieces
        words = [shown.word for piece in changed for shown in piece.after or piece.before]
        text = "".join(_plain(word) for word in words[:_EXCERPT_WORDS]).strip()
        return f"{text} …" if len(words) > _EXCERPT_WORDS else text

    @property
    def risks(self) -> list[tuple[str, str]]:
        """Each risky word that changed, and what makes it so, in order and once."""
        found = ((name_of(shown.word), str(Risk(shown.risk).label)) for shown in self.row.risks if shown.risk)
        return list(dict.fromkeys(found))


def inline(pieces: Iterable[Piece], side: Side) -> SafeString:
    """Pieces one after another, in the words of a side."""
    pieces = list(pieces)
    shown = [piece for piece in pieces if piece.fate != _NOT_ON.get(side)]
    marks = {
        Fate.ADDED: _marks(piece.before for piece in pieces),
        Fate.REMOVED: _marks(piece.after for piece in pieces),
    }
    parts = []
    previous = None
    for piece in shown:
        is_replaced = {previous, piece.fate} == {Fate.REMOVED, Fate.ADDED}
        if is_replaced and not (piece.before or piece.after)[0].word.spaced:
            parts.append(SafeString(" "))  # What was and what is never read as one word or number.
        parts.append(_piece(piece, side, marks.get(piece.fate, frozenset())))
        previous = piece.fate
    return format_html_join("", "{}", ((part,) for part in parts))


def _marks(sides: Iterable[tuple[Shown, ...]]) -> frozenset[Mark]:
    return frozenset(mark for side in sides for shown in side for mark in shown.word.marks)


def _piece(piece: Piece, side: Side, elsewhere: Collection[Mark]) -> SafeString:
    """`elsewhere` are the marks of the other version: a link that only one of them has says where it leads."""
    shown = piece.before if side == Side.BEFORE or not piece.after else piece.after
    text = _text(shown)
    gap = " " if shown[0].word.spaced else ""
    if piece.fate == Fate.REMOVED:
        notes = _addresses(shown, elsewhere)
        return format_html('{}<del><span class="visually-hidden">{} </span>{}</del>{}', gap, _("removed:"), text, notes)
    if piece.fate == Fate.ADDED:
        notes = _addresses(shown, elsewhere)
        return format_html('{}<ins><span class="visually-hidden">{} </span>{}</ins>{}', gap, _("added:"), text, notes)
    if piece.fate == Fate.REMARKED and side != Side.BEFORE:
        return format_html('{}<span class="remarked">{}</span>{}', gap, text, _note(_remarked(piece)))
    return format_html("{}{}", gap, text)


def _text(shown: Iterable[Shown]) -> SafeString:
    """The words with their tags, without the space before the first."""
    pieces = []
    for place, ((marks, risk), group) in enumerate(groupby(shown, key=lambda one: (one.word.marks, one.risk))):
        words = [one.word for one in group]
        gap = " " if place and words[0].spaced else ""
        pieces.append(format_html("{}{}", gap, _run(words, marks, risk)))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _run(words: list[Word], marks: tuple[Mark, ...], risk: Risk | None) -> SafeString:
    if words[0].text.startswith(PICTURE):
        return format_html_join(" ", "{}", ((_picture(word),) for word in words))
    if words[0].text == BREAK and marks:
        return format_html_join("", '<br><span class="cell-item">{} </span>', ((marks[0].value,) for _word in words))
    lines = "".join(_plain(word) for word in words).strip(" ").split("\n")
    html = format_html_join(SafeString("<br>"), "{}", ((line.strip(),) for line in lines))
    for mark in marks:
        html = format_html("{}{}{}", _opening(mark), html, _CLOSING[mark.tag] if _opening(mark) else "")
    if risk:
        return format_html('<mark class="risk">{}<span class="visually-hidden"> ({})</span></mark>', html, risk.label)
    return html


def _picture(word: Word) -> SafeString:
    """The picture, and in words what stands in its place."""
    address = word.text.removeprefix(PICTURE)
    said = next((_said(mark) for mark in word.marks if mark.tag == "img"), "")
    if not is_own_picture(address):
        return SafeString("")
    return format_html('<img src="{}" alt="">{}', address, _note([said]))


def _opening(mark: Mark) -> SafeString:
    if mark.tag == "a" and is_safe_address(mark.value):
        return format_html('<a href="{}">', mark.value)
    if mark.tag == "abbr":
        return format_html('<abbr title="{}">', mark.value)
    return _OPENING.get(mark.tag, SafeString(""))


def name_of(word: Word) -> str:
    """A word, or what stands for a picture, by itself."""
    return _plain(word).strip()


def _plain(word: Word) -> str:
    text = _("[picture]") if word.text.startswith(PICTURE) else {CELL: "|", BREAK: "\n"}.get(word.text, word.text)
    return f" {text}" if word.spaced or word.text == CELL else text


def _addresses(shown: Iterable[Shown], elsewhere: Collection[Mark]) -> SafeString:
    """Where links lead that only one of the versions has."""
    marks = dict.fromkeys(mark for one in shown for mark in one.word.marks if mark.tag in ("a", "abbr"))
    return _note(_said(mark) for mark in marks if mark not in elsewhere)


def _note(texts: Iterable[str]) -> SafeString:
    return format_html_join("", ' <span class="note">({})</span>', ((text,) for text in texts))


def _said(mark: Mark) -> str:
    if mark == Mark("img"):
        return _("decorative picture")
    if mark == Mark("img", UNDECIDED):
        return _("picture without alternative text")
    texts = {
        "a": _("link to %(value)s"),
        "abbr": _("explained as “%(value)s”"),
        "img": _("picture, read as “%(value)s”"),
        "strong": _("bold"),
        "em": _("italic"),
        "sub": _("lowered"),
        "sup": _("raised"),
        "th": _("heading cell %(value)s"),
        "td": _("cell %(value)s"),
        LIST_ITEM: _("list item %(value)s"),
    }
    return (texts[mark.tag] % {"value": mark.value}).strip()


def _remarked(piece: Piece) -> Iterator[str]:
    """What became of the tags around words that stayed."""
    old, new = set(piece.before[0].word.marks), set(piece.after[0].word.marks)
    gone = {mark.tag: mark for mark in sorted(old - new)}
    for mark in sorted(new - old):
        former = gone.pop(mark.tag, None)
        if former:
            yield _("%(now)s instead of %(then)s") % {
                "now": _said(mark),
                "then": _said(former) if mark.tag == "img" else former.value,
            }
        else:
            yield _("now %(now)s") % {"now": _said(mark)}
    for mark in gone.values():
        yield _("no longer %(then)s") % {"then": _said(mark)}


def _classes(block: Block) -> str:
    depth = min(5, sum(1 for label in block.frame if label.partition(" ")[0] in ("ul", "ol", "blockquote")))
    return f"block block-{block.kind} depth-{depth}"


def _shape(block: Block) -> tuple[str, tuple[str, ...]]:
    return block.kind, block.frame


def _name(block: Block) -> str:
    names = {
        "p": _("a paragraph"),
        "h3": _("a heading"),
        "h4": _("a smaller heading"),
        "li": _("a list item"),
        "more": _("a further paragraph of a list item"),
        "caption": _("a table's caption"),
        "tr": _("a table row"),
    }
    frames = [_frame_name(label) for label in block.frame]
    name = names.get(block.kind, _("a line"))
    return _("%(what)s (%(where)s)") % {"what": name, "where": " › ".join(frames)} if frames else name


def _frame_name(label: str) -> str:
    tag, _space, number = label.partition(" ")
    if tag == "ol" and number:
        return _("numbered list from %(number)s") % {"number": number}
    if tag == "li":
        return _("item %(number)s") % {"number": number}
    names = {"ul": _("bullet list"), "ol": _("numbered list"), "blockquote": _("quotation"), "table": _("table")}
    return names[tag]


def marked(text: Sequence[Block], other: Sequence[Block]) -> list[tuple[str, SafeString]]:
    """The blocks of a text with their classes; words and tags that the other text does not have are marked."""
    partners = {new: old for old, new in matched(other, text)}
    shown = []
    for place, block in enumerate(text):
        before = other[partners[place]].words if place in partners else ()
        pieces = [piece for piece in pieces_of(before, block.words, ()) if piece.after]
        shown.append((_classes(block), format_html_join("", "{}", ((_marked(piece),) for piece in pieces))))
    return shown


def _marked(piece: Piece) -> SafeString:
    text = _text(Shown(shown.word) for shown in piece.after)
    gap = " " if piece.after[0].word.spaced else ""
    if piece.fate == Fate.SAME:
        return format_html("{}{}", gap, text)
    before = {mark for shown in piece.before for mark in shown.word.marks}
    marks = dict.fromkeys(mark for shown in piece.after for mark in shown.word.marks if mark.tag not in ("td", "th"))
    return format_html("{}<mark>{}</mark>{}", gap, text, _note(_said(mark) for mark in marks if mark not in before))
