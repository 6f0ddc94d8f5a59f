"""Pages to check, as `Condition.content()` gives them."""

from typing import Any

from conditions.checking.finding import Finding
from conditions.checking.run import check
from conditions.checking.site import Site

LISTS = ("other_names", "call_us_when", "call_today_when", "call_911_when", "questions_to_ask", "sources", "codes")


def content(introduction: str = "", tabs: dict[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    """A page with an introduction and tabs by title, reviewed lately, and nothing wrong in what is not given."""
    sections = [
        {"key": key, "kind": "other", "title": title, "anchor": f"tab-{key}", "former_anchors": [], "body": body}
        for key, (title, body) in enumerate((tabs or {}).items(), start=1)
    ]
    empty: dict[str, Any] = {name: [] for name in LISTS}
    page = {"title": "Asthma", "slug": "asthma", "summary": "", "language": "en", "programs": [], "related": []}
    return page | empty | {"introduction": introduction, "sections": sections} | facts


def found(rule: str, page: dict[str, Any], site: Site | None = None) -> list[Finding]:
    """What one rule says about a page."""
    return [finding for finding in check(page, site or Site.empty()) if finding.rule == rule]


def quotes(rule: str, html: str, site: Site | None = None, **facts: Any) -> list[str]:
    """The passages of an introduction that one rule quotes."""
    return [finding.quote for finding in found(rule, content(html, **facts), site)]
