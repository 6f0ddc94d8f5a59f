"""What search engines are told of: every live page."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alerts.models import RecallAlert, as_seen, public_alerts
from conditions.lists import Listed, lists
from conditions.models import Condition, Program
from conditions.ways import WAYS
from publishing import clock
from publishing.languages import speaking
from publishing.models import Publishable, Revision
from publishing.public import public


class _SiteSitemap(Sitemap):  # type: ignore[type-arg]
    limit = 1000  # Addresses in one file.
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Pages(_SiteSitemap):
    """The home page and what leads on from it, in each language."""

    def items(self) -> list[tuple[str, str]]:
        names = ("home", "condition_list", "program_list", "glossary", "alert_list", "accessibility")
        return [
            (code, name) for code, _name in settings.LANGUAGES for name in (*names, *(f"{key}_list" for key in WAYS))
        ]

    def location(self, item: tuple[str, str]) -> str:
        language, name = item
        with speaking(language):
            return reverse(name)


class Live(_SiteSitemap):
    """The live pages of one model, each in its language."""

    def __init__(self, model: type[Publishable]) -> None:
        self.model = model

    def items(self) -> Iterable[Mapping[str, Any]]:
        return (
            Revision.objects.live()
            .of(self.model)
            .order_by("language", "sort_key", "id")
            .values("slug", "language", "live_from")
        )

    def location(self, item: Mapping[str, Any]) -> str:
        return self.model.address_of(item["slug"], item["language"])

    def lastmod(self, item: Mapping[str, Any]) -> datetime:
        moment: datetime = item["live_from"]
        return moment


class Alerts(_SiteSitemap):
    def items(self) -> Iterable[RecallAlert]:
        return as_seen(public_alerts().begun().order_by("-starts_at", "-pk"))

    def location(self, item: RecallAlert) -> str:
        return reverse("alert", args=[item.slug])

    def lastmod(self, item: RecallAlert) -> datetime:
        return item.changed_at


class Lists(_SiteSitemap):
    """The lists that live pages stand in."""

    def items(self) -> list[Listed]:
        return lists(clock.now(), *WAYS.values())

    def location(self, item: Listed) -> str:
        return item.url


SITEMAPS: dict[str, _SiteSitemap] = {
    "lists": Lists(),
    "pages": Pages(),
    "conditions": Live(Condition),
    "programs": Live(Program),
    "alerts": Alerts(),
}


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses in one file, or the files in which they are where these are several."""
    files = {name: part.paginator.num_pages for name, part in SITEMAPS.items()}
    if max(files.values()) == 1:
        return views.sitemap(request, {**SITEMAPS})
    found = [_file(name, number + 1) for name, count in files.items() for number in range(count)]
    return render(request, "sitemap_index.xml", {"sitemaps": found}, content_type="application/xml")


def _file(name: str, number: int) -> dict[str, str]:
    address = settings.SITE_URL + reverse("sitemap_part", args=[name])
    return {"location": f"{address}?p={number}" if number > 1 else address}
