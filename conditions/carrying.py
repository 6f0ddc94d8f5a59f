"""What a new version of a condition page keeps of the one before it: old addresses of tabs, days of what is new."""

import re
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

_ID = re.compile(r' id="([^"]+)"')


def with_former_anchors(content: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
    """Keep a renamed tab's old addresses, unless another place of the page now has them."""
    old = {section["key"]: section for section in previous["sections"]}
    ids = _ids_of(content)
    sections = []
    for section in content["sections"]:
        before = old.get(section["key"])
        former = [*before["former_anchors"], before["anchor"]] if before else []
        kept = [anchor for anchor in dict.fromkeys(former) if anchor not in ids]
        ids.update(kept)
        sections.append(section | {"former_anchors": kept})
    return content | {"sections": sections}


def with_days_of_news(content: dict[str, Any], previous: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Give each sentence of what is new the day when readers first saw it: ISO 8601, in the hospital's time zone."""
    if "news" not in content:
        return content
    known: dict[str, str] = previous.get("news_on", {})
    today = localtime(at).date().isoformat()
    return content | {"news_on": {sentence: known.get(sentence, today) for sentence in content["news"]}}


def _ids_of(content: dict[str, Any]) -> set[str]:
    bodies = [content["introduction"], *(section["body"] for section in content["sections"])]
    ids = {found for body in bodies for found in _ID.findall(body)}
    return ids | {section["anchor"] for section in content["sections"]}
