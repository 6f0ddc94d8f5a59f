"""From a title to an address."""

import pytest
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from publishing.addresses import LONGEST, slug_from

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("α-Thalassemia", "alpha-thalassemia"),
        ("β-Thalassemia", "beta-thalassemia"),
        ("Β-Lactam allergy", "beta-lactam-allergy"),  # noqa: RUF001 - a Greek capital
        ("γδ T-cell lymphoma", "gamma-delta-t-cell-lymphoma"),
        ("TNFα", "tnf-alpha"),
        ("α₁-antitrypsin deficiency", "alpha1-antitrypsin-deficiency"),
        ("5 µg", "5-mu-g"),
        ("Łódź syndrome", "lodz-syndrome"),
        ("Sjögren–Løken disease", "sjogren-loken-disease"),
        ("Æsop’s œdema", "aesops-oedema"),
        ("Weißfleckenkrankheit", "weissfleckenkrankheit"),
        ("Þór đ ı ð", "thor-d-i-d"),
        ("¿Qué es la gripe?", "que-es-la-gripe"),
        ("التهاب الأذن", "althab-aladhn"),
        ("الربو", "alrbw"),
        ("Астма", "astma"),
        ("22q11.2 deletion", "22q112-deletion"),
        ("Ｆｕｌｌ width", "full-width"),  # noqa: RUF001 - full-width letters
    ],
)
def test_letters_of_other_alphabets_become_latin_ones(title: str, slug: str) -> None:
    assert slug_from(title) == slug


@pytest.mark.parametrize("title", ["", "  ", "💙", "—", "¿?", "\u202e", "‘’"])
def test_a_title_without_letters_and_digits_gives_none(title: str) -> None:
    assert slug_from(title) == ""
    assert slug_from(title, otherwise="question") == "question"


def test_two_greek_letters_never_share_an_address() -> None:
    letters = "αβγδεζηθικλμνξοπρστυφχψω"
    assert len({slug_from(f"{letter}-test") for letter in letters}) == len(letters)


def test_a_long_title_is_cut_between_words() -> None:
    assert slug_from("one two three", longest=9) == "one-two"
    assert slug_from("one two three", longest=7) == "one-two"
    assert slug_from("onetwothree", longest=5) == "onetw"


@given(st.text())
def test_any_title_gives_an_address_of_small_letters_digits_and_hyphens(title: str) -> None:
    slug = slug_from(title)
    assert len(slug) <= LONGEST
    assert slug == slugify(slug) == slug_from(slug)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_characters="_"), max_size=100))
def test_a_title_in_plain_english_gives_the_address_it_always_gave(title: str) -> None:
    assert slug_from(title) == slugify(title)
