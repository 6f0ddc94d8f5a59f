"""Asking, signing off, sending back: who may, what holds, and what lapses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from conditions.models import Condition, Section
from portal import roles
from publishing import review, signing, workflow
from publishing.mentions import names_in
from publishing.models import AuditEntry, Comment, Reviewer, ReviewRequest, SignOff, Stage, State
from publishing.workflow import Refused
from tests.browsing import page, words
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, make_program, signed

TABS = {"Symptoms": "<p>A cough.</p>", "Treatment": "<p>One dose of 5 mg.</p>"}
PAGE = "page"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clinician(reviewer: User) -> User:
    Reviewer.objects.create(name="Dana Reyes", credentials="MD", user=reviewer)
    User.objects.filter(pk=reviewer.pk).update(email="dana@example.org")
    reviewer.refresh_from_db()
    return reviewer


@pytest.fixture
def text(editor: User) -> Condition:
    """A condition with two tabs that an editor wrote."""
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    editor.refresh_from_db()
    condition = make_condition(TABS, title="Asthma")
    workflow.save_draft(condition, by=editor)
    return condition


def seen(subject: Condition, *keys: str) -> dict[str, str]:
    parts = {part.key: part.digest for part in subject.parts(subject.content())}
    return {key: parts[key] for key in keys or parts}


def unsigned(subject: Condition) -> list[str]:
    return [found.part.title for found in signing.signatures(subject) if not found.is_signed]


def write(tab: str, body: str, *, by: User | None) -> None:
    section = Section.objects.get(title=tab)
    section.body = body
    section.save()
    workflow.save_draft(Condition.objects.get(pk=section.condition_id), by=by)


def test_a_review_is_asked_for_with_a_note_and_told_by_mail(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor, of=clinician, note="the new dose")
    assert text.stage == Stage.IN_REVIEW
    assert mail.outbox[0].to == ["dana@example.org"]
    assert "the new dose" in mail.outbox[0].body
    assert f"/admin/conditions/condition/{text.pk}/change/" in mail.outbox[0].body


def test_any_reviewer_may_be_asked(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    assert mail.outbox[0].to == ["dana@example.org"]


def test_a_deactivated_account_gets_no_mail(text: Condition, editor: User, clinician: User) -> None:
    User.objects.filter(pk=clinician.pk).update(is_active=False)
    review.ask(text, by=editor)
    assert mail.outbox == []


def test_one_review_at_a_time_is_asked_for(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    with pytest.raises(Refused, match="asked to review this already"):
        review.ask(text, by=editor)


def test_nothing_is_asked_about_a_text_that_is_signed(text: Condition, editor: User) -> None:
    with pytest.raises(Refused, match="signed off already"):
        review.ask(signed(text), by=editor)


def test_signing_every_part_approves_the_text_and_closes_the_request(
    text: Condition, editor: User, clinician: User
) -> None:
    review.ask(text, by=editor)
    review.sign_off(text, by=clinician, seen=seen(text))
    text.refresh_from_db()
    assert (text.stage, text.open_request()) == (Stage.APPROVED, None)
    assert ReviewRequest.objects.get().outcome == "approved"
    assert mail.outbox[-1].to == ["editor@example.org"]


def test_signing_some_parts_leaves_the_review_open(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    review.sign_off(text, by=clinician, seen=seen(text, PAGE))
    assert (text.stage, unsigned(text)) == (Stage.IN_REVIEW, ["Symptoms", "Treatment"])


def test_a_changed_word_lapses_the_sign_off_of_its_tab_and_of_no_other(text: Condition, editor: User) -> None:
    signed(text)
    write("Treatment", "<p>One dose of 10 mg.</p>", by=editor)
    text.refresh_from_db()
    assert (unsigned(text), text.stage) == (["Treatment"], Stage.WRITING)


@pytest.mark.parametrize(
    "same",
    [
        "<p>One  dose of\n5 mg.</p>",
        "<p>One&nbsp;dose of 5 mg.</p>",
    ],
)
def test_white_space_lapses_nothing(text: Condition, editor: User, same: str) -> None:
    signed(text)
    write("Treatment", same, by=editor)
    assert unsigned(text) == []


def test_the_order_of_attributes_lapses_nothing(editor: User) -> None:
    cell = "<table><tr><td {}>a</td><td>b</td></tr></table>"
    text = signed(make_condition({"One": cell.format('colspan="2" rowspan="3"')}))
    write("One", cell.format('rowspan="3" colspan="2"'), by=editor)
    assert unsigned(text) == []


def test_a_changed_link_address_lapses_the_sign_off(editor: User) -> None:
    text = signed(make_condition({"One": '<p><a href="https://example.org/a">More on doses</a></p>'}))
    write("One", '<p><a href="https://example.org/b">More on doses</a></p>', by=editor)
    assert unsigned(text) == ["One"]


def test_a_text_put_back_as_it_was_signed_is_signed(text: Condition, editor: User) -> None:
    signed(text)
    write("Treatment", "<p>Other words.</p>", by=editor)
    write("Treatment", TABS["Treatment"], by=editor)
    text.refresh_from_db()
    assert (unsigned(text), text.stage) == ([], Stage.APPROVED)


def test_a_removed_tab_must_be_signed_for(text: Condition, editor: User) -> None:
    signed(text)
    Section.objects.get(title="Treatment").delete()
    workflow.save_draft(text, by=editor)
    assert unsigned(text) == ["Name, summary and introduction"]


def test_words_that_changed_while_they_were_read_are_not_signed(text: Condition, editor: User, clinician: User) -> None:
    read = seen(text)
    write("Treatment", "<p>One dose of 10 mg.</p>", by=editor)
    with pytest.raises(Refused, match="“Treatment” was changed while you were reading"):
        review.sign_off(text, by=clinician, seen=read)
    assert not SignOff.objects.exists()


def test_nobody_signs_their_own_text(text: Condition, clinician: User) -> None:
    write("Treatment", "<p>The reviewer's words.</p>", by=clinician)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(text, by=clinician, seen=seen(text))


def test_not_through_a_second_group_either(text: Condition, editor: User) -> None:
    editor.groups.add(Group.objects.get(name=roles.CLINICAL_REVIEWERS), Group.objects.get(name=roles.SITE_MANAGERS))
    Reviewer.objects.create(name="Two Hats", user=editor)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(text, by=User.objects.get(pk=editor.pk), seen=seen(text))


def test_who_wrote_one_tab_may_sign_the_others(text: Condition, clinician: User) -> None:
    write("Treatment", "<p>The reviewer's words.</p>", by=clinician)
    review.sign_off(text, by=clinician, seen=seen(text, PAGE))
    assert unsigned(text) == ["Symptoms", "Treatment"]


def test_an_author_whose_words_somebody_else_signed_may_sign_what_comes_after(
    text: Condition, editor: User, clinician: User
) -> None:
    write("Treatment", "<p>The reviewer's words.</p>", by=clinician)
    signed(text)
    write("Treatment", "<p>The editor's words.</p>", by=editor)
    review.sign_off(text, by=clinician, seen={k: v for k, v in seen(text).items() if k.startswith("tab")})
    assert unsigned(text) == []


def test_nobody_signs_their_own_words_that_another_brought_back(text: Condition, editor: User, clinician: User) -> None:
    write("Treatment", "<p>The reviewer's words.</p>", by=clinician)
    write("Treatment", "<p>The editor's words.</p>", by=editor)
    signed(text)
    write("Treatment", "<p>The reviewer's words.</p>", by=editor)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(text, by=clinician, seen={k: v for k, v in seen(text).items() if k.startswith("tab")})


def test_a_minor_correction_was_read_by_nobody(text: Condition, editor: User, manager: User, clinician: User) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    write("Treatment", "<p>One dose of 5 mg, please.</p>", by=manager)
    workflow.correct(Condition.objects.get(), by=manager, note="a word")
    write("Treatment", "<p>One dose of 5 mg, please, now.</p>", by=editor)
    Reviewer.objects.create(name="Two Hats", user=manager)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(text, by=manager, seen={k: v for k, v in seen(text).items() if k.startswith("tab")})
    before = signing.content_as_signed(text, text.content())
    assert before is not None
    assert before["sections"][1]["body"] == TABS["Treatment"]


def test_a_superuser_signs_no_words_of_their_own_and_publishes_nothing_unsigned(text: Condition, editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(is_superuser=True)
    root = User.objects.get(pk=editor.pk)
    Reviewer.objects.create(name="Root", user=root)
    with pytest.raises(Refused, match="nobody approves their own text"):
        review.sign_off(text, by=root, seen=seen(text))
    with pytest.raises(Refused, match="Not signed off yet"):
        workflow.publish(text, by=root)


def test_without_a_name_for_families_nobody_signs(text: Condition, reviewer: User) -> None:
    with pytest.raises(Refused, match="no reviewer record"):
        review.sign_off(text, by=reviewer, seen=seen(text))


def test_an_editor_signs_nothing(text: Condition, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        review.sign_off(text, by=editor, seen=seen(text))


def test_sending_back_says_why_at_the_tab_and_by_mail(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    tab = f"tab-{Section.objects.get(title='Treatment').pk}"
    review.send_back(text, by=clinician, reason="one dose", comments={tab: "Is it 5 mg?", PAGE: " "})
    assert text.stage == Stage.SENT_BACK
    assert list(Comment.objects.values_list("part_title", "text")) == [("Treatment", "Is it 5 mg?")]
    assert "Treatment: Is it 5 mg?" in mail.outbox[-1].body


def test_sending_back_without_a_word_is_refused(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    with pytest.raises(Refused, match="Say what should change"):
        review.send_back(text, by=clinician, reason="", comments={PAGE: ""})


def test_a_review_is_taken_back(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor, of=clinician)
    review.take_back(text, by=editor, reason="one more change")
    assert (text.stage, text.open_request()) == (Stage.WRITING, None)


def test_each_step_is_one_entry_of_the_audit(text: Condition, editor: User, clinician: User) -> None:
    review.ask(text, by=editor)
    review.send_back(text, by=clinician, reason="no", comments={})
    review.ask(text, by=editor)
    review.sign_off(text, by=clinician, seen=seen(text))
    rows = AuditEntry.objects.order_by("pk").values_list("action", "from_state", "to_state")
    assert list(rows) == [
        ("ask", "writing", "in_review"),
        ("send_back", "in_review", "sent_back"),
        ("ask", "sent_back", "in_review"),
        ("sign_off", "in_review", "approved"),
    ]


def test_what_goes_live_is_what_was_signed(text: Condition, editor: User, clinician: User) -> None:
    review.sign_off(text, by=clinician, seen=seen(text))
    write("Treatment", "<p>Other words.</p>", by=editor)
    with pytest.raises(Refused, match="Not signed off yet: “Treatment”"):
        workflow.publish(Condition.objects.get(), by=editor, note="fine as it is")
    assert text.state() == State.DRAFT


def test_the_public_line_tells_the_review_and_not_the_day_of_publishing(
    text: Condition, editor: User, clinician: User, clock: Clock, reader: Client
) -> None:
    review.sign_off(text, by=clinician, seen=seen(text))
    clock.forward(days=40)
    workflow.publish(Condition.objects.get(), by=editor, note="fine as it is")
    shown = " ".join(reader.get(f"/conditions/{text.slug}/").content.decode().split())
    assert "Checked by Dana Reyes, MD on" in shown
    assert '<time datetime="2026-03-02">' in shown
    assert '<time datetime="2029-03-02">' in shown
    assert '"lastReviewed": "2026-03-02"' in shown


def test_a_page_is_as_old_as_the_part_that_was_read_longest_ago(
    text: Condition, editor: User, clinician: User, clock: Clock
) -> None:
    review.sign_off(text, by=clinician, seen=seen(text))
    clock.forward(days=400)
    write("Treatment", "<p>Other words.</p>", by=editor)
    review.sign_off(text, by=clinician, seen={k: v for k, v in seen(text).items() if k.startswith("tab")})
    text.refresh_from_db()
    assert text.last_reviewed_on == date(2026, 3, 2)


def test_a_minor_correction_keeps_reviewer_and_day_and_is_recorded_as_such(
    text: Condition, editor: User, clock: Clock, reader: Client
) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    clock.forward(days=90)
    write("Treatment", "<p>One dose of 5 mg.!</p>", by=editor)
    revision = workflow.correct(Condition.objects.get(), by=editor, note="a full stop")
    assert revision.is_minor_correction
    assert AuditEntry.objects.filter(action="correct_text", reason="a full stop", actor=editor).count() == 1
    assert '<time datetime="2026-03-02">' in reader.get(f"/conditions/{text.slug}/").content.decode()
    assert signing.signatures(text)[2].current.corrected_by == editor  # type: ignore[union-attr]


def test_a_tab_never_signed_is_no_minor_correction(text: Condition, editor: User) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    Section.objects.create(condition=text, title="New", order=9, body="<p>New words.</p>")
    with pytest.raises(Refused, match="Never signed off yet: “New”"):
        workflow.correct(text, by=editor, note="small")


def test_a_minor_correction_needs_its_own_permission(text: Condition, editor: User, clinician: User) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    with pytest.raises(PermissionDenied):
        workflow.correct(text, by=clinician, note="small")


def test_signing_the_live_text_again_renews_its_public_line(
    text: Condition, editor: User, clinician: User, clock: Clock, reader: Client
) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    clock.forward(days=1000)
    review.sign_off(text, by=clinician, seen=seen(text))
    assert '"lastReviewed": "2028-11-26"' in reader.get(f"/conditions/{text.slug}/").content.decode()


def test_what_the_operator_puts_up_unsigned_names_no_reviewer(text: Condition, editor: User) -> None:
    workflow.publish(signed(text), by=editor, note="fine as it is")
    write("Treatment", "<p>Other words.</p>", by=None)
    revision = workflow.publish(Condition.objects.get(), by=None)
    assert (revision.content["reviewers"], revision.content["last_reviewed_on"]) == ([], None)


def test_families_are_told_of_an_overdue_review_at_its_second(text: Condition, clock: Clock, reader: Client) -> None:
    live_condition(title="Other")
    workflow.publish(signed(text), by=None)
    lapses = Condition.objects.get(pk=text.pk).review_lapses_at()
    assert lapses is not None
    clock.set(lapses)
    clock.forward(seconds=-1)
    assert "due for a new check" not in reader.get(f"/conditions/{text.slug}/").content.decode()
    clock.forward(seconds=1)
    assert "due for a new check" in reader.get(f"/conditions/{text.slug}/").content.decode()


def test_a_sign_off_and_its_text_are_never_changed(text: Condition) -> None:
    signed(text)
    sign_off = SignOff.objects.first()
    assert sign_off is not None
    with pytest.raises(TypeError):
        sign_off.save()
    with pytest.raises(TypeError):
        sign_off.delete()


def test_a_program_goes_the_same_way(editor: User, clinician: User) -> None:
    program = make_program()
    workflow.save_draft(program, by=editor)
    review.ask(program, by=editor)
    review.sign_off(program, by=clinician, seen={part.key: part.digest for part in program.parts(program.content())})
    workflow.publish(program, by=editor, note="fine as it is")
    assert program.state() == State.LIVE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Dana.R, please.", {"dana.r"}),
        ("Ask (@dana) and @dana.", {"dana"}),
        ("dana@example.org", set()),
        ("an @ alone", set()),
    ],
)
def test_a_name_after_an_at_sign_is_a_mention(text: str, names: set[str]) -> None:
    assert names_in(text) == names


def test_who_is_named_in_a_comment_is_told_by_mail(text: Condition, editor: User, clinician: User) -> None:
    review.comment(text, by=editor, part=PAGE, text="@reviewer, which kind? I am @editor.")
    assert [sent.to for sent in mail.outbox] == [["dana@example.org"]]
    assert "which kind?" in mail.outbox[0].body


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_could_not_look_is_not_told_and_the_writer_hears_so(
    text: Condition, editor: User, clinician: User, signed_in: Callable[[User], Client], change: dict[str, bool]
) -> None:
    User.objects.filter(pk=clinician.pk).update(**change)
    address = f"/admin/conditions/condition/{text.pk}/comment/"
    said = signed_in(editor).post(address, {"part": PAGE, "text": "@reviewer, @nobody: why?"}, follow=True)
    assert "is called @nobody, @reviewer, so nobody was told" in said.content.decode()
    assert (mail.outbox, Comment.objects.count()) == ([], 1)


def test_a_comment_is_resolved_once(text: Condition, editor: User, clinician: User) -> None:
    comment = review.comment(text, by=clinician, part=PAGE, text="Which kind?")
    review.resolve(comment, by=editor)
    with pytest.raises(Refused, match="resolved this comment already"):
        review.resolve(comment, by=editor)


def test_the_review_page_signs_what_is_ticked(
    text: Condition, clinician: User, signed_in: Callable[[User], Client]
) -> None:
    ticked = {f"sign-{key}": digest for key, digest in seen(text).items()}
    address = f"/admin/conditions/condition/{text.pk}/review/"
    response = signed_in(clinician).post(address, ticked, follow=True)
    assert "Signed off. Thank you." in response.content.decode()
    assert unsigned(text) == []


# The page on which a clinician reads


@pytest.fixture
def reading(text: Condition, clinician: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(clinician)


def review_of(subject: Condition) -> str:
    return f"/admin/conditions/condition/{subject.pk}/review/"


def ticked(subject: Condition, *keys: str) -> dict[str, str]:
    return {f"sign-{key}": digest for key, digest in seen(subject, *keys).items()}


def tab_of(title: str) -> str:
    return f"tab-{Section.objects.get(title=title).pk}"


def test_after_signing_some_parts_the_reviewer_is_told_which_are_left(text: Condition, reading: Client) -> None:
    answer = reading.post(review_of(text), ticked(text, PAGE), follow=True)
    assert "Signed 1 of 3. Still to sign: “Symptoms”, “Treatment”." in words(answer)
    left = {str(link["href"]): link.get_text() for link in page(answer).select(".review-progress a")}
    assert left == {f"#{tab_of(title)}": title for title in TABS}
    assert "Signed off. Thank you." in words(reading.post(review_of(text), ticked(text), follow=True))


def test_comments_stand_at_the_part_that_they_are_about(text: Condition, reading: Client, editor: User) -> None:
    review.comment(text, by=editor, part=tab_of("Treatment"), text="Is it 5 mg?")
    gone = review.comment(text, by=editor, part=tab_of("Symptoms"), text="A dry cough?")
    review.resolve(gone, by=editor)
    parts = page(reading.get(review_of(text))).select(".part-to-review")
    assert ["Is it 5 mg?" in part.get_text() for part in parts] == [False, False, True]
    assert [
        len(part.select("details:not(.write-comment) .part-comments li, .part-comments details li")) for part in parts
    ] == [
        0,
        1,
        0,
    ]


def test_a_comment_written_while_reading_keeps_what_is_ticked(text: Condition, reading: Client) -> None:
    typed = {f"comment-{tab_of('Treatment')}": "Is it 5 mg?", "_comment": "1", "note": "as agreed"}
    answer = reading.post(review_of(text), typed | ticked(text, PAGE), follow=True)
    assert Comment.objects.get().part_title == "Treatment"
    assert not SignOff.objects.exists()
    boxes = page(answer).select("[name^=sign-][checked]")
    assert [box["name"] for box in boxes] == [f"sign-{PAGE}"]
    assert page(answer).select_one("[name=note][value='as agreed']")


def test_a_comment_typed_beside_a_tick_is_kept_with_the_signature(text: Condition, reading: Client) -> None:
    reading.post(review_of(text), ticked(text, PAGE) | {f"comment-{PAGE}": "Good."})
    assert (Comment.objects.get().text, SignOff.objects.count()) == ("Good.", 1)


def test_a_comment_is_not_lost_where_signing_is_refused(text: Condition, reading: Client, editor: User) -> None:
    read = ticked(text, tab_of("Treatment"))
    write("Treatment", "<p>One dose of 10 mg.</p>", by=editor)
    answer = reading.post(review_of(text), read | {f"comment-{PAGE}": "Good."})
    assert "was changed while you were reading" in words(answer)
    assert "Good." in page(answer).select_one(f"[name=comment-{PAGE}]").get_text()  # type: ignore[union-attr]
    assert not Comment.objects.exists()


def test_a_comment_that_is_too_long_says_so_and_is_kept_in_the_form(text: Condition, reading: Client) -> None:
    answer = reading.post(review_of(text), {f"comment-{PAGE}": "a" * 2001, "_comment": "1"})
    assert "at most 2000 characters" in words(answer)
    assert not Comment.objects.exists()


def test_errors_are_shown_before_a_review_is_asked_for_and_before_signing(
    editor: User, clinician: User, signed_in: Callable[[User], Client]
) -> None:
    condition = make_condition({"Care": "<p>Rest.</p>", "Empty": ""}, title="Asthma")
    workflow.save_draft(condition, by=editor)
    for person, step in ((editor, "ask"), (clinician, "review")):
        said = page(signed_in(person).get(f"/admin/conditions/condition/{condition.pk}/{step}/")).select_one(
            ".blockers"
        )
        assert said is not None
        assert "This page cannot go live until an error is corrected" in said.get_text()
        assert "Empty" in said.get_text()


def test_a_picture_without_alternative_text_is_told_before_a_program_is_reviewed(
    editor: User, signed_in: Callable[[User], Client]
) -> None:
    program = make_program(body=f'<p><img src="/media/pictures/{"a" * 24}.webp"></p>')
    workflow.save_draft(program, by=editor)
    said = words(signed_in(editor).get(f"/admin/conditions/program/{program.pk}/ask/"))
    assert "Alternative text missing: “The page”" in said


def test_a_text_without_errors_says_nothing_of_any(text: Condition, reading: Client) -> None:
    write("Treatment", "<p>One dose of 5 mg is what your child needs at night when the cough is bad.</p>", by=None)
    assert not page(reading.get(review_of(text))).select(".blockers")


def test_a_clinician_sees_tables_and_lists_as_the_page_shows_them(text: Condition, reading: Client) -> None:
    head = '<thead><tr><th>Age</th><th colspan="2">Dose</th></tr></thead>'
    table = f"<table>{head}<tbody><tr><td>1 to 3</td><td>{{}}</td><td>b</td></tr></tbody></table>"
    write("Treatment", table.format("5 mg") + "<ul><li>a<ul><li>b</li></ul></li></ul>", by=None)
    first = page(reading.get(review_of(text))).select(".part-to-review")[2]
    assert [cell.get_text() for cell in first.select("table tr th[colspan='2'], table td")] == [
        "Dose",
        "1 to 3",
        "5 mg",
        "b",
    ]
    assert first.select("ul ul li")
    assert not first.select("ins, del")
    signed(text)
    write("Treatment", table.format("50 mg") + "<ul><li>a<ul><li>b</li></ul></li></ul>", by=None)
    changed = page(reading.get(review_of(text))).select(".part-to-review")[2]
    (cell,) = [cell for cell in changed.select("td") if cell.select("del, ins")]
    assert [mark.get_text() for mark in cell.select("del .risk, ins .risk")] == ["5 (number)", "50 (number)"]
