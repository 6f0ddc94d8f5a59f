"""Post and end alerts one after another, and print when each step began and was done: `post|end SLUG BEGUN DONE`.

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
        for step in (alert.post, alert.end):
            began = time.time()
            step(by=None)
            sys.stdout.write(f"{step.__name__} {alert.slug} {began} {time.time()}\n")
            sys.stdout.flush()
            time.sleep(pause)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.stdin.readline()
    post_and_end(int(sys.argv[1]), float(sys.argv[2]))
