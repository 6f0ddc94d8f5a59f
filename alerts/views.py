"""Public pages of alerts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from alerts.choosing import Choice
from alerts.models import RecallAlert
from publishing import clock
from publishing.public import public, public_with


@public_with("product", "class")
def alert_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    choice = Choice.of(request.GET)
    context = {
        "choice": choice,
        "current": choice.of_alerts(RecallAlert.objects.live(now)).most_serious_first(),
        "past": choice.of_alerts(RecallAlert.objects.over(now)).order_by("-starts_at")[:100],
    }
    return render(request, "alerts/alert_list.html", context)


@public
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = get_object_or_404(RecallAlert.objects.begun(now).with_state(now), slug=slug)
    context = {"alert": found, "address": settings.SITE_URL + reverse("alert", args=[slug])}
    return render(request, "alerts/alert.html", context)
