"""`manage.py replay`: a public page as the public saw it at a moment."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from portal.replay import NotReplayable, about, moment, replay


class Command(BaseCommand):
    help = (
        "Print a public page as the public saw it at a moment, alerts included, from revisions and the histories of "
        "alerts alone. It is shown with today's design."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="the page's address: /conditions/asthma/")
        parser.add_argument("when", help="the moment, in the hospital's time zone: 2026-03-03T14:05")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write the page to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = moment(options["when"])
            answer = replay(options["path"], at)
        except NotReplayable as reason:
            raise CommandError(str(reason)) from None
        to = f", to {answer.location}" if answer.location else ""
        self.stderr.write(f"{options['path']} at {localtime(at).isoformat()}: {answer.status}{to}")
        if note := about(at):
            self.stderr.write(note)
        if options["out"]:
            options["out"].write_bytes(answer.body)
        else:
            self.stdout.write(answer.text)
