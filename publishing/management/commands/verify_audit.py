"""`manage.py verify_audit`: whether the audit is as it was written."""

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from publishing.chain import verify
from publishing.models import AuditEntry


class Command(BaseCommand):
    help = (
        "Read the whole audit and check that no entry was changed, left out or put in. "
        "Write the printed digest down elsewhere: with --expect it shows later that nothing was cut off the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="DIGEST",
            help="a digest printed earlier, which must still be in the chain; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number, _digest = AuditEntry.objects.head()
        bar = partial(tqdm, total=number, desc="Checking", unit="entry", leave=False, disable=None)
        verdict = verify(options["expect"], watch=bar)
        if verdict.broken:
            raise CommandError(
                f"The audit is broken. {verdict.broken} {verdict.checked:,} entries before it are whole."
            )
        if verdict.missing:
            raise CommandError(
                f"{verdict.checked:,} entries follow from each other, but entries were cut off the end: "
                f"{', '.join(verdict.missing)} is not among them."
            )
        self.stdout.write(f"Unbroken: {verdict.checked:,} entries checked.")
        self.stdout.write(f"The last one's digest, to be kept elsewhere: {verdict.head or '(no entry yet)'}")
