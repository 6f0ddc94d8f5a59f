"""Telling an editor that a page just saved names a recalled product."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from alerts.matching.mentions import Mention
from alerts.matching.pages import live_alerts_named_by
from alerts.models import RecallAlert
from publishing.models import Publishable


def about_recalls(page: Publishable) -> Iterator[str]:
    for alert, mention in live_alerts_named_by(page):
        is_shown = RecallAlert.objects.shown_on(page.original_subject).filter(pk=alert.pk).exists()
        after = (
            _("Families see it on this page.") if is_shown else _("Should families see it here? Ask communications.")
        )
        yield format_html(
            '{} <a href="{}">{}</a> {}',
            _named(mention),
            reverse("alert", args=[alert.slug]),
            alert.headline,
            after,
        )


def _named(mention: Mention) -> str:
    if mention.alias:
        text = _("This page names “%(name)s” (%(why)s), and there is a live alert about it:")
        return text % {"name": mention.name, "why": mention.alias}
    return _("This page names “%(name)s”, and there is a live alert about it:") % {"name": mention.name}
