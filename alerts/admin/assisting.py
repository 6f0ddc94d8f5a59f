"""The assisted view: the text of a recall's records with its numbers marked, for a person to add to a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.adding import NEW_ROW, Addition, add_to_row, rows_seen
from alerts.admin.packages import problem_with_gtin, problem_with_ndc
from alerts.checker.entries import ALL_LOTS, canonical_entry, problem_with
from alerts.models import RecallAlert, RecalledPackage, RecallEvent
from alerts.openfda.facts import package_of
from alerts.openfda.tokens import Token, tokens_of
from alerts.packages import Package
from publishing.workflow import Refused

if TYPE_CHECKING:
    from alerts.admin.alert import RecallAlertAdmin

PASTED = "pasted"
"""The key of the text that somebody pasted; records have theirs."""
LONGEST_PASTED = 50_000
_LONGEST_NUMBER = 80
"""Characters of a lot entry or a code, as the fields of a row hold them."""
_MOST_NAMED = 8
_MOST_PROBLEMS = 10
_LABELS = {
    "lot": gettext_lazy("lot"),
    "date": gettext_lazy("date"),
    "ndc": gettext_lazy("NDC"),
    "gtin": gettext_lazy("bar code"),
    "unknown": gettext_lazy("unclear"),
}
"""The kinds of marked text, in the order of the legend."""
_FIELDS = {"lot": "lot", "unknown": "lot", "ndc": "ndc", "gtin": "gtin"}
"""Under which name a number of each kind is sent."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; all pieces, joined, are the text. Text that is no number has no kind."""

    text: str
    kind: str = ""
    value: str = ""
    """The value added to the row; empty where the token cannot be selected."""
    is_likely: bool = False
    """Surely a lot of this product, as far as a program can tell."""
    is_checked: bool = False

    @property
    def field(self) -> str:
        return _FIELDS[self.kind] if self.value else ""

    @property
    def label(self) -> str:
        return str(_LABELS.get(self.kind, ""))


class Part(NamedTuple):
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Source:
    """One text to choose from: a record's, or one that was pasted."""

    key: str
    title: str
    parts: list[Part]
    new: Package
    """The values of a row that is made for it."""
    row: str
    """The row that is proposed: a key, or `NEW_ROW`."""


class Selection(NamedTuple):
    """The numbers that were ticked in one text, in its order, each once."""

    lots: tuple[str, ...]
    ndcs: tuple[str, ...]
    gtins: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest, key: str) -> Selection:
        sent = (request.POST.getlist(f"{name}-{key}") for name in ("lot", "ndc", "gtin"))
        return cls(*(tuple(dict.fromkeys(filter(None, map(str.strip, values)))) for values in sent))


def pieces_of(text: str, description: str, ticked: Iterable[str] = ()) -> list[Piece]:
    """The text in pieces. `description` is the product's, whose words and numbers are no lots."""
    chosen = set(ticked)
    pieces: list[Piece] = []
    for token in tokens_of(text, description):
        piece = _piece(token, chosen)
        if pieces and not piece.kind and not pieces[-1].kind:
            piece = Piece(pieces.pop().text + piece.text)
        pieces.append(piece)
    return pieces


def _piece(token: Token, ticked: set[str]) -> Piece:
    if token.kind == "date":
        return Piece(token.text, "date")
    if token.kind == "word" or not any(character.isdigit() for character in token.text):
        return Piece(token.text)
    kind = "lot" if token.kind == "range" else token.kind
    value = token.value or token.text.strip(" #")
    if len(value) > _LONGEST_NUMBER:
        return Piece(token.text, "unknown")
    if kind == "gtin" and problem_with_gtin(value):
        kind, value = "unknown", token.text.strip(" #")
    if kind == "lot" and problem_with(value) and not problem_with(f"lot {value}"):
        value = f"lot {value}"  # It looks like a date or a bar code, and the text calls it a lot.
    return Piece(token.text, kind, value, is_likely=kind == "lot" and token.is_clear, is_checked=value in ticked)


def assist(staff: RecallAlertAdmin, request: HttpRequest, alert: RecallAlert) -> HttpResponse:
    """Show the texts; add what was ticked where a button asks for it. Nothing else is saved."""
    if not staff.has_change_permission(request, alert):
        raise PermissionDenied
    added_from = _press(staff, request, alert) if "add" in request.POST else ""
    alert = RecallAlert.objects.get(pk=alert.pk)
    rows = list(alert.packages.all())
    pasted = request.POST.get("text", "")
    if len(pasted) > LONGEST_PASTED:
        text = _("This text is too long to read at once. Paste at most %(most)s characters; yours is still below.")
        staff.message_user(request, text % {"most": f"{LONGEST_PASTED:,}"}, messages.ERROR)
    ticked = _ticked_in(request, except_in=added_from)
    sources = [_with_chosen_row(source, request) for source in _sources(alert, rows, pasted, ticked)]
    context = {
        **staff.admin_site.each_context(request),
        "title": _("Lots of “%(headline)s”") % {"headline": alert},
        "original": alert,
        "opts": staff.opts,
        "seen": rows_seen(alert),
        "rows": rows,
        "sources": sources,
        "pasted": pasted,
        "legend": _LABELS.items(),
        "form_url": staff.address("change", alert.pk),
    }
    return TemplateResponse(request, "admin/alerts/assist.html", context)


def _with_chosen_row(source: Source, request: HttpRequest) -> Source:
    return replace(source, row=request.POST.get(f"row-{source.key}", source.row))


def _ticked_in(request: HttpRequest, *, except_in: str) -> Callable[[str], list[str]]:
    """Tokens ticked in each text and not added yet."""

    def ticked(key: str) -> list[str]:
        selection = Selection.of(request, key)
        return [] if key == except_in else [*selection.lots, *selection.ndcs, *selection.gtins]

    return ticked


def _sources(
    alert: RecallAlert, rows: list[RecalledPackage], pasted: str, ticked: Callable[[str], list[str]]
) -> Iterator[Source]:
    event = RecallEvent.objects.filter(alert=alert).first()
    records = [(str(record.pk), record.read()) for record in event.records.all()] if event else []
    for key, record in sorted(records, key=lambda pair: pair[1].key):
        package = package_of(record)
        own = next(
            (str(row.pk) for row in rows if record.recall_number and row.recall_number == record.recall_number), ""
        )
        yield Source(
            key,
            record.recall_number or _("No recall number yet"),
            [
                Part(_("Lots and codes"), pieces_of(record.code_info, record.description, ticked(key))),
                Part(_("Product"), pieces_of(record.description, record.description, ticked(key))),
            ],
            Package(product=package.product, strength=package.strength, recall_number=package.recall_number),
            own or NEW_ROW,
        )
    if pasted.strip() and len(pasted) <= LONGEST_PASTED:
        parts = [Part("", pieces_of(pasted, "", ticked(PASTED)))]
        yield Source(PASTED, _("Your text"), parts, Package(), str(rows[0].pk) if len(rows) == 1 else NEW_ROW)


def _press(staff: RecallAlertAdmin, request: HttpRequest, alert: RecallAlert) -> str:
    """Add what a button asks for, and say so. Returns the key of the text it came from, or nothing where refused."""
    action, _colon, key = request.POST["add"].partition(":")
    row = request.POST.get(f"row-{key}", "")
    new = next((source.new for source in _sources(alert, [], "", lambda _key: []) if source.key == key), Package())
    try:
        selection = Selection.of(request, key)
        if action not in _ACTIONS or any(len(value) > _LONGEST_NUMBER for values in selection for value in values):
            raise Refused(_("Choose what to add."))
        chosen_row = alert.packages.filter(pk=row).first() if row.isdecimal() else None
        addition = _ACTIONS[action](selection, chosen_row)
        seen = request.POST.get("seen", "")
        changed = add_to_row(alert, addition, by=request.user, row=row, new=new, seen=seen)  # type: ignore[arg-type]
    except Refused as refused:
        for message in refused.messages[:_MOST_PROBLEMS]:
            staff.message_user(request, message, messages.ERROR)
        return ""
    text = _("Added to “%(row)s”: %(values)s.") % {"row": changed, "values": _named(addition.values)}
    staff.log_change(request, alert, text)
    if alert.posted_at and not alert.is_exercise:
        text = f"{text} {_('The public site is corrected.')}"
    staff.message_user(request, text, messages.SUCCESS)
    return key


def _named(values: tuple[str, ...]) -> str:
    named = ", ".join(values[:_MOST_NAMED])
    more = len(values) - _MOST_NAMED
    return named + (_(" and %(more)s more") % {"more": more} if more > 0 else "")


def _selected_lots(selection: Selection, row: RecalledPackage | None) -> Addition:
    """The lots, and the codes that were ticked with them. Raises `Refused` that names each that is unclear."""
    if not any(selection):
        raise Refused(_("Nothing is selected. Select lots in the text first."))
    checks = ((selection.lots, problem_with), (selection.ndcs, problem_with_ndc), (selection.gtins, problem_with_gtin))
    if problems := [text for values, problem in checks for value in values if (text := problem(value))]:
        raise Refused([*problems, _("Nothing was added. Clear these, and write them in the form instead.")])
    return Addition(tuple(dict.fromkeys(map(canonical_entry, selection.lots))), selection.ndcs, selection.gtins)


def _range(selection: Selection, row: RecalledPackage | None) -> Addition:
    """The range between two lots, whichever of them comes first in the text."""
    if len(selection.lots) != 2 or selection.ndcs or selection.gtins:
        raise Refused(_("Select the first and the last lot of the range, and nothing else."))
    first, last = (lot.removeprefix("lot ") for lot in selection.lots)
    for entry in (f"{first} to {last}", f"{last} to {first}"):
        if not problem_with(entry):
            return Addition(lots=(canonical_entry(entry),))
    raise Refused(problem_with(f"{first} to {last}"))


def _all_lots(selection: Selection, row: RecalledPackage | None) -> Addition:
    """“All lots” of the codes that were ticked. Codes of the row that were not ticked are refused."""
    if selection.lots:
        raise Refused(_("Lots are selected, too. Clear them, or press “Add selected lots”."))
    codes = {*selection.ndcs, *selection.gtins}
    if not codes:
        raise Refused(_("Select the NDCs or bar codes of which all lots are recalled."))
    listed = [*row.ndcs, *(row.gtins if not selection.ndcs else ())] if row else []
    if others := [code for code in listed if code not in codes]:
        text = _("This row is also of %(codes)s: all lots of that would be recalled, too. Select it, or a new row.")
        raise Refused(text % {"codes": ", ".join(others)})
    checked = _selected_lots(selection, row)
    return Addition((ALL_LOTS,), checked.ndcs, checked.gtins)


_ACTIONS: Mapping[str, Callable[[Selection, RecalledPackage | None], Addition]] = {
    "lots": _selected_lots,
    "range": _range,
    "all": _all_lots,
}
"""Step of each button."""
