"""Context and messages about concurrent edits: who saved, what was merged, what must be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import clock
from publishing.admin import together
from publishing.admin.merging import Difference, Kind, Merged, Values
from publishing.comparison import Block, rich_blocks
from publishing.comparison.blocks import line_block
from publishing.comparison.rendering import marked
from publishing.html import plain_text
from publishing.merge import Choice

EXCERPT_WORDS = 12
_WORDS_BEFORE = 2

Blocks = list[tuple[str, SafeString]]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """Two versions of one text or value, with the words that differ marked."""

    choice: str
    base: Blocks
    mine: Blocks
    theirs: Blocks
    options: list[Option]


@dataclass(frozen=True)
class AskedField:
    """A field with questions about it. `asked` comes back with the answers."""

    label: str
    place: str
    asked: str
    questions: list[Question]
    note: str = ""


@dataclass(frozen=True)
class Saves:
    """Names of those who saved since a form was opened; `saves` has the newest first."""

    saves: Sequence[LogEntry]
    user: Any

    @property
    def others(self) -> list[LogEntry]:
        """The last save of each other person."""
        return list({save.user_id: save for save in reversed(self.saves) if save.user_id != self.user.pk}.values())[
            ::-1
        ]

    @property
    def is_own(self) -> bool:
        """True where only another window of the same person saved."""
        return bool(self.saves) and not self.others

    @property
    def name(self) -> str:
        """The person to name beside a text; empty where it is not known who wrote it."""
        return str(self.others[0].user) if len(self.others) == 1 else ""

    @property
    def sentence(self) -> str:
        if not self.saves:
            return _("This was changed while you wrote.")
        if self.is_own:
            text = _("You changed this in another window at %(at)s") % {"at": moment(self.saves[0].action_time)}
            return _with_stop(text)
        text = _("%(who)s saved changes at %(at)s")
        return " ".join(_with_stop(text % {"who": save.user, "at": moment(save.action_time)}) for save in self.others)

    @property
    def heading(self) -> str:
        """The sentence above a question."""
        if self.name:
            return _("You and %(who)s changed the same text.") % {"who": self.name}
        return self.sentence if self.is_own else _("You and somebody else changed the same text.")


def _with_stop(text: str) -> str:
    """One full stop, also after “p.m.”."""
    return text if text.endswith(".") else f"{text}."


def moment(at: Any) -> str:
    """The time, with the day where it is not today's."""
    local = localtime(at)
    return date_format(local, "TIME_FORMAT" if local.date() == clock.today() else "DATETIME_FORMAT")


def asked_fields(merged: Merged, stored: together.Snapshot, data: QueryDict, saves: Saves) -> list[AskedField]:
    return [_asked_field(difference, stored, data, saves) for difference in merged.asked if difference.name != "order"]


def brought_in(merged: Merged, stored: together.Snapshot) -> list[tuple[str, str]]:
    """The fields that hold somebody else's changes, each with the first changed words."""
    return [(stored.label(one), _news(one, stored)) for one in merged.brought_in]


def saved_sentence(merged: Merged, stored: together.Snapshot, saves: Saves) -> str:
    """The message after a save that merged somebody else's changes."""
    what = "; ".join(f"{label}: {news}" if news else label for label, news in brought_in(merged, stored))
    return _("%(who)s Those changes are kept together with yours. Merged in: %(what)s") % {
        "who": saves.sentence,
        "what": what,
    }


def first_words(data: QueryDict, stored: together.Snapshot) -> str:
    """The first words of an unsaved form that the stored one does not have."""
    for place in together.places(data, stored):
        typed = stored.read(place.name, data.getlist(place.posted))
        if words := excerpt(stored.read(place.name, place.stored), typed):
            return words
    return ""


def excerpt(before: str, after: str) -> str:
    """The words of a text from where it begins to differ from the one before; empty where it only lost words."""
    old, new = before.split(), after.split()
    same = next((place for place, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        same = min(len(old), len(new))
    start = max(0, same - _WORDS_BEFORE)
    words = new[start : start + EXCERPT_WORDS]
    if same == len(new):
        return ""
    return f"{'… ' if start else ''}{' '.join(words)}{' …' if start + EXCERPT_WORDS < len(new) else ''}"


def _news(difference: Difference, stored: together.Snapshot) -> str:
    if not difference.name:
        if not difference.theirs:
            return _("removed")
        return _("“%(words)s”") % {"words": excerpt("", " ".join(map(plain_text, difference.theirs)))}
    before, after = (stored.read(difference.name, values) for values in (difference.base, difference.theirs))
    if words := excerpt(before, after):
        return _("“%(words)s”") % {"words": words}
    return _("some words were removed")


def _asked_field(difference: Difference, stored: together.Snapshot, data: QueryDict, saves: Saves) -> AskedField:
    label = stored.label(difference)
    if not difference.name:
        return AskedField(label, "", "", [], _about_row(difference, saves))
    place = together.place_of(difference, data, list(stored.rows))
    if difference.text is None:
        questions = [_about_value(difference, stored, place, saves)]
    else:
        is_rich = stored.kind(difference.name) == Kind.RICH
        questions = [
            _question(
                together.choice_name(place, number),
                tuple(_blocks(side, is_rich=is_rich) for side in (one.base, one.mine, one.theirs)),
                _options(saves, has_mine=bool(one.mine), has_theirs=bool(one.theirs)),
            )
            for number, one in enumerate(difference.text.collisions)
        ]
    return AskedField(label, place, together.question_of(difference), questions)


def _about_row(difference: Difference, saves: Saves) -> str:
    facts = {"who": saves.name or _("Somebody else")}
    if saves.is_own:
        facts = {"who": _("The other window")}
    if difference.theirs:
        return (
            _("You removed this, and %(who)s changed it. It is back in the form. To remove it, tick “Remove”.") % facts
        )
    return _("%(who)s removed this, and you changed it. It is still in the form. To remove it, tick “Remove”.") % facts


def _about_value(difference: Difference, stored: together.Snapshot, place: str, saves: Saves) -> Question:
    def read(values: Values) -> list[Block]:
        return _blocks((stored.read(difference.name, values),), is_rich=False)

    options = [option for option in _options(saves) if option.value != Choice.BOTH]
    sides = (read(difference.base), read(difference.mine), read(difference.theirs))
    return _question(together.choice_name(place), sides, options)


def _question(choice: str, sides: tuple[list[Block], ...], options: list[Option]) -> Question:
    base, mine, theirs = sides
    return Question(choice, marked(base, base), marked(mine, theirs), marked(theirs, mine), options)


def _blocks(pieces: Sequence[str], *, is_rich: bool) -> list[Block]:
    if is_rich:
        return list(rich_blocks("".join(pieces)))
    return [line_block(line) for piece in pieces for line in piece.splitlines() if line.strip()]


def _options(saves: Saves, *, has_mine: bool = True, has_theirs: bool = True) -> list[Option]:
    """“Keep both” is chosen in advance; where one side removed the text, keeping both is keeping the text."""
    both, mine, theirs = _("Keep both (yours first)"), _("Keep mine"), _("Keep theirs")
    if saves.is_own:
        both = _("Keep both (this window first)")
        mine, theirs = _("Keep this window's"), _("Keep the other window's")
    elif saves.name:
        theirs = _("Keep %(who)s's") % {"who": saves.name}
    labels = [(Choice.BOTH, both), (Choice.MINE, mine), (Choice.THEIRS, theirs)]
    if not has_mine:
        labels = [(Choice.BOTH, theirs), (Choice.MINE, _("Remove it"))]
    elif not has_theirs:
        labels = [(Choice.BOTH, mine), (Choice.THEIRS, _("Remove it"))]
    return [Option(value, label, is_chosen=value == Choice.BOTH) for value, label in labels]
