"""The demonstration hospital's files keep what the loader, the pages and the readers rely on."""

import re
import tomllib
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils.text import slugify

from publishing.html import clean

Record = dict[str, Any]

DEMO = Path(__file__).parents[2] / "portal" / "demo"
TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "br", "sub", "sup"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
LEVELS = ("call_us_when", "call_today_when", "call_911_when")
CONDITION_KEYS = {
    *("title", "slug", "other_names", "summary", "introduction", *LEVELS, "questions_to_ask", "sources", "body_areas"),
    *("specialties", "ages", "codes", "programs", "related", "reviewer", "last_reviewed_on", "sections"),
}
PROGRAM_KEYS = {
    *("title", "slug", "summary", "body", "phone", "hours", "location", "referral_url", "appointment_url"),
    "specialties",
}
ALERT_KEYS = {
    *("slug", "kind", "label", "headline", "link_text", "what_happened", "what_to_do", "whom_to_call", "product"),
    *("phone", "product_type", "firm", "recall_number", "classification", "initiative", "source_url"),
    *("everywhere", "conditions", "programs", "starts_in_hours"),
}
SECTION_KINDS = {"symptoms_causes", "diagnosis_treatments", "research_innovation", "other"}
NDC = re.compile(r"\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2}")
CODE = re.compile(r"ICD-10-CM [A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?|SNOMED CT \d{6,18}")
PHONE = re.compile(r"\d{3}-\d{3}-\d{4}|\(\d{3}\) ?\d{3}-\d{4}")
FICTIONAL_PHONE = re.compile(r"555-555-01\d\d")
VERB = re.compile(r"(still |suddenly )?([a-z]+s|[a-z]+ed|cannot|threw|will)\b")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")


def read(kind: str) -> dict[str, Record]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DEMO / kind).glob("*.toml"))}


CONDITIONS = read("conditions")
PROGRAMS = read("programs")
ALERTS = read("alerts")
HOME = {"conditions": CONDITIONS, "programs": PROGRAMS, "alerts": ALERTS}

every_condition = pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS.keys())
every_program = pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
every_alert = pytest.mark.parametrize("alert", ALERTS.values(), ids=ALERTS.keys())


class Outline(HTMLParser):
    """The tags, links and text of one piece of rich text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.closed: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self.closed.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def rich_texts(record: Record) -> list[str]:
    bodies = [section["body"] for section in record.get("sections", [])]
    return [record[key] for key in ("introduction", "body") if key in record] + bodies


RICH_TEXTS = [
    pytest.param(text, id=f"{slug}-{number}")
    for slug, record in (CONDITIONS | PROGRAMS).items()
    for number, text in enumerate(rich_texts(record))
]


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(text) if sentence.strip()]


def anchors(record: Record) -> set[str]:
    return {slugify(section["title"]) for section in record.get("sections", [])}


def test_the_hospital_has_eight_conditions_ten_programs_and_three_alerts() -> None:
    assert [len(records) for records in HOME.values()] == [8, 10, 3]


@pytest.mark.parametrize("kind", HOME)
def test_each_file_is_named_by_its_slug(kind: str) -> None:
    assert all(name == record["slug"] == slugify(name) for name, record in HOME[kind].items())


@every_condition
def test_a_condition_has_every_key_and_no_other(condition: Record) -> None:
    assert condition.keys() - {"news"} == CONDITION_KEYS


@every_program
def test_a_program_has_every_key_and_no_other(program: Record) -> None:
    assert program.keys() == PROGRAM_KEYS


@every_alert
def test_an_alert_has_every_key_and_may_have_an_end(alert: Record) -> None:
    assert alert.keys() - {"ends_in_hours", "initiated_days_ago", "packages", "translations"} == ALERT_KEYS


@pytest.mark.parametrize("record", (CONDITIONS | PROGRAMS).values(), ids=lambda record: record["slug"])
def test_a_summary_fits_the_first_phone_screen_and_a_search_result(record: Record) -> None:
    assert len(record["summary"].split()) <= 40
    assert 50 <= len(record["summary"]) <= 160


@every_condition
def test_an_introduction_has_sixty_to_a_hundred_and_twenty_words(condition: Record) -> None:
    assert 60 <= len("".join(Outline(condition["introduction"]).words).split()) <= 120


@every_condition
def test_an_introduction_says_what_the_condition_is(condition: Record) -> None:
    words = " ".join("".join(Outline(condition["introduction"]).words).split())
    assert re.search(rf"{re.escape(condition['title'])}( \([A-Z]+\))? is (a|an)\b", words, re.IGNORECASE)


@every_condition
def test_no_sentence_of_the_opening_is_longer_than_twenty_five_words(condition: Record) -> None:
    opening = condition["summary"] + "\n" + "".join(Outline(condition["introduction"]).words)
    assert [sentence for sentence in sentences(opening) if len(sentence.split()) > 25] == []


@every_condition
def test_when_to_get_help_has_one_to_five_short_points_a_level(condition: Record) -> None:
    for level in LEVELS:
        assert 1 <= len(condition[level]) <= 5
        assert all(len(point.split()) <= 20 for point in condition[level])


@every_condition
def test_a_point_goes_on_from_call_us_if_your_child(condition: Record) -> None:
    points = [point for level in LEVELS for point in condition[level]]
    assert [point for point in points if not VERB.match(point)] == []
    assert [point for point in points if point.endswith(".")] == []


@every_condition
def test_a_family_finds_four_to_eight_questions_to_ask(condition: Record) -> None:
    assert 4 <= len(condition["questions_to_ask"]) <= 8
    assert all(question.endswith("?") for question in condition["questions_to_ask"])


@every_condition
def test_a_source_is_a_name_and_one_address_at_its_end(condition: Record) -> None:
    assert condition["sources"]
    assert all(re.fullmatch(r"[^:/]+ https://[^\s/]+\.gov/\S*", source) for source in condition["sources"])


@every_condition
def test_a_clinical_code_names_its_system(condition: Record) -> None:
    assert condition["codes"]
    assert all(CODE.fullmatch(code) for code in condition["codes"])


def test_body_areas_come_from_one_short_set() -> None:
    areas = {area for condition in CONDITIONS.values() for area in condition["body_areas"]}
    assert 5 <= len(areas) <= 9


@every_condition
def test_a_review_lies_in_the_year_before_the_demonstration(condition: Record) -> None:
    assert date(2025, 11, 1) <= condition["last_reviewed_on"] <= date(2026, 10, 31)


@every_condition
def test_a_reviewer_is_marked_as_fictional(condition: Record) -> None:
    assert condition["reviewer"].endswith("(fictional)")


@every_condition
def test_the_tabs_are_few_short_and_each_has_its_own_address(condition: Record) -> None:
    titles = [section["title"] for section in condition["sections"]]
    assert 3 <= len(titles) <= 4
    assert len(anchors(condition)) == len(titles)
    assert all(len(title) <= 24 for title in titles)
    assert len(condition["title"]) <= 40


@every_condition
def test_each_tab_says_its_kind_title_and_text(condition: Record) -> None:
    for section in condition["sections"]:
        assert section.keys() == {"kind", "title", "body"}
        assert section["kind"] in SECTION_KINDS
        assert section["body"].strip().startswith("<h3>")


@every_condition
def test_a_page_has_three_hundred_fifty_to_seven_hundred_words(condition: Record) -> None:
    words = "".join(word for text in rich_texts(condition) for word in Outline(text).words).split()
    assert 350 <= len(words) <= 700


@every_program
def test_a_program_page_has_sixty_to_a_hundred_and_fifty_words(program: Record) -> None:
    assert 60 <= len("".join(Outline(program["body"]).words).split()) <= 150


@pytest.mark.parametrize("text", RICH_TEXTS)
def test_rich_text_uses_allowed_tags_alone_and_closes_them(text: str) -> None:
    outline = Outline(text)
    assert set(outline.tags) <= TAGS
    assert Counter(tag for tag in outline.tags if tag != "br") == Counter(outline.closed)


@pytest.mark.parametrize("text", RICH_TEXTS)
def test_the_door_for_html_changes_nothing_but_line_breaks(text: str) -> None:
    assert clean(text) == "".join(text.splitlines())


@pytest.mark.parametrize("text", RICH_TEXTS)
def test_a_lead_in_is_followed_by_its_list(text: str) -> None:
    assert re.findall(r":</p>\s*<(?!ul>|ol>)", text) == []


@pytest.mark.parametrize("text", RICH_TEXTS)
def test_a_link_leads_to_a_page_of_the_demonstration(text: str) -> None:
    for link in Outline(text).links:
        found = re.fullmatch(r"/(conditions|programs|alerts)/([a-z0-9-]+)/(?:#([a-z0-9-]+))?", link)
        assert found, link
        kind, slug, anchor = found.groups()
        assert slug in HOME[kind]
        assert anchor is None or anchor in anchors(HOME[kind][slug])


def test_the_pages_show_tables_numbered_and_nested_lists() -> None:
    texts = [text for record in CONDITIONS.values() for text in rich_texts(record)]
    tables = [text for text in texts if "<table>" in text]
    assert tables
    assert all("<caption>" in text and '<th scope="col">' in text and '<th scope="row">' in text for text in tables)
    assert any("<ol>" in text for text in texts)
    assert any(re.search(r"<li>[^<]+\n<[uo]l>", text) for text in texts)


@every_condition
def test_programs_and_related_conditions_exist(condition: Record) -> None:
    assert condition["programs"]
    assert set(condition["programs"]) <= PROGRAMS.keys()
    assert set(condition["related"]) <= CONDITIONS.keys() - {condition["slug"]}


def test_related_conditions_point_at_each_other() -> None:
    pairs = {(slug, other) for slug, condition in CONDITIONS.items() for other in condition["related"]}
    assert pairs == {(other, slug) for slug, other in pairs}


def test_each_program_treats_a_condition() -> None:
    assert {slug for condition in CONDITIONS.values() for slug in condition["programs"]} == PROGRAMS.keys()


@pytest.mark.parametrize("kind", HOME)
def test_every_phone_number_is_reserved_for_fiction(kind: str) -> None:
    numbers = [number for record in HOME[kind].values() for number in PHONE.findall(repr(record))]
    assert numbers
    assert [number for number in numbers if not FICTIONAL_PHONE.fullmatch(number)] == []


def test_no_two_programs_share_a_phone() -> None:
    assert len({program["phone"] for program in PROGRAMS.values()}) == len(PROGRAMS)


@every_program
def test_referrals_and_appointments_lead_to_an_example_site(program: Record) -> None:
    assert program["referral_url"] == f"https://www.example.org/referrals/{program['slug']}"
    assert program["appointment_url"] == f"https://www.example.org/appointments/{program['slug']}"


def test_the_alerts_are_one_everywhere_one_on_chosen_pages_and_one_to_come() -> None:
    live = [alert for alert in ALERTS.values() if alert["starts_in_hours"] < 0]
    assert sorted(alert["everywhere"] for alert in live) == [False, True]
    assert [alert["kind"] for alert in ALERTS.values() if alert["starts_in_hours"] > 0] == ["notice"]


@every_alert
def test_an_alert_is_everywhere_or_names_its_pages(alert: Record) -> None:
    assert alert["everywhere"] != bool(alert["conditions"] or alert["programs"])
    assert set(alert["conditions"]) <= CONDITIONS.keys()
    assert set(alert["programs"]) <= PROGRAMS.keys()


@every_alert
def test_an_alert_ends_after_it_starts(alert: Record) -> None:
    assert alert.get("ends_in_hours", 10**6) > max(alert["starts_in_hours"], 0)


@every_alert
def test_a_headline_is_one_sentence_of_at_most_a_hundred_and_forty_characters(alert: Record) -> None:
    assert len(alert["headline"]) <= 140
    assert len(sentences(alert["headline"])) == 1
    assert alert["headline"].endswith(".")


@every_alert
def test_an_alert_is_plain_text_and_says_whom_to_call(alert: Record) -> None:
    texts = [alert["what_happened"], alert["what_to_do"], alert["whom_to_call"]]
    assert all(text.strip() and "<" not in text for text in texts)
    assert PHONE.search(alert["whom_to_call"])


@every_alert
def test_an_alert_uses_the_values_of_its_lists(alert: Record) -> None:
    assert alert["kind"] in {"recall", "warning", "notice"}
    assert alert["classification"] in {"I", "II", "III", ""}
    assert alert["initiative"] in {"voluntary", "mandated", ""}
    assert alert["source_url"].startswith("https://www.example.org/")


@pytest.mark.parametrize("slug", [slug for slug, alert in ALERTS.items() if alert["kind"] == "recall"])
def test_a_recall_names_a_fictional_firm_with_lots_and_codes(slug: str) -> None:
    recall = ALERTS[slug]
    assert recall["firm"].endswith("(fictional)")
    assert "This alert is a demonstration." in recall["what_happened"]
    assert all(row["lots"] for row in recall["packages"])
    assert all(NDC.fullmatch(ndc) for row in recall["packages"] for ndc in row["ndcs"])


@pytest.mark.parametrize("slug", [slug for slug, alert in ALERTS.items() if alert["kind"] == "notice"])
def test_a_notice_names_no_product(slug: str) -> None:
    product = ("product", "product_type", "packages", "firm", "recall_number", "classification", "initiative")
    assert [key for key in product if ALERTS[slug].get(key)] == []
