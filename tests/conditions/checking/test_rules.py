"""What each rule finds, and what it lets pass, beside those that are measured."""

from dataclasses import replace
from datetime import date

import pytest

from conditions.checking.finding import Level
from conditions.checking.naming import digest, words_of
from conditions.checking.rule import RULES
from conditions.checking.run import SUBJECTS, check
from conditions.checking.site import Elsewhere, ProgramFacts, Recalled, Site
from tests.conditions.checking.pages import content, found, quotes

pytestmark = pytest.mark.once

TODAY = date(2026, 3, 2)
SITE = replace(
    Site.empty(TODAY),
    emergencies={"en": {"paralysis": "paralysis", "trouble breathing": "trouble breathing"}},
    programs=lambda _pks: [ProgramFacts("Lung Center", "555-555-0123", "We give ibuprofen 10 mg/kg for pain.")],
)
LONG = "Every child with this illness sees the same nurse at each visit until the treatment is over."


def test_every_rule_says_what_it_looks_for_why_and_where_that_comes_from() -> None:
    assert SUBJECTS
    assert all(rule.title and rule.why and rule.source for rule in RULES.values())


def test_only_faults_of_structure_are_errors() -> None:
    assert {rule.id for rule in RULES.values() if rule.level == Level.ERROR} == {
        *("empty-tab", "empty-heading", "heading-without-text", "lead-in-without-list", "leftover-line"),
        *("picture-without-alternative", "vague-link-text", "link-without-words", "broken-link"),
    }


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("empty-heading", "<h3><strong></strong></h3><p>x</p>", "<h3>What is it?</h3><p>x</p>"),
        ("heading-without-text", "<h3>Why?</h3><h3>How?</h3><p>So.</p>", "<h3>Why?</h3><h4>How?</h4><p>So.</p>"),
        ("heading-without-text", "<p>x</p><h3>Why?</h3>", '<h3>Why?</h3><p><img src="/a.webp" alt="The lungs"></p>'),
        ("heading-order", "<h4>Small</h4><p>x</p>", "<h3>Large</h3><h4>Small</h4><p>x</p>"),
        ("bold-line-as-heading", "<p><strong>Tests</strong></p><p>x</p>", "<p><strong>Call us.</strong></p><p>x</p>"),
        ("leftover-line", "<p>Current Environment: Production</p>", "<p>The current environment matters.</p>"),
        ("leftover-line", "<p>Call [insert phone] today.</p>", "<p>Call us [day or night].</p>"),
        ("picture-without-alternative", '<p><img src="/a.webp"></p>', '<p><img src="/a.webp" alt=""></p>'),
        ("picture-badly-described", '<img src="/a.webp" alt="IMG_0012.jpg">', '<img src="/a.webp" alt="A spacer">'),
        ("link-without-words", '<p>a <a href="/x/"></a> b</p>', '<p><a href="/x/">Lung Center</a></p>'),
        ("broken-link", '<p><a href="#no-such">Signs</a></p>', '<h3 id="signs">S</h3><p><a href="#signs">S</a></p>'),
        (
            "same-words-two-addresses",
            '<p><a href="/a/">Program</a> <a href="/b/">Program</a></p>',
            '<p><a href="/a/">Program</a> <a href="/a/">Program</a></p>',
        ),
        ("unmarked-list", "<p>Bring:</p><p>• a toy</p><p>• a book</p>", "<p>Bring:</p><ul><li>a toy</li></ul>"),
        (
            "lead-in-before-headings",
            "<h3>Care</h3><p>We have:</p><h4>A</h4><p>x</p><h4>B</h4><p>x</p>",
            "<h3>Care</h3><p>We help.</p><h4>A</h4><p>x</p>",
        ),
        ("long-sentence", f"<p>{'word ' * 26}.</p>", f"<p>{'word ' * 25}.</p>"),
        ("rather-long-sentence", f"<p>{'word ' * 21}.</p>", f"<p>{'word ' * 26}.</p>"),
        ("long-paragraph", "<p>A b. C d. E f. G h.</p>", "<p>A b. C d. E f.</p>"),
        ("long-list", f"<ul>{'<li>x</li>' * 10}</ul>", f"<ul>{'<li>x</li>' * 9}</ul>"),
        (
            "passive-voice",
            "<p>It is given. It was seen. We go. You go. They go.</p>",
            "<p>It is red. We are tired. We go. You go. They go.</p>",
        ),
        ("title-never-explained", "<p>Asthma is common.</p>", "<p>Asthma is a disease of the airways.</p>"),
        (
            "title-never-explained",
            "<p>Severe asthma refers to asthma that is severe.</p>",
            "<p>Asthma affects lungs.</p>",
        ),
        (
            "another-language",
            "<p>El asma es una enfermedad de los pulmones que se trata con un inhalador.</p>",
            "<p>Asthma is a disease of the lungs that is treated with an inhaler.</p>",
        ),
        ("repeated-on-page", f"<p>{LONG}</p><p>{LONG}</p>", "<p>Call us.</p><p>Call us.</p>"),
        ("emergency-without-help", "<p>It can cause paralysis.</p>", "<p>It does not cause paralysis.</p>"),
    ],
)
def test_a_rule_finds_the_fault_and_lets_the_sound_one_pass(rule: str, wrong: str, right: str) -> None:
    assert len(quotes(rule, wrong, SITE)) == 1
    assert quotes(rule, right, SITE) == []


def test_an_empty_tab_is_found_unless_programs_fill_it() -> None:
    page = content(tabs={"Causes": "", "Tests": "<p>We ask.</p>"})
    assert [finding.part for finding in found("empty-tab", page)] == ["tab-1"]
    page["sections"][0] |= {"kind": "programs_services"}
    assert found("empty-tab", page | {"programs": [1]}) == []


def test_a_tab_of_a_sentence_is_nearly_empty() -> None:
    assert [one.part for one in found("near-empty-tab", content(tabs={"Tests": "<p>We ask.</p>"}))] == ["tab-1"]
    assert found("near-empty-tab", content(tabs={"Tests": f"<p>{LONG} {LONG}</p>"})) == []


def test_a_page_that_says_when_to_call_may_name_emergencies() -> None:
    text = "<p>It can cause paralysis and trouble breathing.</p>"
    assert len(quotes("emergency-without-help", text, SITE)) == 2
    assert quotes("emergency-without-help", text, SITE, call_911_when=["cannot move"]) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Call the Lung Center at 555-555-0199.", True),
        ("Call our nurses at (555) 555-0199.", True),
        ("Call the Lung Center at (555) 555-0123.", False),
        ("The national helpline is 800-555-0199.", False),
    ],
)
def test_a_number_that_is_not_the_programs_is_found(text: str, is_found: bool) -> None:
    assert bool(quotes("phone-differs", f"<p>{text}</p>", SITE, programs=[1])) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Give ibuprofen, 5 mg/kg.", True),
        ("Give ibuprofen, 10 mg per kg.", False),
        ("Give ibuprofen, 200 mg.", False),
        ("Give penicillin, 5 mg/kg.", False),
    ],
)
def test_a_dose_that_is_not_the_programs_is_found(text: str, is_found: bool) -> None:
    assert bool(quotes("dose-differs", f"<p>{text}</p>", SITE, programs=[1])) is is_found


def test_a_page_without_anybody_to_call_is_found() -> None:
    assert len(found("no-phone", content("<p>Hello.</p>"))) == 1
    assert found("no-phone", content("<p>Call 555-555-0100.</p>")) == []
    assert found("no-phone", content("<p>Hello.</p>", programs=[1]), SITE) == []


def test_a_page_without_review_and_an_overdue_one_are_found() -> None:
    assert len(found("never-reviewed", content())) == 1
    late = content(last_reviewed_on="2023-01-01", next_review_on="2026-01-01")
    assert found("never-reviewed", late, SITE) == []
    assert len(found("review-overdue", late, SITE)) == 1
    assert found("review-overdue", late | {"next_review_on": "2027-01-01"}, SITE) == []
    assert len(found("review-overdue", late | {"next_review_on": None}, SITE)) == 1


def test_a_sentence_of_another_page_is_found_with_that_pages_title() -> None:
    (finding,) = found("repeated-elsewhere", content(f"<p>Hello. {LONG}</p>"), said_elsewhere(LONG, others=1))
    assert finding.quote == LONG
    assert "Clubfoot" in finding.message


@pytest.mark.parametrize(
    ("html", "line", "others", "is_found"),
    [
        ("<p>Last published by the system</p>", "Last published by the system", 4, True),
        ("<p>Last published by the system</p>", "Last published by the system", 3, False),
        ("<p>Symptoms may include:</p><ul><li>x</li></ul>", "Symptoms may include:", 4, False),
        ("<h3>Who treats it here</h3><p>x</p>", "Who treats it here", 4, False),
        ("<ul><li>Trouble breathing</li></ul>", "Trouble breathing", 4, False),
        ("<p>Call the Lung Center at 555-555-0123.</p>", "Call the Lung Center at 555-555-0123.", 4, False),
        (f"<p>{LONG}</p>", LONG, 4, False),
    ],
)
def test_a_short_line_that_stands_on_many_pages_is_asked_about(
    html: str, line: str, others: int, is_found: bool
) -> None:
    assert quotes("line-on-many-pages", html, said_elsewhere(line, others)) == ([line] if is_found else [])


def said_elsewhere(text: str, others: int) -> Site:
    known = {digest(words_of(text)): Elsewhere("Clubfoot", others)}
    return replace(SITE, elsewhere=lambda _slug, digests: {one: known[one] for one in digests if one in known})


@pytest.mark.parametrize(
    ("fate", "rule"),
    [
        ("never", "broken-link"),
        ("draft", "link-to-absent-page"),
        ("retired", "link-to-absent-page"),
        ("moved", "link-to-moved-page"),
    ],
)
def test_a_link_is_judged_by_what_became_of_its_page(fate: str, rule: str) -> None:
    site = replace(SITE, fates=lambda paths: dict.fromkeys(paths, fate))
    page = content('<p><a href="/conditions/clubfoot/#tests">Clubfoot tests</a></p>')
    rules = {"broken-link", "link-to-absent-page", "link-to-moved-page"}
    assert {finding.rule for finding in check(page, site)} & rules == {rule}


def test_an_address_of_another_site_that_did_not_answer_is_found_in_sources_too() -> None:
    site = replace(SITE, broken=lambda addresses: dict.fromkeys(addresses, "404"))
    page = content('<p><a href="https://a.example/">A</a></p>', sources=["B https://b.example/"])
    assert [finding.field for finding in found("broken-external-link", page, site)] == ["introduction", "sources"]


def test_a_sentence_that_names_a_recalled_product_is_found() -> None:
    said = Recalled("Use Kelpway daily.", "Kelpway", "Kelpway is recalled.")
    site = replace(SITE, recalled=lambda text: [said] if "Kelpway" in text else [])
    assert quotes("recalled-medicine", "<p>Hello. Use Kelpway daily.</p><p>Bye.</p>", site) == ["Use Kelpway daily."]


def test_a_word_of_the_glossary_needs_no_explanation() -> None:
    site = replace(SITE, terms=frozenset({"mri"}))
    assert quotes("unexplained-abbreviation", "<p>An MRI and a PET scan.</p>", site) == ["An MRI and a PET scan."]
    assert "MRI" not in found("unexplained-abbreviation", content("<p>An MRI and a PET scan.</p>"), site)[0].message


def test_words_of_the_pages_own_name_are_no_jargon() -> None:
    site = replace(SITE, plainer={"en": {"cardiac": "heart"}})
    assert len(quotes("jargon", "<p>Cardiac tests follow.</p>", site)) == 1
    assert quotes("jargon", "<p>Cardiac tests follow.</p>", site, title="Cardiac Arrest") == []


def test_english_rules_are_silent_on_pages_in_other_languages() -> None:
    hard = (
        "<p>" + "Administrative multidisciplinary considerations necessitate internationally coordinated efforts. " * 12
    )
    english = {finding.rule for finding in check(content(hard), SITE)}
    spanish = {finding.rule for finding in check(content(hard, language="es"), SITE)}
    assert {"reading-grade", "reading-grade-of-page", "hardest-sentence"} <= english
    assert not {"reading-grade", "reading-grade-of-page", "hardest-sentence", "passive-voice"} & spanish


def test_findings_come_in_the_order_of_the_page_and_quote_what_readers_see() -> None:
    page = content(
        "<p>An <strong>ABC</strong>&nbsp;test &amp; more.</p>", {"Care": '<p><a href="/">Here</a></p><p>We treat:</p>'}
    )
    placed = [finding for finding in check(page, SITE) if finding.quote]
    assert [finding.quote for finding in placed] == ["An ABC test & more.", "Here", "We treat:"]


def test_nothing_is_found_on_a_page_without_content() -> None:
    assert {finding.level for finding in check({}, Site.empty())} <= {Level.WARNING}
