"""Public pages of conditions and programs."""

import json
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from conditions.glossary.entries import Glossary
from conditions.glossary.live import glossary_in
from conditions.glossary.models import Term
from conditions.glossary.page import draft_context as draft_term_context
from conditions.listing import PAGE, Slice, by_letter, letter_address, live_letters, slice_of
from conditions.lists import addresses_of, live_list, live_lists, moved_list, pages_in
from conditions.models import Condition, Program
from conditions.names import live_names
from conditions.page import Card, ConditionPage, draft_page, page_from
from conditions.qr import qr_code
from conditions.structured_data import breadcrumbs, medical_web_page
from conditions.ways import Way
from publishing import clock
from publishing.kept import kept_page
from publishing.languages import speaking
from publishing.models import PreviewLink, Publishable, Reference, Revision, SiteVersion
from publishing.moves import address_of, fate_of, translation_of_ended
from publishing.pages import Row, live_page_and_mentioned
from publishing.public import public, reading_only
from publishing.review_line import review_line
from publishing.translating import behind, original_gone_since


@public
def condition_list(request: HttpRequest) -> HttpResponse:
    """All titles where they fit on one page, else the letters under which they are."""
    now, site_version = clock.now(), SiteVersion.current()
    letters = live_letters.at(now, site_version)
    rows = list(_listed(Condition, now)) if letters.fit_one_page else []
    return kept_page(
        request,
        "conditions/condition_list.html",
        (letters, rows),
        lambda: {"letters": letters.letters, "groups": by_letter(rows, get_language() or "")},
        site_version=site_version,
    )


@public
def condition_letter(request: HttpRequest, letter: str, number: int = 1) -> HttpResponse:
    """The titles under one letter, in pages."""
    now, site_version = clock.now(), SiteVersion.current()
    letters = live_letters.at(now, site_version)
    found = letters.called(letter.lower())
    if found is None or not 1 <= number <= found.pages:
        raise Http404
    if request.path != unquote(address := letter_address(found.name, number)):
        return HttpResponsePermanentRedirect(address)
    rows = _listed(Condition, now).filter(letter=found.name)
    part = slice_of(rows, number, partial(letter_address, found.name))
    return kept_page(
        request,
        "conditions/condition_letter.html",
        (letters, part),
        lambda: {"letters": letters.letters, "chosen": found, "part": part},
        site_version=site_version,
    )


@public
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = live_page_and_mentioned(Condition, slug, now)
    if found is None:
        return missing(request, Condition, slug, now)
    if found.page.language != get_language():
        page = page_from(found, Glossary.of(found.page.language, ()), {})
        if elsewhere := elsewhere_in(request, page.language, page.addresses):
            return HttpResponseRedirect(elsewhere)
    glossary = glossary_in(found.page.language, found.site_version)
    names = live_names(found.page.language, found.site_version)
    return kept_page(
        request,
        "conditions/condition.html",
        (found.rows, glossary.version, names),
        lambda: condition_context(page_from(found, glossary, names)),
        site_version=found.site_version,
    )


@public
def condition_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of a live page for a phone's camera: it is printed with the page."""
    live = Revision.objects.live(clock.now()).of(Condition).filter(slug=slug)
    language = live.values_list("language", flat=True).first()
    if language is None:
        raise Http404
    address = settings.SITE_URL + address_of(Condition.kind(), slug, language)
    return HttpResponse(qr_code(address), content_type="image/svg+xml")


@public
def program_list(request: HttpRequest, number: int = 1) -> HttpResponse:
    part = slice_of(_listed(Program, clock.now()), number, _program_list_address)
    if request.path != (address := _program_list_address(number)):
        return HttpResponsePermanentRedirect(address)
    return kept_page(request, "conditions/program_list.html", part, lambda: {"part": part})


@public
def program(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """A program with the conditions it treats; where these are many, each further page of them has its own address."""
    now = clock.now()
    found = live_page_and_mentioned(Program, slug, now)
    if found is None:
        return missing(request, Program, slug, now)
    page, others = _program_from(found.page, now), [Card.of_row(row) for row in found.translations]
    is_elsewhere = page.language != get_language()
    if is_elsewhere and (elsewhere := elsewhere_in(request, page.language, _addresses(page, others))):
        return HttpResponseRedirect(elsewhere)
    if number == 1 and request.path != (first := _program_address(slug, 1)):
        return HttpResponsePermanentRedirect(first)
    part = _treated(page, number, now)
    return kept_page(
        request,
        "conditions/program.html",
        (found.rows, part),
        lambda: _program_context(page, others, part, bool(found.page.has_lapsed), found.original_gone_since),
        site_version=found.site_version,
    )


def elsewhere_in(request: HttpRequest, language: str, addresses: dict[str, str]) -> str:
    """Where a page is in the language that its address asks for, or else in its own; empty where that is here."""
    address = addresses.get(get_language() or "", addresses[language])
    return address if address != request.path else ""


@public
def way_list(request: HttpRequest, way: Way) -> HttpResponse:
    now, site_version = clock.now(), SiteVersion.current()
    found = [one for one in live_lists.at(now, site_version) if one.way == way]
    context = {"way": way, "lists": found}
    return kept_page(request, "conditions/way_list.html", found, lambda: context, site_version=site_version)


@public
def way_pages(request: HttpRequest, way: Way, slug: str, number: int = 1) -> HttpResponse:
    now, site_version = clock.now(), SiteVersion.current()
    found = live_list(way, slug, now, site_version)
    if found is None:
        if moved := moved_list(way, slug, now, site_version):
            return HttpResponsePermanentRedirect(moved.url)
        raise Http404
    address = partial(_way_address, way, slug)
    pages = pages_in(way, slug, now).values("slug", "title", "card")
    part = slice_of(pages.filter(kind=Condition.kind()), number, address)
    if request.path != address(number):
        return HttpResponsePermanentRedirect(address(number))
    programs = list(pages.filter(kind=Program.kind())[:PAGE]) if number == 1 else []
    addresses = addresses_of(way, slug, now, site_version)
    context = {"way": way, "name": found.name, "list_url": reverse(f"{way.key}_list"), "part": part}
    context |= {"programs": programs, "addresses": addresses}
    made_from = (found.name, part, programs, addresses)
    return kept_page(request, "conditions/way_pages.html", made_from, lambda: context, site_version=site_version)


@reading_only
@never_cache
def shared_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that a preview link leads to, for somebody without an account."""
    link = PreviewLink.of_token(token)
    if link is None:
        raise Http404
    if link.kind == Condition.kind():
        context = condition_context(draft_page(get_object_or_404(Condition, pk=link.subject_id)))
        template = "conditions/condition.html"
    elif link.kind == Term.kind():
        context = draft_term_context(get_object_or_404(Term, pk=link.subject_id))
        template = "conditions/glossary.html"
    else:
        context = program_context(draft_program(get_object_or_404(Program, pk=link.subject_id)))
        template = "conditions/program.html"
    with speaking(context["language"]):
        response = render(request, template, context | {"is_draft": True, "shared_until": link.expires_at})
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def condition_context(page: ConditionPage) -> dict[str, Any]:
    """What the condition template needs; the admin's preview shows the same page with a draft in it."""
    site = settings.SITE_URL
    with speaking(page.language):
        home, all_of_them = site + reverse("home"), site + reverse("condition_list")
        steps = [(_("Home"), home), (_("Conditions"), all_of_them)]
    address = site + page.addresses[page.language]
    data = [medical_web_page(page, address, settings.HOSPITAL_NAME), breadcrumbs([*steps, (page.title, address)])]
    return {
        "page": page,
        "subject": page.original_subject,
        "language": page.language,
        "addresses": page.addresses,
        "original": page.original,
        "review": page.review,
        "address": address,
        "structured_data": data,
    }


def draft_program(program: Program) -> Revision:
    """The program's working copy as a revision that is never stored."""
    return Revision(
        kind=program.kind(),
        subject_id=program.pk,
        slug=program.slug,
        language=program.language,
        original_id=program.original_id,
        title=program.title,
        content=program.content() | program.review_facts(),
        card=program.card(),
    )


def program_context(page: Revision) -> dict[str, Any]:
    """What the program template needs; the admin's preview hands in a revision that was never stored."""
    now = clock.now()
    others = [Card.of(row) for row in Revision.objects.live(now).translations_of(page)]
    return _program_context(page, others, _treated(page, 1, now), gone_since=original_gone_since(page, now))


def _program_context(
    page: Revision,
    others: list[Card],
    part: Slice,
    has_lapsed: bool | None = None,
    gone_since: datetime | None = None,
) -> dict[str, Any]:
    original = next((card for card in others if card.pk == page.original_id), None)
    addresses = _addresses(page, others)
    here = addresses[page.language] if part.number == 1 else _program_address(page.slug, part.number)
    return {
        "page": page,
        "subject": page.original_subject,
        "language": page.language,
        "addresses": addresses,
        "original": original,
        "behind_since": max(behind(page.content, original.facts).values(), default=None) if original else None,
        "original_gone_since": gone_since,
        "review": review_line(page.content, has_lapsed),
        "part": part,
        "address": settings.SITE_URL + here,
    }


def _addresses(page: Revision, others: list[Card]) -> dict[str, str]:
    return {card.language: card.address for card in (Card.of(page), *others)}


def _program_from(row: Row, now: datetime) -> Revision:
    """A live program as a revision that is never stored."""
    columns = {field.attname for field in Revision._meta.concrete_fields} - {"card", "content"}
    facts = {name: value for name, value in row._asdict().items() if name in columns}
    return Revision(**facts, content=json.loads(row.content), card=json.loads(row.card), created_at=now)


def _listed(model: type[Publishable], now: datetime) -> QuerySet[Revision, Any]:
    live = Revision.objects.live(now).of(model).spoken()
    return live.from_a_to_z().values("slug", "title", "card")


def _treated(program: Revision, number: int, now: datetime) -> Slice:
    """The live conditions that name a program, or the one it translates."""
    named = Reference.objects.to(program.kind, program.subject_id, *filter(None, [program.original_id])).live(now)
    conditions = named.filter(revision__kind=Condition.kind(), revision__language=program.language).from_a_to_z()
    rows = conditions.values_list("revision__slug", "revision__title")
    address = partial(_program_address, program.slug)
    return slice_of(rows.distinct() if program.original_id else rows, number, address)


def _way_address(way: Way, slug: str, number: int) -> str:
    return reverse(f"{way.key}_pages", args=[slug, *([number] if number > 1 else [])])


def _program_list_address(number: int) -> str:
    return reverse("program_list", args=[number] if number > 1 else [])


def _program_address(slug: str, number: int) -> str:
    """A program's page; with a number above 1, the further conditions it treats."""
    return reverse("program_conditions", args=[slug, number]) if number > 1 else reverse("program", args=[slug])


def missing(request: HttpRequest, model: type[Publishable], slug: str, now: datetime) -> HttpResponse:
    """On to the page that has moved or taken its place, or to a translation that the address asks for.

    410 where the page was public once; else 404.
    """
    fate = fate_of(model.kind(), slug, now)
    if fate.leads_to:
        return HttpResponsePermanentRedirect(address_of(fate.leads_to.kind, fate.leads_to.slug, fate.leads_to.language))
    if translation := translation_of_ended(model.kind(), slug, get_language() or "", now):
        return HttpResponseRedirect(address_of(translation.kind, translation.slug, translation.language))
    if fate.was_public:
        return render(request, "410.html", {"query": slug.replace("-", " ")}, status=410)
    raise Http404
