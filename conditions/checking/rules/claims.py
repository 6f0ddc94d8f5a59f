"""Claims that grow old, or that nobody can check: rankings, “this year”, “recently”."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.own_praise import own_praise_in
from conditions.checking.page import CheckedPage, Sentence
from conditions.checking.passing_words import passing_words_in
from conditions.checking.rule import Problem, at, rule
from conditions.checking.site import Site

_CENTER = (
    r"(?:centers?|centres?|hospitals?|programs?|clinics?|teams?|departments?|divisions?|institutes?|institutions?|"
    r"sites?|"
    r"groups?|specialists|surgeons|doctors|physicians|experts|researchers|nurses|providers|facilit(?:y|ies)|practices?|"
    r"labs?|laborator(?:y|ies)|units?)"
)
_PLACE = (
    r"(?:in|across|throughout|of|around|on) (?:all of )?(?:the )?(?:entire |whole )?(?:world|nation|country|"
    r"united states|"
    r"u\.?s\.?a?\b|region|state|northeast|northwest|southeast|southwest|midwest|south|north|east|west|new england|"
    r"(?-i:[A-Z][a-z]+) (?:coast|valley|county|city|area|region|state))\b"
)
_BEST = (
    r"(?:largest|biggest|best|leading(?! cause| reason)|foremost|top|busiest|oldest|premier|finest|first|only|few|"
    r"handful|"
    r"highest|lowest|most (?!common|frequent|children|people|of|cases|often|likely|important|families|babies|"
    r"teens|hospitals|"
    r"other)[\w-]+|most (?=transplants|surger|operations|procedures|studies|trials|experience))"
)
_ILLNESS = (
    r"(?:diseases?|conditions?|causes?|infections?|tumou?rs?|cancers?|disorders?|defects?|problems?|viruses|bones?)"
)
_MEMBERS = r"(?:child|children|patients?|teens|kids|bab(?:y|ies)|brothers?|sisters?)"
_WORDS = rf"(?: (?!{_ILLNESS}\b)[\w’',&-]+)"
_RANKING = re.compile(
    rf"\b(?:largest|biggest|best|leading|foremost|top|busiest|oldest|premier|finest|most (?:experienced|advanced|"
    rf"trusted|"
    rf"comprehensive|skilled|respected|active|successful))(?!-)(?! {_MEMBERS}\b)"
    rf"{_WORDS}{{0,5}}? {_CENTER}\b(?! is| visit| for your)|"
    rf"\b{_BEST}{_WORDS}{{0,8}}? {_PLACE}|\b(?:the|our|we are) (?:only|first)(?: and only)? {_CENTER}\b(?! visit|"
    rf" appointment| day)|"
    rf"\b(?:only|first|best|one) of (?:its|their) kind\b|\bone of only\b|\bno other {_CENTER}\b|"
    rf"\bthan (?:any|all|any other|all other|every other) {_CENTER}\b|\bthan (?:anyone|anybody) else\b|"
    rf"\bnobody {_PLACE}|"
    r"\b(?:named|considered|regarded|voted|recognized|known) (?:as |to be )?(?:the |a |an |one of |"
    r"among )?(?:the )?(?:[\w’']+ )?"
    r"(?:best|leading|top|foremost)\b|\b(?:america|the nation|the country|the world)['’]s best\b|"
    r"\bleads? the (?:nation|country|"
    r"world|field|way)\b|\btop spot\b|\b(?:better|best) (?:\w+ ){0,3}anywhere\b|\bthe best (?:in|of) their field\b|"
    r"\branked\b|\b(?:the|is|are|as|our|your|ranked) (?:#|no\. ?|number )(?:1|one)\b(?! cause| reason| killer| risk)|"
    r"\bworld[- ](?:class|renowned|famous|leading)\b|"
    r"\b(?:nationally|internationally|globally) (?:known|recognized|renowned|ranked|acclaimed)\b|"
    rf"\b(?:known|recognized|famous|renowned) {_PLACE}(?! as)|"
    r"\b(?:second to none|unsurpassed|unmatched|unparalleled|unrivaled|state[- ]of[- ]the[- ]art|cutting[- ]edge|"
    r"award[- ]winning)\b|"
    r"\b(?:national |world |global |recognized )?leaders? in (?!their|your)|\b(?:are|is|"
    r"were) (?:a )?pioneers? (?:in|of)\b|"
    r"\b(?:have|has|offers?|get|achieves?) the best (?:outcomes?|results?|doctors|surgeons|experts)\b|"
    r"\b(?:results|outcomes|we) are (?:simply )?the best\b(?! known)|\bwe (?:have )?pioneered\b|"
    r"\bat the forefront of\b|"
    rf"\bunlike any other\b|\bleads? the field\b|^no {_CENTER} {_PLACE}|"
    r"\b(?:highest|best|lowest) (?:\w+ )?(?:survival|success|cure|complication|infection) rates?\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_SOURCED = re.compile(r"\baccording to\b|\bsource:|\bU\.?S\.? News\b.*\b20\d\d\b|\[\d+\]", re.IGNORECASE)
_STALE = re.compile(
    r"\b(?:this|last|next|coming|past|upcoming|previous) (?:school |calendar |fiscal )?(?:year|month|quarter|"
    r"spring|summer|fall|autumn|"
    r"winter|january|february|march|april|may|june|july|august|september|october|november|december)(?!\s+of\b)\b|"
    r"\blater this (?:year|month|week)\b|\b(?:earlier|early|late) this (?:year|month)\b|\byesterday\b|"
    r"\btomorrow,? (?:we|our)\b",
    re.IGNORECASE,
)
_OF_A_CHILD = re.compile(
    r"\b(?:your|their|his|her|the) (?:child|baby|teen|son|daughter|infant|toddler|family|care team|doctor)|"
    r"\b(?:if|when|whether) (?:you|your)\b|"
    r"\b(?:every|each|any|in the|over the|within the|during the|of the|for the|by the|first) (?:past|last|next)\b|"
    r"\blast month of\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^today, (?:[\w-]+ ){0,4}(?:children|patients|people|doctors|babies|survive|most|many|nearly)\b|"
    r"\b(?:recently|lately|right now|temporarily|on the horizon|in the near future|(?:over|during) the (?:last|"
    r"past) (?:few |several |\w+ )?"
    r"(?:years|decades?)|(?:(?<!that )(?:have|has)|we) just "
    r"(?:opened|launched|started|added|begun|moved|joined|published)|"
    r"(?:modern|ongoing|emerging) (?:research|stud(?:y|ies)|trials?|data)|newly (?:approved|opened|discovered|"
    r"developed|launched)|at (?:this|the present) time|"
    r"at present|nowadays|these days|"
    r"in recent (?:years|months|decades|weeks)|in the (?:last|past) (?:few |several |two |three |five |ten |"
    r"\d+ )?(?:years|months|decade)|"
    r"currently|recent (?:\w+ ){0,3}(?:stud(?:y|ies)|research|advances?|progress|findings?|trials?|developments?|"
    r"discover(?:y|ies)|work|results?|data)|"
    r"(?:the )?latest (?:\w+ ){0,2}(?:stud(?:y|ies)|research|advances?|findings?|treatments?|technolog(?:y|ies)|"
    r"therap(?:y|ies)|results?|techniques?)|"
    r"(?:new|newest|current) (?:\w+ ){0,2}(?:stud(?:y|ies)|research(?: efforts)?|trials|findings)|(?:is|are|"
    r"will be) (?:coming|available) soon|"
    r"(?:will|to) (?:open|launch|begin|start) (?:soon|shortly)|upcoming (?:\w+ )?(?:trials?|stud(?:y|ies)|"
    r"research)|(?:is|are) now (?:being )?(?:\w+ing|tested|studied)|to date|so far,? (?:we|researchers|doctors|"
    r"scientists)|up[- ]and[- ]coming|newest (?:generation|kind|model|pump|device|drug|machine|method)s?|"
    r"(?:doctors|researchers|scientists|experts|we) today|more and more (?:children|teens|people|babies|families|"
    r"hospitals)|under ?way|(?:up to|until) now,? (?:no|there|we|doctors|only|little|few)|these days)\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\b(?:as of|by|since|until|updated in) (?:\w+ )?((?:19|20)\d{2})\b", re.IGNORECASE)
_ABOUT_THE_READER = re.compile(
    r"\b(?:child|bab(?:y|ies)|teens?|teenagers?|sons?|daughters?|infants?|toddlers?|patients?|who|you|"
    r"person)(?:['’]s)? "
    r"(?:\w+ ){0,4}(?:recently|currently|now)\b|"
    r"\b(?:if|when|whether|tell|ask|has your|have you|have your|did your|does your|is your)\b[^.]*\b(?:recent|recently|"
    r"currently|in the (?:last|past))\b|\b(?:most recent|current|latest|recent) (?:x-ray|weight|height|dose|copy|"
    r"plan|test|"
    r"blood|report|record|visit|illness|injur)",
    re.IGNORECASE,
)


@rule(
    "superlative",
    level=Level.WARNING,
    title=gettext_lazy("Ranking without a date or source"),
    why=gettext_lazy("Families choose where to go by it, and nobody can check it or tell when it stopped being true."),
    source="FTC, health claims need evidence https://www.ftc.gov/business-guidance/resources/health-products-compliance-guidance",
)
def superlative(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for sentence in _english(page):
        found = _RANKING.search(sentence.text)
        claim = found[0] if found else own_praise_in(sentence.text)
        if claim and not _has_source(sentence):
            said = _("“%(claim)s” is a ranking. Say by whom and in which year, with a link, or leave it out.")
            yield at(sentence.passage, said % {"claim": claim}, sentence.text)


@rule(
    "stale-time",
    level=Level.WARNING,
    title=gettext_lazy("“This year” and the like"),
    why=gettext_lazy("It becomes false by itself, and no one will notice the day."),
    source="GOV.UK style guide, dates https://www.gov.uk/guidance/style-guide",
)
def stale_time(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for sentence in _english(page):
        found = _STALE.search(sentence.text)
        if found and not _OF_A_CHILD.search(sentence.text) and not _YEAR.search(sentence.text):
            said = _("“%(words)s” will soon be wrong. Write the year or the month.") % {"words": found[0]}
            yield at(sentence.passage, said, sentence.text)


@rule(
    "dated-claim",
    level=Level.WARNING,
    title=gettext_lazy("Claim that grows old"),
    why=gettext_lazy(
        "“Recently” and “currently” stay on pages for years; families cannot tell whether it still holds."
    ),
    source="GOV.UK style guide, dates https://www.gov.uk/guidance/style-guide",
)
def dated_claim(page: CheckedPage, site: Site) -> Iterator[Problem]:
    for sentence in _english(page):
        years = [int(year) for year in _AS_OF.findall(sentence.text)]
        if years and max(years) < site.today.year - 2:
            said = _("This was so in %(year)s. Is it still? Write what is known now.") % {"year": max(years)}
            yield at(sentence.passage, said, sentence.text)
            continue
        found = _DATED.search(sentence.text)
        words = found[0] if found else passing_words_in(sentence.text)
        is_told_of_us = not sentence.text.endswith("?") and not _ABOUT_THE_READER.search(sentence.text)
        if words and is_told_of_us and not _has_source(sentence):
            said = _("“%(words)s”: say when, or leave it out, so that it stays true.") % {"words": words}
            yield at(sentence.passage, said, sentence.text)


def _english(page: CheckedPage) -> list[Sentence]:
    return page.sentences if page.is_english else []


def _has_source(sentence: Sentence) -> bool:
    """A year, a source that is named, or a link in the passage."""
    is_linked = any(link.address.startswith("http") and link.text in sentence.text for link in sentence.passage.links)
    return bool(_YEAR.search(sentence.text) or _SOURCED.search(sentence.text) or is_linked)
