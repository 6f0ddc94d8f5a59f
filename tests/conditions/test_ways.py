"""Ways to a page: by body area, specialty and age, from what is live alone; where a reader is on every page."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from conditions.models import Condition
from conditions.ways import AgeGroup, BodyArea, Specialty
from publishing import clock as site_clock
from publishing import translating, workflow
from publishing.models import Revision
from tests.conftest import Clock
from tests.factories import live_alert, live_condition, live_program, make_condition, make_program

pytestmark = pytest.mark.django_db


def in_lists(page: Any, **lists: Any) -> Any:
    """The working copy, in these lists and published."""
    for name, things in lists.items():
        getattr(page, name).set(things)
    workflow.publish(page, by=None)
    return page


@pytest.fixture
def asthma(db: None) -> Condition:
    area, specialty = BodyArea.objects.create(name="Lungs"), Specialty.objects.create(name="Allergy & lungs")
    ages = [AgeGroup.objects.create(name="Teens", place=5), AgeGroup.objects.create(name="Babies", place=2)]
    in_lists(make_program(title="Lung Center"), specialties=[specialty])
    return in_lists(
        make_condition(title="Asthma", slug="asthma"), body_areas=[area], specialties=[specialty], ages=ages
    )


def links(reader: Client, path: str) -> list[str]:
    reply = reader.get(path)
    assert reply.status_code == 200, path
    page = BeautifulSoup(reply.content, "html.parser").select("main .page .columns a, main .page h3 a")
    return [link.text for link in page]


def test_each_way_lists_what_live_pages_stand_in(reader: Client, asthma: Condition) -> None:
    assert links(reader, "/body-areas/") == ["Lungs"]
    assert links(reader, "/specialties/") == ["Allergy & lungs"]
    assert links(reader, "/ages/") == ["Babies", "Teens"]


def test_each_list_names_its_live_pages(reader: Client, asthma: Condition) -> None:
    assert links(reader, "/body-areas/lungs/") == links(reader, "/ages/teens/") == ["Asthma"]
    assert links(reader, "/specialties/allergy-lungs/") == ["Asthma", "Lung Center"]


def test_what_a_list_is_called_and_its_languages_are_asked_for_once_for_each_version(
    reader: Client, asthma: Condition, django_assert_num_queries: Any
) -> None:
    reader.get("/ages/teens/")
    with django_assert_num_queries(3):  # The site's version, conditions, programs.
        reader.get("/ages/babies/")


def test_a_list_is_as_the_live_page_says_and_not_as_its_draft(reader: Client, asthma: Condition) -> None:
    asthma.body_areas.set([BodyArea.objects.create(name="Chest")])
    workflow.save_draft(asthma, by=None)
    assert links(reader, "/body-areas/") == ["Lungs"]
    workflow.publish(asthma, by=None)
    assert links(reader, "/body-areas/") == ["Chest"]
    assert reader.get("/body-areas/lungs/").status_code == 404


def test_a_draft_is_in_no_list(reader: Client) -> None:
    draft = make_condition()
    draft.body_areas.set([BodyArea.objects.create(name="Lungs")])
    assert links(reader, "/body-areas/") == []
    assert reader.get("/body-areas/lungs/").status_code == 404


def test_a_scheduled_page_is_in_its_lists_from_its_second_on(reader: Client, clock: Clock) -> None:
    page = make_condition(title="Asthma")
    page.body_areas.set([BodyArea.objects.create(name="Lungs")])
    workflow.publish(page, by=None, at=site_clock.now() + timedelta(hours=1))
    assert links(reader, "/body-areas/") == []
    clock.forward(hours=1)
    assert links(reader, "/body-areas/lungs/") == ["Asthma"]


def test_a_retired_page_is_in_no_list(reader: Client, asthma: Condition) -> None:
    workflow.retire(asthma, by=None, reason="old")
    assert links(reader, "/body-areas/") == links(reader, "/ages/") == []
    assert links(reader, "/specialties/allergy-lungs/") == ["Lung Center"]


def test_a_page_leads_to_its_lists_and_home_to_all(reader: Client, asthma: Condition) -> None:
    for path in ("/conditions/asthma/", "/"):
        body = reader.get(path).content.decode()
        assert 'href="/body-areas/lungs/"' in body
        assert 'href="/ages/babies/"' in body
    assert "/specialties/allergy-lungs/" in reader.get("/sitemap.xml").content.decode()


def test_a_page_without_specialties_and_ages_reads_as_it_did_before_there_were_any() -> None:
    page = live_condition()
    assert {"specialties", "ages"}.isdisjoint(page.content())
    assert page.revisions().get().digest == page.draft_digest


def test_specialties_and_ages_come_back_with_a_version(asthma: Condition, editor: User) -> None:
    asthma.specialties.clear()
    asthma.ages.clear()
    workflow.save_draft(asthma, by=editor)
    workflow.restore(asthma, Revision.objects.get(kind=asthma.kind(), subject_id=asthma.pk), by=editor)
    assert [one.name for one in asthma.specialties.all()] == ["Allergy & lungs"]
    assert [one.name for one in asthma.ages.all()] == ["Babies", "Teens"]


def test_every_page_below_home_says_where_it_is(reader: Client, asthma: Condition) -> None:
    program, alert = live_program(slug="lungs"), live_alert()
    two = ["/conditions/asthma/", f"/programs/{program.slug}/", f"/alerts/{alert.slug}/", "/ages/teens/"]
    one = [
        "/conditions/",
        "/programs/",
        "/alerts/",
        "/search/",
        "/search/?q=x",
        "/body-areas/",
        "/specialties/",
        "/ages/",
    ]
    for paths, steps in ((one, 1), (two, 2)):
        for path in paths:
            trail = BeautifulSoup(reader.get(path).content, "html.parser").select("main nav.trail li a")
            assert len(trail) == steps, path
            assert trail[0]["href"] == "/", path


def test_every_page_has_the_emergency_words_a_phone_and_a_search_box(reader: Client, asthma: Condition) -> None:
    for path in (
        "/",
        "/conditions/",
        "/conditions/asthma/",
        "/alerts/",
        "/ages/",
        "/ages/teens/",
        "/search/",
        "/nowhere/",
    ):
        body = reader.get(path).content.decode()
        for wanted in ("In an emergency, call 911.", 'href="tel:', 'role="search"'):
            assert wanted in body, path


def test_a_list_leads_to_other_languages_only_where_it_has_pages_there(reader: Client, asthma: Condition) -> None:
    assert 'hreflang="es" href="/es/"' in _languages(reader, "/ages/teens/")
    assert "link " not in _languages(reader, "/ages/teens/")
    translation = translating.start_translation(asthma, "es", by=None)
    workflow.publish(translation, by=None)
    assert 'hreflang="es" href="/es/ages/teens/"' in _languages(reader, "/ages/teens/")
    assert reader.get("/es/ages/teens/").status_code == 200


def _languages(reader: Client, path: str) -> str:
    soup = BeautifulSoup(reader.get(path).content, "html.parser")
    return " ".join(
        f'{one.name} hreflang="{one["hreflang"]}" href="{one["href"]}"' for one in soup.select("[hreflang]")
    )


def test_a_list_in_greek_or_arabic_letters_has_an_address_of_its_own(reader: Client) -> None:
    areas = [BodyArea.objects.create(name=name) for name in ("α cells", "β cells", "الرئة")]
    in_lists(make_condition(title="Asthma"), body_areas=areas)
    for address in ("alpha-cells", "beta-cells", "alrya"):
        assert links(reader, f"/body-areas/{address}/") == ["Asthma"]


def test_the_address_that_a_list_had_before_its_letters_were_kept_leads_on(reader: Client) -> None:
    in_lists(make_condition(title="Asthma"), body_areas=[BodyArea.objects.create(name="Øsophagus")])
    reply = reader.get("/body-areas/sophagus/")
    assert (reply.status_code, reply["Location"]) == (301, "/body-areas/osophagus/")
