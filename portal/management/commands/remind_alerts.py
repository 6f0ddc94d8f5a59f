"""Write to people about live alerts that somebody should have looked at again. Meant to run each quarter of an hour."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import RecallAlert
from portal import roles
from publishing import clock

AGAIN_AFTER = timedelta(hours=24)
"""Between two reminders of one alert; from the second on, the site managers get them too."""


class Command(BaseCommand):
    help = "Writes to communications, and a day later to the site managers too, about each alert that is overdue."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        due = Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - AGAIN_AFTER)
        alerts = list(RecallAlert.objects.overdue(now).filter(due).most_serious_first())
        unheard = [alert for alert in alerts if not _remind(alert, now)]
        count = len(alerts) - len(unheard)
        self.stdout.write(ngettext("%(count)s reminder sent.", "%(count)s reminders sent.", count) % {"count": count})
        if unheard:
            names = ", ".join(f"“{alert}”" for alert in unheard)
            raise CommandError(
                _("Nobody to write to about %(names)s: give the people of communications an e-mail address.")
                % {"names": names}
            )


def _remind(alert: RecallAlert, now: datetime) -> bool:
    """False where nobody who should be told has an address."""
    is_escalated = alert.review_due_at is not None and now - alert.review_due_at >= AGAIN_AFTER
    to = _addresses([roles.COMMUNICATIONS, roles.SITE_MANAGERS] if is_escalated else [roles.COMMUNICATIONS])
    if not to:
        return False
    send_mail(_("Please look at it again: %(alert)s") % {"alert": alert}, _text(alert), None, to)
    RecallAlert.objects.filter(pk=alert.pk).update(reminded_at=now)
    return True


def _addresses(groups: Iterable[str]) -> list[str]:
    people = User.objects.filter(is_active=True, groups__name__in=groups).exclude(email="")
    return list(people.order_by("email").values_list("email", flat=True).distinct())


def _text(alert: RecallAlert) -> str:
    return _(
        "“%(alert)s” is on the public site. Somebody should have looked at it again by %(due)s.\n\n"
        "%(end)s Look whether it still holds, then extend it, correct it or end it:\n"
        "%(address)s\n"
    ) % {
        "alert": alert,
        "due": _moment(alert.review_due_at),
        "end": _("It ends by itself on %(moment)s.") % {"moment": _moment(alert.ends_at)}
        if alert.ends_at
        else _("It stays up until somebody ends it."),
        "address": settings.SITE_URL + reverse("admin:alerts_recallalert_change", args=[alert.pk]),
    }


def _moment(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
