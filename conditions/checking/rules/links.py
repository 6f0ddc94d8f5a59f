"""Links: what they say and where they lead."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.page import CheckedPage
from conditions.checking.passages import Link, Passage
from conditions.checking.rule import Problem, at, rule
from conditions.checking.site import Site

_SAYS_NOTHING = frozenset(
    word
    for line in (
        "learn read see find out discover explore get view show know open click tap press go follow visit check try",
        "continue start download browse look watch use please here this that these the our us a an to for of on it in",
        "at all about more most further additional link links page pages site website web webpage details detail info",
        "information article full complete whole next previous back now reading below above button text post form you",
        "can and or with by today online",
        "más información leer ver haga clic aquí haz el la los esta este página enlace sitio saber aprender",
        "هنا المزيد اقرأ اضغط على هذا الرابط",
    )
    for word in line.split()
)
"""A link of such words alone may lead anywhere."""
_SAYS_ENOUGH = frozenset({"about us", "by the way"})
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")


def is_vague(text: str) -> bool:
    """Whether the words of a link, read alone, do not say where it leads."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return text.casefold() not in _SAYS_ENOUGH and (all(word in _SAYS_NOTHING for word in words) or is_address(text))


def is_address(text: str) -> bool:
    return bool(_ADDRESS.match(text.strip()))


_WCAG = "WCAG 2.2, 2.4.4 and 2.4.9 https://www.w3.org/TR/WCAG22/#link-purpose-in-context"
_BROKEN = gettext_lazy("A family that follows the link finds “page not found”.")


def _links(page: CheckedPage) -> Iterator[tuple[Passage, Link]]:
    return ((passage, link) for passage in page.passages for link in passage.links)


@rule(
    "vague-link-text",
    level=Level.ERROR,
    title=gettext_lazy("Link that does not say where it leads"),
    why=gettext_lazy("Screen readers list the links of a page; “learn more” says nothing there."),
    source=_WCAG,
)
def vague_link_text(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage, link in _links(page):
        if passage.field != "sources" and link.text and is_vague(link.text):
            said = _("The link “%(text)s” does not say where it leads. Link the words that do: “Asthma Program”.")
            yield at(passage, said % {"text": link.text}, word=link.text)


@rule(
    "link-without-words",
    level=Level.ERROR,
    title=gettext_lazy("Link without words or address"),
    why=gettext_lazy("Nobody can see or follow it; a screen reader says “link” and nothing else."),
    source=_WCAG,
)
def link_without_words(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage, link in _links(page):
        if not link.text:
            yield at(passage, _("A link to %(address)s has no words. Delete it.") % {"address": link.address})
        elif link.address.strip() in ("", "#"):
            yield at(passage, _("The link “%(text)s” leads nowhere. Give it an address.") % {"text": link.text})


@rule(
    "same-words-two-addresses",
    level=Level.WARNING,
    title=gettext_lazy("The same words lead to different places"),
    why=gettext_lazy("Read one after the other, the links cannot be told apart."),
    source=_WCAG,
)
def same_words_two_addresses(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for passage, link in _links(page):
        words = link.text.casefold()
        before = first.setdefault(words, link.address)
        if words and before != link.address and not is_vague(link.text) and passage.field != "sources":
            said = _("“%(text)s” leads to %(here)s here and to %(before)s before. Say what is different.")
            yield at(passage, said % {"text": link.text, "here": link.address, "before": before})


@rule(
    "broken-link",
    level=Level.ERROR,
    title=gettext_lazy("Link to a page or place that is not there"),
    why=_BROKEN,
    source="The site's own addresses, asked when the check runs.",
)
def broken_link(page: CheckedPage, site: Site) -> Iterator[Problem]:
    fates = site.fates(_own_paths(page))
    for passage, link in _links(page):
        place = link.address[1:] if link.address.startswith("#") else ""
        if place and unquote(place) not in page.anchors:
            said = _("The link “%(text)s” leads to a place “#%(place)s” that this page does not have.")
            yield at(passage, said % {"text": link.text, "place": place})
        elif fates.get(_own_path(link.address)) == "never":
            said = _("The link “%(text)s” leads to %(address)s, where this site has no page.")
            yield at(passage, said % {"text": link.text, "address": link.address})


@rule(
    "link-to-absent-page",
    level=Level.WARNING,
    title=gettext_lazy("Link to a page that is not public"),
    why=_BROKEN,
    source="The site's own addresses, asked when the check runs.",
)
def link_to_absent_page(page: CheckedPage, site: Site) -> Iterator[Problem]:
    fates = site.fates(_own_paths(page))
    messages = {
        "retired": _("The link “%(text)s” leads to a page that was taken down. Link another page, or delete the link."),
        "draft": _("The link “%(text)s” leads to a page that is not live yet. Publish that page first."),
    }
    for passage, link in _links(page):
        if message := messages.get(fates.get(_own_path(link.address), "")):
            yield at(passage, message % {"text": link.text})


@rule(
    "link-to-moved-page",
    level=Level.ADVICE,
    title=gettext_lazy("Link to a page's former address"),
    why=gettext_lazy("Readers are sent on, which takes longer; and redirects are forgotten one day."),
    source="The site's own addresses, asked when the check runs.",
)
def link_to_moved_page(page: CheckedPage, site: Site) -> Iterator[Problem]:
    fates = site.fates(_own_paths(page))
    for passage, link in _links(page):
        if fates.get(_own_path(link.address)) == "moved":
            said = _("The link “%(text)s” leads to a former address; readers are sent on. Link the page's own address.")
            yield at(passage, said % {"text": link.text})


@rule(
    "broken-external-link",
    level=Level.WARNING,
    title=gettext_lazy("Link to another site that did not answer"),
    why=_BROKEN,
    source="What the other site answered when the command that tries external links last ran.",
)
def broken_external_link(page: CheckedPage, site: Site) -> Iterator[Problem]:
    addresses = {link.address for _passage, link in _links(page) if link.address.startswith(("http://", "https://"))}
    broken = site.broken(addresses - {address for address in addresses if _own_path(address)})
    for passage, link in _links(page):
        if said := broken.get(link.address):
            message = _("The link “%(text)s” leads to %(address)s, which did not answer when last tried: %(said)s.")
            yield at(passage, message % {"text": link.text, "address": link.address, "said": said})


def _own_paths(page: CheckedPage) -> set[str]:
    return {path for _passage, link in _links(page) if (path := _own_path(link.address))}


def _own_path(address: str) -> str:
    """The path of an address of this site; empty for any other."""
    try:
        parts = urlsplit(address)
        home = urlsplit(settings.SITE_URL)
    except ValueError:
        return ""
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return parts.path or "/" if is_ours or (parts.netloc and parts.netloc == home.netloc) else ""
