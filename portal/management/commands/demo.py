"""`manage.py demo`: fill an empty site with the demonstration hospital."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import demonstration


class Command(BaseCommand):
    help = "Load the demonstration hospital into an empty site and print its addresses and accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demonstration site, and the demonstration's accounts have a password that everybody "
                "knows. Nothing was changed. Set DEMO=1 to have it."
            )
        if demonstration.load():
            self.stdout.write("The demonstration hospital is loaded.")
        else:
            self.stdout.write("This site has pages already: they were left as they are.")
        self.stdout.write(_welcome())


def _welcome() -> str:
    accounts = "\n".join(f"  {name:<16}{role}" for name, role in demonstration.ACCOUNTS.items())
    return (
        f"\n  Public site   {settings.SITE_URL}/\n"
        f"  Admin         {settings.SITE_URL}/admin/\n\n"
        f"Accounts (password: {demonstration.PASSWORD})\n{accounts}\n"
    )
