"""List what the sanitizer would remove from a text written elsewhere."""

from collections import Counter
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from publishing.sanitizer.policy import RENAMED


def losses(html: str, cleaned: str) -> list[str]:
    """Tags and attributes that went, each with how often; nothing for a text that the sanitizer left as it was."""
    if cleaned == html:
        return []
    gone = _features(html) - _features(cleaned)
    return [_("%(what)s (%(count)s×)") % {"what": what, "count": count} for what, count in sorted(gone.items())]


def _features(html: str) -> Counter[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Counts the tags, under the names that the sanitizer gives them, and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = RENAMED.get(tag, tag)
        self.found[f"<{name}>"] += 1
        self.found.update(f"{attribute} of <{name}>" for attribute, _value in attrs)
