"""`manage.py verify_signoffs`: what families receive is what was signed."""

import io
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from conditions.glossary.marking import Explainer
from conditions.models import Condition
from publishing import clock, review, workflow
from publishing.models import Reviewer, Revision, SignOff
from publishing.parts import first_digest
from tests.factories import live_condition, live_program, make_condition, make_program, make_term, signed
from tests.pictures import make_picture

pytestmark = pytest.mark.django_db

DOSES = (
    '<table><caption>Doses</caption><thead><tr><th scope="col">Age</th><th colspan="2">mg</th></tr></thead>'
    '<tbody><tr><td rowspan="2">1 to 3</td><td>5</td><td>&lt;8</td></tr><tr><td>6</td><td>7</td></tr></tbody></table>'
)
TABS = {
    "Care & cure": "<h3>When?</h3><ul><li>at night<ol><li>once</li><li>a biopsy</li></ol></li></ul>" + DOSES,
    "Help": '<p>The <abbr title="so-called &quot;big&quot; > unit">ICU</abbr>:<br><a href="/programs/?a=1&amp;b=2">'
    "5&nbsp;mg &amp; more</a> H<sub>2</sub>O</p><blockquote><p>“Rest”</p></blockquote>",
    "Empty": "",
}


def publish(page: object) -> None:
    workflow.publish(signed(page), by=None, note="fine")


@pytest.fixture
def page(db: None) -> Condition:
    """A live and signed page with all that a page may hold."""
    publish(make_term("biopsy", "biopsies", pronunciation="BY-op-see", definition="A test for <5 & >3."))
    picture = make_picture()
    body = f'<p>Look: <img src="{picture.address}" alt="A &quot;door&quot;" width="8" height="6"></p>'
    condition = make_condition(
        TABS | {"Look": body},
        title="Asthma <of> & all",
        other_names=["Wheeze <1>", "A, b & c"],
        summary="Fever  >38 C is <3 days.",
        introduction="<h3>What?</h3><p>A biopsy.</p>",
        call_us_when=["coughs <3 nights"],
        call_today_when=["a", "b"],
        call_911_when=["is <3 months old with a fever >38 C"],
        questions_to_ask=["Why <5?"],
        sources=["A book <1> https://example.org/a?b=1&c=2"],
        news=["Old words.", "New words: <5 mg."],
        codes=["ICD-10-CM J45.909"],
    )
    condition.programs.set([live_program(title="Lungs")])
    publish(condition)
    return condition


def run() -> str:
    out = io.StringIO()
    call_command("verify_signoffs", stdout=out)
    return out.getvalue()


def differences() -> str:
    err = io.StringIO()
    with pytest.raises(CommandError, match="Families do not read what was signed"):
        call_command("verify_signoffs", stdout=io.StringIO(), stderr=err)
    return err.getvalue()


def rewrite(revision: Revision, old: str, new: str) -> None:
    """As nobody may: in the database itself."""
    content = json.dumps(revision.content, ensure_ascii=False)
    assert old in content
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE publishing_revision SET content = %s WHERE id = %s", [content.replace(old, new), revision.pk]
        )


def test_pages_that_say_what_was_signed_pass(page: Condition) -> None:
    publish(make_program(title="Heart", summary="We <3 hearts.", body=DOSES))
    assert run() == (
        "4 live pages were checked. 1 of them names no reviewer, and was compared with its published text.\n"
    )


def test_a_translation_is_read_in_its_language(page: Condition) -> None:
    publish(make_condition({"Cuidado": DOSES}, title="Asma", language="es", other_names=["Pecho", "Tos"]))
    publish(make_term("biopsia", "biopsias", pronunciation="biopsia", language="es"))
    assert "5 live pages were checked." in run()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("<td>5</td>", "<td>50</td>", "Care & cure"),
        ("<td>6</td><td>7</td>", "<td>7</td><td>6</td>", "Care & cure"),
        ('<td rowspan=\\"2\\">', "<td>", "Care & cure"),
        ("at night<ol><li>once</li><li>a biopsy</li></ol>", "at night<ol><li>a biopsy</li><li>once</li></ol>", "Care"),
        ("/programs/?a=1&amp;b=2", "/programs/?a=1&amp;b=3", "Help"),
        ("<3 months old", "<3 years old", "Name, summary and introduction"),
        ("Why <5?", "Why >5?", "Name, summary and introduction"),
        ("a?b=1&c=2", "a?b=2&c=2", "Name, summary and introduction"),
        ("Wheeze <1>", "Wheeze <2>", "Name, summary and introduction"),
        ("A biopsy.", "No biopsy.", "Name, summary and introduction"),
    ],
)
def test_a_word_changed_behind_the_signature_is_named_with_page_and_part(
    page: Condition, old: str, new: str, part: str
) -> None:
    rewrite(page.revisions().get(), old, new)
    told = differences()
    assert told.startswith(f"{page.title} (/conditions/{page.slug}/), “{part}")
    assert told.count("\n") == 1
    assert "no sign-off covers this text" in told


def test_words_that_the_making_of_the_page_loses_are_found(page: Condition, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text in the database is the signed one, and families read another."""
    mark = Explainer.mark
    monkeypatch.setattr(Explainer, "mark", lambda explainer, html: mark(explainer, html).replace("<td>5</td>", ""))
    told = differences()
    assert "“Care & cure”: signed is “… mg 1 to 3 5 <8 6 7 …”, families read “… mg 1 to 3 <8 6 7 …”." in told


def test_a_tab_that_is_not_shown_is_found(page: Condition, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = Explainer.mark
    monkeypatch.setattr(Explainer, "mark", lambda explainer, html: "" if "ICU" in html else mark(explainer, html))
    told = differences()
    assert "“Help”: signed is “…" in told
    assert "families read “…  …”" in told


def test_a_sign_off_that_was_changed_is_found(page: Condition) -> None:
    tab = SignOff.objects.filter(part_title="Help").latest("pk")
    content = json.dumps(tab.content | {"body": "<p>Other.</p>"})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE publishing_signoff SET content = %s WHERE id = %s", [content, tab.pk])
    assert "“Help”: the sign-off's kept text is not the text that it was given for." in differences()


def test_a_page_that_went_live_through_the_hole_of_the_first_scheme_is_found(db: None) -> None:
    condition = make_condition(call_911_when=["is <3 months old with a fever >38 C"])
    publish(condition)
    with connection.cursor() as cursor:
        for sign_off in SignOff.objects.all():
            digest = first_digest(sign_off.content)
            cursor.execute("UPDATE publishing_signoff SET digest = %s WHERE id = %s", [digest, sign_off.pk])
    assert "1 live page was checked." in run()
    rewrite(condition.revisions().get(), "<3 months old with a fever", "<3 years old, and never for a fever")
    assert "“Name, summary and introduction”: the page names a reviewer, and no sign-off covers" in differences()


def test_a_changed_meaning_in_the_glossary_is_found(page: Condition) -> None:
    rewrite(Revision.objects.get(kind="conditions.term"), "<5 & >3", "<5 & >8")
    assert differences().startswith("biopsy (/glossary/#biopsy), “The term”: ")


def test_who_published_by_the_command_line_signed_nothing(db: None) -> None:
    live_condition({"Care": "<p>a</p>"})
    assert "1 of them names no reviewer" in run()


def test_site_managers_are_written_to(page: Condition, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(email="manager@example.org")
    rewrite(page.revisions().get(), "<td>5</td>", "<td>50</td>")
    differences()
    (message,) = mail.outbox
    assert message.to == ["manager@example.org"]
    assert "“Care & cure”" in message.body
    assert page.title in message.body


def test_what_a_minor_correction_changed_passes(page: Condition, editor: User) -> None:
    condition = Condition.objects.get(pk=page.pk)
    condition.questions_to_ask = ["Why, <5?"]
    condition.save()
    workflow.correct(condition, by=editor, note="a comma")
    run()


def test_a_version_that_is_planned_is_none_of_todays(page: Condition) -> None:
    reviewer = Reviewer.objects.get()
    page.summary = "Words of tomorrow."
    page.save()
    review.record_sign_off(page, reviewer, at=clock.now())
    workflow.publish(page, by=None, at=clock.now() + timedelta(days=1), note="fine")
    run()
