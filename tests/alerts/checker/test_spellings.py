"""The measure of `make measure-recalls` on a small fixed set: no listed number is answered “no”, most others are."""

import json
from pathlib import Path

import pytest

from alerts.openfda.numbers import ALL_LOTS, lots_in
from benchmarks.recall_answers import Recall, measure

RECALLS = [
    Recall(("BW26A014", "BW26A015", "BW26B003"), ("036000291452",)),
    Recall(("4471902", "4471911", "4472038", "4501127")),
    Recall(("SP7700123", "SD44021", "SH0391")),
    Recall(("17330001 to 17330020", "17441105")),
    Recall(("20270408@10", "TQ:23055", "168.944")),
    Recall(("61-841-FW", "7AB/19", "0000331207")),
    Recall(("T7", "K12", "905")),
    Recall(("18L12-U02-0719", "GD88OB1Z", "UVQ5S2I1")),
    Recall(("240115A", "240116A", "240117A", "240118B")),
    Recall(("1220078040", "1220078071")),
]
LEAST_NO_HERE = 0.75
"""These lots are more awkward than real ones: short, of ten digits, like dates. Over real records it is 0.89."""
DATA = Path(__file__).parents[4] / "shared" / "data" / "openfda-drug-enforcement.json"


def test_no_listed_number_is_answered_no_in_any_spelling_or_with_any_slip() -> None:
    figures = measure(RECALLS)
    assert figures.wrong == []
    assert figures.share_of_others_answered_no >= LEAST_NO_HERE


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared, which is not beside this checkout")
def test_no_listed_number_of_real_records_is_answered_no() -> None:
    found = [lots_in(record["code_info"], "") for record in json.loads(DATA.read_text(encoding="utf-8"))["results"]]
    recalls = [Recall(tuple(lots[:20])) for lots in found if lots and lots != [ALL_LOTS]]
    assert recalls
    assert measure([*recalls, *RECALLS]).wrong == []
