"""Whether an English sentence is passive, near enough for a share of many sentences."""

import re

_BE = r"(?:am|is|are|was|were|be|been|being|gets?|got|getting|isn['’]t|aren['’]t|wasn['’]t|weren['’]t)"
_BETWEEN = r"(?:\s+(?:not|never|also|always|often|usually|sometimes|only|first|then|still|being|been|\w+ly)){0,2}"
_IRREGULAR = (
    "given|taken|done|made|seen|known|found|shown|told|held|kept|put|set|sent|born|brought|built|bought|caught|chosen|cut|drawn"
    "|eaten|felt|forgotten|grown|heard|hurt|led|left|lost|meant|met|paid|read|said|sold|spent|split|spread|stuck|swollen|taught"
    "|thought|understood|woken|worn|written|begun|broken|driven|hidden|run|shaken|torn|thrown|withdrawn|fed|bitten|hit|shut|let"
)
_PASSIVE = re.compile(rf"\b{_BE}{_BETWEEN}\s+(?P<participle>\w{{2,}}ed|{_IRREGULAR})\b", re.IGNORECASE)
_LISTED = """
tired worried scared concerned interested excited pleased relaxed married advanced complicated experienced
limited related need feed speed breed bleed indeed red bed used supposed involved dedicated committed located
aged blessed wicked naked swollen left born spread split cut hurt stuck mixed detailed skilled varied
frightened confused exhausted dehydrated inherited hundred sacred rugged unexpected unrelated unaffected
"""
_ADJECTIVES = frozenset(_LISTED.split())
"""They describe how something is, and nobody does it; or they only end like a participle."""


def is_passive(sentence: str) -> bool:
    return any(found["participle"].casefold() not in _ADJECTIVES for found in _PASSIVE.finditer(sentence))
