"""From a document to a draft in the admin: looked at, changed, accepted once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from conditions.importing.incoming import KEPT_DAYS, MOST_OF_ONE_PERSON
from conditions.importing.models import IncomingDocument, IncomingPicture, TabName
from conditions.kinds import SectionKind
from conditions.models import Condition
from publishing.html import plain_text
from publishing.models import Picture, Revision
from tests.browsing import form_on, words
from tests.conditions.importing.word_documents import SENTENCES, tidal_fever
from tests.conftest import Clock
from tests.factories import live_condition, make_condition

BRING = reverse("admin:conditions_condition_bring")
TEXT = """Tidal fever
It is a made-up illness.
Tidal fever | Symptoms & Causes
What are the signs?
A fever that comes and goes.
Living with it
Rest for an hour each day, and drink.
"""


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def bring(desk: Client, content: str | bytes = TEXT, name: str = "page.txt", **data: Any) -> HttpResponse:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return desk.post(BRING, {"file": file} | data, follow=True)


def number_of(text: str) -> int:
    blocks = IncomingDocument.objects.latest("pk").blocks
    return next(number for number, block in enumerate(blocks) if text in block["text"])


def address() -> str:
    return reverse("admin:conditions_condition_arrange", args=[IncomingDocument.objects.latest("pk").pk])


def press(desk: Client, button: str, **changes: str) -> HttpResponse:
    data = form_on(desk.get(address())) | changes | {button: "1"}
    return desk.post(address(), {name: value for name, value in data.items() if value is not None}, follow=True)


def test_a_word_document_becomes_a_draft_with_every_sentence_and_its_picture(desk: Client, editor: User) -> None:
    bring(desk, tidal_fever(), "fever.docx")
    press(desk, "_accept")
    condition = Condition.objects.get()
    bodies = [condition.introduction, *(section.body for section in condition.ordered_sections())]
    text = " ".join(plain_text(body) for body in bodies).replace("\n", " ")
    assert [sentence for sentence in SENTENCES if sentence not in text] == []
    assert Picture.objects.get().address in bodies[-1]
    assert condition.changed_by == editor


def test_nothing_is_a_page_before_it_is_accepted_and_nothing_goes_live(desk: Client) -> None:
    bring(desk)
    assert not Condition.objects.exists()
    press(desk, "_look")
    assert not Condition.objects.exists()
    press(desk, "_accept")
    assert Condition.objects.count() == 1
    assert not Revision.objects.exists()


def test_the_page_shows_outline_lines_doubts_and_what_was_left_out(desk: Client) -> None:
    shown = words(bring(desk, tidal_fever(), "fever.docx")).replace("( ", "(").replace(" )", ")")
    for said in (
        "Symptoms & Causes (Symptoms & Causes)",
        "Line 4",
        "A comment, on “for three days”",
        "A tracked change: deleted, and not on the page",
        "Alternative text missing",
    ):
        assert said in shown


def test_the_content_checks_say_what_they_find_before_anything_is_saved(desk: Client) -> None:
    shown = words(bring(desk, f"{TEXT}\nTidal fever | Diagnosis & Treatments"))
    assert "What the content checks say" in shown
    assert "This tab is empty." in shown


def test_each_guess_can_be_changed(desk: Client) -> None:
    bring(desk)
    out, heading = number_of("What are the signs?"), number_of("Living with it")
    changes = {f"as-{heading}": "tab", f"as-{out}": "out", "title": "Tide fever"}
    press(desk, "_look", **changes)
    shown = desk.get(address())
    press(desk, "_look", **{f"text-{heading}": "At home", f"kind-{heading}": "diagnosis_treatments"})
    assert "Tide fever" in shown.text
    press(desk, "_accept", slug="tide-fever")
    condition = Condition.objects.get(slug="tide-fever")
    tabs = condition.ordered_sections()
    assert [(tab.title, tab.kind) for tab in tabs] == [
        ("Symptoms & Causes", SectionKind.SYMPTOMS_CAUSES),
        ("At home", SectionKind.DIAGNOSIS_TREATMENTS),
    ]
    assert "What are the signs?" not in tabs[0].body
    assert "Rest for an hour" in tabs[1].body


def test_a_tab_may_become_a_heading_and_a_heading_a_paragraph(desk: Client) -> None:
    bring(desk)
    tab, heading = number_of("Symptoms & Causes"), number_of("What are the signs?")
    press(desk, "_accept", **{f"as-{tab}": "smaller", f"as-{heading}": "paragraph"})
    condition = Condition.objects.get()
    assert not condition.sections.exists()
    assert "<h4>Symptoms &amp; Causes</h4><p>What are the signs?</p>" in condition.introduction


def test_accepted_twice_it_is_made_once(desk: Client) -> None:
    bring(desk)
    data = form_on(desk.get(address())) | {"_accept": "1"}
    desk.post(address(), data)
    again = desk.post(address(), data, follow=True)
    assert "It was not made twice" in words(again)
    assert Condition.objects.count() == 1


def test_an_address_that_is_taken_is_asked_about(desk: Client) -> None:
    live = live_condition(title="The old page", slug="tidal-fever", introduction="<p>Old.</p>")
    bring(desk)
    answer = press(desk, "_accept")
    assert "“The old page” has this address already" in words(answer)
    live.refresh_from_db()
    assert live.introduction == "<p>Old.</p>"
    press(desk, "_accept", may_exist="on")
    live.refresh_from_db()
    assert "made-up illness" in live.introduction
    assert Revision.objects.live().get().content["introduction"] == "<p>Old.</p>"


def test_another_address_makes_another_page(desk: Client) -> None:
    make_condition(slug="tidal-fever")
    bring(desk)
    press(desk, "_accept", slug="tidal-fever-2")
    assert Condition.objects.filter(slug="tidal-fever-2").exists()


def test_what_a_picture_shows_is_written_here_or_it_is_decorative(desk: Client) -> None:
    bring(desk, tidal_fever(), "fever.docx")
    press(desk, "_look", **{"alt-0": "A thermometer"})
    press(desk, "_accept")
    assert ' alt="A thermometer"' in Condition.objects.get().ordered_sections()[-1].body


def test_the_picture_is_shown_to_who_brought_it_alone(
    desk: Client, manager: User, signed_in: Callable[[User], Client]
) -> None:
    bring(desk, tidal_fever(), "fever.docx")
    picture = reverse("admin:conditions_condition_incoming_picture", args=[IncomingDocument.objects.get().pk, 0])
    assert desk.get(picture).content[8:12] == b"WEBP"
    assert signed_in(manager).get(picture).status_code == 404
    assert "no longer here" in words(signed_in(manager).get(address(), follow=True))


def test_nothing_is_kept_once_it_is_a_draft_or_thrown_away(desk: Client) -> None:
    bring(desk, tidal_fever(), "fever.docx")
    press(desk, "_accept")
    assert IncomingDocument.objects.get().blocks == []
    assert not IncomingPicture.objects.exists()
    bring(desk)
    press(desk, "_throw_away")
    assert not IncomingDocument.objects.filter(accepted_at=None).exists()
    assert Condition.objects.count() == 1


def test_what_waits_too_long_or_is_too_much_goes(desk: Client, clock: Clock) -> None:
    for _time in range(MOST_OF_ONE_PERSON + 1):
        bring(desk)
    assert IncomingDocument.objects.count() == MOST_OF_ONE_PERSON
    clock.forward(days=KEPT_DAYS + 1)
    desk.force_login(User.objects.get(username="editor"))
    bring(desk)
    assert IncomingDocument.objects.count() == 1


def test_a_pasted_page_keeps_its_headings_and_lists(desk: Client) -> None:
    markup = "<h1>Tidal fever</h1><p>It is rare.</p><h2>Symptoms &amp; Causes</h2><ul><li>fever</li></ul>"
    desk.post(BRING, {"pasted": "Tidal fever It is rare.", "markup": markup})
    assert [block["kind"] for block in IncomingDocument.objects.get().blocks] == ["paragraph", "tab", "list"]


def test_pasted_words_are_read_as_text(desk: Client) -> None:
    desk.post(BRING, {"pasted": TEXT})
    assert IncomingDocument.objects.get().title == "Tidal fever"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file, or paste a text."),
        ({"pasted": "Tidal fever"}, "it has a title (“Tidal fever”) and no text".capitalize()),
        ({"pasted": TEXT, "file": SimpleUploadedFile("a.txt", TEXT.encode())}, "one of the two"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04nothing")}, "damaged"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\xfe\x00")}, "UTF-16"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(desk: Client, data: dict[str, Any], said: str) -> None:
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    assert said.casefold() in words(desk.post(BRING, data)).casefold()
    assert not IncomingDocument.objects.exists()


def test_two_hundred_megabytes_are_not_kept_and_told(desk: Client, settings: Any) -> None:
    settings.RECALL_FILE_BYTES = 1_000
    answer = bring(desk, b"x" * 5_000, "huge.docx")
    assert "“huge.docx” is too large" in words(answer)
    assert not IncomingDocument.objects.exists()


def test_more_parts_than_can_be_arranged_are_refused(desk: Client) -> None:
    page = "<h1>Tidal fever</h1>" + "<p>It is rare.</p>" * 1501
    assert "at most 1,500 can be arranged" in words(bring(desk, page, "a.html"))


def test_editors_teach_the_importer_names_of_tabs(desk: Client) -> None:
    add = reverse("admin:conditions_tabname_add")
    desk.post(add, {"name": "Living with it", "tab_kind": "diagnosis_treatments", "is_whole": "on"})
    bring(desk, "<h1>Tidal fever</h1><p>Rare.</p><h2>Living with it</h2><p>Rest.</p>", "a.html")
    press(desk, "_accept")
    tab = Condition.objects.get().sections.get()
    assert (tab.title, tab.kind) == ("Living with it", SectionKind.DIAGNOSIS_TREATMENTS)


def test_a_name_of_a_tab_is_listed_once_in_whatever_spelling(desk: Client) -> None:
    TabName.objects.create(name="Living with it")
    answer = desk.post(reverse("admin:conditions_tabname_add"), {"name": "LIVING with its", "tab_kind": "other"})
    assert "in the list already" in words(answer)


def test_a_tab_with_a_name_too_long_is_told_and_nothing_is_written(desk: Client) -> None:
    bring(desk)
    number = number_of("A fever that comes")
    long = "A very long name that no tab of any page could ever show in one row of a desk"
    press(desk, "_look", **{f"as-{number}": "tab"})
    answer = press(desk, "_accept", **{f"text-{number}": long})
    assert "at most 60 characters" in words(answer)
    assert not Condition.objects.exists()


def test_a_reviewer_may_not_bring_documents_in(reviewer: User, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(reviewer).get(BRING).status_code == 403
    assert "Bring a document in" not in signed_in(reviewer).get(reverse("admin:conditions_condition_changelist")).text
