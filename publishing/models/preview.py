"""Links by which somebody without an account sees a draft."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.review import AboutSubject

_SALT = "publishing.preview"


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime | None = None) -> PreviewLinkQuerySet:
        """Those that still lead to the draft."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or clock.now())


class PreviewLink(AboutSubject):
    """Leads to the present draft of one page until it expires or is revoked. The address is signed, not guessable."""

    whom = models.CharField(_("for whom"), max_length=100, help_text=_("For example: Dana Reyes, radiology."))
    made_at = models.DateTimeField(_("made"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta(AboutSubject.Meta):
        verbose_name = _("preview link")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="preview_link_revoked_by_and_at",
            )
        ]

    def __str__(self) -> str:
        return self.whom

    @property
    def token(self) -> str:
        return signing.Signer(salt=_SALT).sign(str(self.pk))

    @classmethod
    def of_token(cls, token: str) -> PreviewLink | None:
        """The link that still leads to a draft; None for a forged, expired or revoked one."""
        try:
            pk = signing.Signer(salt=_SALT).unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.open().filter(pk=pk).first()
