"""`manage.py import_condition`: condition pages from Word documents, HTML, Markdown and text."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from tqdm import tqdm

from alerts.models import Kind, RecallAlert
from conditions.importing.draft import (
    ImportedDraft,
    refuse_another_page,
    refuse_too_large,
    slug_of,
    write_draft,
)
from conditions.importing.models import TabName
from conditions.importing.outline import AlertOutline, Outline
from conditions.importing.source import read_file
from conditions.importing.summary import outline_tree, remarks
from conditions.importing.titles import LONGEST_TITLE
from conditions.importing.unreadable import Unreadable
from conditions.models import Condition
from publishing import workflow
from publishing.addresses import LONGEST, slug_from
from publishing.languages import Language

LONGEST_REASON = 500
LONGEST_HEADLINE = 160
"""Characters that the fields for them hold."""


@dataclass(frozen=True)
class _Options:
    publish: bool
    reason: str
    dry_run: bool
    title: str
    slug: str
    language: str
    onto: str

    @property
    def of_one_page(self) -> bool:
        return bool(self.title or self.slug or self.language or self.onto)


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
        parser.add_argument("--title", default="", help="the page's title, instead of the one in the file")
        parser.add_argument("--slug", default="", help="the page's address, for example asthma; else made of its title")
        parser.add_argument(
            "--language", default="", choices=Language.values, help="the page's language; else told by its words"
        )
        parser.add_argument(
            "--onto",
            default="",
            metavar="ADDRESS",
            help="bring the draft of the page at this address up to date, though its title or language is another",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _Options(
            publish=options["publish"],
            reason=options["reason"],
            dry_run=options["dry_run"],
            title=" ".join(options["title"].split()),
            slug=options["slug"],
            language=options["language"],
            onto=options["onto"].strip("/").rpartition("/")[2],
        )
        files = list(dict.fromkeys(options["files"]))
        _refuse_options(chosen, len(files))
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


def _refuse_options(options: _Options, files: int) -> None:
    """Raises `CommandError` for options that cannot be followed, before a file is read."""
    if len(options.reason) > LONGEST_REASON:
        raise CommandError(f"The reason is longer than {LONGEST_REASON} characters. Nothing was read.")
    if len(options.title) > LONGEST_TITLE:
        raise CommandError(f"The title is longer than {LONGEST_TITLE} characters. Nothing was read.")
    if options.of_one_page and files > 1:
        raise CommandError("--title, --slug, --language and --onto are for one file at a time. Nothing was read.")
    if options.slug and options.onto:
        raise CommandError("Give --slug for a new page or --onto for one that exists, not both. Nothing was read.")
    if options.slug and (options.slug != slug_from(options.slug)):
        raise CommandError(
            f"“{options.slug}” is no address: use the letters a to z in lower case, digits and hyphens, at most "
            f"{LONGEST}, for example asthma. Nothing was read."
        )
    if options.onto and not Condition.objects.filter(slug=options.onto).exists():
        raise CommandError(f"No page has the address “{options.onto}”. Nothing was read.")


def _import(file: Path, sources: dict[str, Path], options: _Options) -> str:
    """What was done with one file. `sources` are the files of this run by the pages they made."""
    outline = read_file(file, title=options.title)
    outline = replace(outline, title=options.title or outline.title, language=options.language or outline.language)
    slug = options.onto or options.slug or slug_of(outline)
    if slug in sources:
        raise Unreadable(
            f"{file}: it has the same title as {sources[slug]}, or one that gives the same address ({slug}). "
            "Give one of them another title, or import it by itself with --slug."
        )
    sources[slug] = file
    if not options.onto:
        refuse_another_page(outline, slug)
    if options.dry_run:
        refuse_too_large(outline)
        said = ["  Dry run: nothing was written.", outline_tree(outline)]
    else:
        said = list(_written(outline, slug, options))
    return "\n".join(part for part in (*said, remarks(outline)) if part)


@transaction.atomic
def _written(outline: Outline, slug: str, options: _Options) -> list[str]:
    """Write the draft, offer the alerts and publish, all or nothing; and say so."""
    draft = write_draft(outline, by=None, slug=slug, onto=bool(options.onto))
    said = [_about(draft), *(_offer(alert) for alert in outline.alerts)]
    if options.publish:
        revision = workflow.publish(draft.condition, by=None, note=options.reason)
        address = settings.SITE_URL + reverse("condition", args=[draft.condition.slug])
        said.append(f"  Live as revision {revision.number}: {address}")
    return said


def _about(draft: ImportedDraft) -> str:
    verb = "made" if draft.is_new else "brought up to date" if draft.is_changed else "says the same as before"
    said = f"  Draft “{draft.condition.title}” {verb}."
    if draft.title_before not in ("", draft.condition.title):
        said += f"\n  Its title was “{draft.title_before}”."
    if draft.kept_tabs:
        said += f"\n  Kept after the file's tabs, which it does not have: {', '.join(draft.kept_tabs)}."
    return said


def _offer(outline: AlertOutline) -> str:
    """Make a draft alert of a banner, unless there is one already, in whatever state."""
    digest = hashlib.sha256(outline.headline.encode()).hexdigest()[:12]
    slug = slug_from(outline.headline, otherwise=f"alert-{digest}")
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
