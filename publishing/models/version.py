"""What changes in public: by itself at set moments, and counted in the site's version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from publishing import clock


class Timed(models.Model):
    """Something that begins or ends in public by itself, at moments that its row holds."""

    public_moments: ClassVar[tuple[str, ...]]
    """The fields that hold them."""

    class Meta:
        abstract = True

    @classmethod
    def next_change(cls, after: datetime) -> datetime | None:
        """The first such moment after the one given, over all rows."""
        # In one query, and each field by its own index: a minimum over several fields would read every row.
        firsts = [
            models.Subquery(cls.with_moments().filter(**{f"{name}__gt": after}).order_by(name).values(name)[:1])
            for name in cls.public_moments
        ]
        # The one row that is there as soon as anything is public.
        moments = SiteVersion.objects.filter(pk=1).values_list(*firsts).first() or ()
        return min((moment for moment in moments if moment), default=None)

    @classmethod
    def with_moments(cls) -> models.QuerySet[Any]:
        """The rows whose moments count."""
        return cls._default_manager.all()


class SiteVersion(models.Model):
    """One row, one number. It rises in the transaction of every change to anything public."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("site version")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def bump(cls) -> None:
        """Count a public change. The row stays locked until the transaction ends, so that changes queue up.

        The number is never below the time in milliseconds: a site that was restored from a backup comes to no number
        that it had before, under which pages of that time may still be kept.
        """
        if clock.is_set_to_another_moment():
            raise RuntimeError("Nothing public is changed while a page is shown as of another moment.")
        rising = Greatest(F("number") + 1, Value(int(clock.seconds() * 1000)))
        if not cls.objects.filter(pk=1).update(number=rising):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(number=rising)

    @classmethod
    def hold(cls) -> None:
        """Queue up with public changes until the transaction ends, and count none."""
        cls.objects.select_for_update().filter(pk=1).first()

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0
