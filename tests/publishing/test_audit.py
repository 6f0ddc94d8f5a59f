"""The audit: a chain that only grows, and that shows where somebody laid hands on it."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse

from conditions.models import Condition
from publishing import workflow
from publishing.chain import Verdict, verify
from publishing.csv_export import harmless
from publishing.models import AuditEntry, Reviewer
from publishing.models.audit import CHAINED, digest_of_entry
from tests.browsing import words
from tests.conftest import Clock
from tests.factories import live_condition, make_condition, signed

pytestmark = pytest.mark.django_db
LIST = "/admin/publishing/auditentry/"


@pytest.fixture
def history() -> list[AuditEntry]:
    condition = live_condition(title="Asthma")
    for note in ("second", "third", "fourth"):
        workflow.publish(condition, by=None, note=note)
    return list(AuditEntry.objects.order_by("number"))


@pytest.fixture
def office(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


@pytest.fixture
def unguarded() -> Iterator[None]:
    """As somebody with the database in their own hands can make it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE publishing_auditentry DISABLE TRIGGER audit_refuses")
        yield


def tamper(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def verified(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_each_entry_follows_from_the_one_before_it(history: list[AuditEntry]) -> None:
    assert [entry.number for entry in history] == [1, 2, 3, 4]
    assert [entry.previous_digest for entry in history] == ["", *(entry.digest for entry in history[:-1])]
    assert verify().is_unbroken


def test_the_digest_covers_all_that_an_entry_says() -> None:
    names = {field.attname for field in AuditEntry._meta.concrete_fields}
    assert names - set(CHAINED) == {"id", "digest"}


@pytest.mark.usefixtures("unguarded")
def test_the_chain_moves_to_another_database_by_dump_and_load(history: list[AuditEntry]) -> None:
    dump = serializers.serialize("json", history)
    tamper("DELETE FROM publishing_auditentry")
    for entry in serializers.deserialize("json", dump):
        entry.save()
    assert verify() == Verdict(4, history[-1].digest)


def test_an_untouched_audit_is_unbroken_and_names_its_head(history: list[AuditEntry]) -> None:
    assert "Unbroken: 4 entries checked." in verified()
    assert history[-1].digest in verified()


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("field", ["reason", "actor_name", "to_state", "subject_title", "digest"])
def test_a_changed_entry_is_named(history: list[AuditEntry], field: str) -> None:
    tamper(f"UPDATE publishing_auditentry SET {field} = 'x' WHERE number = 2")  # noqa: S608 - names of ours
    with pytest.raises(CommandError, match=r"Entry 2 .*does not say what was written"):
        verified()


@pytest.mark.usefixtures("unguarded")
def test_a_missing_entry_is_named(history: list[AuditEntry]) -> None:
    tamper("DELETE FROM publishing_auditentry WHERE number = 2")
    with pytest.raises(CommandError, match=r"Entry 3 .*entry 2 should come before it"):
        verified()


@pytest.mark.usefixtures("unguarded")
def test_an_entry_rewritten_with_a_digest_that_fits_breaks_the_next(history: list[AuditEntry]) -> None:
    facts = {name: getattr(history[1], name) for name in CHAINED} | {"reason": "forged"}
    tamper("UPDATE publishing_auditentry SET reason = 'forged', digest = %s WHERE number = 2", digest_of_entry(facts))
    with pytest.raises(CommandError, match=r"Entry 3 .*does not follow from the entry before it"):
        verified()


@pytest.mark.usefixtures("unguarded")
def test_a_tail_cut_off_shows_against_a_digest_written_down(history: list[AuditEntry]) -> None:
    kept = history[-1].digest
    assert "Unbroken" in verified("--expect", kept)
    tamper("DELETE FROM publishing_auditentry WHERE number = 4")
    assert "Unbroken: 3" in verified()
    with pytest.raises(CommandError, match=kept):
        verified("--expect", kept)


def test_no_way_of_the_model_changes_or_deletes_an_entry(history: list[AuditEntry]) -> None:
    entry, entries = history[0], AuditEntry.objects.all()
    for attempt in (
        entry.save,
        entry.delete,
        lambda: entries.update(reason="x"),
        lambda: entries.bulk_update(history, ["reason"]),
        lambda: entries.bulk_create([AuditEntry(action="x")]),
        lambda: entries.update_or_create(pk=entry.pk, defaults={"reason": "x"}),
        entries.delete,
    ):
        with pytest.raises(TypeError), transaction.atomic():
            attempt()


def test_an_account_in_the_audit_cannot_be_deleted(editor: User) -> None:
    workflow.publish(signed(make_condition()), by=editor, note="fine as it is")
    with pytest.raises(ProtectedError):
        editor.delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE publishing_auditentry SET reason = 'x'", "DELETE FROM publishing_auditentry"]
)
def test_the_database_itself_refuses(history: list[AuditEntry], audit_guards: list[str], statement: str) -> None:
    for guard in audit_guards:
        tamper(guard)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        tamper(statement)
    assert verify().checked == 4


def test_the_migrations_leave_the_guards(audit_guards: list[str]) -> None:
    assert len(audit_guards) == (2 if connection.vendor == "sqlite" else 0)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_leave_one_chain_without_gaps() -> None:
    def write(number: int) -> None:
        try:
            with transaction.atomic():
                AuditEntry.objects.create(action="publish", kind=Condition.kind(), subject_id=number)
                time.sleep(0.01)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))
    assert verify().is_unbroken
    assert verify().checked == 24


def test_reading_it_all_takes_the_same_queries_however_long(
    history: list[AuditEntry], django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        verify()


def test_the_admin_says_whether_it_is_whole(office: Client, history: list[AuditEntry]) -> None:
    assert "Unbroken: 4 entries checked." in words(office.get(f"{LIST}verify/"))


@pytest.mark.usefixtures("unguarded")
def test_the_admin_names_the_broken_entry(office: Client, history: list[AuditEntry]) -> None:
    tamper("UPDATE publishing_auditentry SET reason = 'x' WHERE number = 3")
    assert "Entry 3 " in words(office.get(f"{LIST}verify/"))


def exported(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(f"{LIST}export/{query}")
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_audit_is_saved_as_csv_with_states_and_reasons(office: Client, history: list[AuditEntry]) -> None:
    head, *rows = exported(office, "?o=0")
    assert head[:4] == ["Number", "When", "Who", "What"]
    assert rows[-1][3:9] == ["Published", "Condition", "Asthma", "Live", "Live", "fourth"]


def test_what_is_saved_is_what_the_list_shows(office: Client, history: list[AuditEntry]) -> None:
    workflow.retire(Condition.objects.get(), by=None, reason="old")
    assert [row[8] for row in exported(office, "?action=retire")[1:]] == ["old"]
    assert len(exported(office, "?q=nothing-of-the-kind")) == 1


def test_the_list_is_filtered_by_who_what_kind_and_day(office: Client, editor: User, clock: Clock) -> None:
    workflow.publish(signed(make_condition(title="By hand")), by=editor, note="fine as it is")
    clock.forward(days=40)
    live_condition(title="By machine")
    for query, found in (
        (f"?actor__id__exact={editor.pk}", "By hand: Published, By hand: Warnings accepted"),
        ("?at__year=2026&at__month=4", "By machine: Published"),
    ):
        text = ", ".join(f"{row[5]}: {row[3]}" for row in exported(office, query)[1:])
        assert text == found
    assert len(exported(office, "?kind=conditions.condition")) == 5
    assert len(exported(office, "?kind=conditions.program")) == 1


def test_a_filter_that_makes_no_sense_saves_nothing(office: Client) -> None:
    assert office.get(f"{LIST}export/?at__year=never").status_code == 404


@pytest.mark.parametrize(
    "title",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"),
        *("\uff1d2*3", "\u3000\uff0b1", "\uff0d1", "\uff20SUM(A1)", "\ufe661"),  # Full-width and small forms.
    ],
)
def test_no_cell_is_a_formula(title: str) -> None:
    assert harmless(title) == f"'{title}"


def test_a_title_that_would_be_a_formula_is_quoted_in_the_file(office: Client) -> None:
    live_condition(title="=HYPERLINK(1)")
    assert exported(office)[1][5] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("page", ["", "export/", "verify/"])
def test_the_audits_pages_are_for_those_who_may_see_it(
    editor: User, signed_in: Callable[[User], Client], page: str
) -> None:
    assert signed_in(editor).get(LIST + page).status_code == 403


def test_whose_account_signs_under_which_name_is_audited(
    manager: User, reviewer: User, signed_in: Callable[[User], Client]
) -> None:
    record = Reviewer.objects.create(name="Dana Reyes", credentials="MD", user=reviewer)
    address = reverse("admin:publishing_reviewer_change", args=[record.pk])
    signed_in(manager).post(address, {"name": "Dana Reyes", "credentials": "MD", "user": manager.pk})
    entry = AuditEntry.objects.get(action="reviewer")
    assert entry.actor_name == "manager"
    assert "manager (before: reviewer)" in entry.reason
