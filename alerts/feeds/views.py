"""Where alerts go besides the pages: feeds, CAP, kiosks and signage."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from alerts.feeds.atom import atom_feed
from alerts.feeds.cap import cap_message
from alerts.feeds.item import feed_items, item_of, with_news
from alerts.feeds.json_feed import current, json_feed
from alerts.feeds.signage import sign
from alerts.models import as_seen, public_alerts, with_packages
from alerts.plain import plain_data
from publishing import clock
from publishing.public import public, readable_anywhere


@readable_anywhere
@public
def atom(request: HttpRequest) -> HttpResponse:
    return HttpResponse(atom_feed(feed_items(clock.now())), content_type="application/atom+xml; charset=utf-8")


@readable_anywhere
@public
def feed_json(request: HttpRequest) -> HttpResponse:
    return _json(json_feed(feed_items(clock.now())), "application/feed+json; charset=utf-8")


@readable_anywhere
@public
def cap(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    found = with_news(as_seen(public_alerts().begun(now).filter(slug=slug), now), now)
    if not found:
        raise Http404
    return HttpResponse(cap_message(item_of(found[0], now)), content_type="application/cap+xml; charset=utf-8")


@readable_anywhere
@public
def current_json(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    alerts = with_packages(as_seen(public_alerts().live(now).most_serious_first(), now))
    return _json(current(alerts, now), "application/json")


@public
def current_txt(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    text = sign(as_seen(public_alerts().live(now).most_serious_first(), now))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _json(data: dict[str, Any], content_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(plain_data(data), ensure_ascii=False, indent=1), content_type=content_type)
