"""The assisted view: a text is shown whole with its numbers marked, and a person adds what belongs to a row."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alerts.admin.assisting import LONGEST_PASTED, pieces_of
from alerts.importing import import_values
from alerts.models import AlertUpdate, RecallAlert, RecalledPackage, RecallRecord
from alerts.packages import Package
from tests.alerts.openfda.records import drug
from tests.browsing import form_on, page, press, words
from tests.factories import live_alert, make_alert

CODES = "Lots: KX4401, KX4402 exp 10/2027; see also A1234* and 88-10001 to 88-10050"
DESCRIPTION = "Brinewell capsules 750 mg, NDC 0781-1506-10"


def at(name: str, alert: RecallAlert) -> str:
    return reverse(f"admin:alerts_recallalert_{name}", args=[alert.pk])


@pytest.fixture
def office(communications: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(communications)


@pytest.fixture
def draft(db: None) -> RecallAlert:
    import_values([drug(code_info=CODES, product_description=DESCRIPTION)], by=None)
    return RecallAlert.objects.get()


@pytest.fixture
def key(draft: RecallAlert) -> str:
    """Of the text of the only record."""
    return str(RecallRecord.objects.get().pk)


def add(office: Client, alert: RecallAlert, what: str, **fields: Any) -> Any:
    return press(office, at("assist", alert), "read", add=what, **fields)


def rows(alert: RecallAlert) -> list[Package]:
    return [row.as_package() for row in alert.packages.all()]


def kind_of(soup: BeautifulSoup, text: str) -> str:
    """The kind that is written beside a part of a text."""
    token = next(one for one in soup.select(".raw .token") if one.select_one(".text").get_text() == text)  # type: ignore[union-attr]
    return token.small.get_text(strip=True)  # type: ignore[union-attr]


def test_the_text_is_whole_and_each_number_is_named(office: Client, draft: RecallAlert) -> None:
    soup = page(office.get(at("assist", draft)))
    texts = ["".join(one.get_text() for one in raw.select(".text")) for raw in soup.select(".raw")]
    assert texts == [CODES, DESCRIPTION]
    told = {text: kind_of(soup, text) for text in ("KX4401", "10/2027", "A1234", "0781-1506-10")}
    assert told == {"KX4401": "lot", "10/2027": "date", "A1234": "unclear", "0781-1506-10": "NDC"}


@given(st.text(max_size=60) | st.lists(st.sampled_from([*CODES.split(), "\n", "\t", "NDC"])).map(" ".join))
def test_no_character_of_a_text_is_lost(text: str) -> None:
    assert "".join(piece.text for piece in pieces_of(text, "")) == text


def test_likely_lots_are_marked_and_nothing_is_ticked(office: Client, draft: RecallAlert) -> None:
    soup = page(office.get(at("assist", draft)))
    assert [box["value"] for box in soup.select("[data-likely]")] == ["KX4401", "KX4402", "88-10001 to 88-10050"]
    assert not soup.select(".token input[checked]")


def test_selected_lots_go_to_the_records_own_row(office: Client, draft: RecallAlert, key: str) -> None:
    assert rows(draft)[0].lots == ()
    answer = add(office, draft, f"lots:{key}", **{f"lot-{key}": ["KX4402", "KX4401", "88-10001 to 88-10050"]})
    assert "KX4402, KX4401, 88-10001 to 88-10050." in words(answer)
    assert [package.lots for package in rows(draft)] == [("KX4402", "KX4401", "88-10001 to 88-10050")]
    assert [entry.user.username for entry in LogEntry.objects.all()] == ["communications"]


def test_codes_that_are_selected_go_with_the_lots(office: Client, draft: RecallAlert, key: str) -> None:
    chosen = {f"lot-{key}": "KX4401", f"ndc-{key}": "0781-1506-11", f"row-{key}": "new"}
    add(office, draft, f"lots:{key}", **chosen)
    own, new = rows(draft)
    assert own.lots == ()
    assert (new.lots, new.ndcs) == (("KX4401",), ("0781-1506-11",))
    assert (new.product, new.recall_number) == (own.product, own.recall_number)


@pytest.mark.parametrize("order", [["KX4401", "KX4420"], ["KX4420", "KX4401"]])
def test_two_lots_are_added_as_a_range(office: Client, draft: RecallAlert, key: str, order: list[str]) -> None:
    add(office, draft, f"range:{key}", **{f"lot-{key}": order})
    assert rows(draft)[0].lots == ("KX4401 to KX4420",)


@pytest.mark.parametrize(
    ("lots", "sentence"),
    [
        ([], "Select the first and the last lot of the range, and nothing else."),
        (["KX4401"], "Select the first and the last lot of the range, and nothing else."),
        (["KX4401", "KX4402", "KX4403"], "Select the first and the last lot of the range, and nothing else."),
        (["KX4401", "ZZ44"], "“KX4401 to ZZ44” cannot be counted"),
    ],
)
def test_what_makes_no_range_is_refused(
    office: Client, draft: RecallAlert, key: str, lots: list[str], sentence: str
) -> None:
    before = rows(draft)
    answer = add(office, draft, f"range:{key}", **{f"lot-{key}": lots})
    assert sentence in words(answer)
    assert rows(draft) == before
    assert {box["value"] for box in page(answer).select(".token input[checked]")} == {*lots} & {"KX4401", "KX4402"}


def test_all_lots_of_the_selected_ndcs_are_added(office: Client, draft: RecallAlert, key: str) -> None:
    add(office, draft, f"all:{key}", **{f"ndc-{key}": "0781-1506-10"})
    assert (rows(draft)[0].lots, rows(draft)[0].ndcs) == (("All lots",), ("0781-1506-10",))


def test_all_lots_never_reach_a_code_that_was_not_selected(office: Client, draft: RecallAlert, key: str) -> None:
    answer = add(office, draft, f"all:{key}", **{f"ndc-{key}": "0781-1506-11"})
    assert "This row is also of 0781-1506-10: all lots of that would be recalled, too." in words(answer)
    assert "Select the NDCs or bar codes" in words(add(office, draft, f"all:{key}"))
    mixed = add(office, draft, f"all:{key}", **{f"ndc-{key}": "0781-1506-10", f"lot-{key}": "KX4401"})
    assert "Lots are selected, too." in words(mixed)
    assert rows(draft)[0].lots == ()


@pytest.mark.parametrize("value", ["KX4401-KX4420", "10/2027", "some words", "", "<b>", "A1-" * 300])
def test_an_unclear_number_is_refused_and_nothing_is_added(
    office: Client, draft: RecallAlert, key: str, value: str
) -> None:
    before = rows(draft)
    answer = add(office, draft, f"lots:{key}", **{f"lot-{key}": ["KX4401", value] if value else ""})
    assert "Nothing" in words(answer) or "Choose what to add." in words(answer)
    assert rows(draft) == before


def test_a_pasted_table_is_read_and_not_kept(office: Client) -> None:
    alert = make_alert(packages=[Package(product="Syrup")])
    table = "Lot\tExpires\nSY1001\t10/2027\nSY1002\t11/2027"
    answer = press(office, at("assist", alert), "read", text=table)
    assert kind_of(page(answer), "SY1002") == "lot"
    assert rows(alert)[0].lots == ()
    chosen = form_on(answer) | {"lot-pasted": ["SY1001", "SY1002"], "add": "lots:pasted"}
    answer = office.post(at("assist", alert), chosen)
    assert rows(alert) == [Package(product="Syrup", lots=("SY1001", "SY1002"))]
    assert form_on(answer)["text"] == table
    assert not page(answer).select(".token input[checked]")


@pytest.mark.parametrize("separator", [",", ";", "\t", "\n", " "])
def test_every_separator_of_a_table_parts_its_cells(separator: str) -> None:
    pieces = pieces_of(separator.join(["Lots: SY1001", "SY1002", "SY1003"]), "")
    assert [piece.value for piece in pieces if piece.kind == "lot"] == ["SY1001", "SY1002", "SY1003"]


def test_a_text_that_is_too_long_is_refused_and_stays(office: Client) -> None:
    text = "SY1001 " * (LONGEST_PASTED // 7 + 1)
    answer = press(office, at("assist", make_alert()), "read", text=text)
    assert "This text is too long to read at once." in words(answer)
    assert len(form_on(answer)["text"]) >= LONGEST_PASTED


def test_an_alert_without_a_record_takes_a_new_row(office: Client) -> None:
    alert = make_alert()
    answer = press(office, at("assist", alert), "read", text="Lot SY1001")
    office.post(at("assist", alert), form_on(answer) | {"lot-pasted": "SY1001", "add": "lots:pasted"})
    assert rows(alert) == [Package(lots=("SY1001",))]


def test_rows_that_somebody_changed_meanwhile_are_left_as_they_are(
    office: Client, draft: RecallAlert, key: str
) -> None:
    opened = form_on(office.get(at("assist", draft)))
    RecalledPackage.replace(draft, [RecalledPackage.of(Package(product="Other"))])
    sent = opened | {f"lot-{key}": "KX4401", "add": f"lots:{key}", f"row-{key}": "new"}
    answer = office.post(at("assist", draft), sent)
    assert "Somebody changed the rows after you opened this page. Nothing was added" in words(answer)
    assert rows(draft) == [Package(product="Other")]
    office.post(at("assist", draft), form_on(answer) | {"add": f"lots:{key}"})
    assert ("KX4401",) in [package.lots for package in rows(draft)]


def test_an_alert_that_was_posted_meanwhile_is_not_changed(office: Client, draft: RecallAlert, key: str) -> None:
    opened = form_on(office.get(at("assist", draft)))
    draft.headline, draft.what_happened, draft.is_everywhere = "Some capsules are recalled.", "", True
    draft.post(by=None)
    answer = office.post(at("assist", draft), opened | {f"lot-{key}": "KX4401", "add": f"lots:{key}"})
    assert "Nothing was added" in words(answer)
    assert not AlertUpdate.objects.exists()


def test_adding_twice_changes_nothing(office: Client, draft: RecallAlert, key: str) -> None:
    add(office, draft, f"lots:{key}", **{f"lot-{key}": "KX4401"})
    answer = add(office, draft, f"lots:{key}", **{f"lot-{key}": "KX4401"})
    assert "The row has these already." in words(answer)
    assert LogEntry.objects.count() == 1


def test_on_a_posted_alert_it_is_a_correction(office: Client, reader: Client) -> None:
    alert = live_alert(slug="syrup", packages=[Package(product="Syrup", lots=("SY1001",))])
    answer = press(office, at("assist", alert), "read", text="Lot SY1002")
    assert "What you add is on the public site at once." in words(answer)
    answer = office.post(at("assist", alert), form_on(answer) | {"lot-pasted": "SY1002", "add": "lots:pasted"})
    assert "The public site is corrected." in words(answer)
    assert AlertUpdate.objects.get().text == "We corrected the list of recalled packages."
    assert "SY1002" in words(reader.get("/alerts/syrup/"))


def test_a_withdrawn_alert_gets_no_lots(office: Client) -> None:
    alert = live_alert()
    alert.withdraw(by=None, reason="A mistake.")
    assert office.get(at("assist", alert)).status_code == 403


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_only_those_who_post_alerts_add_lots(
    role: str, request: pytest.FixtureRequest, signed_in: Callable[[User], Client], draft: RecallAlert
) -> None:
    client = signed_in(request.getfixturevalue(role))
    assert client.post(at("assist", draft), {"add": "lots:1"}).status_code == 403


@pytest.mark.parametrize("what", ["", "lots", "lots:999", "delete:1", "range:pasted", "all:²"])
def test_a_button_that_is_not_there_changes_nothing(office: Client, draft: RecallAlert, what: str) -> None:
    before = rows(draft)
    assert add(office, draft, what).status_code == 200
    assert rows(draft) == before


def test_form_and_record_lead_to_the_assisted_view(office: Client, draft: RecallAlert) -> None:
    for address in (at("change", draft), f"/admin/alerts/recallrecord/about/{draft.pk}/"):
        link = page(office.get(address)).select_one(f'a[href="{at("assist", draft)}"]')
        assert link is not None
        assert link.get_text() == "Read lots from the record’s text…"


def test_markup_in_a_text_is_text(office: Client) -> None:
    answer = press(office, at("assist", make_alert()), "read", text='<script>x()</script> Lot "><b>AB1234')
    assert b"<script>x()" not in answer.content
    assert "<b>AB1234" not in str(page(answer).select_one(".raw"))
