"""Rows in the alert's form: unclear entries are refused with a suggestion; a whole list shows its answers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from alerts.checker.answer import Outcome
from alerts.checker.samples import samples_of
from alerts.models import AlertUpdate, RecallAlert
from alerts.packages import Package
from tests.browsing import form_on, page, press, words
from tests.factories import live_alert, make_alert

ADD = "/admin/alerts/recallalert/add/"
NEW = {"headline": "There is a recall of some capsules.", "kind": "recall", "what_to_do": "Look at the lot number."}


def change(alert: RecallAlert) -> str:
    return reverse("admin:alerts_recallalert_change", args=[alert.pk])


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


def save(office: Client, *rows: dict[str, str], address: str = ADD, button: str = "_continue", **facts: str) -> Any:
    """The form with rows after those that it has."""
    fields = form_on(office.get(address)) | facts
    first = int(fields["packages-TOTAL_FORMS"])
    fields["packages-TOTAL_FORMS"] = str(first + len(rows))
    for number, row in enumerate(rows, start=first):
        fields |= {f"packages-{number}-{name}": value for name, value in row.items()}
    return office.post(address, fields | {button: "1"}, follow=True)


def test_rows_are_saved_in_the_spelling_that_is_stored(office: Client) -> None:
    lots = "KX4471\n88-10001 – 88-10050\nall lots"
    save(office, {"product": "Capsules", "lots": lots, "ndcs": "0781-1506-10", "gtins": "0 36000 29145 2"}, **NEW)
    assert RecallAlert.objects.get().package_list == [
        Package(
            product="Capsules",
            lots=("KX4471", "88-10001 to 88-10050", "All lots"),
            ndcs=("0781-1506-10",),
            gtins=("036000291452",),
        )
    ]


@pytest.mark.parametrize(
    ("row", "words_of_error"),
    [
        ({"lots": "KX4471\nKX4401-KX4420"}, "Line 2: Is this the range KX4401 to KX4420?"),
        ({"lots": "All lots expiring before 2027"}, "Line 1: “All lots expiring before 2027” is no lot number."),
        ({"lots": "0781-1506-10"}, "looks like an NDC. Move it to the NDCs"),
        ({"lots": "10/2027"}, "looks like a date."),
        ({"ndcs": "0781150610"}, "needs its hyphens"),
        ({"ndcs": "781-15-10"}, "is no NDC."),
        ({"gtins": "036000291453"}, "is no bar code"),
        ({"product": "Capsules", "is_list_complete": "on"}, "There is no number in this row."),
    ],
)
def test_an_entry_that_families_could_not_compare_is_refused_with_a_suggestion(
    office: Client, row: dict[str, str], words_of_error: str
) -> None:
    answer = save(office, row, **NEW)
    assert words_of_error in words(answer)
    assert not RecallAlert.objects.exists()


def test_unclear_entries_of_before_are_marked_and_stop_no_other_correction(office: Client) -> None:
    alert = live_alert(packages=[Package(lots=("KX4471", "KX4401-KX4420"))])
    form = page(office.get(change(alert)))
    assert "Is this the range KX4401 to KX4420?" in form.select_one(".unclear").get_text()  # type: ignore[union-attr]
    press(office, change(alert), "_continue", headline="There is a recall of all capsules.")
    assert RecallAlert.objects.get().headline == "There is a recall of all capsules."
    assert RecallAlert.objects.get().package_list == alert.package_list


def test_a_list_with_unclear_entries_is_never_called_whole(office: Client) -> None:
    alert = make_alert(packages=[Package(lots=("KX4471", "KX4401-KX4420"))])
    answer = press(office, change(alert), "_continue", **{"packages-0-is_list_complete": "on"})
    assert "A list with unclear lots is not whole." in words(answer)
    assert not RecallAlert.objects.get().package_list[0].is_list_complete


def test_the_form_shows_three_answers_that_families_would_get(office: Client) -> None:
    alert = make_alert(packages=[Package(lots=("KX4471",))])
    rows = page(office.get(change(alert))).select(".samples tbody tr")
    told = [row.get_text(" ", strip=True) for row in rows]
    assert told[0] == "KX4471 Yes, it is in this recall."
    assert told[1] == "KX4417 We cannot tell: compare it with KX4471."
    assert told[2].endswith("No, it is not in this recall.")


def test_the_answers_follow_what_is_typed_and_nothing_is_saved(office: Client) -> None:
    address = reverse("admin:alerts_recallalert_samples")
    told = words(office.post(address, {"lots": "AB1200 to AB1250\nAB1-AB2"}))
    assert "AB1200 Yes, it is in this recall." in told
    assert "AB1-AB2" in told
    assert not RecallAlert.objects.exists()


def test_sample_answers_are_for_staff_who_may_see_alerts(reader: Client, db: None) -> None:
    assert reader.post(reverse("admin:alerts_recallalert_samples"), {"lots": "A1"}).status_code == 302


@pytest.mark.parametrize(
    "package",
    [
        Package(lots=("KX4471", "KX4472")),
        Package(lots=("10001 to 10090",)),
        Package(ndcs=("0781-1506-10",), lots=("All lots",)),
        Package(gtins=("036000291452",)),
        Package(lots=("AAAA1111",)),
    ],
)
def test_samples_are_the_answers_of_the_checker(package: Package) -> None:
    samples = samples_of(package)
    assert 2 <= len(samples) <= 3
    assert samples[0].answer.outcome in (Outcome.YES, Outcome.ASK)
    assert all(sample.answer.outcome is not Outcome.NO for sample in samples[:-1])


def test_a_row_without_numbers_has_no_samples() -> None:
    assert samples_of(Package(product="Capsules")) == []
    assert samples_of(Package(lots=("every bottle",))) == []


def test_rows_of_a_posted_alert_are_corrected_and_readers_are_told(office: Client, reader: Client) -> None:
    alert = live_alert(packages=[Package(product="Capsules", lots=("KX4471",))])
    save(office, {"product": "Syrup", "lots": "SY1001"}, address=change(alert))
    assert [package.product for package in RecallAlert.objects.get().package_list] == ["Capsules", "Syrup"]
    assert AlertUpdate.objects.get().text == "We corrected the list of recalled packages."
    press(office, change(alert), "_continue", **{"packages-0-DELETE": "on"})
    assert [package.product for package in RecallAlert.objects.get().package_list] == ["Syrup"]


def test_two_people_at_different_rows_lose_nothing(office: Client) -> None:
    alert = make_alert(packages=[Package(product="Capsules"), Package(product="Syrup")])
    mine, theirs = (form_on(office.get(change(alert))) for _person in range(2))
    office.post(change(alert), theirs | {"packages-0-product": "Other capsules", "_continue": "1"})
    answer = office.post(change(alert), mine | {"packages-1-product": "Other syrup", "_continue": "1"}, follow=True)
    office.post(change(alert), form_on(answer) | {"_continue": "1"}, follow=True)
    assert [package.product for package in RecallAlert.objects.get().package_list] == ["Other capsules", "Other syrup"]
