"""`manage.py fetch_recalls`: recent reports of openFDA and FDA's recall postings, where there is a network."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alerts.management.reporting import take_in
from alerts.openfda.fetching import PRODUCTS, fetch_postings, fetch_reports
from alerts.openfda.remarks import Unreadable
from publishing import clock

POSTINGS = "postings"


class Command(BaseCommand):
    help = "Fetch recent recall reports from openFDA and FDA's postings feed into draft alerts. Nothing becomes public."

    def add_arguments(self, parser: CommandParser) -> None:
        choices = [*PRODUCTS, POSTINGS]
        parser.add_argument("--only", action="append", choices=choices, help="this source; may be given several times")
        parser.add_argument("--days", type=int, default=45, help="reports of so many days (45, unless told)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= 3660:
            raise CommandError("--days is a number from 1 to 3660. Nothing was fetched.")
        last = clock.today()
        first = last - timedelta(days=options["days"])
        sources: dict[str, Callable[[], list[Any]]] = {
            **{product: partial(fetch_reports, product, first, last) for product in PRODUCTS},
            POSTINGS: fetch_postings,
        }
        chosen = options["only"] or list(sources)
        failed = [name for name in chosen if not self._take(name, sources[name], dry_run=options["dry_run"])]
        if failed:
            raise CommandError(f"Not everything was taken in; see the messages about {', '.join(failed)}.")

    def _take(self, name: str, fetch: Callable[[], list[Any]], *, dry_run: bool) -> bool:
        try:
            values = fetch()
        except Unreadable as error:
            self.stderr.write(f"{name}: {error}")
            return False
        return take_in(name, values, dry_run=dry_run, out=self.stdout, err=self.stderr)
