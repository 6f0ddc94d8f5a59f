"""Word documents: every sentence on the page, what was changed or commented told, and hostile files refused."""

import io
import re
import time
import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest

from conditions.importing.report import Fate
from conditions.importing.source import read_content
from conditions.importing.unreadable import Unreadable
from conditions.importing.word.package import MAX_UNPACKED
from publishing.html import plain_text
from tests.conditions.importing.outlines import bodies, left_out, uncertain, why, words_added, words_lost
from tests.conditions.importing.word_documents import SENTENCES, altered, as_bytes, tidal_fever, track, written

pytestmark = pytest.mark.once

MAIN = "word/document.xml"
SAMPLE = Path(__file__).parent / "documents" / "harbor-cough.docx"
ONE_PAGE = written(("Title", "Tidal fever"), "It is rare.")


def text_of(content: bytes) -> str:
    return " ".join(plain_text(html) for html in bodies(read_content(content, "page.docx"))).replace("\n", " ")


def test_every_sentence_of_a_word_document_is_on_the_page() -> None:
    text = text_of(tidal_fever())
    assert [sentence for sentence in SENTENCES if sentence not in text] == []


def test_the_report_accounts_for_every_word() -> None:
    for content in (tidal_fever(), SAMPLE.read_bytes()):
        outline = read_content(content)
        report = outline.report.entries
        plain = [entry for entry in report if entry.number and not entry.text.startswith("<img>")]
        outline = type(outline)(**outline.__dict__ | {"report": type(outline.report)(tuple(plain))})
        assert not words_lost(outline)
        assert not words_added(outline)


def test_headings_lists_tables_links_and_emphasis_keep_their_form() -> None:
    outline = read_content(tidal_fever(), "page.docx")
    assert outline.title == "Tidal fever"
    assert [section.title for section in outline.sections] == ["Symptoms & Causes", "Diagnosis & Treatments"]
    first, second = (section.body for section in outline.sections)
    assert first.startswith("<h3>What are the signs?</h3>")
    assert "<li>a fever that comes and goes<ul><li>mostly in the evening</li>" in first
    assert '<a href="https://www.example.org/tests">Harbor League</a>' in second
    assert "<ol><li>Drink the salt water.</li><li>Rest for an hour.</li></ol>" in second
    assert "<thead><tr><th>Age</th><th>How much</th></tr></thead>" in second


def test_a_document_of_libreoffice_is_read_as_well() -> None:
    outline = read_content(SAMPLE.read_bytes(), SAMPLE.name)
    assert "<li>a cough at night<ul><li>worse after running</li><li>better when sitting up</li></ul></li>" in (
        outline.sections[0].body
    )
    assert '<img src="picture:0" alt="A round spacer in blue" width="120" height="90">' in outline.sections[1].body
    assert "always" in left_out(outline)
    assert "from other children" in uncertain(outline)


def test_tracked_changes_are_resolved_and_told_without_names() -> None:
    outline = read_content(tidal_fever())
    assert "it isn’t catching" in outline.introduction
    assert why(outline, "is very").why == "a tracked change: deleted, and not on the page"
    assert why(outline, "isn’t ".strip()).fate == Fate.PLACED
    inserted = [entry for entry in outline.report.entries if "inserted" in entry.why]
    assert [entry.text for entry in inserted] == ["isn’t"]
    assert not any("Somebody" in entry.text + entry.why for entry in outline.report.entries)


def test_comments_are_left_out_and_told_with_the_words_they_are_about_and_their_paragraph() -> None:
    told = why(read_content(tidal_fever()), "Was this four?").why
    assert told == "a comment, on “for three days”, in “Call us if the fever lasts for three days.”"


def test_a_comment_at_a_place_without_words_is_told_with_its_paragraph() -> None:
    def without_words(content: bytes) -> bytes:
        return re.sub(rb"<w:commentRange(?:Start|End)[^>]*>", b"", content)

    at_a_place = altered(tidal_fever(), {MAIN: without_words})
    told = why(read_content(at_a_place), "Was this four?").why
    assert told == "a comment, in “Call us if the fever lasts for three days.”"


def test_what_repeats_on_each_sheet_is_left_out_and_told() -> None:
    assert why(read_content(tidal_fever()), "Draft for the web team").why == "the document's header or footer"


def test_a_picture_comes_along_and_its_missing_text_is_a_task() -> None:
    outline = read_content(tidal_fever())
    assert '<p><img src="picture:0" width="60" height="40"></p>' in outline.sections[1].body
    assert any("alternative text missing" in entry.why for entry in outline.report.of(Fate.UNCERTAIN))
    assert (outline.pictures[0].encoded.width, outline.pictures[0].alt) == (60, None)


def test_hidden_text_and_a_table_of_contents_are_left_out_and_told() -> None:
    document = docx.Document()
    document.add_heading("Tidal fever", 0)
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Signs … 3", style="toc 1")
    paragraph = document.add_paragraph("It is rare.")
    paragraph.add_run("A secret.").font.hidden = True
    outline = read_content(as_bytes(document))
    assert outline.introduction == "<p>It is rare.</p>"
    assert {"Signs … 3", "A secret."} <= set(left_out(outline))


def test_a_formula_is_told() -> None:
    math = b'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>a+b</m:t></m:r></m:oMath>'
    content = altered(ONE_PAGE, {MAIN: lambda xml: xml.replace(b"</w:p>", math + b"</w:p>", 1)})
    assert "a+b" in left_out(read_content(content))


def test_what_several_runs_inserted_is_told_once() -> None:
    document = docx.Document()
    document.add_heading("Tidal fever", 0)
    paragraph = document.add_paragraph("It is ")
    track(paragraph, "w:ins", "very ")
    track(paragraph, "w:ins", "rare.")
    assert [entry.text for entry in read_content(as_bytes(document)).report.of(Fate.UNCERTAIN)] == ["very rare."]


def _refused(content: bytes, name: str = "page.docx") -> str:
    with pytest.raises(Unreadable) as caught:
        read_content(content, name)
    return str(caught.value)


def zip_bomb() -> bytes:
    return altered(ONE_PAGE, more={"word/media/a.bin": b"\0" * (MAX_UNPACKED + 1)})


BILLION = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (altered(ONE_PAGE, {MAIN: lambda _xml: BILLION}), "declares entities"),
        (altered(ONE_PAGE, {MAIN: lambda _xml: OUTSIDE}), "declares entities"),
        (altered(ONE_PAGE, {"word/styles.xml": lambda _xml: OUTSIDE}), "declares entities"),
        (altered(ONE_PAGE, {MAIN: lambda xml: xml[:200]}), "not what Word writes"),
        (altered(ONE_PAGE, {MAIN: lambda _xml: b"<w:p " * 3}), "not what Word writes"),
        (altered(ONE_PAGE, {MAIN: lambda _xml: b"<a>" * 500 + b"</a>" * 500}), "too deep"),
        (altered(ONE_PAGE, {MAIN: lambda _xml: b"<a>" + b"<b/>" * 260_000 + b"</a>"}), "too long"),
        (altered(ONE_PAGE, more={"word/vbaProject.bin": b"x"}), "macros"),
        (altered(ONE_PAGE, {"[Content_Types].xml": lambda xml: xml + b"<!-- macroEnabled -->"}), "macros"),
        pytest.param(ONE_PAGE[: len(ONE_PAGE) // 2], "damaged", id="half"),
        pytest.param(ONE_PAGE[:30], "damaged", id="its first bytes"),
        (b"PK\x05\x06" + b"\0" * 18, "an archive"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
        (b"<p>A web page</p>", "no Word document"),
        (b"\x89PNG\r\n\x1a\n", "no Word document"),
    ],
)
def test_a_hostile_or_broken_document_is_refused_with_what_and_what_to_do(content: bytes, said: str) -> None:
    message = _refused(content)
    assert said in message
    assert "import" in message or "Divide" in message


def test_a_zip_bomb_is_refused_at_once_and_in_little_memory() -> None:
    content = zip_bomb()
    assert len(content) < 1_000_000
    tracemalloc.start()
    begun = time.process_time()
    assert "would grow far beyond" in _refused(content)
    assert time.process_time() - begun < 0.5
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_an_archive_with_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names = zipfile.ZipFile.infolist

    def protected(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        found = names(archive)
        found[0].flag_bits |= 1
        return found

    monkeypatch.setattr(zipfile.ZipFile, "infolist", protected)
    assert "protected with a password" in _refused(ONE_PAGE)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.txt", ONE_PAGE, "give it a name that ends in “.docx”"),
        ("page.html", ONE_PAGE, "give it a name that ends in “.docx”"),
        ("page.docx", b"Tidal fever\n\nIt is rare.", "no Word document"),
        ("page.docm", altered(ONE_PAGE, more={"word/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_a_name_that_promises_something_else_is_told(name: str, content: bytes, said: str) -> None:
    assert said in _refused(content, name)


def test_other_office_files_are_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert "an Excel workbook" in _refused(target.getvalue())


@pytest.mark.parametrize("reference", [b"r:embed", b"r:link"])
def test_a_picture_on_another_host_is_never_fetched_and_told(reference: bytes) -> None:
    outside = b'Target="https://evil.example/x.png" TargetMode="External"'
    changes = {
        "word/_rels/document.xml.rels": lambda xml: xml.replace(b'Target="media/image1.png"', outside),
        MAIN: lambda xml: xml.replace(b"r:embed", reference),
    }
    outline = read_content(altered(tidal_fever(), changes))
    assert outline.pictures == ()
    assert why(outline, "<img>").why == "a picture: add it by hand"


def test_a_long_document_is_read_in_some_seconds() -> None:
    content = written(("Title", "Tidal fever"), *(f"This is sentence {number} of many." for number in range(1500)))
    begun = time.process_time()
    assert "sentence 1499 of many" in text_of(content)
    assert time.process_time() - begun < 8
