"""`manage.py rebuild_index`: fill the index of search and lists anew; the site goes on meanwhile."""

from typing import Any

from django.core.management.base import BaseCommand

from publishing.index.writing import rebuild


class Command(BaseCommand):
    help = "Fill the index of search and of the lists anew, from what is live or will be."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        self.stdout.write(f"{count} pages can be found.")
