"""Body areas, specialties and ages have names in the reader's language, which pages show at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from conditions.names import name_list, stored_names
from conditions.ways import AgeGroup, BodyArea, ListName
from portal.replay import replay
from publishing import clock as site_clock
from publishing import workflow
from publishing.models import AuditEntry, SiteVersion
from tests.browsing import form_on, page
from tests.conftest import Clock
from tests.factories import make_condition

pytestmark = pytest.mark.django_db
ADDRESSES = ("/es/", "/es/body-areas/", "/es/body-areas/lungs/", "/es/conditions/asma/")


@pytest.fixture
def lungs(db: None) -> BodyArea:
    return BodyArea.objects.create(name="Lungs")


@pytest.fixture
def asma(lungs: BodyArea) -> Condition:
    made = make_condition(title="Asma", slug="asma", language="es")
    made.body_areas.set([lungs, BodyArea.objects.create(name="Chest")])
    made.ages.set([AgeGroup.objects.create(name="Teens", place=5)])
    workflow.publish(made, by=None)
    return made


def main(reader: Client, path: str) -> BeautifulSoup:
    found = page(reader.get(path)).select_one("main")  # type: ignore[arg-type]
    assert found is not None
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_name_is_on_every_page_at_once(reader: Client, lungs: BodyArea, asma: Condition, path: str) -> None:
    marked = [tag.get_text() for tag in main(reader, path).select('[lang="en"][dir="ltr"]')]
    assert "Lungs" in marked
    name_list(lungs, {"es": "Pulmones"}, by=None)
    after = main(reader, path)
    assert "Pulmones" in [tag.get_text() for tag in after.select("a:not([lang]), h1:not([lang])")]
    assert "Lungs" not in after.get_text()


def test_english_pages_ask_for_no_names(lungs: BodyArea, reader: Client, django_assert_num_queries: Any) -> None:
    made = make_condition(title="Asthma", slug="asthma")
    made.body_areas.set([lungs])
    workflow.publish(made, by=None)
    name_list(lungs, {"es": "Pulmones"}, by=None)
    assert "Pulmones" not in reader.get("/conditions/asthma/").content.decode()
    with django_assert_num_queries(1):
        reader.get("/conditions/asthma/")


def test_a_kept_page_in_another_language_is_one_query_too(
    reader: Client, lungs: BodyArea, asma: Condition, django_assert_num_queries: Any
) -> None:
    name_list(lungs, {"es": "Pulmones"}, by=None)
    reader.get("/es/conditions/asma/")
    with django_assert_num_queries(1):
        reader.get("/es/conditions/asma/")


def test_lists_stand_in_the_order_of_their_own_names(reader: Client, lungs: BodyArea, asma: Condition) -> None:
    name_list(lungs, {"es": "Árbol bronquial"}, by=None)
    name_list(BodyArea.objects.get(name="Chest"), {"es": "Pecho"}, by=None)
    links = [link.get_text() for link in main(reader, "/es/body-areas/").select(".columns a")]
    assert links == ["Árbol bronquial", "Pecho"]


def test_replay_shows_what_a_list_was_called_then(
    clock: Clock, lungs: BodyArea, asma: Condition, reader: Client
) -> None:
    moments = []
    for name in ("", "Pulmones", "Pulmones y respiración", ""):
        clock.forward(hours=1)
        name_list(lungs, {"es": name}, by=None)
        moments.append(site_clock.now())
        clock.forward(hours=1)
    for path in ADDRESSES:
        texts = [replay(path, moment + timedelta(minutes=30)).text for moment in moments]
        assert [">Pulmones<" in text for text in texts] == [False, True, False, False], path
        assert [">Pulmones y respiración<" in text for text in texts] == [False, False, True, False], path
        assert ['lang="en" dir="ltr">Lungs<' in text for text in texts] == [True, False, False, True], path


def test_naming_is_a_public_change_with_an_entry_and_saying_it_again_is_none(lungs: BodyArea, editor: User) -> None:
    version = SiteVersion.current()
    assert name_list(lungs, {"es": "Pulmones", "ar": ""}, by=editor) == ["es"]
    assert SiteVersion.current() > version
    entry = AuditEntry.objects.latest("number")
    assert (entry.action, entry.actor, entry.reason) == ("name list", editor, "Spanish: Pulmones")
    assert name_list(lungs, {"es": " Pulmones "}, by=editor) == []
    assert AuditEntry.objects.latest("number") == entry
    assert ListName.objects.count() == 1


def test_only_who_may_change_a_list_names_it(lungs: BodyArea, communications: User) -> None:
    with pytest.raises(PermissionDenied):
        name_list(lungs, {"es": "Pulmones"}, by=communications)


def test_a_renamed_list_needs_its_names_again(reader: Client, lungs: BodyArea, asma: Condition) -> None:
    name_list(lungs, {"es": "Pulmones"}, by=None)
    lungs.name = "Lungs and breathing"
    lungs.save()
    assert stored_names(lungs) == {}
    assert "Pulmones" in main(reader, "/es/conditions/asma/").get_text()
    workflow.publish(asma, by=None)
    assert "Lungs and breathing" in [tag.get_text() for tag in main(reader, "/es/conditions/asma/").select("[lang=en]")]


def test_an_editor_names_a_list_in_each_language(
    lungs: BodyArea, editor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(editor)
    address = reverse("admin:conditions_bodyarea_change", args=[lungs.pk])
    opened = client.get(address)
    arabic = page(opened).select_one("[name=name_ar]")  # type: ignore[arg-type]
    assert arabic is not None
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    client.post(address, form_on(opened) | {"name_es": "Pulmones", "name_ar": "الرئتان"})  # type: ignore[arg-type]
    assert stored_names(lungs) == {"es": "Pulmones", "ar": "الرئتان"}
    again = form_on(client.get(address)) | {"name": "Lungs and breathing"}  # type: ignore[arg-type]
    client.post(address, again)
    lungs.refresh_from_db()
    assert stored_names(lungs) == {"es": "Pulmones", "ar": "الرئتان"}
    client.post(reverse("admin:conditions_agegroup_add"), {"name": "Teens", "place": "5", "name_es": "Adolescentes"})
    assert stored_names(AgeGroup.objects.get()) == {"es": "Adolescentes"}
