"""An alert for a condition or a program is on its page in every language."""

from collections.abc import Callable

import pytest
from django.test import Client

from alerts.admin.overlap import overlapping
from alerts.models import AlertVersion, RecallAlert
from portal.replay import replay
from publishing import clock as site_clock
from publishing import translating, workflow
from publishing.models import Publishable
from tests.browsing import page
from tests.conftest import Clock
from tests.factories import live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db

Pair = tuple[Publishable, Publishable, list[str]]


def pair_of(original: Publishable, addresses: list[str]) -> Pair:
    """A page, its Spanish translation, and the addresses of both."""
    translation = translating.start_translation(original, "es", by=None)
    type(translation).objects.filter(pk=translation.pk).update(slug=f"{addresses[1].rstrip('/').rpartition('/')[2]}")
    translation.refresh_from_db()
    workflow.publish(translation, by=None)
    return original, translation, addresses


def condition_pair() -> Pair:
    return pair_of(live_condition(slug="asthma"), ["/conditions/asthma/", "/es/conditions/asma/"])


def program_pair() -> Pair:
    return pair_of(live_program(slug="lungs"), ["/programs/lungs/", "/es/programs/pulmones/"])


def alert_for(subject: Publishable) -> RecallAlert:
    alert = make_alert(slug="inhalers", is_everywhere=False)
    chosen = alert.conditions if subject.kind() == "conditions.condition" else alert.programs
    chosen.add(subject)  # type: ignore[arg-type]
    alert.post(by=None)
    return alert


@pytest.mark.parametrize("chosen", [0, 1], ids=["for-the-original", "for-the-translation"])
@pytest.mark.parametrize("made", [condition_pair, program_pair])
def test_it_is_on_the_page_in_each_language_and_on_no_other(
    reader: Client, clock: Clock, made: Callable[[], Pair], chosen: int
) -> None:
    *pages, addresses = made()
    live_condition(slug="cough")
    alert_for(pages[chosen])
    for address in addresses:
        assert b'data-alert="inhalers"' in reader.get(address).content, address
    assert b'data-alert="inhalers"' not in reader.get("/conditions/cough/").content


@pytest.mark.parametrize("made", [condition_pair, program_pair])
def test_an_open_page_in_each_language_finds_it_among_the_news(
    reader: Client, clock: Clock, made: Callable[[], Pair]
) -> None:
    original, translation, addresses = made()
    alert_for(translation)
    (line,) = page(reader.get("/alerts/banner.html")).select("[data-alert]")
    for address in addresses:
        (news,) = page(reader.get(address)).select("[data-here]")
        assert news["data-here"] == line["data-on"] == f"{original.kind()}-{original.pk}"


@pytest.mark.parametrize("chosen", [0, 1], ids=["first-for-the-original", "first-for-the-translation"])
def test_alerts_for_two_languages_of_a_page_overlap(clock: Clock, chosen: int) -> None:
    *pages, _addresses = condition_pair()
    first = alert_for(pages[chosen])
    second = make_alert(is_everywhere=False)
    second.conditions.add(pages[1 - chosen])  # type: ignore[arg-type]
    assert list(overlapping(second)) == [first]


def test_a_replay_shows_it_in_each_language(reader: Client, clock: Clock) -> None:
    original, _translation, addresses = condition_pair()
    alert = alert_for(original)
    shown = {address: reader.get(address).content for address in addresses}
    moment = site_clock.now()
    clock.forward(minutes=5)
    alert.end(by=None)
    assert AlertVersion.objects.count() == 2
    for address in addresses:
        assert b"inhalers" not in reader.get(address).content
        assert replay(address, moment).body == shown[address]
