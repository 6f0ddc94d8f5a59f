"""Files into the database: drafts alone, every record accounted for, and the same however often."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from alerts.importing import Outcome, import_values
from alerts.models import AlertState, RecallAlert, RecalledPackage, RecallEvent, RecallRecord
from alerts.openfda.reading import read_values
from publishing.models import SiteVersion
from publishing.workflow import Refused
from tests.alerts.openfda.records import DRUG, anything, drug, file_of
from tests.conftest import SHARED

pytestmark = pytest.mark.django_db
SECOND = drug(recall_number="D-9002-2026", product_description="Potassium chloride capsules, 600 mg, NDC 99999-358-01")
OTHER = drug(recall_number="D-9003-2026", event_id="90002", recalling_firm="Other &amp; Sons\x00", report_date="N/A")
OLD = {"product_type": "Devices", "recall_number": "Z-1-2010", "product_description": "A pump", "openfda": {}}
RECORDS = [DRUG, SECOND, OTHER, OLD]


def take(*values: Any, dry_run: bool = False) -> Outcome:
    return import_values(values, by=None, dry_run=dry_run)


def rows() -> list[Any]:
    """All that an import writes, without keys and times."""
    records = RecallRecord.objects.values_list("product_type", "recall_number", "sha256", "raw", "event__key")
    alerts = RecallAlert.objects.values_list(
        "slug", "headline", "what_happened", "product", "firm", "recall_number", "classification", "initiated_on"
    )
    packages = RecalledPackage.objects.values_list("alert__slug", "order", "product", "lots", "ndcs", "recall_number")
    events = RecallEvent.objects.values_list("key", "alert__slug", "settled")
    return [sorted(records), sorted(alerts, key=str), sorted(packages), sorted(events, key=str)]


def run(*files: Path, **options: Any) -> tuple[str, str, bool]:
    """What the command wrote to its two outputs, and whether it succeeded."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_recalls", *files, stdout=out, stderr=err, **options)
    except CommandError:
        return out.getvalue(), err.getvalue(), False
    return out.getvalue(), err.getvalue(), True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, *values: Any, name: str = "records.json") -> Path:
    path = folder / name
    path.write_bytes(file_of(*values))
    return path


def test_one_recall_makes_one_draft_with_its_facts() -> None:
    outcome = take(DRUG, SECOND)
    alert = RecallAlert.objects.get()
    assert (outcome.new, outcome.drafts) == (2, 1)
    assert alert.current_state() == AlertState.DRAFT
    assert alert.recall_number == "D-9001-2026, D-9002-2026"
    assert (alert.product_type, alert.initiated_on) == ("medicine", date(2026, 3, 31))
    assert alert.headline.startswith("[To be rewritten] Brinewell Laboratories is recalling")


def test_each_record_becomes_a_row_of_its_own() -> None:
    take(DRUG, SECOND)
    first, second = RecallAlert.objects.get().package_list
    assert (first.recall_number, second.recall_number) == ("D-9001-2026", "D-9002-2026")
    assert (first.ndcs, second.ndcs) == (("99999-357-01",), ("99999-358-01",))
    assert (second.product, second.strength) == ("Potassium chloride capsules", "600 mg")
    assert not first.is_list_complete


def test_a_record_that_is_not_understood_leaves_only_its_own_row_without_lots() -> None:
    take(DRUG, SECOND | {"code_info": "All lots within expiry"})
    first, second = RecallAlert.objects.get().package_list
    assert (first.lots, second.lots) == (("BW26A014",), ())


def test_an_import_makes_nothing_public() -> None:
    version = SiteVersion.current()
    take(*RECORDS)
    assert SiteVersion.current() == version
    assert not RecallAlert.objects.posted().exists()


def test_a_draft_in_the_records_own_words_cannot_be_posted() -> None:
    take(DRUG)
    alert = RecallAlert.objects.get()
    alert.is_everywhere = True
    with pytest.raises(Refused, match="words from the record"):
        alert.post(by=None)


@given(data=st.data())
@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_three_imports_in_any_order_of_records_and_keys_give_the_same_rows(data: Any) -> None:
    RecallRecord.objects.all().delete()
    RecallEvent.objects.all().delete()
    RecallAlert.objects.all().delete()
    take(*RECORDS)
    first = rows()
    RecallRecord.objects.all().delete()
    RecallEvent.objects.all().delete()
    RecallAlert.objects.all().delete()
    for _time in range(3):
        shuffled = data.draw(st.permutations(RECORDS))
        take(*[{key: value[key] for key in data.draw(st.permutations(sorted(value)))} for value in shuffled])
        assert rows() == first


@given(st.lists(st.dictionaries(st.sampled_from(sorted(DRUG)), anything), max_size=3))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_record_is_accounted_for(changes: list[dict[str, Any]]) -> None:
    before = RecallRecord.objects.count()
    outcome = take(*[drug(**changed) for changed in changes])
    assert outcome.new + outcome.changed + outcome.same + len(outcome.rejected) == len(changes)
    assert RecallRecord.objects.count() - before == outcome.new
    assert not RecallAlert.objects.posted().exists()


def test_the_same_record_again_changes_nothing() -> None:
    take(*RECORDS)
    before = list(RecallRecord.objects.order_by("pk").values())
    outcome = take(*RECORDS)
    assert (outcome.new, outcome.changed, outcome.same) == (0, 0, 4)
    assert list(RecallRecord.objects.order_by("pk").values()) == before


def test_a_changed_record_is_proposed_and_changes_no_text() -> None:
    take(DRUG)
    outcome = take(drug(classification="Class I", report_date="20260506"))
    assert outcome.changed == 1
    assert RecallAlert.objects.get().classification == "II"
    (class_, told) = RecallEvent.objects.get().proposals()
    assert (class_.record_says, class_.text_says, class_.may_be_taken) == ("I", "II", True)
    assert told.may_be_taken is False


def test_an_older_file_does_not_turn_back_what_is_known() -> None:
    take(drug(status="Terminated", report_date="20260506"))
    assert (take(DRUG).changed, take(DRUG).same) == (0, 1)
    assert RecallEvent.objects.get().suggests_ending()


def test_another_product_of_a_known_recall_joins_its_draft() -> None:
    take(DRUG)
    outcome = take(SECOND)
    assert (outcome.new, outcome.drafts) == (1, 0)
    assert RecallAlert.objects.count() == 1


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_of_two_tellings_in_one_file_the_later_one_is_taken(order: list[int]) -> None:
    both = [DRUG, drug(status="Terminated", termination_date="20261001")]
    outcome = take(*[both[place] for place in order])
    assert "later dates" in str(outcome.remarks[0])
    assert RecallRecord.objects.get().read().status == "Terminated"


def test_two_tellings_of_the_same_dates_are_both_left_out_with_their_numbers() -> None:
    outcome = take(OTHER, DRUG, drug(status="Completed"))
    assert [str(remark) for remark in outcome.rejected] == [
        "Record 2, recall_number: D-9001-2026 is also record 3, which says something else on the same dates.",
        "Record 3, recall_number: D-9001-2026 is also record 2, which says something else on the same dates.",
    ]
    assert RecallRecord.objects.get().recall_number == "D-9003-2026"


def test_a_record_that_cannot_be_told_from_others_is_left_out_alone(folder: Path) -> None:
    out, err, succeeded = run(written(folder, DRUG, {"product_type": "Drugs"}))
    assert not succeeded
    assert "left out: Record 2, recall_number: It is missing" in err
    assert "1 new, 0 changed, 0 the same, 1 rejected. Drafts made: 1." in out
    assert RecallRecord.objects.get().recall_number == "D-9001-2026"


@pytest.mark.parametrize("number", ["", "N/A", None])
def test_a_record_without_a_number_is_known_again_by_event_and_description(number: str | None) -> None:
    nameless = drug(recall_number=number)
    assert take(nameless, OTHER).new == 2
    assert RecallAlert.objects.get(slug="recall-90001").recall_number == ""
    assert (take(nameless).new, take(nameless).same) == (0, 1)
    changed = take(nameless | {"status": "Completed", "report_date": "20260601"})
    assert (changed.new, changed.changed) == (0, 1)


def test_a_number_that_comes_later_is_given_to_the_record_that_had_none() -> None:
    take(drug(recall_number=""))
    outcome = take(drug(report_date="20260601"))
    assert (outcome.new, outcome.changed) == (0, 1)
    assert RecallRecord.objects.get().recall_number == "D-9001-2026"
    assert "recall_number" in [proposal.name for proposal in RecallEvent.objects.get().proposals()]
    assert take(drug(report_date="20260601")).same == 1


@pytest.mark.parametrize("is_one_file", [True, False])
def test_an_old_record_without_the_number_that_is_known_by_now_makes_no_second_row(is_one_file: bool) -> None:
    outcome = take(DRUG, drug(recall_number="")) if is_one_file else Outcome(new=take(DRUG).new)
    outcome = outcome if is_one_file else take(drug(recall_number=""))
    assert outcome.same == 1
    assert "known with the number D-9001-2026" in " ".join(map(str, outcome.remarks))
    assert RecallRecord.objects.count() == 1


def test_two_products_of_one_event_without_numbers_are_two_records() -> None:
    assert take(drug(recall_number=""), SECOND | {"recall_number": ""}).new == 2


def test_a_draft_takes_the_changed_rows_of_its_records() -> None:
    take(DRUG)
    take(drug(code_info="Lots BW26A014 and BW26A015, Exp 9/21/2027", report_date="20260601"))
    event = RecallEvent.objects.get()
    (proposal,) = event.proposals()
    assert proposal.record_says == (
        "POTASSIUM CHLORIDE EXTENDED-RELEASE CAPSULES, 750 mg · NDC: 99999-357-01 · lots: BW26A014, BW26A015"
        " · use by: 9/21/2027 · D-9001-2026"
    )
    event.settle("packages", by=None, take=True)
    assert RecallAlert.objects.get().package_list[0].lots == ("BW26A014", "BW26A015")
    assert RecallEvent.objects.get().proposals() == []


def test_a_draft_takes_the_day_the_recall_started() -> None:
    take(DRUG)
    take(drug(recall_initiation_date="20260330", report_date="20260601"))
    event = RecallEvent.objects.get()
    event.settle("initiated_on", by=None, take=True)
    assert RecallAlert.objects.get().initiated_on == date(2026, 3, 30)
    assert RecallEvent.objects.get().proposals() == []


def test_a_bad_file_stops_no_other(folder: Path) -> None:
    bad = folder / "bad.json"
    bad.write_bytes(file_of(DRUG)[:-30])
    _out, err, succeeded = run(bad, folder / "none.json", written(folder, DRUG))
    assert not succeeded
    assert "bad.json: It breaks off in record 1" in err
    assert "none.json: It cannot be read" in err
    assert RecallRecord.objects.count() == 1


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    out, _err, succeeded = run(written(folder, *RECORDS), dry_run=True)
    assert succeeded
    assert "4 new" in out
    assert not RecallRecord.objects.exists()
    assert not RecallAlert.objects.exists()


def test_a_file_larger_than_the_setting_is_refused_before_it_is_read_whole(folder: Path, settings: Any) -> None:
    settings.RECALL_FILE_BYTES = 1_000_000
    large = folder / "large.json"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    _out, err, succeeded = run(large)
    assert not succeeded
    assert "larger than 1 MB" in err


def test_the_records_own_text_is_kept_whatever_it_holds() -> None:
    odd = drug(recalling_firm="A\x00B\ud800 &lt;script&gt;x()&lt;/script&gt;", extra={"new": [1, None]})
    take(odd)
    assert take(odd).same == 1
    assert RecallAlert.objects.get().firm == "AB <script>x()</script>"


def test_a_free_address_is_found_for_each_draft() -> None:
    RecallAlert.objects.create(slug="recall-90001", headline="Another one.")
    take(DRUG)
    assert RecallEvent.objects.get().alert.slug == "recall-90001-2"  # type: ignore[union-attr]


def test_a_draft_that_was_deleted_does_not_come_back() -> None:
    take(DRUG)
    RecallAlert.objects.get().delete()
    take(drug(status="Completed", report_date="20260506"))
    assert not RecallAlert.objects.exists()


def test_the_real_records_come_through() -> None:
    path = SHARED / "data" / "openfda-drug-enforcement.json"
    if not path.exists():
        pytest.skip("needs ../shared/data, which is not there")
    out, err, succeeded = run(path)
    assert (succeeded, err) == (True, "")
    assert "2 new, 0 changed, 0 the same, 0 rejected. Drafts made: 2." in out
    assert set(RecallAlert.objects.values_list("recall_number", "classification")) == {
        ("D-0488-2026", "III"),
        ("D-0397-2015", "II"),
    }
    assert RecalledPackage.objects.get(recall_number="D-0488-2026").lots == ["23G3161005"]
    assert RecalledPackage.objects.get(recall_number="D-0397-2015").ndcs == ["0603-2110-32"]


def test_all_real_files_are_accounted_for_and_a_second_import_changes_nothing() -> None:
    files = sorted((SHARED / "data").glob("openfda-*.json"))
    if not files:
        pytest.skip("needs ../shared/data, which is not there")
    outcomes = []
    for file in files:
        values = read_values(file.read_bytes())
        outcome = take(*values)
        assert outcome.new + outcome.changed + outcome.same + len(outcome.rejected) == len(values)
        assert outcome.rejected == []
        outcomes.append(outcome)
    assert RecallRecord.objects.count() == sum(outcome.new for outcome in outcomes)
    assert sum(len(event.facts["packages"]) for event in RecallEvent.objects.all()) == RecallRecord.objects.count()
    waiting = [event for event in RecallEvent.objects.all() if "packages" in [one.name for one in event.proposals()]]
    assert all(event.records.count() > event.alert.packages.count() for event in waiting if event.alert)
    assert RecalledPackage.objects.count() > RecallRecord.objects.count() - 10
    before = list(RecallRecord.objects.order_by("pk").values_list("pk", "recall_number", "sha256", "changed_at"))
    for file in files:
        again = take(*read_values(file.read_bytes()))
        assert (again.new, again.drafts) == (0, 0)
    assert (
        list(RecallRecord.objects.order_by("pk").values_list("pk", "recall_number", "sha256", "changed_at")) == before
    )
    assert not RecallAlert.objects.posted().exists()
