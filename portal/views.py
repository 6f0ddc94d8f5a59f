"""Pages that belong to no one app: home, search, and what machines ask."""

import sys

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from alerts.models import Kind
from conditions.listing import live_letters
from conditions.lists import live_lists
from conditions.models import Condition, Program
from conditions.ways import AGE, AREA
from portal.context import hospital
from portal.searching.alerts import alerts_naming
from portal.searching.pages import find, suggest
from portal.searching.typed import MOST_CHARACTERS
from publishing import clock
from publishing.index.reading import index_of_now
from publishing.kept import kept_page
from publishing.models import Revision, SiteVersion
from publishing.public import public, public_with

ON_HOME = 12  # Conditions and programs each.


@public
def home(request: HttpRequest) -> HttpResponse:
    now, site_version = clock.now(), SiteVersion.current()
    letters = live_letters.at(now, site_version).letters
    listed = live_lists.at(now, site_version)
    found = [(way, [one for one in listed if one.way == way]) for way in (AREA, AGE)]
    ways = [(way, reverse(f"{way.key}_list"), ones) for way, ones in found if ones]
    live = Revision.objects.live(now).spoken().from_a_to_z()
    conditions, programs = (
        list(live.of(model).values("slug", "title", "card")[:ON_HOME]) for model in (Condition, Program)
    )
    return kept_page(
        request,
        "home.html",
        (letters, conditions, programs, ways),
        lambda: {"letters": letters, "conditions": conditions, "programs": programs, "ways": ways},
        site_version=site_version,
    )


@public_with("q")
def search(request: HttpRequest) -> HttpResponse:
    query = _query(request)
    if not query:
        return render(request, "search.html")
    answer = find(query, index_of_now())
    context = {"query": query, "answer": answer, "alerts": alerts_naming(query)}
    response = render(request, "search.html", context)
    # What somebody asked for is for them alone: kept neither by a cache nor by their browser.
    response["Cache-Control"] = "no-store"
    return response


@public_with("q")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Names of live pages that begin as what was typed, for the list under the search box."""
    query = _query(request)
    said = [(alert, alert.spoken.headline) for alert in alerts_naming(query).live]
    found = [
        {
            "name": headline.text,
            "label": Kind(alert.kind).label,
            "url": reverse("alert", args=[alert.slug]),
            "language": headline.language,
        }
        for alert, headline in said
    ]
    pages = suggest(query, index_of_now()) if query else []
    found += [{"name": page.title, "label": page.label, "url": page.url, "language": page.language} for page in pages]
    return JsonResponse({"found": found}, headers={"Cache-Control": "no-store"})


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MOST_CHARACTERS]


@public
def robots(request: HttpRequest) -> HttpResponse:
    address = settings.SITE_URL + reverse("sitemap")
    return HttpResponse(
        f"User-agent: *\nDisallow: /admin/\nDisallow: /search/*?\nDisallow: /*/search/*?\n\nSitemap: {address}\n",
        "text/plain",
    )


@public
def llms(request: HttpRequest) -> HttpResponse:
    """What programs that read for people are told of the site, as llmstxt.org proposes it."""
    return render(request, "llms.txt", content_type="text/plain; charset=utf-8")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What people who see, hear, move or read differently can count on, and whom to tell where it fails."""
    return render(request, "accessibility.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 page, whatever the method; it carries the live alerts like every other."""
    response = render(request, "404.html", status=404)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with the emergency numbers where the database is away, else the plain 500 page."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable()
    return HttpResponseServerError(loader.render_to_string("500.html"))


def unavailable() -> HttpResponse:
    """What a family sees when a page can neither be made nor found in memory."""
    page = loader.render_to_string("503.html", hospital())
    return HttpResponse(page, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve, and how each thing it depends on is: 200 or 503."""
    parts = {"database": _database(), "cache": _cache()}
    is_ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"ready": is_ready} | parts, status=200 if is_ready else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"unreachable ({type(error).__name__})"
    return f"{len(pending)} migrations are not applied" if pending else "ok"


def _cache() -> str:
    try:
        cache.set("readyz", "ok", 10)
    except (RedisError, OSError) as error:
        return f"unreachable ({type(error).__name__})"
    return "ok"
