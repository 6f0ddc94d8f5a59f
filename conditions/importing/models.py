"""What editors teach the importer, and documents that came in and wait for their editor."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from conditions.kinds import OwnNames, SectionKind, known_as, same_name
from publishing import clock

_LANGUAGES_LENGTH = 8


def validate_tab_name(name: str) -> None:
    if not same_name(name):
        raise ValidationError(_("Write at least one word: letters or figures."))


class TabName(models.Model):
    """A name that tabs go by elsewhere, beside those that the importer knows (`conditions.kinds`)."""

    name = models.CharField(
        _("name"),
        max_length=60,
        validators=[validate_tab_name],
        help_text=_(
            "A heading that begins a tab in documents that come in, for example “Living with it”. Capitals, accents, "
            "plurals and “and” or “&” make no difference."
        ),
    )
    key = models.CharField(max_length=80, unique=True, editable=False)
    tab_kind = models.CharField(
        _("kind"),
        max_length=30,
        choices=SectionKind.choices,
        default=SectionKind.OTHER,
        help_text=_("What the tab is about, for example “Diagnosis & Treatments”."),
    )
    is_whole = models.BooleanField(
        _("always a tab"),
        default=True,
        help_text=_(
            "It begins a tab wherever it stands alone. Take the tick away where it is a heading inside tabs as well, "
            "as “Treatment” is: then it begins one only where no heading above it does."
        ),
    )

    class Meta:
        app_label = "conditions"
        verbose_name = _("name of a tab")
        verbose_name_plural = _("names of tabs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = same_name(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.key = same_name(self.name)
        if self.key and TabName.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("This name is in the list already, perhaps in another spelling.")})

    @classmethod
    def in_use(cls) -> AbstractContextManager[None]:
        """Documents that are read within it are read with these names, which are fetched when first asked for."""

        def names() -> dict[str, tuple[SectionKind, bool]]:
            found = cls.objects.values_list("key", "tab_kind", "is_whole")
            return {key: (SectionKind(kind), is_whole) for key, kind, is_whole in found}

        return known_as(cast(OwnNames, SimpleLazyObject(names)))


class IncomingDocument(models.Model):
    """A document as it was read, until its editor makes a draft of it or throws it away."""

    name = models.CharField(max_length=255)
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=_LANGUAGES_LENGTH)
    blocks = models.JSONField(default=list)
    report = models.JSONField(default=list)
    alerts = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)
    """What the editor decided about each block, by the form's fields."""
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    condition = models.ForeignKey("conditions.Condition", null=True, on_delete=models.SET_NULL, related_name="+")
    """The page that was made of it."""

    class Meta:
        app_label = "conditions"
        verbose_name = _("incoming document")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class IncomingPicture(models.Model):
    """A picture of an incoming document, written anew already."""

    document = models.ForeignKey(IncomingDocument, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    alt = models.CharField(max_length=250, null=True)  # noqa: DJ001 - "" is the decision that it is decorative
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "conditions"
        verbose_name = _("incoming picture")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="one_incoming_picture"),)

    def __str__(self) -> str:
        return self.name
