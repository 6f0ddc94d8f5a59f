"""A hospital's words about itself that rank it: before others, above others, or first of all. English."""

import re

_PEOPLE_AND_PLACES = (
    r"(?:centers?|centres?|hospitals?|programs?|clinics?|teams?|departments?|divisions?|institutes?|units?|labs?|"
    r"surgeons?|doctors?|specialists?|nurses?|therapists?|experts?|providers?|scientists?|researchers?|group)"
)
_US = rf"(?:we|ours|us|our (?:[\w’'-]+ ){{0,5}}?[\w’'-]+|(?:the|this) {_PEOPLE_AND_PLACES})"
_BEST = (
    r"(?:best|finest|largest|biggest|oldest|busiest|shortest|fastest|longest|highest|lowest|newest|greatest|strongest|"
    r"safest|quickest|first|only|leading|premier|foremost|top|most (?!of|common|children|people|patients)[\w-]+)"
)
_WORLD = r"(?:world|nation|country|state|region|area|city|county|coast|continent|america|midwest|northeast|southeast)"
_DOES = r"(?:has|have|had|does|do|did|done|sees?|treats?|treated|performs?|performed|offers?|gives?|cares?)"

_WAYS = (
    # “Our nurses are simply the finest”, “We were the first to treat …”
    rf"\b{_US} (?:is|are|was|were) (?:\w+ ){{0,2}}(?:the|among the|one of the) (?:\w+ )?{_BEST}\b"
    r"(?! (?:door|floor|building|person|people|step|ones? (?:you|to)|time|day|to (?:see|meet|know|tell|ask|call)))",
    rf"\bours (?:is|was) (?:the|a) (?:[\w-]+ )?{_BEST}\b",
    # “We have the lowest rate of infections of all hospitals”, “We offer the most complete range of …”
    rf"\b{_US} (?:has|have|offers?|provides?|gives?|delivers?|achieves?) (?:the|some of the|one of the) {_BEST}\b"
    r"(?=.*\b(?:care|quality|range|rates?|results?|outcomes?|records?|experience|team|staff|nurses|doctors|surgeons|"
    r"beds|choice|times|facilit\w+|equip\w+|training|level)\b)",
    # “the country’s only …”
    rf"\b{_WORLD}['’]s (?:very )?{_BEST}\b(?! (?:cause|reason|common|disease|killer)\w*)",
    # “more children than anyone in the state”, “better than the national average”
    rf"\b(?:we|our|ours|us)\b.*\b(?:more|better|higher|lower|shorter|faster|fewer|longer)\b.*\bthan (?:any|every|all|"
    rf"most|other|elsewhere|the (?:national|state) average|{_PEOPLE_AND_PLACES}|anyone|anybody|anywhere)\b",
    r"\bthan (?:the national average|anywhere else)\b",
    # “No hospital has more experience”, “no one else does this operation”, “nobody … as often as our surgeons”
    rf"\bno (?:other )?{_PEOPLE_AND_PLACES} (?:\w+ ){{0,5}}?{_DOES} (?:more|better|this|as)\b",
    rf"\b(?:no ?one|nobody) else (?:\w+ )?{_DOES}\b",
    r"\b(?:no ?one|nobody)\b.*\bas (?:often|many|much|well|long)\b.*\b(?:we|us|our|ours)\b",
    rf"\bno (?:better|finer|safer) (?:place|choice|care|hands|{_PEOPLE_AND_PLACES})\b",
    r"\b(?:second|next) to (?:none|no)\b",
    r"\b(?:exceeds?|surpass(?:es)?|outperforms?|beats?) (?:\w+ ){0,3}(?:others?|average|all|most)\b",
    # fame
    r"\b(?:nationally|internationally|globally|widely) (?:respected|honored|admired|trusted|celebrated)\b",
    r"\b(?:leads?|leading|known|famous|respected|trusted|admired|ranked?|recognized) (?:[\w’'-]+ ){0,6}"
    r"(?:worldwide|nationwide|statewide)\b",
    rf"\b(?:from|in|of) (?:all over|around|across|throughout|every part of) the {_WORLD} (?:\w+ ){{0,2}}(?:come|travel|"
    rf"look|turn|seek|send)\b|\b(?:all over|around|across) the {_WORLD} (?:look|turn|come) to us\b",
    r"\b(?:travel|come|fly) (?:here|to us) from (?:\w+ ){0,3}(?:continents|countries|states|all over|around)\b",
    r"\bsets? the standards?\b|\b(?:the|a) model (?:that |for )?(?:others?|other \w+|the (?:nation|country))\b",
    r"\b(?:experts|parents|doctors|families|patients|magazines?) (?:\w+ )?(?:agree|say|rate|rank|vote|put|call|name)d? "
    r"(?:that )?(?:us|our|we)\b",
    # among others, or unlike them
    rf"\b(?:we|us|our|ours)\b.*\b(?:above|ahead of|envy of|match|like no|unlike|over|shorter than at|better than at) "
    rf"(?:\w+ ){{0,2}}(?:other {_PEOPLE_AND_PLACES}|others\b|everyone else|everybody else|any other|ours\b)",
    rf"\b(?:few|no other) {_PEOPLE_AND_PLACES} (?:\w+ ){{0,4}}(?:match|offer|do|have|can|provide)\b|\bnowhere else\b",
    rf"\b{_PEOPLE_AND_PLACES} (?:that )?other {_PEOPLE_AND_PLACES} (?:call|ask|follow|trust|learn from|come to)\b",
    r"\bcenters? of excellence\b|\b(?:stands? for|known for) excellence\b|\bfirst choice of (?:parents|families)\b|"
    r"\bcomes? out on top\b|\bchoose us (?:over|before)\b|\bdeserves? (?:nothing but )?the best\b",
    r"\bour (?:[\w’'-]+ ){1,4}(?:is|are) (?:\w+ )?(?:famous|renowned|legendary)\b",
    # labels
    r"\b(?:top|best|highest|first)[- ](?:rated|ranked|class|in[- ]class)\b(?! (?:room|lesson|mail))",
    r"\b(?:the|a|our) (?:#|no\. ?|number)[- ]?(?:1|one) (?=[\w-]+)(?!cause|reason|killer|risk|rule|thing|question)",
    r"\bbefore any(?:one|body) else\b|\b(?:made|our) (?:[\w-]+ ){0,3}breakthroughs?\b",
    r"\bwon (?:\w+ ){0,4}awards?\b",
    r"\branks? (?:\w+ )?(?:first|second|third|high|highest|among|at the top|in the top)\b(?!.*\b(?:cause|reason)s?\b)",
    rf"\bthe most (?:caring|trusted|skilled|dedicated|gentle|modern|respected|experienced|advanced) "
    rf"(?:[\w-]+ )?(?:{_PEOPLE_AND_PLACES}|name|hands|people|staff|care)\b(?! (?:of the day|on duty|can|may|should))",
    r"\b(?:biggest|largest|best|finest|first|only|oldest) (?:\w+ )?of (?:its|their|this) (?:kind|sort)\b",
    rf"\bone of (?:the |only |very |just )*(?:a )?(?:few|handful of) (?:[\w-]+ ){{0,3}}{_PEOPLE_AND_PLACES}\b",
    rf"\bonly (?:\w+ )?other {_PEOPLE_AND_PLACES}\b",
)  # fmt: skip
_PRAISE = re.compile("|".join(f"(?:{way})" for way in _WAYS), re.IGNORECASE)


def own_praise_in(sentence: str) -> str:
    """The words that say so; empty where none does."""
    found = _PRAISE.search(sentence)
    return found[0] if found else ""
