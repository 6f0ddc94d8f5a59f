"""Addresses that lead to another page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.models.revision import Revision
from publishing.models.subject import Subject
from publishing.models.version import Timed


class Moved(Timed):
    """From a moment on, an address where no page is live leads to a page: wherever that lives when somebody asks.

    It names the page and not its address, so a chain is one hop and a page that comes back under an old address
    is no loop.
    """

    kind = models.CharField(max_length=60)
    slug = models.SlugField(_("old address"), max_length=120)
    target_kind = models.CharField(max_length=60)
    target_id = models.PositiveBigIntegerField()
    moves_at = models.DateTimeField(_("since"))
    reason = models.CharField(_("why"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("made"), default=clock.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    public_moments = ("moves_at",)

    class Meta:
        verbose_name = _("redirect")
        ordering = ("-moves_at", "-pk")
        indexes = [
            models.Index(fields=["kind", "slug", "moves_at"], name="moved_by_address"),
            models.Index(fields=["moves_at"], name="moved_by_moment"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def target(self) -> Subject:
        return Subject(self.target_kind, self.target_id)

    @classmethod
    def from_revision(cls, revision: Revision, target: Subject, **facts: Any) -> Moved:
        """The address of a revision leads to the target."""
        return cls(kind=revision.kind, slug=revision.slug, target_kind=target.kind, target_id=target.pk, **facts)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A redirect is never changed: make a new one.")
        super().save(*args, **kwargs)
