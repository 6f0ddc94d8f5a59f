"""What rules are told of the whole site."""

import pytest
from django.test.utils import CaptureQueriesContext

from conditions.checking.knowledge import remember, site_now
from conditions.checking.naming import digest, words_of
from conditions.checking.site import MANY_OTHERS
from conditions.models import Condition
from publishing import workflow
from tests.factories import live_alert, live_condition, live_program, make_condition

pytestmark = pytest.mark.django_db
LONG = "Every child with this illness sees the same nurse at each visit until the treatment is over."


def test_names_of_all_conditions_are_known_however_they_are_spelled() -> None:
    make_condition(title="Ear Infections", slug="ear-infections", other_names=["Otitis média"])
    names = site_now().names
    assert names["ear infection"] == names["otitis media"] == {"ear-infections"}


def test_a_name_is_known_from_when_it_is_saved_until_it_is_saved_otherwise() -> None:
    assert "sinusitis" not in site_now().names
    condition = make_condition(title='“Sinusitis”, "or" \x1f so', slug="sinusitis", other_names=["Sinusitis"])
    assert site_now().names["sinusitis"] == {"sinusitis"}
    Condition.objects.filter(pk=condition.pk).update(other_names=["Rhinitis"])
    assert "sinusitis" not in site_now().names
    assert site_now().names["rhinitis"] == {"sinusitis"}
    condition.delete()
    assert site_now().names == {}


def test_a_long_sentence_is_found_again_on_the_page_that_says_it_and_not_on_ones_own() -> None:
    page = make_condition({"Care": f"<p>{LONG}</p>"}, title="Asthma", slug="asthma")
    remember(page, page.content())
    number = digest(words_of(LONG))
    assert site_now().elsewhere("clubfoot", [number]) == {number: ("Asthma", 1)}
    assert site_now().elsewhere("asthma", [number]) == {}


def test_others_that_say_a_line_are_counted_as_far_as_it_matters() -> None:
    line = "Last published by the content system"
    for number in range(6):
        page = make_condition({"Care": f"<p>{line}</p>"}, title=f"Illness {number}", slug=f"illness-{number}")
        remember(page, page.content())
    number = digest(words_of(line))
    assert site_now().elsewhere("illness-0", [number]) == {number: ("Illness 1", MANY_OTHERS)}


def test_a_sentence_that_was_changed_is_forgotten() -> None:
    page = make_condition({"Care": f"<p>{LONG}</p>"}, title="Asthma", slug="asthma")
    remember(page, page.content())
    remember(page, make_condition().content())
    number = digest(words_of(LONG))
    assert site_now().elsewhere("clubfoot", [number]) == {}


def test_what_became_of_addresses_is_known() -> None:
    live_condition(slug="asthma")
    make_condition(slug="a-draft")
    workflow.retire(live_condition(slug="old"), by=None, reason="Merged.")
    paths = [f"/conditions/{slug}/" for slug in ("asthma", "a-draft", "old", "no-such")]
    assert site_now().fates(
        [*paths, "/conditions/", "/nowhere/", "/es/conditions/a-draft/", "/es/conditions/asthma/"]
    ) == {
        "/es/conditions/a-draft/": "draft",
        "/conditions/a-draft/": "draft",
        "/conditions/old/": "retired",
        "/conditions/no-such/": "never",
        "/nowhere/": "never",
    }


def test_programs_tell_their_phone_and_text() -> None:
    program = live_program(title="Lung Center", phone="555-555-0199", body="<p>Welcome.</p>")
    assert list(site_now().programs([program.pk])) == [("Lung Center", "555-555-0199", "Welcome.")]


def test_sentences_that_name_a_recalled_product_are_told() -> None:
    live_alert(product="Kelpway Rescue Inhaler", headline="Some inhalers are recalled.", kind="recall")
    told = list(site_now().recalled("Use it daily.\nKeep a Kelpway rescue inhaler at school."))
    assert [(recalled.sentence, recalled.headline) for recalled in told] == [
        ("Keep a Kelpway rescue inhaler at school.", "Some inhalers are recalled.")
    ]


def test_the_lists_begin_with_words_and_symptoms() -> None:
    site = site_now()
    assert site.plainer["en"]["prior to"] == "before"
    assert "trouble breathing" in site.emergencies["en"]


def test_asking_costs_the_same_however_many_pages_there_are(
    django_assert_max_num_queries: CaptureQueriesContext,
) -> None:
    Condition.objects.bulk_create([Condition(title=f"Illness {n}", slug=f"illness-{n}") for n in range(50)])
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        site_now()
