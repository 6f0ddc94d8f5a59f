"""What must be so before readers see an alert. Each of these raises `Refused` with what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from alerts.links import addresses_in, complaint_about
from alerts.models.choices import AlertState
from alerts.models.facts import WORDS
from alerts.openfda.drafting import TO_REWRITE
from publishing import clock
from publishing.workflow import Refused

if TYPE_CHECKING:
    from alerts.models.alert import RecallAlert

LINKING = (*WORDS, "source_url")
LOOK_AGAIN_AFTER = timedelta(days=7)
"""When somebody looks at an alert again, where nobody said when."""


def refuse_what_cannot_be_posted(alert: RecallAlert) -> None:
    if alert.posted_at:
        raise Refused(_("This alert is already posted."))
    if not alert.is_everywhere and not (alert.conditions.exists() or alert.programs.exists()):
        raise Refused(_("This alert would show nowhere. Choose conditions or programs, or tick “on every page”."))
    if TO_REWRITE in alert.headline + alert.what_happened:
        raise Refused(_("This alert still has words from the record. Say them for families first."))
    refuse_bad_links(alert, LINKING)


def same_headline(alert: RecallAlert, headline: str) -> RecallAlert | None:
    """Another alert that is live or scheduled with the same headline; case and spaces make no difference."""
    wanted = " ".join(headline.split())
    others: Any = type(alert).objects.posted().exclude(pk=alert.pk).filter(headline__iexact=wanted).with_state()
    found: RecallAlert | None = others.filter(state__in=[AlertState.LIVE, AlertState.SCHEDULED]).first()
    return found if wanted else None


def duplicate_text(other: RecallAlert) -> str:
    """The error message for a headline that is already on the site."""
    return _("An alert with this headline is on the site already: %(slug)s. Correct that one instead.") % {
        "slug": other.slug
    }


def refuse_duplicate(alert: RecallAlert) -> None:
    if not alert.is_exercise and (other := same_headline(alert, alert.headline)):
        raise Refused(duplicate_text(other))


def refuse_alone(by: User | None) -> None:
    """Where two persons release an alert, one alone may not make it public."""
    if settings.ALERT_TWO_PERSON_RELEASE and by is not None:
        raise Refused(_("Here a second person releases an alert. Ask for its release."))


def settle_correction(alert: RecallAlert, stored: RecallAlert) -> None:
    """Bring the times of a correction in order; `stored` is the alert as it was."""
    now = clock.now()
    alert.starts_at = alert.starts_at or alert.posted_at
    if alert.review_due_at != stored.review_due_at:
        alert.reminded_at = None
    if alert.ends_at != stored.ends_at:
        alert.ended_at = alert.ended_by = None
    if alert.ends_at is None or alert.ends_at > now:
        alert.review_due_at = alert.review_due_at or now + LOOK_AGAIN_AFTER
        settle_end(alert, now)
    refuse_bad_links(alert, [name for name in LINKING if getattr(alert, name) != getattr(stored, name)])


def refuse_bad_links(alert: RecallAlert, names: Iterable[str]) -> None:
    refuse_addresses(getattr(alert, name) for name in names)


def refuse_addresses(texts: Iterable[str]) -> None:
    """Where one of the addresses in these texts leads nowhere."""
    addresses = [address for text in texts for address in addresses_in(text)]
    complaints = [complaint for address in addresses if (complaint := complaint_about(address))]
    if complaints:
        raise Refused(complaints)


def settle_end(alert: RecallAlert, now: datetime) -> None:
    """A Class I recall has none; any other ends at the latest when somebody should have looked at it again.

    So an end that nobody chose goes when a recall that was posted in a hurry turns out to be of Class I.
    """
    if alert.never_ends_by_itself:
        if alert.ends_at == alert.review_due_at:
            alert.ends_at = None
        if alert.ends_at:
            raise Refused(_("A Class I recall never ends by itself. Leave its end empty, and end it by hand."))
        return
    alert.ends_at = alert.ends_at or alert.review_due_at
    if alert.ends_at is not None and alert.ends_at <= max(now, alert.starts_at or now):
        raise Refused(_("This alert would already be over. Choose a later end."))
