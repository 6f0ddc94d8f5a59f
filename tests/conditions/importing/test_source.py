"""Which files are read, and how the others are refused."""

import os
from pathlib import Path

import pytest

from conditions.importing.source import MAX_BYTES, MAX_LINES, read_file
from conditions.importing.unreadable import Unreadable

pytestmark = pytest.mark.once

TEXT = "Colic | Symptoms & Causes\n\nWhat is it?\n\nA baby’s cry – without a reason.\n"


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_file(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert message.endswith(".")
    return message


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "page.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(file: Path, encoding: str) -> None:
    file.write_text(TEXT, encoding=encoding)
    assert read_file(file).title == "Colic"
    assert "A baby’s cry – without" in read_file(file).sections[0].body


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028"])
def test_lines_may_end_in_any_way(file: Path, ending: str) -> None:
    file.write_bytes(TEXT.replace("\n", ending).encode())
    assert read_file(file).sections[0].body == "<h3>What is it?</h3><p>A baby’s cry – without a reason.</p>"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \n\t\xc2\xa0\n\xef\xbb\xbf", "only white space"),
        (b"Colic\n\n\x00\x01\x02", "binary: byte 8 is zero"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04rest", "a Word document"),
        (b"{\\rtf1 Colic}", "Rich Text Format"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x01\x02\x03\x04 Colic", "binary"),
        ("Colic".encode("utf-16-le"), "UTF-16 without its mark"),
        ("Colic".encode("utf-32"), "UTF-32"),
        (b"\xff\xfeC\x00o", "UTF-16: byte 5"),
        ("Colic\n\n\0 is".encode("utf-16"), "character 8 is zero"),
        (b"some words without a name", "no title"),
    ],
)
def test_what_is_no_page_is_refused_with_a_reason(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    assert said in refusal(file)


def test_an_older_encoding_is_refused_at_its_byte_with_advice(file: Path) -> None:
    file.write_bytes("Colic\n\nIt’s the naïve cry.".encode("cp1252"))
    message = refusal(file)
    assert "byte 10 (line 3) is 0x92" in message
    assert "“It’s”" in message
    assert "UTF-8" in message


def test_a_huge_file_is_refused_unread(file: Path) -> None:
    file.write_bytes(b"a" * (MAX_BYTES + 1))
    assert "2,000,001 bytes" in refusal(file)


def test_a_file_of_too_many_lines_is_refused(file: Path) -> None:
    file.write_text("Colic" + "\n" * (MAX_LINES + 5), encoding="utf-8")
    assert "50,005 lines" in refusal(file)


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    assert "no such file" in refusal(file)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "a folder" in refusal(tmp_path)


def test_a_pipe_is_refused(file: Path) -> None:
    os.mkfifo(file)
    assert "not a file that holds text" in refusal(file)


def test_a_file_that_may_not_be_read_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(TEXT, encoding="utf-8")

    def refuse(path: Path) -> bytes:  # Permissions of a real file would not stop root.
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "no permission" in refusal(file)


@pytest.mark.parametrize("name", ["page.txt", "page", "page.html"])
def test_html_is_known_by_what_it_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\n<!DOCTYPE html><h1>Colic</h1><p>A <b>cry</b>.</p>", encoding="utf-8")
    assert read_file(path).introduction == "<p>A <strong>cry</strong>.</p>"


def test_text_in_a_file_called_html_is_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("Colic\n\nWhat is it?\n\nA cry in babies < 3 months.", encoding="utf-8")
    assert read_file(path).introduction == "<h3>What is it?</h3><p>A cry in babies &lt; 3 months.</p>"


def test_text_with_a_tag_in_a_sentence_is_text(file: Path) -> None:
    file.write_text("Colic\n\nA <b>cry</b> it is.", encoding="utf-8")
    assert read_file(file).introduction == "<p>A &lt;b&gt;cry&lt;/b&gt; it is.</p>"


def test_a_few_control_codes_are_taken_out(file: Path) -> None:
    file.write_text("Colic\n\nA cry\x08 that lasts for hours" + " and hours" * 20 + ".", encoding="utf-8")
    assert read_file(file).introduction.startswith("<p>A cry that lasts")


def test_a_very_long_page_is_read(file: Path) -> None:
    part = "What is it?\n\nSome words and a sentence that goes on for a while.\n\n  • one\n  • two\n\n"
    file.write_text("Colic | Symptoms & Causes\n\n" + part * 3000, encoding="utf-8")
    assert read_file(file).sections[0].body.count("<h3>") == 3000
