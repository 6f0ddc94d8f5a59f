"""How many queries a page takes: in a process that has nothing in memory, and after that."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

PAGES = ("/conditions/asthma/", "/", "/conditions/", "/programs/", "/programs/asthma-program/", "/alerts/")


def report() -> None:
    client = Client(headers={"host": "127.0.0.1"})
    lines = ["## Queries of a page (page cache off)\n", "| page | first of all | after that |", "| --- | --- | --- |"]
    for page in PAGES:
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
        lines.append(f"| {page} | {counts[0]} | {counts[1]} |")
    sys.stdout.write("\n".join(lines) + "\n\n")


if __name__ == "__main__":
    report()
