"""The lists that editors and clinicians keep for the checks, and the sentences of all pages as numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conditions.checking.naming import folded

# A language as `publishing.languages.Language` writes it.
_LANGUAGE_HELP = _("The language of the pages it is for: “en” for English, “es” for Spanish, “ar” for Arabic.")


def validate_words(text: str) -> None:
    if not folded(text):
        raise ValidationError(_("Write at least one word: letters or figures."))


class PlainerWord(models.Model):
    """A word that families stumble over, and what to write instead."""

    words = models.CharField(
        _("word"),
        max_length=60,
        validators=[validate_words],
        help_text=_("As it stands on pages, for example “administer” or “prior to”. Plurals are found as well."),
    )
    plainer = models.CharField(_("plainer"), max_length=120, help_text=_("What to write instead, for example “give”."))
    language = models.CharField(_("language"), max_length=8, default="en", help_text=_LANGUAGE_HELP)

    class Meta:
        app_label = "conditions"
        verbose_name = _("plainer word")
        verbose_name_plural = _("plainer words")
        ordering = ("language", "words")
        constraints = (models.UniqueConstraint(fields=("language", "words"), name="one_plainer_word"),)

    def __str__(self) -> str:
        return self.words


class EmergencySymptom(models.Model):
    """A symptom that cannot wait: a page that names it must say when to get help."""

    words = models.CharField(
        _("symptom"),
        max_length=80,
        validators=[validate_words],
        help_text=_("In the words that pages use, for example “trouble breathing”. One way to say it in each entry."),
    )
    language = models.CharField(_("language"), max_length=8, default="en", help_text=_LANGUAGE_HELP)

    class Meta:
        app_label = "conditions"
        verbose_name = _("emergency symptom")
        verbose_name_plural = _("emergency symptoms")
        ordering = ("language", "words")
        constraints = (models.UniqueConstraint(fields=("language", "words"), name="one_emergency_symptom"),)

    def __str__(self) -> str:
        return self.words


class KnownSentence(models.Model):
    """A long sentence or short line of a page, as a number: the same number on another page is the same words."""

    condition = models.ForeignKey("conditions.Condition", on_delete=models.CASCADE, related_name="+")
    digest = models.BigIntegerField()

    class Meta:
        app_label = "conditions"
        constraints = (models.UniqueConstraint(fields=("digest", "condition"), name="one_known_sentence_a_page"),)

    def __str__(self) -> str:
        return f"{self.digest:x}"
