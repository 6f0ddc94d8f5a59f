"""How hard the text is to read: grades, long sentences, paragraphs and lists, passive voice."""

from collections.abc import Iterator
from itertools import zip_longest

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.checking.finding import Level
from conditions.checking.page import CheckedPage, CheckedPart, Sentence
from conditions.checking.passages import Shape
from conditions.checking.passive import is_passive
from conditions.checking.readability import PREPARATION, Reading, long_words_of, read_page, read_parts, read_sentence
from conditions.checking.rule import Problem, about, at, rule
from conditions.checking.sentences import sentences_in
from conditions.checking.site import Site

LONG_SENTENCE = 25
RATHER_LONG_SENTENCE = 20
LONG_PARAGRAPH = 3
LONG_LIST = 9
MOST_PASSIVE = 20
"""Percent of a part's sentences."""
_LEEWAY = 2
"""Grades above the target that are let pass; SMOG tells about two grades more than Flesch-Kincaid."""
_HARD_PAGE = 6
"""Grades of SMOG above the target, from which on most readers struggle with the page."""
_ENOUGH_WORDS = 60
"""A grade of fewer words says little."""
_ENOUGH_SENTENCES = 5
_HARDEST = 3

_NHS = "NHS service manual, How we write https://service-manual.nhs.uk/content/how-we-write"


@rule(
    "reading-grade",
    level=Level.WARNING,
    title=gettext_lazy("Hard to read"),
    why=gettext_lazy("Many parents read at the level of 6th to 8th grade, and frightened readers take in less."),
    source="NIH and AMA advice (6th to 8th grade); NHS, readability https://service-manual.nhs.uk/content/health-literacy",
)
def reading_grade(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in _hard_parts(page):
        reading = read_parts(page)[part.key]
        facts = _grades(reading) | {"preparation": str(PREPARATION)}
        said = _(
            "Reading grade: Flesch-Kincaid %(grade)s, SMOG %(smog)s; the target is %(target)s (SMOG %(smog_target)s). "
            "%(estimate)sShorten the hardest sentences first. %(preparation)s"
        )
        yield about(part, said % facts)


@rule(
    "hardest-sentence",
    level=Level.ADVICE,
    title=gettext_lazy("Among the hardest sentences of a hard text"),
    why=gettext_lazy("To rewrite these few helps most."),
    source="Kincaid and others, 1975 (Flesch-Kincaid grade)",
)
def hardest_sentence(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    left_out = long_words_of(page.names)
    for part in _hard_parts(page):
        graded = [(read_sentence(one.text, left_out).flesch_kincaid, one) for one in part.sentences]
        hard = [pair for pair in graded if pair[0] > settings.READING_GRADE_TARGET + _LEEWAY]
        for grade, sentence in sorted(hard, key=lambda pair: -pair[0])[:_HARDEST]:
            said = _("One of the hardest sentences here (grade %(grade)s). Say one thing at a time, in shorter words.")
            yield at(sentence.passage, said % {"grade": round(grade)}, sentence.text)


@rule(
    "reading-grade-of-page",
    level=Level.WARNING,
    title=gettext_lazy("The page as a whole is hard to read"),
    why=gettext_lazy("Above SMOG 14 most people will struggle."),
    source="NHS service manual, health literacy https://service-manual.nhs.uk/content/health-literacy",
)
def reading_grade_of_page(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    if not page.is_english:
        return
    reading = read_page(page)
    if reading.words >= _ENOUGH_WORDS and reading.smog > settings.READING_GRADE_TARGET + _HARD_PAGE:
        said = _(
            "The whole page: Flesch-Kincaid %(grade)s, SMOG %(smog)s. %(estimate)sMost families will struggle with it."
        )
        yield about(page.around, said % _grades(reading))


@rule(
    "long-sentence",
    level=Level.WARNING,
    title=gettext_lazy("Long sentence"),
    why=gettext_lazy("Who reads slowly has forgotten its beginning at its end."),
    source=_NHS,
)
def long_sentence(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for sentence, count in _longer_than(page, LONG_SENTENCE):
        yield at(
            sentence.passage, _("%(count)s words in one sentence. Make two of it.") % {"count": count}, sentence.text
        )


@rule(
    "rather-long-sentence",
    level=Level.ADVICE,
    title=gettext_lazy("Rather long sentence"),
    why=gettext_lazy("Sentences of up to 20 words are understood at once by most readers."),
    source=_NHS,
)
def rather_long_sentence(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for sentence, count in _longer_than(page, RATHER_LONG_SENTENCE):
        if count <= LONG_SENTENCE:
            said = _("%(count)s words in one sentence. Can it be shorter?") % {"count": count}
            yield at(sentence.passage, said, sentence.text)


@rule(
    "long-paragraph",
    level=Level.ADVICE,
    title=gettext_lazy("Long paragraph"),
    why=gettext_lazy("On a phone it fills the screen; readers skip it."),
    source=_NHS,
)
def long_paragraph(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for passage in page.prose:
        count = len(sentences_in(passage.text)) if passage.shape == Shape.PARAGRAPH else 0
        if count > LONG_PARAGRAPH:
            yield at(passage, _("%(count)s sentences in one paragraph. Divide it after a thought.") % {"count": count})


@rule(
    "long-list",
    level=Level.ADVICE,
    title=gettext_lazy("Long list"),
    why=gettext_lazy("Nobody keeps more than a handful of points in mind."),
    source="Plain language guidelines, lists https://www.plainlanguage.gov/guidelines/organize/use-lists/",
)
def long_list(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts:
        run = 0
        for passage, following in zip_longest(part.prose, part.prose[1:]):
            run = run + (passage.level == 1) if passage.shape == Shape.ITEM else 0
            is_last = following is None or following.shape != Shape.ITEM
            if run > LONG_LIST and is_last:
                said = _("A list of %(count)s points ends here. Group them under small headings.") % {"count": run}
                yield at(passage, said)


@rule(
    "passive-voice",
    level=Level.ADVICE,
    title=gettext_lazy("Much passive voice"),
    why=gettext_lazy("“We give the medicine” says who does it; “the medicine is given” leaves families to guess."),
    source=_NHS,
)
def passive_voice(page: CheckedPage, _site: Site) -> Iterator[Problem]:
    for part in page.parts if page.is_english else ():
        passive = [sentence.text for sentence in part.sentences if is_passive(sentence.text)]
        share = round(100 * len(passive) / len(part.sentences)) if len(part.sentences) >= _ENOUGH_SENTENCES else 0
        if share > MOST_PASSIVE:
            said = _("%(share)s percent of the sentences are passive. Say who does it: “%(example)s”")
            yield about(part, said % {"share": share, "example": passive[0]})


def _hard_parts(page: CheckedPage) -> Iterator[CheckedPart]:
    for part in page.parts if page.is_english else ():
        reading = read_parts(page)[part.key]
        limit = settings.READING_GRADE_TARGET + _LEEWAY
        is_hard = reading.flesch_kincaid > limit or reading.smog > limit + _LEEWAY
        if is_hard and reading.words >= _ENOUGH_WORDS:
            yield part


def _grades(reading: Reading) -> dict[str, object]:
    estimate = _("SMOG is an estimate, for there are only %(count)s sentences. ") % {"count": reading.sentences}
    return {
        "grade": f"{reading.flesch_kincaid:.1f}",
        "smog": f"{reading.smog:.1f}",
        "target": settings.READING_GRADE_TARGET,
        "smog_target": settings.READING_GRADE_TARGET + _LEEWAY,
        "estimate": estimate if reading.is_smog_estimate else "",
    }


def _longer_than(page: CheckedPage, most: int) -> Iterator[tuple[Sentence, int]]:
    for sentence in page.sentences:
        if (count := len(sentence.words)) > most:
            yield sentence, count
