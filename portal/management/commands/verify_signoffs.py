"""`manage.py verify_signoffs`: compare every live page with what clinicians signed. Run it once a night."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import roles
from portal.signed_pages import Difference, Verdict, verify_signed_pages


class Command(BaseCommand):
    help = (
        "Render every live page as families receive it, derive the digest of each part from that HTML and compare it "
        "with the sign-offs. Ends with 1, and writes to the site managers, where something differs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_signed_pages()
        self.stdout.write(_summary(verdict))
        for difference in verdict.differences:
            self.stderr.write(str(difference))
        if verdict.differences:
            told = _tell(verdict.differences)
            raise CommandError(
                _("Families do not read what was signed.")
                + ("" if told else " " + _("Nobody to write to: give the site managers an e-mail address."))
            )


def _summary(verdict: Verdict) -> str:
    checked = ngettext("%(count)s live page was checked.", "%(count)s live pages were checked.", verdict.checked)
    unsigned = ngettext(
        "%(count)s of them names no reviewer, and was compared with its published text.",
        "%(count)s of them name no reviewer, and were compared with their published text.",
        verdict.unsigned,
    )
    lines = [checked % {"count": verdict.checked}]
    return " ".join(lines + ([unsigned % {"count": verdict.unsigned}] if verdict.unsigned else []))


def _tell(differences: list[Difference]) -> bool:
    """Write to the site managers; false where none has an address."""
    people = User.objects.filter(is_active=True, groups__name=roles.SITE_MANAGERS).exclude(email="")
    to = list(people.order_by("email").values_list("email", flat=True).distinct())
    if not to:
        return False
    text = _("These parts of live pages at %(site)s are not what a clinician signed:") % {"site": settings.SITE_URL}
    what_next = _("Compare each page with its last sign-off in the admin. Retire the page where you are not sure.")
    send_mail(
        _("Live pages differ from what was signed"),
        "\n\n".join([text, *(str(difference) for difference in differences), what_next]),
        None,
        to,
    )
    return True
