"""`manage.py review_reminders`: write to those whose pages are due for review. Run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from conditions.models import Condition, Program, Term
from publishing import reminders


class Command(BaseCommand):
    help = "Remind owners, then deputies, then site managers that a page's review is due; nobody of the same twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would be reminded, and write to nobody")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for model in (Condition, Program, Term):
            for found in list(reminders.due(model)):
                if options["dry_run"] or reminders.send(found):
                    count += 1
                    people = ", ".join(person.get_username() for person in found.people) or "nobody: no active account"
                    self.stdout.write(f"{found.page} (due {found.due_on}): {people}")
        self.stdout.write(f"{count} {'would be sent' if options['dry_run'] else 'sent'}.")
