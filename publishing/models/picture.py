"""Pictures of the texts: the only ones that the door for HTML lets through."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.fields import PlainCharField
from publishing.pictures import Encoded

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
LONGEST_ALTERNATIVE_TEXT = 250


class PictureQuerySet(models.QuerySet["Picture"]):
    def undecided(self) -> PictureQuerySet:
        """Those of which nobody has said what stands in their place."""
        return self.filter(alternative_text="", is_decorative=False)


class Picture(models.Model):
    """A picture, written anew by us. It is never deleted: revisions show it for ever."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("What editors find it by. For example: “spacer with mask”.")
    )
    alternative_text = PlainCharField(
        _("alternative text"),
        max_length=LONGEST_ALTERNATIVE_TEXT,
        blank=True,
        help_text=_(
            "What it shows, for people who do not see it. For example: “A girl breathes through a spacer with a mask”. "
            "It is proposed wherever the picture is put into a text."
        ),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not say, so that nobody misses it. For example: a border."),
    )
    file = models.FileField(_("file"), upload_to="pictures", editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=clock.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=False) | Q(alternative_text=""), name="picture_decorative_or_described"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"{settings.MEDIA_URL}{self.file.name}"

    @property
    def alt(self) -> str | None:
        """What `alt` says; None while nobody has decided."""
        return self.alternative_text if self.alternative_text or self.is_decorative else None

    @property
    def markup(self) -> SafeString:
        return picture_html(self, self.alt)

    @classmethod
    def add(cls, encoded: Encoded, *, by: User | None, name: str, alternative_text: str = "") -> Picture:
        """The picture with this content: the one that is there already, or a new one under a name nobody can guess."""
        digest = hashlib.sha256(encoded.content).hexdigest()
        if found := cls.objects.filter(digest=digest).first():
            return found
        picture = cls(
            name=name[:120],
            alternative_text=alternative_text[:LONGEST_ALTERNATIVE_TEXT],
            width=encoded.width,
            height=encoded.height,
            digest=digest,
            added_by=by,
        )
        picture.file.save(f"{get_random_string(24, _LETTERS)}.webp", ContentFile(encoded.content), save=False)
        picture.save()
        return picture


def picture_html(picture: Picture, alt: str | None) -> SafeString:
    """The picture in a text. Without `alt` it is shown to editors, and no page with it is published."""
    size = picture.width, picture.height
    return format_html('<img src="{}"{} width="{}" height="{}">', picture.address, alternative(alt), *size)


def alternative(alt: str | None) -> SafeString:
    """The attribute; nothing while nobody has decided."""
    return format_html(' alt="{}"', alt) if alt is not None else SafeString("")
