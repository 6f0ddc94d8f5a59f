"""`manage.py import_recalls`: openFDA enforcement reports from files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alerts.management.reporting import take_in
from alerts.openfda.files import read_file
from alerts.openfda.reading import read_values
from alerts.openfda.remarks import Unreadable


class Command(BaseCommand):
    help = "Read openFDA enforcement reports (drug, device, food) into draft alerts. Nothing becomes public."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a JSON file as openFDA gives it")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(dict.fromkeys(options["files"]))
        failed = [file for file in files if not self._import(file, dry_run=options["dry_run"])]
        if failed:
            names = ", ".join(map(str, failed))
            raise CommandError(f"Not everything was imported; see the messages about {names}.")

    def _import(self, file: Path, *, dry_run: bool) -> bool:
        try:
            values = read_values(read_file(file))
        except Unreadable as error:
            self.stderr.write(f"{file}: {error}")
            return False
        return take_in(str(file), values, dry_run=dry_run, out=self.stdout, err=self.stderr)
