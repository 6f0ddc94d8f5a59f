"""`manage.py import_condition`: condition pages from Word documents, HTML, Markdown and text."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator, slugify
from tqdm import tqdm

from alerts.models import Kind, RecallAlert
from conditions.importing.draft import ImportedDraft, slug_of, write_draft
from conditions.importing.models import TabName
from conditions.importing.outline import AlertOutline, Outline
from conditions.importing.source import read_file
from conditions.importing.summary import outline_tree, remarks
from conditions.importing.unreadable import Unreadable
from publishing import workflow

LONGEST_REASON = 500
LONGEST_HEADLINE = 160
LONGEST_SLUG = 120
"""Characters that the fields for them hold."""


@dataclass(frozen=True)
class _Options:
    publish: bool
    reason: str
    dry_run: bool


class Command(BaseCommand):
    help = (
        "Read condition pages from Word, HTML, Markdown or text files into drafts, and say what became of every line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="a Word (.docx), HTML, Markdown or text file, one page each",
        )
        parser.add_argument("--publish", action="store_true", help="put each page live, too")
        parser.add_argument("--reason", default="", help="why; kept with the revision that --publish makes")
        parser.add_argument("--dry-run", action="store_true", help="show each outline and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _Options(options["publish"], options["reason"], options["dry_run"])
        if len(chosen.reason) > LONGEST_REASON:
            raise CommandError(f"The reason is longer than {LONGEST_REASON} characters. Nothing was read.")
        files = list(dict.fromkeys(options["files"]))
        with TabName.in_use():
            failed = self._import_all(files, chosen)
        if failed:
            raise CommandError(f"{failed} of {len(files)} files not imported; nothing was written for what failed.")

    def _import_all(self, files: Sequence[Path], options: _Options) -> int:
        """How many files failed. None of them stops the others."""
        failed = 0
        sources: dict[str, Path] = {}
        for file in tqdm(files, desc="Importing", unit="file", disable=len(files) < 2, leave=False):
            try:
                said = _import(file, sources, options)
            except (Unreadable, ValidationError) as error:
                failed += 1
                with tqdm.external_write_mode():
                    self.stderr.write(_message(file, error))
            else:
                with tqdm.external_write_mode():
                    self.stdout.write(f"{file}\n{said}\n")
        return failed


def _import(file: Path, sources: dict[str, Path], options: _Options) -> str:
    """What was done with one file. `sources` are the files of this run by the pages they made."""
    outline = read_file(file)
    slug = slug_of(outline)
    if slug in sources:
        raise Unreadable(
            f"{file}: it has the same title as {sources[slug]} (“{outline.title}”), which would be overwritten. "
            "Give one of them another title, or import it by itself."
        )
    sources[slug] = file
    if options.dry_run:
        said = ["  Dry run: nothing was written.", outline_tree(outline)]
    else:
        said = list(_written(outline, options))
    return "\n".join(part for part in (*said, remarks(outline)) if part)


@transaction.atomic
def _written(outline: Outline, options: _Options) -> list[str]:
    """Write the draft, offer the alerts and publish, all or nothing; and say so."""
    draft = write_draft(outline, by=None)
    said = [_about(draft), *(_offer(alert) for alert in outline.alerts)]
    if options.publish:
        revision = workflow.publish(draft.condition, by=None, note=options.reason)
        address = settings.SITE_URL + reverse("condition", args=[draft.condition.slug])
        said.append(f"  Live as revision {revision.number}: {address}")
    return said


def _about(draft: ImportedDraft) -> str:
    verb = "made" if draft.is_new else "brought up to date" if draft.is_changed else "says the same as before"
    said = f"  Draft “{draft.condition.title}” {verb}."
    if draft.kept_tabs:
        said += f"\n  Kept after the file's tabs, which it does not have: {', '.join(draft.kept_tabs)}."
    return said


def _offer(outline: AlertOutline) -> str:
    """Make a draft alert of a banner, unless there is one already, in whatever state."""
    slug = slugify(outline.headline)[:LONGEST_SLUG].strip("-")
    slug = slug or "alert-" + hashlib.sha256(outline.headline.encode()).hexdigest()[:12]
    headline = Truncator(outline.headline).chars(LONGEST_HEADLINE)
    if RecallAlert.objects.filter(headline__iexact=headline).exists():
        return f"  Alert “{headline}”: there already, left as it is."
    _alert, is_new = RecallAlert.objects.get_or_create(
        slug=slug,
        defaults={
            "headline": headline,
            "label": outline.label,
            "link_text": outline.link_text,
            "kind": _kind(outline),
            "what_happened": outline.headline if headline != outline.headline else "",
            "source_url": _web_address(outline.link),
        },
    )
    return f"  Alert “{headline}”: {'offered as a draft, not posted' if is_new else 'there already, left as it is'}."


def _kind(outline: AlertOutline) -> Kind:
    words = f"{outline.label} {outline.headline}".casefold()
    if re.search(r"\b(?:recall|retir)", words):
        return Kind.RECALL
    return Kind.WARNING if re.search(r"\b(?:warning|emergency|advertencia|emergencia)", words) else Kind.NOTICE


def _web_address(link: str) -> str:
    """A complete web address that the field takes, or nothing."""
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        return ""
    return link if len(link) <= 500 else ""


def _message(file: Path, error: Unreadable | ValidationError) -> str:
    said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return said if said.startswith(f"{file}: ") else f"{file}: {said}"
