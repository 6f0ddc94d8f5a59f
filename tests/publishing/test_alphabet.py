"""The order of titles in each language, and their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.alphabet import LONGEST_KEY, NO_LETTER, letter_of, sort_key

pytestmark = pytest.mark.once


def in_order(titles: list[str], language: str = "en") -> list[str]:
    mixed = titles[::-1]
    return sorted(mixed, key=lambda title: sort_key(title, language))


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Acne", "Æther fever", "Árbol", "Asthma", "Łask disease", "Lupus", "Øster disease", "Otitis"]),
        ("en", ["Heart attack", "Heart murmur", "Heartburn"]),
        ("en", ["Type 1 diabetes", "Type 2 diabetes", "Type 10 deafness"]),
        ("en", ["3-M syndrome", "22q11 deletion", "Acne"]),
        ("en", ["Crohns", "Crohn’s disease", "Croup"]),
        ("en", ["“Growing pains”", "(Hay) fever", "¡Hot!", "Ice"]),
        ("en", ["B cell lymphoma", "β-Thalassemia", "Burns"]),
        ("en", ["Pena", "Peña", "Penb"]),
        ("es", ["Náuseas", "Nuez", "Ñandú", "Ñoñez", "Obesidad"]),
        ("es", ["Ana", "Añil", "Apnea"]),
        ("es", ["Faringitis", "¿Fiebre?", "Gripe", "¿Qué es la gripe?", "Rabia"]),
        ("ar", ["الأرق", "التهاب الأذن", "البرد", "التوحد", "الحمى", "«الربو»", "السعال", "(الصرع)"]),
        ("ar", ["أرق", "إسهال", "ألم البطن", "بَرد", "پ", "تعب"]),
    ],
)
def test_titles_stand_where_a_reader_of_the_language_looks(language: str, titles: list[str]) -> None:
    assert in_order(titles, language) == titles


@pytest.mark.parametrize(
    ("title", "language", "letter"),
    [
        ("(Para) Disease", "en", "P"),
        ("“Quoted” Disease", "en", "Q"),
        ("\u200eLeft Mark Disease", "en", "L"),
        ("¿Qué es la gripe?", "es", "Q"),
        ("Ñoñez", "es", "Ñ"),
        ("N\u0303on\u0303ez", "es", "Ñ"),
        ("Ñoñez", "en", "N"),
        ("Nuez", "es", "N"),
        ("Æther", "en", "A"),
        ("œdema", "en", "O"),
        ("Øster", "es", "O"),
        ("Łask", "en", "L"),
        ("ß", "en", "S"),
        ("Β-Thalassemia", "en", "B"),  # noqa: RUF001 - a Greek capital
        ("γδ T cells", "en", "G"),
        ("22q11", "en", NO_LETTER),
        ("٢٢ حالة", "ar", NO_LETTER),
        ("💙", "en", NO_LETTER),
        ("", "en", NO_LETTER),
        ("(السعال)", "ar", "س"),
        ("أرق", "ar", "ا"),
        ("الإسهال", "ar", "ا"),
        ("آلام", "ar", "ا"),
        ("التهاب اللوزتين", "ar", "ا"),
        ("الالتهاب", "ar", "ا"),
        ("التهابات", "ar", "ا"),
        ("التراب", "ar", "ت"),
        ("ألم", "ar", "ا"),
        ("الم", "ar", "ا"),
        ("ــسعال", "ar", "س"),
    ],
)
def test_each_title_has_the_letter_that_its_language_gives_it(title: str, language: str, letter: str) -> None:
    assert letter_of(title, language) == letter


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(["en", "es", "ar"]))
def test_the_titles_of_one_letter_always_stand_together(titles: list[str], language: str) -> None:
    letters = [letter_of(title, language) for title in in_order(titles, language)]
    runs = [letter for place, letter in enumerate(letters) if place == 0 or letters[place - 1] != letter]
    assert len(runs) == len(set(runs))


@given(st.text(max_size=300), st.sampled_from(["en", "es", "ar"]))
def test_a_key_fits_its_column_and_holds_nothing_that_databases_order_differently(title: str, language: str) -> None:
    key = sort_key(title, language)
    assert len(key) <= LONGEST_KEY
    assert set(key) <= set("0123456789abcdef")
    assert len(letter_of(title, language)) == 1
