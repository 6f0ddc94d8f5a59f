"""Changes a served site when told by lines on standard input, and repeats each line when it is done."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up

from alerts.models import RecallAlert  # noqa: E402
from tests.factories import live_alert, live_condition  # noqa: E402


def do(what: str, slug: str) -> None:
    if what == "condition":
        live_condition(slug=slug, title=slug.title(), introduction="<p>A page to keep in memory.</p>" * 20)
    elif what == "post":
        live_alert(slug=slug)
    elif what == "end":
        RecallAlert.objects.get(slug=slug).end(by=None)
    else:
        raise ValueError(what)


if __name__ == "__main__":
    for line in sys.stdin:
        do(*line.split())
        connection.close()  # The database may be away before the next line.
        sys.stdout.write(line)
        sys.stdout.flush()
