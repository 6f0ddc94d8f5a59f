"""Pages in the language of their address, and translations of one another."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from alerts.links import complaint_about
from conditions.models import Condition, Program, Section
from conditions.page import live_page
from publishing import translating, workflow
from publishing.languages import speaking
from publishing.models import Publishable
from publishing.workflow import Refused
from tests.factories import live_condition, live_program, make_condition, signed

pytestmark = pytest.mark.django_db

BEHIND = "original text changed"


@pytest.fixture
def asthma() -> Condition:
    return live_condition(
        {"Symptoms & Causes": "<p>A cough.</p>", "Research & Innovation": "<p>Trials.</p>"}, slug="asthma"
    )


def translated(original: Publishable, language: str = "es", **facts: str) -> Publishable:
    made = translating.start_translation(original, language, by=None)
    type(made).objects.filter(pk=made.pk).update(**facts)
    made.refresh_from_db()
    workflow.publish(made, by=None)
    return made


def change_tab(condition: Condition, title: str, body: str) -> None:
    condition.sections.filter(title=title).update(body=body)
    workflow.publish(condition, by=None)


def page(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_is_in_the_language_of_its_address(reader: Client, asthma: Condition) -> None:
    translated(asthma, slug="asma")
    response = reader.get("/es/conditions/asma/")
    assert response["Content-Language"] == "es"
    assert '<html lang="es" dir="ltr">' in response.content.decode()


def test_a_browsers_languages_and_cookies_choose_nothing(reader: Client) -> None:
    reader.cookies["django_language"] = "es"
    response = reader.get("/", headers={"Accept-Language": "es"})
    assert response["Content-Language"] == "en"
    assert "Accept-Language" not in response.get("Vary", "")


def test_arabic_pages_run_from_right_to_left(reader: Client, asthma: Condition) -> None:
    translated(asthma, "ar")
    assert '<html lang="ar" dir="rtl">' in page(reader, "/ar/conditions/asthma-ar/")


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "November 26, 2026", "November 26, 2026, 2:05 p.m."),
        ("es", "26 de noviembre de 2026", "26 de noviembre de 2026 a las 14:05"),
        ("ar", "26 نوفمبر 2026", "26 نوفمبر 2026، 2:05 م"),
    ],
)
def test_days_and_moments_are_written_as_the_language_has_them(language: str, day: str, moment: str) -> None:
    at = datetime(2026, 11, 26, 14, 5)  # noqa: DTZ001 - as a clock on the wall shows it
    with speaking(language):
        assert (date_format(at, "DATE_FORMAT"), date_format(at, "DATETIME_FORMAT")) == (day, moment)


def test_each_version_names_all_others(reader: Client, asthma: Condition) -> None:
    translated(asthma, slug="asma")
    for address in ("/conditions/asthma/", "/es/conditions/asma/"):
        html = page(reader, address)
        assert 'hreflang="en" href="http://testserver/conditions/asthma/"' in html
        assert 'hreflang="es" href="http://testserver/es/conditions/asma/"' in html
        assert 'hreflang="x-default" href="http://testserver/conditions/asthma/"' in html


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/es/conditions/asthma/", "/es/conditions/asma/"),
        ("/conditions/asma/", "/conditions/asthma/"),
        ("/ar/conditions/asthma/", "/conditions/asthma/"),
    ],
)
def test_a_page_asked_for_in_another_language_leads_to_it(
    reader: Client, asthma: Condition, asked: str, answered: str
) -> None:
    translated(asthma, slug="asma")
    response = reader.get(asked)
    assert (response.status_code, response["Location"]) == (302, answered)


def test_lists_hold_the_pages_of_their_language(reader: Client, asthma: Condition) -> None:
    translated(asthma, slug="asma", title="Asma")
    assert "/es/conditions/asma/" in page(reader, "/es/conditions/")
    assert "asma/" not in page(reader, "/conditions/").replace("hreflang", "")


def test_a_translation_that_is_not_live_is_named_nowhere(reader: Client, asthma: Condition) -> None:
    translating.start_translation(asthma, "es", by=None)
    assert "asthma-es" not in page(reader, "/conditions/asthma/")
    assert reader.get("/es/conditions/asthma-es/").status_code == 404


def test_a_translation_shows_programs_in_its_language(reader: Client) -> None:
    program = live_program(slug="lungs", title="Lung Center")
    heart = live_program(slug="heart", title="Heart Center")
    translated(program, slug="pulmones", title="Centro de pulmones")
    original = live_condition({"Symptoms & Causes": "<p>A cough.</p>"}, programs=(program, heart), slug="asthma")
    translated(original, slug="asma")
    html = page(reader, "/es/conditions/asma/")
    assert '<a href="/es/programs/pulmones/">Centro de pulmones</a>' in html
    assert '<a href="/programs/heart/" lang="en" dir="ltr" hreflang="en">Heart Center</a>' in html
    assert "Lung Center" not in html


def test_a_page_and_its_translations_cost_one_query(asthma: Condition, django_assert_num_queries: object) -> None:
    translated(asthma, slug="asma")
    live_page("asma")  # The words of the glossary are kept from now on.
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = live_page("asma")
    assert found
    assert list(found.addresses) == ["es", "en"]


def test_a_tab_that_changed_in_the_original_is_marked_with_its_day(reader: Client, asthma: Condition) -> None:
    translated(asthma, slug="asma")
    assert BEHIND not in page(reader, "/es/conditions/asma/")
    change_tab(asthma, "Symptoms & Causes", "<p>A cough at night.</p>")
    html = page(reader, "/es/conditions/asma/")
    assert html.count('class="behind"') == 1
    assert html.index('id="_symptoms-causes"') < html.index('class="behind"') < html.index('id="_research-innovation"')


def test_a_minor_correction_of_the_original_marks_nothing(reader: Client, asthma: Condition, manager: object) -> None:
    signed(asthma)
    workflow.publish(asthma, by=None)
    translated(asthma, slug="asma")
    asthma.sections.filter(title="Symptoms & Causes").update(body="<p>A  cought.</p>")
    workflow.correct(asthma, by=manager, note="typo")  # type: ignore[arg-type]
    assert 'class="behind"' not in page(reader, "/es/conditions/asma/")


def test_a_translation_brought_up_to_date_loses_the_mark_when_it_is_published(
    reader: Client, asthma: Condition
) -> None:
    spanish = translated(asthma, slug="asma")
    change_tab(asthma, "Symptoms & Causes", "<p>A cough at night.</p>")
    part = translating.parts_behind(spanish)[0]
    translating.follow(spanish, [part.key], by=None)
    spanish.refresh_from_db()
    assert 'class="behind"' in page(reader, "/es/conditions/asma/")
    workflow.publish(spanish, by=None)
    assert 'class="behind"' not in page(reader, "/es/conditions/asma/")


def test_a_tab_that_only_the_original_has_marks_the_page(reader: Client, asthma: Condition) -> None:
    translated(asthma, slug="asma")
    Section.objects.create(condition=asthma, title="Living with asthma", body="<p>New.</p>", order=5)
    workflow.publish(asthma, by=None)
    html = page(reader, "/es/conditions/asma/")
    assert html.index('class="behind"') < html.index('id="_symptoms-causes"')


def test_a_translation_starts_with_the_live_text_and_its_own_review(asthma: Condition) -> None:
    signed(asthma)
    asthma.sections.update(body="<p>Never published.</p>")
    made = translating.start_translation(asthma, "es", by=None)
    assert [section.body for section in Section.objects.filter(condition=made.pk)] == [
        "<p>A cough.</p>",
        "<p>Trials.</p>",
    ]
    assert made.last_reviewed_on is None


@pytest.mark.parametrize("language", ["en", "xx", ""])
def test_a_translation_is_into_another_language(asthma: Condition, language: str) -> None:
    with pytest.raises(Refused):
        translating.start_translation(asthma, language, by=None)


def test_there_is_one_translation_a_language(asthma: Condition) -> None:
    made = translating.start_translation(asthma, "es", by=None)
    with pytest.raises(Refused, match="already"):
        translating.start_translation(asthma, "es", by=None)
    with pytest.raises(Refused, match="translation itself"):
        translating.start_translation(made, "ar", by=None)


def test_a_page_that_is_there_in_every_language_is_not_offered_an_empty_choice(
    asthma: Condition, editor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(editor)
    address = reverse("admin:conditions_condition_translate", args=[asthma.pk])
    for language, _name in settings.LANGUAGES[1:]:
        assert 'name="language"' in page(client, address)
        translating.start_translation(asthma, language, by=None)
    answer = client.get(address, follow=True)
    assert "is there in every language of this site" in answer.content.decode()


def test_what_nobody_sees_is_not_translated() -> None:
    with pytest.raises(Refused, match="Publish this page first"):
        translating.start_translation(make_condition(), "es", by=None)


def test_a_translation_of_a_translation_is_refused_in_the_form(asthma: Condition) -> None:
    made = translating.start_translation(asthma, "es", by=None)
    other = make_condition(language="ar")
    other.original = made
    with pytest.raises(ValidationError, match="first language"):
        other.full_clean()


def test_a_moved_translation_leads_on_in_its_language(reader: Client, asthma: Condition) -> None:
    spanish = translated(asthma, slug="asma")
    Condition.objects.filter(pk=spanish.pk).update(slug="asma-infantil")
    spanish.refresh_from_db()
    workflow.publish(spanish, by=None)
    response = reader.get("/es/conditions/asma/")
    assert (response.status_code, response["Location"]) == (301, "/es/conditions/asma-infantil/")


def test_an_alert_may_lead_to_a_page_in_any_language(asthma: Condition) -> None:
    translated(asthma, slug="asma")
    assert complaint_about("/es/conditions/asma/") == ""
    assert "leads to no page" in complaint_about("/es/nothing/here/")


def test_programs_are_translated_like_conditions(reader: Client) -> None:
    program = live_program(slug="lungs", title="Lung Center", body="<p>Welcome.</p>")
    translated(program, slug="pulmones", title="Centro de pulmones")
    Program.objects.filter(pk=program.pk).update(body="<p>Welcome, all.</p>")
    program.refresh_from_db()
    workflow.publish(program, by=None)
    html = page(reader, "/es/programs/pulmones/")
    assert 'class="behind"' in html
    assert 'hreflang="en" href="http://testserver/programs/lungs/"' in html


def test_an_editor_starts_a_translation_and_brings_it_up_to_date(
    asthma: Condition, editor: object, signed_in: object
) -> None:
    client: Client = signed_in(editor)  # type: ignore[operator]
    client.post(reverse("admin:conditions_condition_translate", args=[asthma.pk]), {"language": "es"})
    made = Condition.objects.get(original=asthma)
    form = client.get(reverse("admin:conditions_condition_change", args=[made.pk])).content.decode()
    assert "This is a translation of" in form
    change_tab(asthma, "Symptoms & Causes", "<p>A cough at night.</p>")
    follow = reverse("admin:conditions_condition_follow", args=[made.pk])
    assert "See what changed in the original" in client.get(follow).content.decode()
    key = translating.parts_behind(made)[0].key
    client.post(follow, {"parts": [key]})
    made.refresh_from_db()
    assert translating.parts_behind(made) == []
