"""What counts as the same text: every visible word is signed, and what nobody sees asks for no new signature."""

import importlib.util
import io
import unicodedata
from contextlib import redirect_stdout
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, Tag
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from conditions.glossary.models import Term
from conditions.models import Condition, Program, Section
from publishing import clock, review, signing, workflow
from publishing.anchors import Anchors, prepare
from publishing.fields import rich_fields
from publishing.html import clean
from publishing.models import Reviewer, SavedDraft, SignOff
from publishing.parts import TextPart, first_digest
from publishing.workflow import Refused
from tests.conftest import SHARED
from tests.factories import make_condition, make_program, make_term, signed

CASE = SHARED / "cases" / "security" / "digest_gap.py"
DEMO_OF_BEFORE = {"Care": "<p>Give &lt;5 mg, never &gt;8 mg.</p><ul><li>a</li></ul>"}

SHARP = st.text(alphabet="<>&;\"'=/ \nabp35é\u0301#", max_size=24)
RICH = st.lists(
    st.one_of(
        SHARP,
        st.sampled_from(
            ["<p>", "</p>", "<ul><li>", "</li></ul>", "<strong>", "</strong>", "<br>", "&lt;", "&amp;", "&amp;lt;"]
        ),
        st.sampled_from(['<a href="/a?b>c">', "</a>", "<table><tr><td>", "</td><td>", "</td></tr></table>"]),
    ),
    max_size=12,
).map("".join)


def plain(value: Any) -> str:
    return TextPart("page", "Page", {"summary": value}).digest


def rich(html: str) -> str:
    return TextPart("page", "Page", {"body": prepare(html, Anchors())}, frozenset({"body"})).digest


def seen_in_plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def seen_in_rich(html: str) -> str:
    """The text with a mark wherever a block or line begins or ends, as a parser of its own reads it."""
    pieces = []
    for node in BeautifulSoup(html, "html5lib").body.descendants:  # type: ignore[union-attr]
        if isinstance(node, Tag):
            pieces.append("" if node.name in ("strong", "a") else "¶")
        elif not isinstance(node, Comment):
            pieces.append(str(node))
    return seen_in_plain("".join(pieces))


@given(SHARP, SHARP)
def test_two_different_visible_plain_texts_never_share_a_digest(one: str, other: str) -> None:
    assert (plain(one) == plain(other)) == (seen_in_plain(one) == seen_in_plain(other))
    assert (plain([one]) == plain([other])) == (seen_in_plain(one) == seen_in_plain(other))


@given(
    SHARP, SHARP, st.sampled_from(["<b>", "<3 a>", "</p>", '<a b="c">', "&lt;", "&amp;", "<img>", "<!-- a -->", "<"])
)
def test_signs_of_html_put_into_plain_text_change_its_digest(start: str, end: str, signs: str) -> None:
    assert plain(start + signs + end) != plain(start + end)
    assert plain([start + signs + end]) != plain([start + end])


@given(SHARP, SHARP)
def test_a_line_cut_in_two_never_has_the_digest_of_the_whole(one: str, other: str) -> None:
    assert plain([one, other]) != plain([f"{one} {other}"])


@given(RICH, RICH)
def test_two_different_visible_rich_texts_never_share_a_digest(one: str, other: str) -> None:
    one, other = clean(one), clean(other)
    if seen_in_rich(one) != seen_in_rich(other):
        assert rich(one) != rich(other)


@given(RICH, st.data())
def test_one_changed_character_of_rich_text_changes_the_digest(text: str, data: st.DataObject) -> None:
    before = clean(f"<p>{text}</p>")
    place = data.draw(st.integers(0, len(before)))
    after = clean(before[:place] + data.draw(st.sampled_from("37x<>&")) + before[place:])
    if seen_in_rich(before) != seen_in_rich(after):
        assert rich(before) != rich(after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("is <3 months old with a fever >38 C", "is <3 years old, and never for a fever >38 C"),
        ("Give &lt;5 mg", "Give <5 mg"),
        ("Give <b>5</b> mg", "Give 5 mg"),
        ('a <img src="x"> b', "a  b"),
        ("pH <a b=c>7", "pH 7"),
        ("5 &times; 2", "5 × 2"),
    ],
)
def test_plain_text_is_no_html(one: str, other: str) -> None:
    assert plain(one) != plain(other)
    assert plain([one]) != plain([other])


@pytest.mark.parametrize("model", [Condition, Program, Term])
def test_each_plain_field_of_each_page_is_signed_as_plain_text(model: Any, db: None) -> None:
    page = {Condition: make_condition, Program: make_program, Term: make_term}[model]()
    content = page.content()
    before = page.parts(content)[0]
    texts = [name for name, value in before.content.items() if isinstance(value, str | list) and name != "tabs"]
    for name in set(texts) - before.rich:
        values = ("a <3 b> c", "a <4 d> c")
        digests = {page.parts(content | {name: value})[0].digest for value in values}
        assert len(digests) == len(values), name


def test_the_fields_with_html_are_known_by_their_type() -> None:
    assert [rich_fields(model) for model in (Condition, Section, Program, Term)] == [
        {"introduction"},
        {"body"},
        {"body"},
        frozenset(),
    ]


PICTURE = '<p>Look: <img src="/media/pictures/{0}.webp" alt="{1}" width="60" height="40"></p>'
NAME, OTHER = "a" * 24, "b" * 24


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PICTURE.format(NAME, "A door"), PICTURE.format(NAME, "A gate")),
        (PICTURE.format(NAME, "A door"), PICTURE.format(NAME, "A door").replace(' alt="A door"', "")),
        ("<table><tr><th>Age</th></tr></table>", '<table><tr><th scope="col">Age</th></tr></table>'),
        ("<p>a <strong> b</strong></p>", "<p>a <strong>b</strong></p>"),
    ],
)
def test_what_nobody_sees_needs_no_new_reading(one: str, other: str) -> None:
    assert rich(clean(one)) == rich(clean(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PICTURE.format(NAME, "A door"), PICTURE.format(OTHER, "A door")),
        ('<p><a href="tel:5555550100">Call</a></p>', '<p><a href="tel:5555550199">Call</a></p>'),
        ("<table><tr><td>1</td><td>2</td></tr></table>", '<table><tr><td colspan="2">1</td><td>2</td></tr></table>'),
        ("<p>10<sup>2</sup></p>", "<p>102</p>"),
        ('<p><abbr title="once">o</abbr></p>', '<p><abbr title="twice">o</abbr></p>'),
    ],
)
def test_what_a_reader_sees_or_reaches_needs_a_new_reading(one: str, other: str) -> None:
    assert rich(clean(one)) != rich(clean(other))


def test_the_case_of_the_signed_line_that_was_changed() -> None:
    if not CASE.exists():
        pytest.skip("needs ../shared/cases, which is not there")
    spec = importlib.util.spec_from_file_location("digest_gap", CASE)
    assert spec is not None
    assert spec.loader is not None
    with redirect_stdout(io.StringIO()) as said:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert said.getvalue() == "same digest: False\n"


# Sign-offs of the first scheme


@pytest.fixture
def condition(db: None) -> Condition:
    return make_condition(DEMO_OF_BEFORE, call_911_when=["is <3 months old with a fever >38 C"])


def signed_by_the_first_scheme(condition: Condition) -> None:
    """The rows that an earlier release wrote."""
    workflow.save_draft(condition, by=None)
    SavedDraft.objects.update(parts={part.key: first_digest(part.content) for part in parts_of(condition)})
    SignOff.objects.bulk_create(
        SignOff(
            kind=condition.kind(),
            subject_id=condition.pk,
            part=part.key,
            part_title=part.title,
            digest=first_digest(part.content),
            content=part.content,
            signed_at=clock.now(),
            reviewer_name="Dana Reyes",
            draft_id=SavedDraft.objects.latest("pk").pk,
        )
        for part in parts_of(condition)
    )


def parts_of(condition: Condition) -> list[TextPart]:
    return condition.parts(condition.content())


def unsigned(condition: Condition) -> list[str]:
    return [found.part.title for found in signing.signatures(condition) if not found.is_signed]


def test_an_earlier_sign_off_of_unchanged_text_holds(condition: Condition) -> None:
    signed_by_the_first_scheme(condition)
    assert unsigned(condition) == []


def test_an_earlier_sign_off_never_covers_changed_words_that_share_its_digest(condition: Condition) -> None:
    signed_by_the_first_scheme(condition)
    before = first_digest(parts_of(condition)[0].content)
    condition.call_911_when = ["is <3 years old, and never for a fever >38 C"]
    condition.save()
    assert first_digest(parts_of(condition)[0].content) == before
    assert unsigned(condition) == ["Name, summary and introduction"]


def test_an_earlier_sign_off_whose_kept_text_is_not_what_was_signed_does_not_hold(condition: Condition) -> None:
    signed_by_the_first_scheme(condition)
    tab = SignOff.objects.get(part_title="Care")
    SignOff.objects.filter(pk=tab.pk).update(digest=first_digest({"body": "<p>Something else.</p>"}))
    assert unsigned(condition) == ["Care"]


def test_nobody_signs_words_of_their_own_that_an_earlier_release_saved(
    condition: Condition, editor: User, reviewer: User
) -> None:
    Reviewer.objects.create(name="Ari Stone", user=reviewer)
    workflow.save_draft(condition, by=reviewer)
    SavedDraft.objects.update(parts={part.key: first_digest(part.content) for part in parts_of(condition)})
    own = parts_of(condition)[0]
    condition.summary = "Other words."
    condition.save()
    workflow.save_draft(condition, by=editor)
    signed(condition)
    condition.summary = own.content["summary"]
    condition.save()
    workflow.save_draft(condition, by=editor)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(condition, by=reviewer, seen={own.key: own.digest})


def test_a_save_of_an_earlier_release_makes_nobody_the_author_of_what_they_left_alone(
    condition: Condition, editor: User, reviewer: User
) -> None:
    Reviewer.objects.create(name="Ari Stone", user=reviewer)
    workflow.save_draft(condition, by=editor)
    SavedDraft.objects.update(parts={part.key: first_digest(part.content) for part in parts_of(condition)})
    condition.summary = "The reviewer's words."
    condition.save()
    workflow.save_draft(condition, by=reviewer)
    tab = parts_of(condition)[1]
    review.sign_off(condition, by=reviewer, seen={tab.key: tab.digest})
    assert unsigned(condition) == ["Name, summary and introduction"]


def test_an_earlier_save_that_cannot_be_compared_counts_as_a_change(
    condition: Condition, editor: User, reviewer: User
) -> None:
    Reviewer.objects.create(name="Ari Stone", user=reviewer)
    workflow.save_draft(condition, by=reviewer)
    SavedDraft.objects.update(parts={part.key: "0" * 64 for part in parts_of(condition)}, content={"sections": []})
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(condition, by=reviewer, seen={part.key: part.digest for part in parts_of(condition)})


def test_letters_that_spell_a_picture_are_no_picture(editor: User) -> None:
    page = signed(make_condition(summary="The letters <img src=x> are text."))
    workflow.publish(page, by=editor, note="fine")
    term = signed(make_term(definition="<img is how a web page shows a picture."))
    workflow.publish(term, by=editor, note="fine")
    assert term.revisions().live().exists()


def test_mending_an_alternative_text_needs_no_new_signature(db: None) -> None:
    condition = make_condition({"Care": PICTURE.format(NAME, "A dor")})
    signed(condition)
    section = condition.sections.get()
    section.body = PICTURE.format(NAME, "A door")
    section.save()
    workflow.save_draft(condition, by=None)
    assert unsigned(condition) == []
