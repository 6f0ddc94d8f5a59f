"""Public pages of conditions and programs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conditions.listing import by_letter
from conditions.lists import lists, name_of, pages_in
from conditions.models import Condition, Program
from conditions.page import Card, ConditionPage, draft_page, page_from
from conditions.structured_data import breadcrumbs, medical_web_page
from conditions.ways import Way
from publishing import clock
from publishing.kept import kept_page
from publishing.languages import speaking
from publishing.models import PreviewLink, Publishable, Revision, Subject
from publishing.moves import address_of, fate_of
from publishing.pages import live_page_and_mentioned
from publishing.public import public
from publishing.review_line import review_line
from publishing.translating import behind


@public
def condition_list(request: HttpRequest) -> HttpResponse:
    rows = Revision.objects.live().of(Condition).in_language(get_language() or "").order_by("title")
    letters = by_letter(rows.values("slug", "title", "card"))
    return render(request, "conditions/condition_list.html", {"letters": letters})


@public
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = live_page_and_mentioned(Condition, slug, now)
    if found is None:
        return missing(request, Condition, slug, now)
    if found.page.language != get_language():
        page = page_from(found)
        if elsewhere := elsewhere_in(request, page.language, page.addresses):
            return HttpResponseRedirect(elsewhere)
    return kept_page(
        request,
        "conditions/condition.html",
        found.rows,
        lambda: condition_context(page_from(found)),
        site_version=found.site_version,
    )


@public
def program_list(request: HttpRequest) -> HttpResponse:
    rows = Revision.objects.live().of(Program).in_language(get_language() or "").order_by("title")
    programs = rows.values("slug", "title", "card")
    return render(request, "conditions/program_list.html", {"programs": programs})


@public
def program(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    page = Revision.objects.live(now).of(Program).filter(slug=slug).first()
    if page is None:
        return missing(request, Program, slug, now)
    context = program_context(page)
    if elsewhere := elsewhere_in(request, page.language, context["addresses"]):
        return HttpResponseRedirect(elsewhere)
    return render(request, "conditions/program.html", context)


def elsewhere_in(request: HttpRequest, language: str, addresses: dict[str, str]) -> str:
    """Where a page is in the language that its address asks for, or else in its own; empty where that is here."""
    address = addresses.get(get_language() or "", addresses[language])
    return address if address != request.path else ""


@public
def way_list(request: HttpRequest, way: Way) -> HttpResponse:
    return render(request, "conditions/way_list.html", {"way": way, "lists": lists(clock.now(), way)})


@public
def way_pages(request: HttpRequest, way: Way, slug: str) -> HttpResponse:
    now = clock.now()
    name = name_of(way, slug, now)
    if not name:
        raise Http404
    pages = list(pages_in(way, slug, now).values("kind", "slug", "title", "card"))
    context = {
        "way": way,
        "name": name,
        "list_url": reverse(f"{way.key}_list"),
        "conditions": [page for page in pages if page["kind"] == Condition.kind()],
        "programs": [page for page in pages if page["kind"] == Program.kind()],
    }
    return render(request, "conditions/way_pages.html", context)


@require_safe
@never_cache
def shared_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The draft that a preview link leads to, for somebody without an account."""
    link = PreviewLink.of_token(token)
    if link is None:
        raise Http404
    if link.kind == Condition.kind():
        context = condition_context(draft_page(get_object_or_404(Condition, pk=link.subject_id)))
        template = "conditions/condition.html"
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
        "subject": page.subject,
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
    live = Revision.objects.live().of(Condition).in_language(page.language)
    treated = live.filter(
        references__kind=Program.kind(),
        references__subject_id__in=[page.subject_id, page.original_id or page.subject_id],
    )
    others = [Card.of(row) for row in Revision.objects.live().translations_of(page)]
    original = next((card for card in others if card.pk == page.original_id), None)
    addresses = {card.language: card.address for card in (Card.of(page), *others)}
    return {
        "page": page,
        "subject": Subject(page.kind, page.subject_id),
        "language": page.language,
        "addresses": addresses,
        "original": original,
        "behind_since": max(behind(page.content, original.facts).values(), default=None) if original else None,
        "review": review_line(page.content),
        "conditions": treated.distinct().order_by("title").values("slug", "title", "card"),
        "address": settings.SITE_URL + addresses[page.language],
    }


def missing(request: HttpRequest, model: type[Publishable], slug: str, now: datetime) -> HttpResponse:
    """On to the page that has moved or taken its place; 410 where it was public once; else 404."""
    fate = fate_of(model.kind(), slug, now)
    if fate.leads_to:
        return HttpResponsePermanentRedirect(address_of(fate.leads_to.kind, fate.leads_to.slug, fate.leads_to.language))
    if fate.was_public:
        return render(request, "410.html", {"query": slug.replace("-", " ")}, status=410)
    raise Http404
