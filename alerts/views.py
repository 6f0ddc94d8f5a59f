"""Public pages of alerts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from alerts.lots import LONGEST_NUMBER, is_mine
from alerts.models import Kind, RecallAlert
from publishing import clock
from publishing.public import public, public_with


@public
def alert_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {
        "current": RecallAlert.objects.live(now).most_serious_first(),
        "past": RecallAlert.objects.over(now).order_by("-starts_at")[:100],
    }
    return render(request, "alerts/alert_list.html", context)


@public
def banner(request: HttpRequest) -> HttpResponse:
    """All live alerts with the pages they are for: an open page picks its own, so that nobody is told which it is."""
    alerts = list(RecallAlert.objects.live().for_banner())
    places = RecallAlert.objects.places(alerts)
    lines = [(alert, "all" if alert.is_everywhere else " ".join(places[alert.pk])) for alert in alerts]
    return render(request, "alerts/banner.html", {"lines": lines})


@public_with("number")
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = get_object_or_404(RecallAlert.objects.begun(now).with_state(now), slug=slug)
    number = " ".join(request.GET.get("number", "").replace("\x00", "").split())
    address = settings.SITE_URL + reverse("alert", args=[slug])
    context = {"alert": found, "address": address, "updates": list(found.updates.for_readers())}
    if not number or not _can_be_checked(found):
        return render(request, "alerts/alert.html", context)
    context |= {"number": number[:LONGEST_NUMBER], "answer": is_mine(number, found.numbers)}
    response = render(request, "alerts/alert.html", context)
    # What one family typed is for them alone: kept neither by the page cache nor by their browser.
    response["Cache-Control"] = "no-store"
    return response


def _can_be_checked(alert: RecallAlert) -> bool:
    return alert.withdrawn_at is None and alert.kind == Kind.RECALL
