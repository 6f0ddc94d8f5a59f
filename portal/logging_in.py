"""Logging in, with a growing wait after wrong passwords for one account from one address.

The wait is kept in the database, so all processes and nodes share it. It never locks an account: whoever guesses
from one address keeps nobody out who logs in from another.
"""

from __future__ import annotations

import logging
import math
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import FailedLogin
from publishing import clock
from publishing.models import AuditEntry

FORGOTTEN_AFTER = timedelta(days=1)
_NETWORK = 64  # Bits: the part of an IPv6 address that its holder cannot choose.

logger = logging.getLogger(__name__)


class LoginForm(AdminAuthenticationForm):
    """The admin's form. A try is counted before its password is checked, so tries at the same time count as well."""

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or self.request is None:
            return super().clean()
        key = key_of(name, address_of(self.request))
        if seconds := count_try(key, clock.now()):
            raise ValidationError(_wait_sentence(seconds), code="wait")
        try:
            cleaned = super().clean()
        except ValidationError:
            record_failure(name, key)
            raise
        FailedLogin.objects.filter(key=key).delete()
        return cleaned


def address_of(request: HttpRequest) -> str:
    """Client address, from the hospital's own proxy where there is one; for IPv6 the network alone."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    try:
        address = ip_address(told or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, _NETWORK), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def key_of(name: str, address: str) -> str:
    return salted_hmac("portal.logging_in", f"{name.casefold()}\n{address}", algorithm="sha256").hexdigest()


def wait_after(failures: int) -> float:
    """Seconds until the next try after so many wrong passwords in a row."""
    if failures < settings.LOGIN_TRIES:
        return 0.0
    return float(min(2 ** min(failures - settings.LOGIN_TRIES, 30), settings.LONGEST_LOGIN_WAIT))


def count_try(key: str, now: datetime) -> int:
    """Count one more try as failed until it succeeds; or the whole seconds left to wait, and nothing is counted."""
    # Whoever has to wait takes no lock: guessing holds up nobody who writes.
    known = FailedLogin.objects.filter(key=key).first()
    if known and (left := _left(known, now)):
        return left
    with transaction.atomic():
        row, _is_new = FailedLogin.objects.select_for_update().get_or_create(key=key, defaults={"last_at": now})
        if left := _left(row, now):
            return left
        is_old = row.last_at < now - FORGOTTEN_AFTER
        row.failures, row.last_at = (1 if is_old else row.failures + 1), now
        row.save()
    return 0


def record_failure(name: str, key: str) -> None:
    """Once for each row of wrong passwords that has to wait: a line in the log and an audit entry.

    Only for accounts that there are: what strangers make up is in neither.
    """
    FailedLogin.objects.filter(last_at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    tries = FailedLogin.objects.filter(key=key).values_list("failures", flat=True).first()
    account = User.objects.filter(username=name).first() if tries == settings.LOGIN_TRIES else None
    if account is None:
        return
    reason = ngettext("%(count)s wrong password in a row", "%(count)s wrong passwords in a row", tries or 0)
    logger.warning("Wrong passwords for the account %r: %d in a row. Further tries have to wait.", name, tries)
    AuditEntry.objects.create(
        actor_name=_("not logged in"), action="slow_login", kind=User._meta.label_lower, subject_id=account.pk,
        subject_title=account.get_username(), reason=reason % {"count": tries},
    )  # fmt: skip


def _left(row: FailedLogin, now: datetime) -> int:
    """Whole seconds; zero for a clock that was set back by more than the longest wait."""
    left = (row.last_at - now).total_seconds() + wait_after(row.failures)
    return math.ceil(left) if 0 < left <= settings.LONGEST_LOGIN_WAIT else 0


def _wait_sentence(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes > 1:
        wait = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    else:
        wait = ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    return _("Too many wrong passwords. Wait %(wait)s, then try again.") % {"wait": wait}
