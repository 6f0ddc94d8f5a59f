"""One record: untidy ones come through, and nothing is guessed."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.openfda.facts import facts_of, product_of
from alerts.openfda.reading import read_values
from alerts.openfda.record import Record, read_record
from alerts.openfda.remarks import Rejected, Unreadable
from tests.alerts.openfda.records import DRUG, anything, drug, file_of, without


def remarks(value: Any) -> list[str]:
    return [str(remark) for remark in read_record(value, 3).remarks]


def facts(*values: dict[str, Any]) -> dict[str, Any]:
    return facts_of(read_record(value, number) for number, value in enumerate(values, start=1))


def test_a_record_gives_the_fields_of_an_alert() -> None:
    found = facts(DRUG)
    assert found["product"] == "POTASSIUM CHLORIDE EXTENDED-RELEASE CAPSULES, USP, 750 mg"
    assert (found["product_type"], found["initiated_on"]) == ("medicine", "2026-03-31")
    assert (found["firm"], found["recall_number"]) == ("Brinewell Laboratories", "D-9001-2026")
    assert (found["classification"], found["initiative"]) == ("II", "voluntary")
    assert found["packages"] == [
        {
            "product": "POTASSIUM CHLORIDE EXTENDED-RELEASE CAPSULES",
            "strength": "750 mg",
            "ndcs": ["99999-357-01"],
            "gtins": [],
            "model_numbers": [],
            "lots": ["BW26A014"],
            "use_by": "9/21/2027",
            "is_list_complete": False,
            "recall_number": "D-9001-2026",
        }
    ]


def test_a_tidy_record_gives_no_remark() -> None:
    assert remarks(DRUG) == []


@pytest.mark.parametrize(
    ("changes", "remark"),
    [
        ({"classification": "Class IV"}, "Record 3, classification: “Class IV” is new to us; it is kept"),
        ({"status": "Paused"}, "Record 3, status: “Paused” is new to us; it is kept word for word."),
        ({"report_date": "N/A"}, "Record 3, report_date: “N/A” is no date; it is left out."),
        ({"report_date": "20261345"}, "Record 3, report_date: “20261345” is no date; it is left out."),
        ({"recalling_firm": "Fish &amp; Sons"}, "Record 3, recalling_firm: HTML entities are read as"),
        ({"product_description": "Cr\u00bfme"}, "Record 3, product_description: A character is damaged, as in “Cr"),
        ({"recall_number": "N/A"}, "Record 3, recall_number: It is missing. The record is known by its event and"),
        ({"recalling_firm": "Fish\x00Sons"}, "Record 3, recalling_firm: Control characters are left out."),
        ({"code_info": ["Lot 1"]}, "Record 3, code_info: It should be text; it is kept in the raw record alone."),
    ],
)  # fmt: skip
def test_what_is_odd_is_told_with_the_records_number_and_field(changes: dict[str, Any], remark: str) -> None:
    (told,) = remarks(drug(**changes))
    assert told.startswith(remark)


@pytest.mark.parametrize(
    "value",
    [
        None, "a text", 7, [], {}, without("product_type"), drug(recall_number="D" * 201),
        drug(recall_number="N/A", product_description=""),
        drug(recall_number="N/A", event_id="", recalling_firm="N/A"),
        drug(recall_number="", product_type="FDA posting"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_from_others_is_rejected(value: Any) -> None:
    with pytest.raises(Rejected, match="Record 3"):
        read_record(value, 3)


@pytest.mark.parametrize(
    ("changes", "name", "read"),
    [
        ({"product_description": "A  &amp;\r\n\tB"}, "description", "A & B"),
        ({"recalling_firm": "N/A"}, "firm", ""),
        ({"recalling_firm": None}, "firm", ""),
        ({"event_id": 90001}, "event_id", "90001"),
        ({"status": "On-Going"}, "status", "On-Going"),
        ({"voluntary_mandated": "Voluntary: Firm Initiated"}, "known_initiative", "voluntary"),
        ({"voluntary_mandated": "FDA Mandated"}, "known_initiative", "mandated"),
        ({"voluntary_mandated": "Requested"}, "known_initiative", ""),
        ({"classification": "CLASS  i"}, "known_class", "I"),
        ({"classification": "Not Yet Classified"}, "known_class", ""),
        ({"classification": "Class IV"}, "classification", "Class IV"),
        ({"openfda": {"generic_name": ["POTASSIUM CHLORIDE", 7], "brand_name": "x"}}, "names", ("POTASSIUM CHLORIDE",)),
        ({"openfda": []}, "names", ()),
    ],
)
def test_untidy_fields_are_read(changes: dict[str, Any], name: str, read: Any) -> None:
    assert getattr(read_record(drug(**changes), 1), name) == read


@pytest.mark.parametrize("written", ["20260331", "2026-03-31", "03/31/2026", "3/31/2026"])
def test_days_are_read_in_every_spelling_of_the_agency(written: str) -> None:
    record = read_record(drug(recall_initiation_date=written), 1)
    assert record.days["recall_initiation_date"] == date(2026, 3, 31)


def test_an_old_record_without_a_number_of_its_event_is_known_by_firm_day_and_reason() -> None:
    old = {key: value for key, value in DRUG.items() if key not in ("event_id", "status")}
    first, second = (read_record(old | {"recall_number": number}, 1) for number in ("D-1-2010", "D-2-2010"))
    other = read_record(old | {"reason_for_recall": "Glass in the vial"}, 1)
    assert first.event_key == second.event_key != other.event_key


def test_of_several_classes_the_most_serious_one_holds() -> None:
    assert facts(DRUG, drug(recall_number="D-9002-2026", classification="Class I"))["classification"] == "I"


def test_several_products_share_one_alert() -> None:
    products = [(f"D-90{number:02}-2026", f"Tablets {number} " * 10) for number in range(30)]
    found = facts(*(drug(recall_number=number, product_description=text) for number, text in products))
    assert found["recall_number"].split(", ") == [number for number, _text in products]
    assert len(found["packages"]) == 30
    assert "more" in found["product"]
    assert len(found["product"]) <= 300


def test_a_false_ndc_of_the_openfda_block_is_not_taken() -> None:
    record = drug(product_description="Magnesium chloride, UPC 010106244813", openfda={"product_ndc": ["10106-2448"]})
    assert facts(record)["packages"][0]["ndcs"] == []


@pytest.mark.parametrize(
    ("description", "product"),
    [
        ("Amlodipine tablets, 10 mg (NDC 0603-2110-32), Rx only", "Amlodipine tablets, 10 mg"),
        ("Rx only", "Rx only"),
        ("Formula, Manufactured for: QUALITY, made in X", "Formula"),
    ],
)
def test_the_product_is_the_description_without_the_words_of_the_trade(description: str, product: str) -> None:
    assert product_of(read_record(drug(product_description=description), 1)) == product


@pytest.mark.parametrize(
    ("title", "product"),
    [
        ("Brinewell Issues Voluntary Nationwide Recall for Zinc Tablets, USP Due to Glass", "Zinc Tablets, USP"),
        ("Brinewell Recalls Two Lots of Amlodipine Tablets Because of a Mix-Up", "Amlodipine Tablets"),
        ("Brinewell is Voluntarily Recalling Certain Vitamin D Drops", "Vitamin D Drops"),
        ("Brinewell Issues Allergy Alert on Undeclared Milk", "Brinewell Issues Allergy Alert on Undeclared Milk"),
    ],
)
def test_the_product_of_a_posting_is_the_part_of_its_title(title: str, product: str) -> None:
    assert product_of(read_record(drug(product_type="FDA posting", product_description=title), 1)) == product


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><title>openFDA</title>", "web page"),
        (b"[]", "shape"),
        (b'{"results": {}}', "shape"),
        (b'{"meta": {}}', "shape"),
        (b'"text"', "shape"),
        (b'{"error": {"code": "SERVER_ERROR", "message": "Try again"}}', "Try again"),
        (b"{results: []}", "broken in record 1"),
        (b'{"results": [{}, {"x": NaN}]}', "in record 2 .*NaN"),
        (b'{"results": [{}, {}, ' + b"9" * 5000 + b"]}", "in record 3"),
        (b'{"results": ' + b"[" * 100_000, "JSON"),
        (b'{"results": ["\xff\xfe"]}', "UTF-8"),
        (file_of(DRUG, DRUG)[:-20], "breaks off in record 2"),
        (file_of(DRUG, DRUG).replace(b"}, {", b"} ; {"), "broken in record 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read_values(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_files_come_in_several_encodings(encoding: str) -> None:
    assert read_values(file_of(DRUG).decode().encode(encoding)) == [DRUG]


def test_an_empty_answer_is_no_error() -> None:
    assert read_values(b'{"error": {"code": "NOT_FOUND", "message": "No matches found!"}}') == []


@given(st.dictionaries(st.sampled_from(sorted(DRUG)), anything))
def test_any_record_is_read_or_rejected(changes: dict[str, Any]) -> None:
    try:
        record = read_record(drug(**changes), 1)
    except Rejected:
        return
    assert isinstance(record, Record)
    assert json.loads(record.raw) == drug(**changes)
    facts_of([record])


@given(st.permutations(sorted(DRUG)))
def test_the_order_of_keys_does_not_matter(keys: list[str]) -> None:
    assert read_record({key: DRUG[key] for key in keys}, 1) == read_record(DRUG, 1)
