"""Carry anchors and news dates into a new revision of a condition page."""

import re
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from publishing.heading_ids import keep_ids

_ID = re.compile(r' id="([^"]+)"')
_INTRODUCTION = None
"""Its key beside those of the tabs."""


def with_lasting_anchors(content: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
    """Let links into the page go on working: to headings that were reworded or moved, and to renamed tabs.

    A heading keeps its id. The id of one that is gone leads to the tab where it stood.
    """
    tabs = {section["anchor"] for section in content["sections"]}
    kept = keep_ids(_texts(content), _texts(previous), tabs)
    sections = [section | {"body": kept.texts[section["key"]]} for section in content["sections"]]
    content = content | {"introduction": kept.texts[_INTRODUCTION], "sections": sections}
    return _with_former_anchors(content, previous, kept.gone)


def _with_former_anchors(
    content: dict[str, Any], previous: dict[str, Any], gone: Mapping[Hashable, list[str]]
) -> dict[str, Any]:
    """Keep the old addresses of each tab and of the headings it lost, unless another place of the page has them."""
    old = {section["key"]: section for section in previous["sections"]}
    ids = _ids_of(content)
    sections = []
    for section in content["sections"]:
        before = old.get(section["key"])
        former = [*before["former_anchors"], before["anchor"], *gone.get(section["key"], ())] if before else []
        kept = [anchor for anchor in dict.fromkeys(former) if anchor not in ids]
        ids.update(kept)
        sections.append(section | {"former_anchors": kept})
    return content | {"sections": sections}


def with_lasting_ids(content: dict[str, Any], previous: dict[str, Any]) -> dict[str, Any]:
    """Let the headings of a page with one text keep their ids."""
    return content | {"body": keep_ids({"": content["body"]}, {"": previous["body"]}, ()).texts[""]}


def with_days_of_news(content: dict[str, Any], previous: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Give each sentence of what is new the day when readers first saw it: ISO 8601, in the hospital's time zone."""
    if "news" not in content:
        return content
    known: dict[str, str] = previous.get("news_on", {})
    today = localtime(at).date().isoformat()
    return content | {"news_on": {sentence: known.get(sentence, today) for sentence in content["news"]}}


def _texts(content: dict[str, Any]) -> dict[Hashable, str]:
    return {_INTRODUCTION: content["introduction"]} | {
        section["key"]: section["body"] for section in content["sections"]
    }


def _ids_of(content: dict[str, Any]) -> set[str]:
    bodies = [content["introduction"], *(section["body"] for section in content["sections"])]
    ids = {found for body in bodies for found in _ID.findall(body)}
    return ids | {section["anchor"] for section in content["sections"]}
