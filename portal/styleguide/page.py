"""The staff page at `/styleguide/`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from portal.styleguide import samples
from portal.styleguide.tokens import PAIRS, colours, contrast, tokens
from publishing import clock

SIZES = ["gutter", "measure", "corner"]
ICONS = ["phone", "clock", "danger", "search"]


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Shown in the reader's own scheme, by the site's own templates and style sheet."""
    now = clock.now()
    recall = samples.recall(now)
    context = {
        **_tokens(),
        "page": samples.page(now),
        "notices": samples.notices(now),
        "recall": recall,
        "phone": recall.phone,
        "answers": samples.answers(recall),
        "alert": samples.notices(now)[0],
        "reviews": samples.reviews(localdate(now)),
        "letters": samples.letters(),
        "chosen": samples.letters()[1],
        "part": samples.part(),
        "changed_at": now,
        "icons": ICONS,
        "addresses": {},
    }
    response = render(request, "styleguide.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _tokens() -> dict[str, Any]:
    schemes = tokens()
    light, dark = schemes["light"], schemes["dark"]
    pairs = [(pair, [contrast(one[pair.front], one[pair.ground]) for one in schemes.values()]) for pair in PAIRS]
    return {
        "schemes": list(schemes),
        "colours": [(name, value, dark[name]) for name, value in colours(light).items()],
        "pairs": pairs,
        "sizes": [(name, light[name]) for name in SIZES],
        "fonts": [(name, light[name]) for name in ("text", "display")],
    }
