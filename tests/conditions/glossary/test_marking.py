"""Which words of a text are terms, and what becomes of them."""

import re

import pytest

from conditions.glossary.entries import Entry, Glossary
from conditions.glossary.marking import Explainer


def term(title: str, *other_forms: str, language: str = "en") -> Entry:
    number = sum(map(ord, title))
    return Entry(number, title.casefold().replace(" ", "-"), title, "What it is.", "", other_forms, language)


def marked(html: str, *terms: Entry, own: tuple[str, ...] = ()) -> str:
    """The text with its terms as `[written]`."""
    language = terms[0].language
    found = Explainer(Glossary.of(language, terms), own).mark(html)
    return re.sub(r'<button type="button" class="term" popovertarget="_w-[^"]+">(.*?)</button>', r"[\1]", found)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A biopsy helps.</p>", "<p>A [biopsy] helps.</p>"),
        ("<p>Biopsy, then rest.</p>", "<p>[Biopsy], then rest.</p>"),
        ("<p>Two biopsies.</p>", "<p>Two [biopsies].</p>"),
        ("<p>The biopsy’s day</p>", "<p>The [biopsy]’s day</p>"),
        ("<p>autobiopsy biopsy-like non-biopsy biopsy.example.org</p>", None),
        ("<p>BIOPSY</p>", None),
        ('<p><img alt="biopsy > test" src="x">biopsy</p>', '<p><img alt="biopsy > test" src="x">[biopsy]</p>'),
    ],
)
def test_a_word_is_found_whole_however_it_is_bent(html: str, expected: str | None) -> None:
    assert marked(html, term("biopsy", "biopsies")) == (expected or html)


@pytest.mark.parametrize("tag", ["a", "abbr", "h3", "h4", "th", "caption"])
def test_no_word_is_marked_in_a_link_a_heading_or_an_abbreviation(tag: str) -> None:
    html = f"<{tag}>biopsy <strong>biopsy</strong></{tag}><p>biopsy</p>"
    assert marked(html, term("biopsy")) == html.replace("<p>biopsy", "<p>[biopsy]")


def test_the_longest_term_wins_and_none_is_marked_inside_another() -> None:
    terms = term("marrow"), term("bone marrow"), term("bone marrow transplant")
    html = "<p>A bone marrow transplant needs bone marrow. Bone marrow transplant, marrow.</p>"
    assert marked(html, *terms) == (
        "<p>A [bone marrow transplant] needs [bone marrow]. Bone marrow transplant, [marrow].</p>"
    )


def test_only_the_first_use_in_a_tab_is_marked_and_each_tab_has_its_own() -> None:
    explainer = Explainer(Glossary.of("en", [term("biopsy")]))
    first, second = explainer.mark("<p>biopsy, biopsy</p>"), explainer.mark("<p>biopsy</p>")
    assert (first.count("<button"), second.count("<button")) == (1, 1)
    assert [entry.title for entry in explainer.words] == ["biopsy"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>All children with ALL</p>", "<p>All children with [ALL]</p>"),
        ("<p>all Alls ALLY</p>", None),
        ("<p>Two MRIs, one mri</p>", "<p>Two [MRIs], one mri</p>"),
        ("<p>hearing aids and AIDS</p>", "<p>hearing [aids] and AIDS</p>"),
    ],
)
def test_an_abbreviation_is_found_in_its_own_capitals_alone(html: str, expected: str | None) -> None:
    terms = term("acute lymphoblastic leukemia", "ALL"), term("MRI"), term("aid")
    assert marked(html, *terms) == (expected or html)


@pytest.mark.parametrize("written", ["T cell", "T-cell", "t&nbsp;cell", "T\u2011cells"])
def test_a_hyphen_or_a_fixed_space_is_as_good_as_a_space(written: str) -> None:
    assert marked(f"<p>{written}</p>", term("T cell")) == f"<p>[{written}]</p>"


def test_the_space_of_html_is_no_word() -> None:
    assert (
        marked("<p>a&nbsp;b &amp; c &lt;</p>", term("amp"), term("nbsp"), term("lt")) == "<p>a&nbsp;b &amp; c &lt;</p>"
    )


def test_words_written_with_signs_are_found() -> None:
    assert marked("<p>R&amp;D and Crohn's</p>", term("R&D"), term("Crohn’s")) == "<p>[R&amp;D] and [Crohn's]</p>"


def test_accents_count_for_nothing_in_english_and_tell_words_apart_in_spanish() -> None:
    assert (
        marked("<p>Meniere and Me\u0301nie\u0300re</p>", term("Ménière")) == "<p>[Meniere] and Me\u0301nie\u0300re</p>"
    )
    assert marked("<p>papa papá</p>", term("papá", language="es")) == "<p>papa [papá]</p>"


def test_vowel_signs_count_for_nothing_in_arabic() -> None:
    assert marked("<p>رَبْو</p>", term("ربو", language="ar")) == "<p>[رَبْو]</p>"


def test_what_the_page_is_about_needs_no_mark() -> None:
    assert (
        marked("<p>Asthma and croup</p>", term("asthma"), term("croup"), own=("Asthma",)) == "<p>Asthma and [croup]</p>"
    )


def test_every_word_of_the_text_stays_in_its_place() -> None:
    html = "<ul><li>one biopsy<ul><li>bone marrow &amp; more</li></ul></li></ul><p><em>biopsy</em>s</p>"
    assert marked(html, term("biopsy"), term("bone marrow")).replace("[", "").replace("]", "") == html
