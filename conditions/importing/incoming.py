"""The steps of a document that came in: kept, arranged by its editor, made a draft once, cleared."""

import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from conditions.importing.assembly import assemble
from conditions.importing.blocks import Block, BlockKind
from conditions.importing.draft import ImportedDraft, write_draft
from conditions.importing.headings import HIGH, LOW
from conditions.importing.lines import Line
from conditions.importing.models import IncomingDocument, IncomingPicture
from conditions.importing.outline import Outline
from conditions.importing.pictures import PLACE, FoundPicture
from conditions.importing.report import Ledger
from conditions.importing.titles import LONGEST_TAB
from conditions.importing.unreadable import Unreadable
from conditions.kinds import SectionKind, same_name
from conditions.models import Condition
from publishing import clock
from publishing.models import SiteVersion
from publishing.models.picture import alternative
from publishing.pictures import Encoded
from publishing.workflow import Refused

KEPT_DAYS = 7
MOST_OF_ONE_PERSON = 5
MOST_BLOCKS = 1500
"""Paragraphs, lists and tables: each is a row of the form in which they are arranged."""

CHANGEABLE = (BlockKind.TAB, BlockKind.HEADING, BlockKind.TEXT)
"""What may become one another; a list, a table or a picture stays what it is, or is left out."""

OUT = "out"
_SAID = re.compile(r'(<img src="picture:\d+") alt="[^"]*"')
_SMALL = "smaller"


def keep(outline: Outline, *, name: str, by: User) -> IncomingDocument:
    """Raises `Unreadable` for more than can be arranged. Makes room: what is old goes, and a person's oldest."""
    if len(outline.blocks) > MOST_BLOCKS:
        raise Unreadable(
            f"it has {len(outline.blocks):,} paragraphs, lists and tables, and at most {MOST_BLOCKS:,} can be "
            "arranged here. Divide it into pages."
        )
    with transaction.atomic():
        _clear(by)
        document = IncomingDocument.objects.create(
            name=name[:255],
            title=outline.title,
            language=outline.language,
            blocks=[_as_json(block) for block in outline.blocks],
            report=[[entry.number, entry.text, entry.fate, entry.where, entry.why] for entry in outline.report.entries],
            alerts=[[alert.label, alert.headline] for alert in outline.alerts],
            made_by=by,
        )
        IncomingPicture.objects.bulk_create(
            IncomingPicture(
                document=document,
                number=number,
                name=found.name,
                alt=found.alt,
                content=found.encoded.content,
                width=found.encoded.width,
                height=found.encoded.height,
            )
            for number, found in enumerate(outline.pictures)
        )
    return document


def kind_chosen(document: IncomingDocument, number: int) -> str:
    """What a block is to be: its kind, `smaller` for a heading inside another's text, or `out`."""
    chosen = document.decisions.get(f"as-{number}")
    block = document.blocks[number]
    return str(chosen or (_SMALL if block["kind"] == BlockKind.HEADING and block["level"] == LOW else block["kind"]))


def arranged(document: IncomingDocument) -> Outline:
    """The page as its editor wants it."""
    ledger = Ledger()
    blocks = [block for number in range(len(document.blocks)) if (block := _decided(document, number))]
    introduction, sections = assemble(blocks, ledger)
    kinds = {
        same_name(_text(document, number)): document.decisions[f"kind-{number}"]
        for number in range(len(document.blocks))
        if kind_chosen(document, number) == BlockKind.TAB and document.decisions.get(f"kind-{number}")
    }
    sections = tuple(
        replace(section, kind=SectionKind(kinds.get(same_name(section.title), section.kind))) for section in sections
    )
    title = document.decisions.get("title") or document.title
    language = document.decisions.get("language") or document.language
    pictures = _pictures(document)
    outline = Outline(title, language, introduction, sections, (), ledger.report([]), tuple(blocks), pictures)
    return _with_alternatives(outline)


@transaction.atomic
def accept(document: IncomingDocument, *, by: User, slug: str, may_exist: bool) -> ImportedDraft | None:
    """Make the draft, once: None where that was done before, with `document.condition` the page, if it is still there.

    Raises `Refused` where a page has the address and its draft may not be brought up to date, and what `write_draft`
    raises; nothing is written then.
    """
    SiteVersion.hold()
    latest = IncomingDocument.objects.select_for_update().get(pk=document.pk)
    document.accepted_at, document.condition = latest.accepted_at, latest.condition
    if latest.accepted_at:
        return None
    outline = arranged(document)
    too_long = [section.title for section in outline.sections if len(section.title) > LONGEST_TAB]
    if too_long:
        raise Refused(
            _("The name of a tab has at most %(most)s characters. Shorten “%(title)s…”, or make it a heading.")
            % {"most": LONGEST_TAB, "title": too_long[0][:LONGEST_TAB]}
        )
    if not Condition.objects.filter(slug=slug).exists():
        slug = slug.lower()
    draft = write_draft(outline, by=by, slug=slug, onto=True)
    if not draft.is_new and not may_exist:
        raise Refused(
            _("“%(title)s” has this address already. Choose another one, or bring that page's draft up to date.")
            % {"title": draft.title_before}
        )
    document.condition, document.accepted_at = draft.condition, clock.now()
    document.blocks, document.report, document.decisions = [], [], {}
    document.save()
    document.pictures.all().delete()
    return draft


def _clear(by: User) -> None:
    IncomingDocument.objects.filter(made_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()
    own = IncomingDocument.objects.filter(made_by=by).order_by("-pk").values_list("pk", flat=True)
    IncomingDocument.objects.filter(pk__in=list(own[MOST_OF_ONE_PERSON - 1 :])).delete()


def _as_json(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "html": block.html,
        "level": block.level,
        "doubt": block.doubt,
        "line": block.lines[0].number if block.lines else 0,
    }


def _text(document: IncomingDocument, number: int) -> str:
    """The words of a block as its editor left them."""
    return str(document.decisions.get(f"text-{number}") or document.blocks[number]["text"])


def _decided(document: IncomingDocument, number: int) -> Block | None:
    stored = document.blocks[number]
    chosen = kind_chosen(document, number)
    if chosen == OUT:
        return None
    kind = BlockKind.HEADING if chosen == _SMALL else BlockKind(chosen)
    before = BlockKind(stored["kind"])
    text = _text(document, number)
    html = stored["html"]
    if kind in (BlockKind.HEADING, BlockKind.TEXT) and (before == BlockKind.TAB or text != stored["text"]):
        html = escape(text, quote=False)
    elif kind == BlockKind.TAB and before != BlockKind.TAB:
        html = ""
    level = LOW if chosen == _SMALL else HIGH
    return Block(kind, text, html, (Line(stored["line"], text),), level if kind == BlockKind.HEADING else 0)


def _pictures(document: IncomingDocument) -> tuple[FoundPicture, ...]:
    return tuple(
        FoundPicture(
            Encoded(bytes(found.content), found.width, found.height), found.name, _alternative(document, found)
        )
        for found in document.pictures.all()
    )


def _alternative(document: IncomingDocument, found: IncomingPicture) -> str | None:
    """What is to stand in a picture's place: as decided, or as the document said."""
    if document.decisions.get(f"decorative-{found.number}"):
        return ""
    decided = document.decisions.get(f"alt-{found.number}")
    return found.alt if decided is None else decided or None


def _with_alternatives(outline: Outline) -> Outline:
    def described(html: str) -> str:
        return PLACE.sub(
            lambda place: place[0] + alternative(outline.pictures[int(place[1])].alt), _SAID.sub(r"\1", html)
        )

    sections = tuple(replace(section, body=described(section.body)) for section in outline.sections)
    return replace(outline, introduction=described(outline.introduction), sections=sections)
