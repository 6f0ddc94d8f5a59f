"""Which language a page is in."""

import pytest

from conditions.importing.text import read_text
from conditions.kinds import SectionKind
from tests.conditions.importing.outlines import body, headings, sample

pytestmark = pytest.mark.once


def test_a_spanish_page_is_spanish() -> None:
    outline = sample("spanish.txt")
    assert outline.language == "es"
    assert [section.kind for section in outline.sections] == [
        SectionKind.SYMPTOMS_CAUSES,
        SectionKind.DIAGNOSIS_TREATMENTS,
        SectionKind.PROGRAMS_SERVICES,
    ]


def test_spanish_questions_are_headings() -> None:
    outline = sample("spanish.txt")
    assert headings(outline.introduction) == ["¿Qué es el dolor de crecimiento?"]
    assert headings(body(outline, "Síntomas y causas")) == ["¿Cuáles son los síntomas?", "¿Por qué duele de noche?"]


def test_a_spanish_o_is_no_bullet() -> None:
    assert "una radiografía o una operación.</p>" in sample("spanish.txt").introduction


def test_an_arabic_page_is_arabic() -> None:
    outline = read_text("الربو\n\nالربو مرض في الرئتين.")
    assert outline.language == "ar"
