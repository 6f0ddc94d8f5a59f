"""`manage.py check_links`: whether the addresses of other sites that pages lead to still work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from conditions.problems.links import Manners, Result, ask_all, due, gather, keep


class Command(BaseCommand):
    help = (
        "Ask the external addresses of all conditions, those not asked for longest first, and keep what they answer. "
        "The rule on broken external links reads it: run check_content afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="pass over what was asked in these last days (7)")
        parser.add_argument("--most", type=int, default=2000, help="how many are asked at most (2000)")
        parser.add_argument("--timeout", type=float, default=10, help="seconds for which one may be silent (10)")
        parser.add_argument("--pause", type=float, default=1, help="seconds between two of the same host (1)")
        parser.add_argument(
            "--allow-private", action="store_true", help="ask addresses of private networks, too, which families lack"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        total = gather()
        urls = due(options["days"], options["most"])
        manners = Manners(options["timeout"], options["pause"], options["allow_private"])
        bar = tqdm(ask_all(urls, manners), desc="Asking", unit="link", total=len(urls), disable=len(urls) < 2)
        results = list(bar)
        if results and not any(result.status or result.is_certain for result in results):
            raise CommandError(
                f"None of {len(results)} addresses answered (the first: {results[0].fault}). "
                "Is there a network? Nothing was written down."
            )
        for result in results:
            keep(result)
        self._tell(total, results)

    def _tell(self, total: int, results: list[Result]) -> None:
        failed = [result for result in results if result.fault]
        for result in failed:
            self.stdout.write(f"{result.url}: {result.fault}")
        self.stdout.write(f"{total} external links; {len(results)} asked now, {len(failed)} of them failed.")
