"""`manage.py import_condition`, from file to public page."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from alerts.models import AlertState, Kind, RecallAlert
from conditions.models import Condition
from publishing.models import AuditEntry, Revision, State
from tests.factories import live_condition, live_program, make_alert

pytestmark = pytest.mark.django_db

COLIC = "Colic | Symptoms & Causes\n\nWhat is colic?\n\nA baby’s cry without a reason.\n"
BANNER = "Recall Alert\n\nThere is a recall of blue bottles. Learn more https://www.example.org/bottles\n\n"

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Write a file of the given name and return its path."""

    def write(content: str | bytes = COLIC, name: str = "colic.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def run(*files: Path, **options: Any) -> tuple[str, str]:
    """What the command says on standard output and standard error, when all goes well."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_condition", *files, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def fail(*files: Path, **options: Any) -> tuple[str, str]:
    """The same, when it ends with an error."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_condition", *files, stdout=out, stderr=err, **options)
    assert error.value.returncode == 1
    return out.getvalue(), err.getvalue()


def test_a_file_becomes_a_draft_that_readers_do_not_see(save: Save, reader: Client) -> None:
    said, _ = run(save())
    assert "Draft “Colic” made." in said
    assert Condition.objects.get().state() == State.DRAFT
    assert reader.get("/conditions/colic/").status_code == 404


def test_publish_puts_it_live_with_its_reason(save: Save, reader: Client) -> None:
    said, _ = run(save(), publish=True, reason="first import")
    assert f"Live as revision 1: {settings.SITE_URL}/conditions/colic/" in said
    assert Revision.objects.get().note == "first import"
    assert AuditEntry.objects.get().reason == "first import"
    assert "A baby’s cry without a reason." in reader.get("/conditions/colic/").content.decode()


def test_importing_again_leaves_the_live_page_unless_told(save: Save, reader: Client) -> None:
    run(save(), publish=True)
    run(save(COLIC.replace("without a reason", "in the evening")))
    assert "without a reason" in reader.get("/conditions/colic/").content.decode()
    run(save(COLIC.replace("without a reason", "in the evening")), publish=True)
    assert "in the evening" in reader.get("/conditions/colic/").content.decode()


def test_a_dry_run_shows_the_outline_and_writes_nothing(save: Save) -> None:
    said, _ = run(save(BANNER + COLIC), dry_run=True, publish=True)
    assert "nothing was written" in said
    assert "Tab “Symptoms & Causes”: 1 heading, 1 paragraph\n    What is colic?" in said
    assert "line 1: Recall Alert" in said
    assert not Condition.objects.exists()
    assert not RecallAlert.objects.exists()


def test_what_is_left_out_or_uncertain_is_said(save: Save) -> None:
    said, _ = run(save("Current Environment: Dev\n\n" + COLIC + "\nThe end"))
    assert "line 1: Current Environment: Dev" in said
    assert "a short line with no text under it\n      line 9: The end" in said


def test_tabs_that_the_file_does_not_have_are_named(save: Save) -> None:
    live_condition({"Our camp": "<p>Swim.</p>"}, title="Colic", slug="colic")
    said, _ = run(save())
    assert "does not have: Our camp." in said


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"\x00\x01", "Colic’s".encode("cp1252"), b"no title here.", b"a" * 2_000_001]
)
def test_a_bad_file_is_refused_and_nothing_written(save: Save, content: bytes) -> None:
    path = save(content)
    out, err = fail(path)
    assert str(path) in err
    assert out == ""
    assert not Condition.objects.exists()


def test_one_bad_file_stops_no_good_one(save: Save) -> None:
    good, bad, other = save(), save(b"", "bad.txt"), save(COLIC.replace("Colic", "Cold"), "cold.txt")
    out, err = fail(good, bad, other)
    assert set(Condition.objects.values_list("slug", flat=True)) == {"colic", "cold"}
    assert "bad.txt: it is empty" in err
    assert "bad.txt" not in out


def test_a_page_that_the_site_refuses_leaves_nothing_behind(save: Save) -> None:
    other = live_condition(title="Crying", slug="colic")
    Condition.objects.filter(pk=other.pk).update(slug="crying")
    _, err = fail(save(BANNER + COLIC), publish=True)
    assert "belongs to the live page “Crying”" in err
    assert not Condition.objects.filter(slug="colic").exists()
    assert not RecallAlert.objects.exists()


def test_a_tab_too_large_is_refused_with_the_files_name(save: Save) -> None:
    _, err = fail(save(COLIC + "word " * 90_000))
    assert "colic.txt: This text has" in err


def test_two_files_with_one_title_do_not_overwrite_each_other(save: Save) -> None:
    _, err = fail(save(), save(COLIC + "\nMore.", "again.txt"))
    assert "again.txt: it has the same title as" in err
    assert "More." not in Condition.objects.get().sections.get().body


def test_a_file_named_twice_is_read_once(save: Save) -> None:
    said, _ = run(save(), save())
    assert said.count("Draft “Colic”") == 1


def test_a_reason_too_long_is_refused_before_anything_is_read(save: Save) -> None:
    with pytest.raises(CommandError, match="500"):
        run(save(), publish=True, reason="x" * 501)
    assert not Condition.objects.exists()


def test_several_files_have_a_progress_bar(save: Save, capsys: pytest.CaptureFixture[str]) -> None:
    run(save(), save(COLIC.replace("Colic", "Cold"), "cold.txt"))
    assert "Importing" in capsys.readouterr().err


def test_a_single_file_has_none(save: Save, capsys: pytest.CaptureFixture[str]) -> None:
    run(save())
    assert capsys.readouterr().err == ""


def test_it_is_offered_as_a_draft_and_never_posted(save: Save, reader: Client) -> None:
    said, _ = run(save(BANNER + COLIC), publish=True)
    alert = RecallAlert.objects.get()
    assert "offered as a draft, not posted" in said
    assert (alert.label, alert.headline) == ("Recall Alert", "There is a recall of blue bottles.")
    assert (alert.link_text, alert.source_url) == ("Learn more", "https://www.example.org/bottles")
    assert (alert.kind, alert.current_state()) == (Kind.RECALL, AlertState.DRAFT)
    assert "blue bottles" not in reader.get("/conditions/colic/").content.decode()


def test_importing_again_offers_it_only_once(save: Save) -> None:
    run(save(BANNER + COLIC))
    said, _ = run(save(BANNER + COLIC))
    assert "there already" in said
    assert RecallAlert.objects.count() == 1


def test_it_is_not_offered_again_when_an_editor_changed_its_words(save: Save) -> None:
    run(save(BANNER + COLIC))
    RecallAlert.objects.update(headline="Blue bottles are recalled.")
    run(save(BANNER + COLIC))
    assert RecallAlert.objects.count() == 1


def test_it_is_not_offered_where_the_site_has_it_already(save: Save) -> None:
    make_alert(headline="There is a recall of BLUE bottles.")
    run(save(BANNER + COLIC))
    assert RecallAlert.objects.count() == 1


def test_a_long_banner_is_kept_whole(save: Save) -> None:
    long = "There is a recall of " + ", ".join(f"blue bottle {number}" for number in range(12)) + "."
    run(save(f"Recall Alert\n\n{long} Learn more\n\n{COLIC}"))
    alert = RecallAlert.objects.get()
    assert len(alert.headline) <= 160
    assert alert.what_happened == long


@pytest.mark.parametrize(
    ("label", "kind"), [("Warning", Kind.WARNING), ("Visitor Alert", Kind.NOTICE), ("Retiro", Kind.RECALL)]
)
def test_its_kind_follows_its_label(save: Save, label: str, kind: Kind) -> None:
    run(save(f"{label}\n\nThe garage is closed. Learn more\n\n{COLIC}"))
    assert RecallAlert.objects.get().kind == kind


@pytest.fixture
def page(seed: Path, reader: Client) -> str:
    run(seed, publish=True, reason="first import")
    return reader.get("/conditions/relapsed-or-refractory-neuroblastoma/").content.decode()


def test_its_tabs_are_sections_and_the_empty_one_is_not_shown(page: str) -> None:
    for anchor in ("symptoms-causes", "diagnosis-treatments", "research-innovation"):
        assert f'<section id="{anchor}"' in page
    assert 'id="programs-services"' not in page


def test_a_linked_program_fills_the_empty_tab(page: str, seed: Path, reader: Client) -> None:
    condition = Condition.objects.get()
    condition.programs.add(live_program(title="Neuroblastoma Program"))
    run(seed, publish=True)
    page = reader.get("/conditions/relapsed-or-refractory-neuroblastoma/").content.decode()
    assert '<section id="programs-services"' in page
    assert "Neuroblastoma Program" in page


def test_its_banner_and_furniture_are_not_on_the_page(page: str) -> None:
    assert "Current Environment" not in page
    assert "voluntary recall" not in page


def test_the_program_ends_with_1_when_a_file_failed(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "import_condition", "--dry-run", str(tmp_path / "none.txt")]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "none.txt: there is no such file." in ended.stderr
    assert ended.stdout == ""


ALPHA = "# α-Dravosis\n\n## Symptoms & Causes\n\nIt is mild.\n"
BETA = ALPHA.replace("α", "β").replace("mild", "severe")


def test_two_diseases_that_differ_in_a_greek_letter_get_two_pages(save: Save, reader: Client) -> None:
    run(save(ALPHA, "one.md"), publish=True)
    run(save(BETA, "other.md"), publish=True)
    assert "It is mild." in reader.get("/conditions/alpha-dravosis/").content.decode()
    assert "It is severe." in reader.get("/conditions/beta-dravosis/").content.decode()


@pytest.mark.parametrize("options", [{}, {"publish": True}, {"dry_run": True}])
def test_a_file_is_never_written_over_a_page_with_another_title(
    save: Save, reader: Client, options: dict[str, Any]
) -> None:
    live_condition({"Symptoms & Causes": "<p>Of the other.</p>"}, title="Colic of horses", slug="colic")
    _, err = fail(save(), **options)
    assert "“Colic of horses”" in err
    assert "“Colic”" in err
    assert "--onto colic" in err
    assert "Of the other." in reader.get("/conditions/colic/").content.decode()
    assert Condition.objects.get().title == "Colic of horses"


@pytest.mark.parametrize("title", ["Colic 💙", "Colic (babies)", "Co-lic", "Colics"])
def test_a_title_that_differs_in_more_than_case_space_and_accents_is_another(save: Save, title: str) -> None:
    live_condition(title=title, slug="colic")
    fail(save())


def test_a_translation_with_the_same_title_is_another_page(save: Save) -> None:
    live_condition(title="Colic", slug="colic", language="es")
    _, err = fail(save())
    assert "“Colic” (Spanish)" in err


@pytest.mark.parametrize("title", ["COLIC", "Cólic", "  Colic "])
def test_case_space_and_accents_do_not_make_another_title(save: Save, title: str) -> None:
    live_condition(title=title, slug="colic")
    run(save())
    assert Condition.objects.get().title == "Colic"


@pytest.mark.parametrize(
    "address", ["horses", "/conditions/horses/", "https://hospital.example.org/conditions/horses/"]
)
def test_a_page_named_with_onto_is_brought_up_to_date_whatever_its_title(save: Save, address: str) -> None:
    live_condition(title="Colic of horses", slug="horses")
    said, _ = run(save(), onto=address)
    assert "Its title was “Colic of horses”." in said
    assert Condition.objects.get().title == "Colic"
    assert Condition.objects.get().slug == "horses"


def test_onto_an_address_without_a_page_is_refused_before_anything_is_read(save: Save) -> None:
    with pytest.raises(CommandError, match="No page has the address “horses”"):
        run(save(), onto="horses")
    assert not Condition.objects.exists()


def test_a_page_keeps_the_address_that_an_editor_gave_it(save: Save) -> None:
    live_condition(title="Colic", slug="crying-babies")
    run(save())
    assert Condition.objects.get().slug == "crying-babies"


def test_slug_title_and_language_can_be_chosen(save: Save) -> None:
    run(save(), slug="crying", title="Crying a lot", language="ar")
    condition = Condition.objects.get()
    assert (condition.slug, condition.title, condition.language) == ("crying", "Crying a lot", "ar")


def test_a_file_without_a_title_takes_the_one_given(save: Save) -> None:
    text = "it cries for hours, and nobody knows why this is so.\n\nhold it, and walk about with it in your arms.\n"
    fail(save(text))
    run(save(text), title="Colic")
    assert Condition.objects.get().title == "Colic"
    assert "it cries for hours" in Condition.objects.get().introduction


@pytest.mark.parametrize(
    "options",
    [{"slug": "Colic"}, {"slug": "a b"}, {"slug": "x" * 121}, {"slug": "x", "onto": "y"}, {"title": "x" * 121}],
)
def test_an_option_that_cannot_be_followed_is_refused_before_anything_is_read(
    save: Save, options: dict[str, str]
) -> None:
    with pytest.raises(CommandError, match="Nothing was read"):
        run(save(), **options)
    assert not Condition.objects.exists()


@pytest.mark.parametrize("option", ["slug", "title", "onto", "language"])
def test_what_is_said_of_one_page_is_refused_for_several_files(save: Save, option: str) -> None:
    with pytest.raises(CommandError, match="one file at a time"):
        run(save(), save(COLIC, "again.txt"), **{option: "es"})


def test_an_arabic_page_is_brought_in_by_its_title(save: Save) -> None:
    text = "المغص\n\nالمغص ألم في البطن يصيب الرضع كثيرا ويزول مع الوقت.\n\nالأعراض\n\nيبكي الرضيع ساعات في المساء.\n"
    run(save(text, "colic-ar.txt"))
    condition = Condition.objects.get()
    assert (condition.slug, condition.title, condition.language) == ("almghs", "المغص", "ar")


def test_a_dry_run_refuses_a_text_that_the_import_would_refuse(save: Save) -> None:
    _, err = fail(save(COLIC + "word " * 90_000), dry_run=True)
    assert "colic.txt: This text has" in err
