"""What else an editor should hear after saving a page; the floors above know more than this one."""

from collections.abc import Callable, Iterable

from publishing.models import Publishable

Adviser = Callable[[Publishable], Iterable[str]]
_advisers: list[Adviser] = []


def register(adviser: Adviser) -> None:
    """Ask it after every save. What it says is text, or HTML made by `format_html`."""
    _advisers.append(adviser)


def advice_about(page: Publishable) -> list[str]:
    return [said for adviser in _advisers for said in adviser(page)]
