"""E-mail to whoever has the next step, through Django's mail backend, once the step is safely stored."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.models import Publishable

logger = logging.getLogger(__name__)


def tell(people: Iterable[User | None], title: str, lines: Iterable[str], *, about: Publishable) -> None:
    """Write to the active ones who have an address, after the present transaction.

    Mail that cannot be sent is logged and undoes nothing: the step is on the recipient's own page as well.
    """
    addresses = sorted({person.email for person in people if person and person.is_active and person.email})
    if not addresses:
        return
    meta = about._meta
    link = settings.SITE_URL + reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[about.pk])
    text = "\n\n".join([*(line for line in lines if line), link, _("You get this because the next step is yours.")])
    transaction.on_commit(lambda: _send(title, text, addresses))


def who_may(action: str, model: type[Publishable]) -> list[User]:
    """The active people whose role lets them take a step with things of this kind."""
    permission = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    backend = "django.contrib.auth.backends.ModelBackend"
    return list(User.objects.with_perm(permission, backend=backend, include_superusers=False).order_by("username"))


def _send(title: str, text: str, addresses: list[str]) -> None:
    for address in addresses:
        try:
            send_mail(title, text, None, [address])
        except OSError as error:  # smtplib's errors are among these.
            logger.warning("A mail about “%s” could not be sent: %s", title, error)
