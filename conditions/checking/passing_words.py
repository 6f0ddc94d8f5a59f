"""Words that grow old while they stand on a page: “soon”, “at the moment”, “today’s medicines”. English."""

import re

_OF_SCIENCE = r"(?:doctors|surgeons|researchers|scientists|experts|studies|trials)"
_NEWS = r"(?:drugs?|medicines?|treatments?|vaccines?|therap(?:y|ies)|pills?|tests?|pumps?|devices?|methods?|cures?)"
_OF_OURS = r"(?:we|our [\w’'-]+(?: [\w’'-]+)?|the (?:hospital|clinic|center|program|unit|wing|lab))"
_MONTH = (
    r"(?:spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)"
)

_WAYS = (
    r"\bat the moment\b(?! (?:of|the|when|your|you|that)\b)",
    r"\bat this point in time\b",
    r"\bfor the time being\b",
    r"\bfor now,",
    r"\buntil further notice\b",
    r"\bin (?:today['’]s world|our time|recent times)\b",
    rf"\b{_OF_OURS} (?:will )?(?:opens?|moves?|starts?|begins?|launch(?:es)?|closes?) (?:[\w’'-]+ "
    rf"){{0,4}}in (?:the )?{_MONTH}\b",
    r"\b(?:expected|planned|scheduled|hoped|due|likely) (?:to )?(?:[\w-]+ ){0,3}(?:soon\b|shortly\b|"
    r"(?:with)?in the (?:next|coming))",
    rf"\b(?:we|our|{_OF_SCIENCE}|{_NEWS}|parents|rooms?|clinics?|hospital)\b.*\b(?:with)?in the (?:next|"
    r"coming) (?:[\w-]+ )?(?:months|years)\b",
    rf"\b(?:with)?in the (?:next|coming) (?:[\w-]+ )?(?:months|years),? (?:we|our|{_OF_SCIENCE}|parents|"
    r"families|all)\b",
    r"\bsoon,? (?:we|our|parents|families|doctors|there)\b",
    r"\bwe (?:will|plan to|hope to) soon\b",
    r"\b(?:begin|start|open|launch|available|enroll\w*)\w* (?:[\w-]+ ){0,3}?(?:soon|shortly)\b(?! after| as)",
    r"\bgrowing (?:evidence|body of|number of|interest)\b",
    r"\b(?:a few|only) years away\b",
    r"\b(?:waiting for|awaiting|seeking|nearing|pending) (?:\w+ )?approval\b",
    rf"\bfor the first time,? (?:{_OF_SCIENCE}|we|there|it)\b",
    rf"\b{_OF_SCIENCE} (?:can |are |have |do )?(?:now|already|still)\b",
    r"\bwe (?:can |are |also )?now (?:offer|have|use|treat|follow|see|know|accept|run)\b",
    rf"\b{_OF_SCIENCE} are (?:only |just |now )*(?:beginning|starting|learning|testing|trying|working)\b",
    rf"\b(?:the FDA|congress|the law|{_OF_OURS}|a second|another|a new) (?:has|have|was|were)(?: only)? just\b",
    r"\bjust (?:last|this) (?:month|year|week)\b",
    r"\bthanks to (?:recent|new|modern|the latest|today)",
    r"\b(?:recent|rapid|great|much) progress\b",
    rf"\btoday['’]s (?:[\w-]+ )?(?:{_NEWS}|children|doctors|surgery|technology|machines|science)\b",
    rf"\b{_NEWS} (?:[\w-]+ ){{0,2}}(?:is|are) (?:\w+ )?being (?:tested|studied|developed|built|tried|"
    r"explored)\b",
    rf"\b(?:new|promising|better|other) (?:[\w-]+ )?{_NEWS} (?:is|are) (?:\w+ )?(?:on the way|coming|in "
    r"the works|in the pipeline|around the corner)\b",
    r"\bpromising new\b",
    r"\bunder (?:construction|development)\b",
    r"\bin the pipeline\b",
    r"\bin the process of (?:building|opening|moving|developing|adding|hiring)\b",
    r"\b(?:is|are) about to (?:begin|open|start|launch|change|move)\b",
    r"\b(?:has|have) been (?:rising|falling|growing|increasing|declining|going (?:up|down))\b",
    r"\b(?:has|have) (?:\w+ )?(?:changed|improved|grown|risen|fallen|doubled) (?:[\w-]+ ){0,4}(?:in|over) "
    r"the (?:last|past)\b",
    r"\b(?:new|newer) (?:research|studies|evidence|findings|data)\b",
    r"\b(?:latest|new|newest) (?:\w+ )?(?:guidelines?|advice|rules)\b",
    rf"\b{_OF_OURS} (?:is|are) being (?:re)?(?:built|newed|novated|modeled)\b",
    r"\bbefore long\b",
    r"\bin development\b",
    r"\b(?:hours|prices|rules|laws?|guidelines?) (?:has|have) (?:\w+ )?changed\b",
    r"\baround the corner\b",
    rf"\b{_OF_OURS}\b[^.]*\b(?:weeks|months|years) ago\b",
    rf"\bwe have \w+ [^.]*\bsince {_MONTH}\b",
    r"\b(?:field|science|research) is (?:moving|changing|growing)\b",
    rf"\b{_OF_SCIENCE} are close to\b",
    r"^so far,",
    r"\bas of (?:last|this|now|today)\b",
    r"\bkeeps? (?:rising|growing|falling|going (?:up|down))\b",
    r"\b(?:hospitals|schools|clinics|states|insurers) are (?:beginning|starting)\b",
    r"\b(?:has|have) now (?:replaced|become)\b",
    r"\bthe (?:trial|study) is (?:\w+ )?open\b",
    r"\bstill (?:going on|ongoing|in progress|running)\b",
    r"\bonly (?:a few|some|two|three) years ago\b",
    r"\bmore and more (?:schools|doctors|clinics|girls|boys)\b",
)
_PASSING = re.compile("|".join(f"(?:{way})" for way in _WAYS), re.IGNORECASE)


def passing_words_in(sentence: str) -> str:
    """Those that are found first; empty where there are none."""
    found = _PASSING.search(sentence)
    return found[0] if found else ""
