"""Public pages of conditions and programs."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conditions.listing import by_letter
from conditions.models import Condition, Program
from conditions.page import ConditionPage, live_page
from conditions.structured_data import breadcrumbs, medical_web_page
from publishing.models import Publishable, Revision, Subject
from publishing.public import public
from publishing.review_line import review_line


@public
def condition_list(request: HttpRequest) -> HttpResponse:
    letters = by_letter(Revision.objects.live().of(Condition).order_by("title").values("slug", "title", "card"))
    return render(request, "conditions/condition_list.html", {"letters": letters})


@public
def condition(request: HttpRequest, slug: str) -> HttpResponse:
    page = live_page(slug)
    if page is None:
        return missing(request, Condition, slug)
    return render(request, "conditions/condition.html", condition_context(page))


@public
def program_list(request: HttpRequest) -> HttpResponse:
    programs = Revision.objects.live().of(Program).order_by("title").values("slug", "title", "card")
    return render(request, "conditions/program_list.html", {"programs": programs})


@public
def program(request: HttpRequest, slug: str) -> HttpResponse:
    page = Revision.objects.live().of(Program).filter(slug=slug).first()
    if page is None:
        return missing(request, Program, slug)
    return render(request, "conditions/program.html", program_context(page))


def condition_context(page: ConditionPage) -> dict[str, Any]:
    """What the condition template needs; the admin's preview shows the same page with a draft in it."""
    site = settings.SITE_URL
    address = site + reverse("condition", args=[page.slug])
    steps = [("Home", f"{site}/"), ("Conditions", site + reverse("condition_list")), (page.title, address)]
    data = [medical_web_page(page, address, settings.HOSPITAL_NAME), breadcrumbs(steps)]
    return {"page": page, "subject": page.subject, "review": page.review, "address": address, "structured_data": data}


def program_context(page: Revision) -> dict[str, Any]:
    """What the program template needs; the admin's preview hands in a revision that was never stored."""
    live = Revision.objects.live().of(Condition)
    treated = live.filter(references__kind=Program.kind(), references__subject_id=page.subject_id)
    return {
        "page": page,
        "subject": Subject(page.kind, page.subject_id),
        "review": review_line(page.content),
        "conditions": treated.order_by("title").values("slug", "title", "card"),
        "address": settings.SITE_URL + reverse("program", args=[page.slug]),
    }


def missing(request: HttpRequest, model: type[Publishable], slug: str) -> HttpResponse:
    """410 for a page that was public once, else 404."""
    if Revision.objects.of(model).filter(slug=slug, live_until__isnull=False).exists():
        return render(request, "410.html", status=410)
    raise Http404
