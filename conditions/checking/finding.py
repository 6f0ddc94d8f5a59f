"""What a check says, and where."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How much it weighs: an error keeps a page from going live, a warning is shown to the reviewer as well."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    ADVICE = "advice", _("Advice")


@dataclass(frozen=True)
class Finding:
    """What one rule says about one place of a page."""

    rule: str
    level: Level
    part: str
    """The key of `Condition.parts()`: “page”, or “tab-” and the section's key."""
    field: str
    """The form's field in that part; empty where it is about the part as a whole."""
    quote: str
    """The sentence or passage as `publishing.html.plain_text` shows it; empty where it is about the part as a whole."""
    message: str
    """What is wrong and what to do, for an editor."""
    word: str = ""
    """Which word of the quote, where one sentence may have several such problems: what is said of one stays with it."""
