"""Facts: what a page says beside what others say, and what it must say and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.naming import runs, words_of
from conditions.checking.other_conditions import names_another, subject_of
from conditions.checking.own_names import OwnNames
from conditions.checking.page import CheckedPage
from conditions.checking.passages import Passage, Shape
from conditions.checking.quantities import doses_in, phones_in
from conditions.checking.repeated import long_sentences, short_lines
from conditions.checking.rule import Problem, about, at, rule
from conditions.checking.sentences import sentences_in
from conditions.checking.site import MANY_OTHERS, ProgramFacts, Site

_SAME = re.compile(
    r"\b(?:this|the|these|such) (?:condition|disease|disorder|illness|children|kids|babies|problem)\b", re.I
)
_ASKS_ABOUT_OTHERS = re.compile(
    r"\b(?:other|others|another|related|similar|like|alike|different|differ|difference|versus|vs|along|also|"
    r"associated|complications?"
    r"|types?|kinds?|forms?|linked|risk|besides|instead|mistaken|confused|same time|go(?:es)? (?:together|with)|"
    r"come with)\b",
    re.IGNORECASE,
)
_SHORTEST_PARAGRAPH = 8
"""Words."""
_NOT = re.compile(r"\b(?:no|not|never|without|doesn['’]t|don['’]t|isn['’]t|won['’]t|rarely|nor)\b")
_OURS = re.compile(r"\b(?:our|us|we|this hospital|the (?:program|clinic|center|team))\b", re.IGNORECASE)
_MONTHS_WITHOUT_REVIEW = 24


@rule(
    "other-condition",
    level=Level.WARNING,
    title=gettext_lazy("Paragraph about another condition"),
    why=gettext_lazy("Text pasted from another page tells families about an illness that their child does not have."),
    source="Seen on real hospital pages.",
)
def other_condition(page: CheckedPage, site: Site) -> Iterator[Problem]:
    own = OwnNames(page) if page.is_english and page.title else None
    for part in page.parts if own else ():
        heading = ""
        for passage in part.prose:
            if passage.shape == Shape.HEADING:
                heading = own.left_out(passage.text) if own else ""
            elif own and passage.shape == Shape.PARAGRAPH and passage.text not in own:
                yield from _about_another(passage, heading, page, site)


def _about_another(passage: Passage, heading: str, page: CheckedPage, site: Site) -> Iterator[Problem]:
    if len(words_of(passage.text)) < _SHORTEST_PARAGRAPH or _SAME.search(passage.text):
        return
    if _ASKS_ABOUT_OTHERS.search(heading) or names_another(heading, site.names, page.slug, page.title):
        return
    for sentence in sentences_in(passage.text):
        if other := subject_of(sentence, site.names, page.slug, page.title):
            said = _("This speaks of “%(other)s” and never of “%(title)s”. Was it pasted from another page?")
            yield at(passage, said % {"other": other, "title": page.title}, sentence)
            return


@rule(
    "repeated-on-page",
    level=Level.WARNING,
    title=gettext_lazy("Said twice on this page"),
    why=gettext_lazy("Readers think that they lost their place; and only one of the two will be corrected."),
    source="Seen on real hospital pages.",
)
def repeated_on_page(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    seen: set[int] = set()
    for sentence, number in long_sentences(page):
        if number in seen:
            yield at(
                sentence.passage, _("This sentence stands on the page before. Delete one of the two."), sentence.text
            )
        seen.add(number)


@rule(
    "repeated-elsewhere",
    level=Level.WARNING,
    title=gettext_lazy("The same sentence on another condition's page"),
    why=gettext_lazy(
        "It was pasted, so it may be wrong on one of the pages; and corrections will reach only one of them."
    ),
    source="Seen on real hospital pages.",
)
def repeated_elsewhere(page: CheckedPage, site: Site) -> Iterator[Problem]:
    sentences = list(long_sentences(page))
    elsewhere = site.elsewhere(page.slug, {number for _sentence, number in sentences})
    for sentence, number in sentences:
        if found := elsewhere.get(number):
            said = _("The page “%(title)s” says the same, word for word. Does it belong on both?")
            yield at(sentence.passage, said % {"title": found.title}, sentence.text)


@rule(
    "line-on-many-pages",
    level=Level.ADVICE,
    title=gettext_lazy("The same line on five pages or more"),
    why=gettext_lazy(
        "Such lines are often leftovers of a template; what belongs on every page need not stand in each."
    ),
    source="Seen on real hospital pages.",
)
def line_on_many_pages(page: CheckedPage, site: Site) -> Iterator[Problem]:
    lines = list(short_lines(page))
    elsewhere = site.elsewhere(page.slug, {number for _passage, number in lines})
    for passage, number in lines:
        found = elsewhere.get(number)
        if found and found.others >= MANY_OTHERS:
            said = _("This line stands on %(count)s pages or more, “%(title)s” among them. Is it a leftover?")
            yield at(passage, said % {"count": MANY_OTHERS + 1, "title": found.title})


@rule(
    "phone-differs",
    level=Level.WARNING,
    title=gettext_lazy("Phone number that differs from the program's"),
    why=gettext_lazy("A family calls the wrong number, or one that nobody answers any more."),
    source="The programs' own records.",
)
def phone_differs(page: CheckedPage, site: Site) -> Iterator[Problem]:
    programs = _programs(page, site)
    own = {phone for program in programs for phone, _as_written in phones_in(program.phone)}
    own |= {phone for phone, _as_written in phones_in(settings.HOSPITAL_PHONE)}
    for passage in page.prose if programs else ():
        for sentence in sentences_in(passage.text):
            expected = _expected(sentence, programs)
            for phone, as_written in phones_in(sentence):
                if expected and phone not in (own if expected is programs else _phones(expected)):
                    names = ", ".join(f"{program.title} {program.phone}" for program in expected if program.phone)
                    said = _("%(phone)s is not the number that the program has: %(programs)s. Correct one of the two.")
                    yield at(passage, said % {"phone": as_written, "programs": names}, sentence)


@rule(
    "no-phone",
    level=Level.WARNING,
    title=gettext_lazy("No phone number"),
    why=gettext_lazy("A family that needs help now finds nobody to call."),
    source="What good hospitals' pages have: who treats this here, and how to reach them.",
)
def no_phone(page: CheckedPage, site: Site) -> Iterator[Problem]:
    has_program = any(program.phone for program in _programs(page, site))
    if not has_program and not any(_says_phone(passage) for passage in page.passages):
        yield about(page.around, _("Nobody to call: choose a program that has a phone number."), field="programs")


@rule(
    "dose-differs",
    level=Level.WARNING,
    title=gettext_lazy("Dose that differs from the program's"),
    why=gettext_lazy("Two pages of one hospital tell two doses; one of them may harm a child."),
    source="The programs' own texts.",
)
def dose_differs(page: CheckedPage, site: Site) -> Iterator[Problem]:
    programs = _programs(page, site)
    told = [
        (program.title, dose)
        for program in programs
        for line in program.text.split("\n")
        for sentence in sentences_in(line)
        for dose in doses_in(sentence)
    ]
    for sentence in page.sentences if told else ():
        for dose in doses_in(sentence.text):
            others = [(title, other) for title, other in told if other.is_about_same_as(dose)]
            if others and all(other.amount != dose.amount for _title, other in others):
                title, other = others[0]
                said = _(
                    "%(dose)s of %(medicine)s here, %(other)s in the text of “%(program)s”. Correct one of the two."
                )
                facts = {
                    "dose": dose.as_written,
                    "medicine": dose.medicine,
                    "other": other.as_written,
                    "program": title,
                }
                yield at(sentence.passage, said % facts, sentence.text)


@rule(
    "never-reviewed",
    level=Level.WARNING,
    title=gettext_lazy("No review"),
    why=gettext_lazy("Families cannot tell whether a clinician has checked the text, nor how old it is."),
    source="NHS content policy; HONcode principle 4",
)
def never_reviewed(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    if not page.content.get("last_reviewed_on"):
        yield about(page.around, _("Nobody has reviewed this text, and it names no reviewer. Ask for a review."))


@rule(
    "review-overdue",
    level=Level.WARNING,
    title=gettext_lazy("Review overdue"),
    why=gettext_lazy("Medicine moves on; families read an old text as if it were today's."),
    source="NHS content policy: every page is reviewed every two to three years",
)
def review_overdue(page: CheckedPage, site: Site) -> Iterator[Problem]:
    reviewed, due = (_day(page.content.get(name)) for name in ("last_reviewed_on", "next_review_on"))
    if due and due < site.today:
        yield about(page.around, _("The next review was due on %(day)s.") % {"day": date_format(due)})
    elif reviewed and not due and (site.today - reviewed).days > _MONTHS_WITHOUT_REVIEW * 30.5:
        said = _("The last review, on %(day)s, is more than %(months)s months ago.")
        yield about(page.around, said % {"day": date_format(reviewed), "months": _MONTHS_WITHOUT_REVIEW})


@rule(
    "recalled-medicine",
    level=Level.WARNING,
    title=gettext_lazy("Recalled product named"),
    why=gettext_lazy("A family may have it at home, and this page tells them to use it."),
    source="The hospital's own live recall alerts.",
)
def recalled_medicine(page: CheckedPage, site: Site) -> Iterator[Problem]:
    text = "\n".join(passage.text for passage in page.prose)
    if next(iter(site.recalled(text)), None) is None:
        return
    for passage in page.prose:
        for recalled in site.recalled(passage.text):
            said = _("“%(name)s” is named here, and there is a live alert: %(headline)s Say what families should do.")
            quote = recalled.sentence if recalled.sentence in passage.text else passage.text
            yield at(passage, said % {"name": recalled.name, "headline": recalled.headline}, quote)


@rule(
    "emergency-without-help",
    level=Level.WARNING,
    title=gettext_lazy("Emergency symptom, and nothing about getting help"),
    why=gettext_lazy("A parent whose child has it reads on instead of calling."),
    source="NHS design system, care cards https://service-manual.nhs.uk/design-system/components/care-cards",
)
def emergency_without_help(page: CheckedPage, site: Site) -> Iterator[Problem]:
    symptoms = site.emergencies.get(page.language, {})
    if not symptoms or page.content.get("call_911_when") or page.content.get("call_today_when"):
        return
    longest = max(len(symptom.split()) for symptom in symptoms)
    told: set[str] = set()
    for passage in page.prose:
        for sentence in sentences_in(passage.text):
            for symptom in _symptoms_in(sentence, symptoms.keys() - told, longest):
                told.add(symptom)
                said = _(
                    "“%(symptom)s” is an emergency. Say in “Call 911 if your child…” or “Call today …” what to do."
                )
                yield at(passage, said % {"symptom": symptoms[symptom]}, sentence, word=symptom)


def _symptoms_in(sentence: str, symptoms: set[str], longest: int) -> Iterator[str]:
    words = words_of(sentence)
    for start, _end, run in runs(words, longest):
        if run in symptoms and not _NOT.search(" ".join(words[max(0, start - 4) : start])):
            yield run


def _programs(page: CheckedPage, site: Site) -> list[ProgramFacts]:
    pks = page.content.get("programs") or []
    return list(site.programs(pks)) if pks else []


def _expected(sentence: str, programs: list[ProgramFacts]) -> list[ProgramFacts]:
    """The programs that a sentence names, or all where it speaks of us; none where it speaks of somebody else."""
    lowered = sentence.casefold()
    named = [program for program in programs if program.title.casefold() in lowered and program.phone]
    return named or (programs if _OURS.search(sentence) else [])


def _phones(programs: Sequence[ProgramFacts]) -> set[str]:
    return {phone for program in programs for phone, _as_written in phones_in(program.phone)}


def _says_phone(passage: Passage) -> bool:
    return any(phones_in(passage.text)) or any(link.address.startswith("tel:") for link in passage.links)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
