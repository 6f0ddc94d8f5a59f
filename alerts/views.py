"""Public pages of alerts."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alerts.checker.answer import check
from alerts.choosing import PAST_ON_A_PAGE, Choice
from alerts.models import AlertUpdate, Kind, RecallAlert, as_seen, public_alerts
from alerts.sent import read_sent
from publishing import clock
from publishing.public import permissions_policy, public, public_form, public_with


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


@public_form
def alert(request: HttpRequest, slug: str) -> HttpResponse:
    """One alert. Its form sends a number to this address, and the page comes back with the answer."""
    now = clock.now()
    found = as_seen(public_alerts().begun(now).filter(slug=slug), now)
    if not found:
        raise Http404
    shown = found[0]
    has_checker = _can_be_checked(shown) and bool(shown.package_list)
    context = {
        "alert": shown,
        "address": settings.SITE_URL + reverse("alert", args=[slug]),
        "updates": list(AlertUpdate.objects.for_readers(now).filter(alert=shown.pk)),
        "phone": shown.phone or settings.HOSPITAL_PHONE,
        "can_be_checked": _can_be_checked(shown),
    }
    if request.method == "POST" and has_checker:
        sent = read_sent(request)
        answer = check(sent.number, shown.package_list, is_confirmed=sent.is_confirmed)
        dated = [package for package in shown.package_list if package.use_by]
        context |= {"number": answer.typed.text, "answer": answer, "dated": dated}
    response = render(request, "alerts/alert.html", context)
    response.headers["Permissions-Policy"] = permissions_policy(has_camera=has_checker)
    return response


def _can_be_checked(alert: RecallAlert) -> bool:
    return alert.withdrawn_at is None and alert.kind == Kind.RECALL
