"""Whether every picture of a page says what it shows, or that it need not."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from publishing.html import has_undecided_picture
from publishing.parts import TextPart


def undescribed_pictures(parts: Iterable[TextPart]) -> str:
    """What an editor has to do; empty where nothing is.

    Who cannot see a picture reads, or hears, the text in its place. None is a decision, not an oversight.
    """
    found = [part.title for part in parts if any(map(has_undecided_picture, part.rich_texts))]
    if not found:
        return ""
    return _(
        "Alternative text missing: %(parts)s. Open the picture in the text with a double click and write what it "
        "shows, or say that it is decorative."
    ) % {"parts": ", ".join(f"“{title}”" for title in found)}
