"""Edit scripts over real editor HTML: what was done to each block, and the two texts that result."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_TEXT = (
    "family clinic breathing airway swelling morning kitchen blanket window garden picture teacher lantern harbor "
    "winter summer letter number bottle pencil doctor nurse visit answer question healthy simple gentle quiet strong "
    "early later always often bright paper bridge river island valley market dinner supper cotton button ladder"
)
WORDS = _TEXT.split()


@dataclass
class Piece:
    """One block of a text: how it is written, and which words it holds."""

    kind: str
    words: list[str]
    inline: int = 0
    """Which inline tag is around its second word, and whether one is."""

    name: str = ""


@dataclass
class Script:
    """What was done, by the kind of edit: the words of each block concerned."""

    before: str = ""
    after: str = ""
    done: Counter[tuple[str, str]] = field(default_factory=Counter)


Spell = Callable[[str], str]


def make_script(seed: int) -> Script:
    """A text of 12 to 40 blocks and up to seven edits of it, spelled in other ways in the second version."""
    chance = random.Random(seed)  # noqa: S311
    pieces = [_piece(chance, number) for number in range(chance.randint(12, 40))]
    script = Script(before=_html(chance, pieces, plainly=True))
    edited = _edited(chance, pieces, script)
    script.after = _html(chance, edited, plainly=False)
    return script


def _piece(chance: random.Random, number: int) -> Piece:
    kind = chance.choice(["p", "p", "h3", "h4", "li", "li", "nested", "row", "quote"])
    words = [f"{_label(number)}", *chance.choices(WORDS, k=chance.randint(6, 14))]
    return Piece(kind, words, inline=chance.randint(0, 6), name=_label(number))


def _label(number: int) -> str:
    """A word that no other block has."""
    return "block" + "abcdefghij"[number // 10] + "abcdefghij"[number % 10]


def _edited(chance: random.Random, pieces: list[Piece], script: Script) -> list[Piece]:
    """Each block is edited once at most, and no two edits stand side by side, so that there is one right answer."""
    places = list(range(1, len(pieces) - 1, 3))
    chance.shuffle(places)
    edits = {place: chance.choice(["insert", "delete", "change"]) for place in places[:6]}
    edited: list[Piece] = []
    for place, piece in enumerate(pieces):
        edited += _done(chance, edits.get(place), piece, script)
    if chance.random() < 0.5 and len(edited) > 10:
        _move(chance, edited, {pieces[place].name for place in edits}, script)
    return edited


def _done(chance: random.Random, edit: str | None, piece: Piece, script: Script) -> list[Piece]:
    if edit == "delete":
        script.done["removed", " ".join(piece.words)] += 1
        return []
    if edit == "change":
        words = list(piece.words)
        words[chance.randrange(1, len(words))] = "altered"
        script.done["changed", " ".join(words)] += 1
        return [Piece(piece.kind, words, piece.inline, piece.name)]
    if edit == "insert":
        new = Piece(piece.kind, [f"new{piece.name}", *(f"fresh{word}" for word in chance.choices(WORDS, k=8))])
        script.done["added", " ".join(new.words)] += 1
        return [piece, new]
    return [piece]


def _move(chance: random.Random, edited: list[Piece], touched: set[str], script: Script) -> None:
    """One untouched block goes at least four places up or down."""
    untouched = [place for place, piece in enumerate(edited) if piece.name not in touched and piece.name]
    place = chance.choice(untouched)
    target = place + 5 if place < len(edited) - 5 else place - 5
    piece = edited.pop(place)
    edited.insert(target, piece)
    script.done["moved", " ".join(piece.words)] += 1


_TAGS = ("<strong>{}</strong>", "<em>{}</em>", "<sub>{}</sub>", '<abbr title="the long name">{}</abbr>')


def _inside(chance: random.Random, piece: Piece, plainly: bool) -> str:
    first, second, *rest = piece.words
    if piece.inline < len(_TAGS):
        tag = _TAGS[piece.inline]
        halves = tag.format(second[:2]) + tag.format(second[2:])
        second = tag.format(second) if plainly or chance.random() < 0.5 else halves
    elif piece.inline == len(_TAGS):
        second = f'<a href="https://www.example.org/?a=1&amp;b=2">{second}</a>'
    space = " " if plainly else chance.choice([" ", "  ", "&nbsp;", "\n", "&#160; "])
    text = space.join([first, second, *rest])
    return text if plainly else text.replace("e", chance.choice(["e", "&#101;", "&#x65;"]), 0 if "<" in text else 1)


def _html(chance: random.Random, pieces: list[Piece], *, plainly: bool) -> str:
    parts = [_block(chance, piece, plainly) for piece in pieces]
    return ("" if plainly else chance.choice(["", "\n", " "])).join(parts)


def _block(chance: random.Random, piece: Piece, plainly: bool) -> str:
    inside = _inside(chance, piece, plainly)
    span = ['colspan="2"', 'rowspan="2"']
    if not plainly:
        chance.shuffle(span)
    heading = ">" if plainly else ' id="somewhere">'
    shapes = {
        "p": f"<p>{inside}</p>",
        "h3": f"<h3{heading}{inside}</h3>",
        "h4": f"<h4{heading}{inside}</h4>",
        "li": f"<ul><li>{inside}</li></ul>",
        "nested": f"<ul><li><ol><li>{inside}</li></ol></li></ul>",
        "row": f"<table><tbody><tr><th {' '.join(span)}>Head</th><td>{inside}</td></tr></tbody></table>",
        "quote": f"<blockquote><p>{inside}</p></blockquote>",
    }
    return shapes[piece.kind]
