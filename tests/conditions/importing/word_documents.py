"""Word documents made on the spot: a whole page of one, and hostile ones."""

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from docx.text.paragraph import Paragraph

from tests.pictures import picture_file

SENTENCES = [
    "Tidal fever is a made-up illness; families call it “the slow wave”.",
    "It’s rare, and it isn’t catching.",
    "A child with tidal fever may have:",
    "a fever that comes and goes",
    "mostly in the evening",
    "seldom in the morning",
    "a rash on the arms",
    "Call us if the fever lasts for three days.",
    "The Harbor League explains the tests.",
    "Drink the salt water.",
    "Rest for an hour.",
    "Under 6",
    "One cup",
]


def as_bytes(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def written(*paragraphs: str | tuple[str, str]) -> bytes:
    """A document of plain paragraphs, and of (style, text) for others."""
    document = docx.Document()
    for paragraph in paragraphs:
        style, text = (None, paragraph) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(text, style=style)
    return as_bytes(document)


def tidal_fever() -> bytes:
    """Lists in lists, a table, a link, a picture, tracked changes, a comment, curly quotes, a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Draft for the web team"
    document.add_heading("Tidal fever", 0)
    document.add_paragraph(SENTENCES[0])
    changed = document.add_paragraph("It’s rare, and it ")
    track(changed, "w:del", "is very ")
    track(changed, "w:ins", "isn’t ")
    changed.add_run("catching.")
    document.add_heading("Symptoms & Causes", 1)
    document.add_heading("What are the signs?", 2)
    document.add_paragraph(SENTENCES[2])
    for style, text in zip(["", " 2", " 2", ""], SENTENCES[3:7], strict=True):
        document.add_paragraph(text, style=f"List Bullet{style}")
    advice = document.add_paragraph("Call us if the fever lasts ")
    document.add_comment(advice.add_run("for three days"), "Was this four?", author="Somebody Real")
    advice.add_run(".")
    document.add_heading("Diagnosis & Treatments", 1)
    link(document.add_paragraph("The "), "Harbor League", "https://www.example.org/tests").add_run(
        " explains the tests."
    )
    document.add_paragraph(SENTENCES[9], style="List Number")
    document.add_paragraph(SENTENCES[10], style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(table.rows[0].cells, ["Age", "How much"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for cell, text in zip(table.rows[1].cells, SENTENCES[11:], strict=True):
        cell.text = text
    document.add_picture(io.BytesIO(picture_file(size=(60, 40))), Inches(1))
    return as_bytes(document)


def track(paragraph: Paragraph, change: str, text: str) -> None:
    """Words that Word shows as inserted or deleted."""
    element, run = OxmlElement(change), OxmlElement("w:r")
    element.set(qn("w:author"), "Somebody Real")
    words = OxmlElement("w:delText" if change == "w:del" else "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run.append(words)
    element.append(run)
    paragraph._p.append(element)


def link(paragraph: Paragraph, text: str, address: str) -> Paragraph:
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    element, run, words = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    element.set(qn("r:id"), relation)
    words.text = text
    run.append(words)
    element.append(run)
    paragraph._p.append(element)
    return paragraph


def altered(
    content: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same archive with members changed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = (change or {}).get(name, bytes)
            new.writestr(name, kept(old.read(name)))
        for name, added in (more or {}).items():
            new.writestr(name, added)
    return target.getvalue()
