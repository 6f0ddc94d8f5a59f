"""Public pages of alerts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alerts.models import AlertVersion, as_seen
from publishing import clock
from publishing.public import public


@public
def alert_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    versions = AlertVersion.objects.standing(now)
    context = {
        "current": as_seen(versions.live(now).most_serious_first(), now),
        "past": as_seen(versions.over(now).order_by("-starts_at", "-pk")[:100], now),
    }
    return render(request, "alerts/alert_list.html", context)


@public
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = as_seen(AlertVersion.objects.standing(now).begun(now).filter(slug=slug), now)
    if not found:
        raise Http404
    context = {"alert": found[0], "address": settings.SITE_URL + reverse("alert", args=[slug])}
    return render(request, "alerts/alert.html", context)
