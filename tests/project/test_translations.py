"""What families read is there in every language that the site is offered in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client
from django.utils.translation import trans_real

from tests.factories import live_alert, live_condition, live_program

ROOT = Path(__file__).parents[2]
LANGUAGES = ("es", "ar")
PLACE = re.compile(r"%\(\w+\)s|%%s|</?\w+")
FAMILIES = (
    "/",
    "/conditions/",
    "/programs/",
    "/alerts/",
    "/search/",
    "/search/?q=fever",
    "/search/?q=zzzz",
    "/nothing/",
)


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_collected_word_is_translated(language: str) -> None:
    po = catalog(language)
    assert [entry.msgid for entry in (*po.untranslated_entries(), *po.fuzzy_entries())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    for entry in catalog(language):
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = polib.mofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"))
    written = {(entry.msgid, entry.msgstr, tuple(entry.msgstr_plural.values())) for entry in catalog(language)}
    assert {(entry.msgid, entry.msgstr, tuple(entry.msgstr_plural.values())) for entry in compiled} == written


class Missed(trans_real.gettext_module.NullTranslations):
    """Stands behind the catalogs, and notes what none of them has."""

    def __init__(self) -> None:
        super().__init__()
        self.words: set[str] = set()

    def gettext(self, message: str) -> str:
        self.words.add(message)
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        self.words.add(singular)
        return singular if number == 1 else plural


@pytest.fixture
def missed(monkeypatch: pytest.MonkeyPatch) -> Missed:
    found = Missed()
    for language in LANGUAGES:
        own: Any = trans_real.translation(language)
        monkeypatch.setattr(own, "_fallback", found)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_for_families_says_a_word_that_is_not_translated(reader: Client, missed: Missed, language: str) -> None:
    program = live_program(language=language, slug="lungs")
    live_condition(
        {"Uno": "<p>Dos.</p><table><tr><td>1</td></tr></table>"},
        programs=(program,),
        language=language,
        slug="asma",
        call_us_when=["x"],
        call_today_when=["x"],
        call_911_when=["x"],
        questions_to_ask=["x?"],
        news=["x"],
        other_names=["Asthma"],
    )
    alert = live_alert(lots=["AB1"], classification="III", what_to_do="Stop.")
    recall = f"/alerts/{alert.slug}/"
    for path in (*FAMILIES, "/conditions/asma/", "/programs/lungs/", recall, "/alerts/banner.html"):
        assert reader.get(f"/{language}{path}").status_code in (200, 404)
    for number in ("AB1", "ZZ9", "10/2027", "I do not know", "555-555-0100", "", "x" * 300):
        assert reader.post(f"/{language}{recall}", {"number": number}).status_code == 200
    assert missed.words - {""} == set()
