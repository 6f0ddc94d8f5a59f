"""An outline as the draft of a condition."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from conditions.importing.outline import Outline, SectionOutline
from conditions.importing.pictures import PLACE
from conditions.importing.unreadable import Unreadable
from conditions.kinds import SectionKind, same_name
from conditions.models import Condition, Section
from publishing import workflow
from publishing.addresses import slug_from
from publishing.html import clean
from publishing.languages import Language
from publishing.models import Picture


@dataclass(frozen=True)
class ImportedDraft:
    condition: Condition
    is_new: bool
    is_changed: bool
    """Whether the draft says something other than before."""
    kept_tabs: tuple[str, ...]
    """Tabs of the draft that the file does not have: they stand after the file's."""
    title_before: str = ""


def slug_of(outline: Outline) -> str:
    """The address of the one page with this title and language, or else the address made of the title.

    Raises `Unreadable` for a title that gives none.
    """
    same = Condition.objects.filter(title__iexact=outline.title, language=outline.language)
    if len(slugs := same.values_list("slug", flat=True)[:2]) == 1:
        return str(slugs[0])
    if slug := slug_from(outline.title):
        return slug
    raise Unreadable(
        f"its title “{outline.title}” gives no web address: it has no letter and no digit. "
        "Choose an address with --slug, or bring the file in through the admin."
    )


def refuse_another_page(outline: Outline, slug: str) -> None:
    """Raises `Unreadable` where the address belongs to a page with another title, or in another language.

    Letter case, white space and accents do not make another title.
    """
    page = Condition.objects.filter(slug=slug).first()
    if page is None or (_folded(page.title) == _folded(outline.title) and page.language == outline.language):
        return
    raise Unreadable(
        f"its address “{slug}” belongs to “{page.title}” ({Language(page.language).label}), and the file is "
        f"“{outline.title}” ({Language(outline.language).label}). Nothing was written. Choose another address with "
        f"--slug; or, if it is the same page, add --onto {slug}."
    )


def refuse_too_large(outline: Outline) -> None:
    """Raises what writing the draft would raise for its text: the sanitizer's `TooLarge`."""
    for html in (outline.introduction, *(section.body for section in outline.sections)):
        clean(html)


@transaction.atomic
def write_draft(outline: Outline, *, by: User | None, slug: str = "", onto: bool = False) -> ImportedDraft:
    """Make the draft with that address or the title's, or bring it up to date: title, language, introduction and tabs.

    What readers see is not touched, nor what a file does not tell (the summary, programs, when to get help).
    Raises `Unreadable` for a title without an address, and, unless `onto` is set, where the address belongs to another
    page. Raises the sanitizer's `TooLarge`. Nothing is written then.
    """
    slug = slug or slug_of(outline)
    condition, is_new = Condition.objects.select_for_update().get_or_create(
        slug=slug, defaults={"title": outline.title, "language": outline.language}
    )
    if not onto:
        refuse_another_page(outline, slug)
    title_before = condition.title
    condition.title, condition.language = outline.title, outline.language
    pictures = _add_pictures(outline, by=by)
    condition.introduction = _with_addresses(outline.introduction, pictures)
    condition.save(update_fields=["title", "language", "introduction"])
    sections = [replace(section, body=_with_addresses(section.body, pictures)) for section in outline.sections]
    kept = _write_sections(condition, sections)
    is_changed = workflow.save_draft(condition, by=by)
    return ImportedDraft(condition, is_new, is_changed, tuple(section.title for section in kept), title_before)


def _folded(title: str) -> str:
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())


def _add_pictures(outline: Outline, *, by: User | None) -> dict[int, Picture]:
    """Those that are still in the text, by their number in the outline."""
    html = outline.introduction + "".join(section.body for section in outline.sections)
    used = {int(number) for number in PLACE.findall(html)}
    return {
        number: Picture.add(found.encoded, by=by, name=found.name, alternative_text=found.alt or "")
        for number, found in enumerate(outline.pictures)
        if number in used
    }


def _with_addresses(html: str, pictures: dict[int, Picture]) -> str:
    return PLACE.sub(lambda found: f'<img src="{pictures[int(found[1])].address}"', html)


def _write_sections(condition: Condition, outlines: Sequence[SectionOutline]) -> list[Section]:
    """The sections that the file does not have."""
    existing = condition.ordered_sections()
    matches = _matches(outlines, existing)
    for order, outline in enumerate(outlines):
        section = matches.get(order) or Section(condition=condition, kind=outline.kind)
        if outline.kind != SectionKind.OTHER:
            section.kind = outline.kind
        section.title, section.body, section.order = outline.title, outline.body, order
        section.save()
    others = [section for section in existing if section not in matches.values()]
    for order, section in enumerate(others, start=len(outlines)):
        section.order = order
        section.save(update_fields=["order"])
    return others


def _matches(outlines: Sequence[SectionOutline], sections: Sequence[Section]) -> dict[int, Section]:
    """By its place in the outline, the section that each tab was before: the one of its name, or else of its kind."""
    free = list(sections)
    found: dict[int, Section] = {}
    for is_match in (_has_same_name, _has_same_kind):
        for place, outline in enumerate(outlines):
            match = next((section for section in free if place not in found and is_match(outline, section)), None)
            if match:
                found[place] = match
                free.remove(match)
    return found


def _has_same_name(outline: SectionOutline, section: Section) -> bool:
    return outline.title == section.title or same_name(outline.title) == same_name(section.title) != ""


def _has_same_kind(outline: SectionOutline, section: Section) -> bool:
    return outline.kind == section.kind != SectionKind.OTHER
