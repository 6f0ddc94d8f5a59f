"""Post and end alerts one after another, and print when each was acknowledged: `post|end SLUG SECONDS`.

With a third argument it begins when a line comes in, so that its own start falls outside what is measured.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from alerts.models import RecallAlert  # noqa: E402 - after the set-up


def post_and_end(count: int, pause: float) -> None:
    """So many alerts, each live for `pause` seconds and then away for as long."""
    for number in range(count):
        alert = RecallAlert.objects.create(
            slug=f"bench-{os.getpid()}-{number}", headline="There is a recall to measure."
        )
        alert.post(by=None)
        _tell("post", alert)
        time.sleep(pause)
        alert.end(by=None)
        _tell("end", alert)
        time.sleep(pause)


def _tell(what: str, alert: RecallAlert) -> None:
    sys.stdout.write(f"{what} {alert.slug} {time.time()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.stdin.readline()
    post_and_end(int(sys.argv[1]), float(sys.argv[2]))
