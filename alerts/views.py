"""Public pages of alerts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alerts.choosing import PAST_ON_A_PAGE, Choice
from alerts.lots import LONGEST_NUMBER, Numbers, is_mine
from alerts.models import AlertUpdate, Kind, RecallAlert, as_seen, public_alerts
from alerts.packages import codes_of
from publishing import clock
from publishing.public import public, public_with


@public_with("product", "class", "page")
def alert_list(request: HttpRequest) -> HttpResponse:
    """What holds now, and what is over, page by page; a page that nothing is on is none."""
    now = clock.now()
    choice = Choice.of(request.GET)
    alerts = public_alerts()
    past = as_seen(choice.of_alerts(alerts.over(now)).order_by("-starts_at", "-pk")[choice.past], now)
    if choice.page > 1 and not past:
        raise Http404
    is_first = choice.page == 1
    context = {
        "choice": choice,
        "current": as_seen(choice.of_alerts(alerts.live(now)).most_serious_first(), now) if is_first else [],
        "past": past[:PAST_ON_A_PAGE],
        "has_older": len(past) > PAST_ON_A_PAGE,
    }
    return render(request, "alerts/alert_list.html", context)


@public
def banner(request: HttpRequest) -> HttpResponse:
    """All live alerts with the pages they are for: an open page picks its own, so that nobody is told which it is."""
    now = clock.now()
    known = public_alerts()
    alerts = as_seen(known.live(now).for_banner(), now)
    places = known.places(alerts)
    lines = [(alert, "all" if alert.is_everywhere else " ".join(places[alert.pk])) for alert in alerts]
    return render(request, "alerts/banner.html", {"lines": lines})


@public_with("number")
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = as_seen(public_alerts().begun(now).filter(slug=slug), now)
    if not found:
        raise Http404
    number = " ".join(request.GET.get("number", "").replace("\x00", "").split())
    address = settings.SITE_URL + reverse("alert", args=[slug])
    updates = list(AlertUpdate.objects.for_readers(now).filter(alert=found[0].pk))
    context = {"alert": found[0], "address": address, "updates": updates}
    if not number or not _can_be_checked(found[0]):
        return render(request, "alerts/alert.html", context)
    context |= {"number": number[:LONGEST_NUMBER], "answer": is_mine(number, _numbers_of(found[0]))}
    response = render(request, "alerts/alert.html", context)
    # What one family typed is for them alone: kept neither by the page cache nor by their browser.
    response["Cache-Control"] = "no-store"
    return response


def _numbers_of(alert: RecallAlert) -> Numbers:
    rows = alert.package_list
    is_complete = bool(rows) and all(row.is_list_complete for row in rows)
    return Numbers(codes_of(rows, "lots"), codes_of(rows, "ndcs"), is_complete)


def _can_be_checked(alert: RecallAlert) -> bool:
    return alert.withdrawn_at is None and alert.kind == Kind.RECALL
