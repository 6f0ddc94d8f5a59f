"""Public pages of conditions and programs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from conditions.listing import by_letter
from conditions.models import Condition, Program
from conditions.page import ConditionPage, live_page
from conditions.structured_data import breadcrumbs, medical_web_page
from publishing import clock
from publishing.models import Publishable, Revision, Subject
from publishing.moves import address_of, fate_of
from publishing.public import public


@public
def condition_list(request: HttpRequest) -> HttpResponse:
    letters = by_letter(Revision.objects.live().of(Condition).order_by("title").values("slug", "title", "card"))
    return render(request, "conditions/condition_list.html", {"letters": letters})


@public
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    page = live_page(slug, now)
    if page is None:
        return missing(request, Condition, slug, now)
    return render(request, "conditions/condition.html", condition_context(page))


@public
def program_list(request: HttpRequest) -> HttpResponse:
    programs = Revision.objects.live().of(Program).order_by("title").values("slug", "title", "card")
    return render(request, "conditions/program_list.html", {"programs": programs})


@public
def program(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    page = Revision.objects.live(now).of(Program).filter(slug=slug).first()
    if page is None:
        return missing(request, Program, slug, now)
    return render(request, "conditions/program.html", program_context(page))


def condition_context(page: ConditionPage) -> dict[str, Any]:
    """What the condition template needs; the admin's preview shows the same page with a draft in it."""
    site = settings.SITE_URL
    address = site + reverse("condition", args=[page.slug])
    steps = [("Home", f"{site}/"), ("Conditions", site + reverse("condition_list")), (page.title, address)]
    data = [medical_web_page(page, address, settings.HOSPITAL_NAME), breadcrumbs(steps)]
    return {"page": page, "subject": page.subject, "address": address, "structured_data": data}


def program_context(page: Revision) -> dict[str, Any]:
    """What the program template needs; the admin's preview hands in a revision that was never stored."""
    live = Revision.objects.live().of(Condition)
    treated = live.filter(references__kind=Program.kind(), references__subject_id=page.subject_id)
    return {
        "page": page,
        "subject": Subject(page.kind, page.subject_id),
        "conditions": treated.order_by("title").values("slug", "title", "card"),
        "address": settings.SITE_URL + reverse("program", args=[page.slug]),
    }


def missing(request: HttpRequest, model: type[Publishable], slug: str, now: datetime) -> HttpResponse:
    """On to the page that has moved or taken its place; 410 where it was public once; else 404."""
    fate = fate_of(model.kind(), slug, now)
    if fate.leads_to:
        return HttpResponsePermanentRedirect(address_of(fate.leads_to.kind, fate.leads_to.slug))
    if fate.was_public:
        return render(request, "410.html", {"query": slug.replace("-", " ")}, status=410)
    raise Http404
