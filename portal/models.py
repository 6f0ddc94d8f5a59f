"""Models of no single app: words that families use for what the pages call otherwise, and failed log-ins."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing.fields import LinesField
from publishing.index.words import words


class FamilyWords(models.Model):
    """What families say, and the words of the pages for it. Search looks for both."""

    said = models.CharField(
        _("families say"),
        max_length=80,
        unique=True,
        help_text=_("As somebody would type it, without capitals. For example: “throwing up”."),
    )
    meant = LinesField(
        _("our pages say"),
        most=5,
        longest=80,
        help_text=_("At most five, one a line, the likeliest first. For example: “vomiting”."),
    )

    class Meta:
        verbose_name = _("words of families")
        verbose_name_plural = _("words of families")
        ordering = ("said",)

    def __str__(self) -> str:
        return self.said

    def clean(self) -> None:
        if not words(self.said):
            raise ValidationError({"said": _now("Write at least one word, for example “throwing up”.")})
        if not self.meant:
            raise ValidationError({"meant": _now("Write what our pages say for it, for example “vomiting”.")})


class FailedLogin(models.Model):
    """Wrong passwords in a row for one account from one address; neither can be read from the row."""

    key = models.CharField(max_length=64, unique=True)
    """A keyed digest of account and address."""
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("failed log-in")

    def __str__(self) -> str:
        return f"{self.failures} since {self.last_at}"
