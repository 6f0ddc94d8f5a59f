"""The list of live pages that name a recalled product, and what staff do with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from alerts.importing import import_values
from alerts.matching.pages import names_of, pages_naming
from alerts.models import RecallAlert, ScopeDecision
from conditions.models import Condition
from publishing import workflow
from tests.alerts.openfda.records import drug
from tests.browsing import page, press, words
from tests.factories import live_alert, live_condition, live_program, make_alert, make_condition

pytestmark = pytest.mark.django_db
PRODUCT = "Potassium chloride extended-release capsules, 750 mg"
BODY = "<p>Some children take <em>potassium</em><br><strong>chloride</strong> capsules. Ask us.</p>"


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def titles(alert: RecallAlert) -> list[str]:
    return [found.revision.title for found in pages_naming(names_of(alert))]


def address(alert: RecallAlert) -> str:
    return f"/admin/alerts/recallrecord/pages/{alert.pk}/"


def decide(client: Client, alert: RecallAlert, condition: Condition, step: str, reason: str = "") -> HttpResponse:
    data = {"page": f"conditions.condition {condition.pk}", "step": step, "reason": reason}
    return client.post(address(alert), data, follow=True)


def test_live_conditions_and_programs_are_found_across_tags_and_lines() -> None:
    live_condition({"Treatment": BODY}, title="Low potassium")
    live_program(title="Kidney clinic", body="<p>We prescribe potassium chloride.</p>")
    live_condition({"Treatment": "<p>We check the potassium level.</p>"}, title="Other")
    live_condition({"Treatment": "<ul><li>potassium</li><li>chloride</li></ul>"}, title="A list")
    assert titles(make_alert(product=PRODUCT)) == ["Kidney clinic", "Low potassium"]


def test_drafts_and_retired_pages_are_not_searched() -> None:
    make_condition({"Treatment": BODY})
    workflow.retire(live_condition({"Treatment": BODY}), by=None, reason="old")
    assert titles(make_alert(product=PRODUCT)) == []


def test_the_list_stays_right_as_pages_change() -> None:
    condition = live_condition({"Treatment": BODY}, title="Low potassium")
    alert = make_alert(product=PRODUCT)
    section = condition.sections.get()
    section.body = "<p>Nothing of it.</p>"
    section.save()
    assert titles(alert) == ["Low potassium"]
    workflow.publish(condition, by=None)
    assert titles(alert) == []


def test_the_names_come_from_the_record_too() -> None:
    live_condition({"Treatment": BODY}, title="Low potassium")
    import_values([drug()], by=None)
    alert = RecallAlert.objects.get()
    alert.product = "Small white capsules"
    assert titles(alert) == ["Low potassium"]


def test_a_devices_name_is_not_cut_where_a_medicines_would_be() -> None:
    live_condition({"Treatment": "<p>The Harborflow infusion pump is small.</p>"}, title="At home")
    live_condition({"Treatment": "<p>Harborflow makes beds, too.</p>"})
    pump = drug(
        product_type="Devices", recall_number="Z-1-2026", product_description="Harborflow Infusion Pump, Model 3"
    )
    import_values([pump], by=None)
    assert titles(RecallAlert.objects.get()) == ["At home"]


def test_a_name_of_the_openfda_block_counts_only_where_the_description_has_it() -> None:
    live_condition({"Treatment": "<p>Ibuprofen helps.</p>"})
    import_values([drug(openfda={"generic_name": ["IBUPROFEN"], "brand_name": ["Potassium Chloride"]})], by=None)
    assert titles(RecallAlert.objects.get()) == []


def test_the_page_shows_the_sentence_with_the_name_marked(office: Client) -> None:
    live_condition({"Treatment": BODY}, title="Low potassium")
    alert = make_alert(product=PRODUCT)
    assert address(alert) in office.get(f"/admin/alerts/recallalert/{alert.pk}/change/").content.decode()
    shown = page(office.get(address(alert)))
    assert [mark.get_text() for mark in shown.select("mark")] == ["potassium chloride"]
    assert "Some children take potassium chloride capsules." in " ".join(shown.get_text().split())


def test_the_page_says_why_a_brand_is_on_the_list(office: Client) -> None:
    live_condition({"Treatment": "<p>Carry the Ventolin inhaler.</p>"}, title="Asthma")
    alert = make_alert(product="Albuterol sulfate inhalation aerosol, 90 mcg")
    assert "Carry the Ventolin inhaler. (Ventolin is a brand of albuterol)" in words(office.get(address(alert)))
    assert not alert.conditions.exists()


def test_each_package_of_a_recall_is_looked_for() -> None:
    live_condition({"Treatment": BODY}, title="Low potassium")
    alert = make_alert(product="Several medicines")
    alert.packages.create(product="Amlodipine tablets")
    alert.packages.create(product=PRODUCT)
    assert titles(alert) == ["Low potassium"]


def test_an_editor_is_told_why_a_brand_is_meant(desk: Client) -> None:
    live_alert(product="Albuterol sulfate inhalation aerosol, 90 mcg")
    condition = make_condition({"Treatment": "<p>Carry the Ventolin inhaler.</p>"})
    response = press(desk, f"/admin/conditions/condition/{condition.pk}/change/", "_continue", summary="New.")
    assert "“Ventolin” (Ventolin is a brand of albuterol)" in words(response)


def test_one_click_takes_a_page_into_the_scope_and_keeps_why(office: Client, communications: User) -> None:
    condition = live_condition({"Treatment": BODY})
    alert = make_alert(product=PRODUCT, is_everywhere=False)
    decide(office, alert, condition, "take")
    assert list(alert.conditions.all()) == [condition]
    decision = ScopeDecision.objects.get()
    assert (decision.is_taken, decision.decided_by) == (True, communications)
    assert decision.reason == "The page said: Some children take potassium chloride capsules."


def test_a_page_is_left_out_with_the_reason_that_was_typed(office: Client) -> None:
    condition = live_condition({"Treatment": BODY})
    alert = make_alert(product=PRODUCT, is_everywhere=False)
    decide(office, alert, condition, "take")
    said = words(decide(office, alert, condition, "leave", "Only a warning not to take it."))
    assert "Left out." in said
    assert "Only a warning not to take it." in said
    assert not alert.conditions.exists()
    assert ScopeDecision.objects.count() == 2


def test_taking_a_page_into_a_posted_alert_is_seen_by_readers(office: Client, reader: Client) -> None:
    condition = live_condition({"Treatment": BODY}, slug="low-potassium")
    alert = make_alert(product=PRODUCT, is_everywhere=False, slug="capsules")
    alert.programs.add(live_program())
    alert.post(by=None)
    assert b'data-alert="capsules"' not in reader.get("/conditions/low-potassium/").content
    decide(office, alert, condition, "take")
    assert condition.title in alert.updates.get().after["conditions"]
    assert b'data-alert="capsules"' in reader.get("/conditions/low-potassium/").content


def test_a_page_of_the_scope_that_no_longer_names_it_is_shown_as_such(office: Client) -> None:
    alert = make_alert(product=PRODUCT, is_everywhere=False)
    alert.conditions.add(live_condition(title="Something else"))
    said = words(office.get(address(alert)))
    assert "Something else This page is in the scope and does not name the product." in said


def test_a_withdrawn_alert_can_no_longer_be_aimed(office: Client) -> None:
    condition = live_condition({"Treatment": BODY})
    alert = live_alert(product=PRODUCT)
    alert.withdraw(by=None, reason="Wrong.")
    assert "can no longer be changed" in words(decide(office, alert, condition, "take"))
    assert not alert.conditions.exists()
    assert not ScopeDecision.objects.exists()


def test_an_editor_may_look_and_decides_nothing(desk: Client) -> None:
    condition = live_condition({"Treatment": BODY})
    alert = make_alert(product=PRODUCT)
    assert "Take into the scope" not in words(desk.get(address(alert)))
    assert decide(desk, alert, condition, "take").status_code == 403
    assert not ScopeDecision.objects.exists()


def test_a_page_that_is_not_on_the_list_cannot_be_decided_on(office: Client) -> None:
    alert = make_alert(product=PRODUCT)
    assert "Look at the list again" in words(decide(office, alert, live_condition(), "take"))


@pytest.mark.parametrize("product", ["", "Tablets", "12 mg"])
def test_without_a_name_there_is_nothing_to_look_for(office: Client, product: str) -> None:
    live_condition({"Treatment": BODY})
    assert "There is no name to look for yet." in words(office.get(address(make_alert(product=product))))


def test_an_editor_who_saves_a_page_that_names_a_recalled_product_is_told(desk: Client) -> None:
    live_alert(product=PRODUCT, headline="Some <b>capsules</b> are recalled.", is_everywhere=True)
    condition = make_condition({"Treatment": BODY})
    response = press(desk, f"/admin/conditions/condition/{condition.pk}/change/", "_continue", summary="New.")
    assert "This page names “potassium chloride”, and there is a live alert about it:" in words(response)
    assert "Some <b>capsules</b> are recalled. Families see it on this page." in words(response)


def test_an_editor_is_told_where_families_do_not_see_the_alert(desk: Client) -> None:
    alert = make_alert(product=PRODUCT, is_everywhere=False)
    alert.programs.add(live_program())
    alert.post(by=None)
    condition = make_condition({"Treatment": BODY})
    response = press(desk, f"/admin/conditions/condition/{condition.pk}/change/", "_continue", summary="New.")
    assert "Should families see it here? Ask communications." in words(response)


@pytest.mark.parametrize("state", ["draft", "ended"])
def test_an_editor_hears_of_live_alerts_alone(desk: Client, state: str) -> None:
    if state == "draft":
        make_alert(product=PRODUCT)
    else:
        live_alert(product=PRODUCT).end(by=None)
    condition = make_condition({"Treatment": BODY})
    response = press(desk, f"/admin/conditions/condition/{condition.pk}/change/", "_continue", summary="New.")
    assert "This page names" not in words(response)


def test_the_list_takes_few_queries_however_many_pages_there_are(django_assert_max_num_queries: Any) -> None:
    for _number in range(12):
        live_condition({"Treatment": BODY})
    alert = make_alert(product=PRODUCT)
    with django_assert_max_num_queries(3):
        assert len(titles(alert)) == 12
