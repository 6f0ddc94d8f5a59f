"""The normalizer of plain text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.plain_text import normalized_line, normalized_text

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\u200eAsthma", "Asthma"),
        ("Recall of \u202eselttob\u202c blue", "Recall of selttob blue"),
        ("\u2066Isolated\u2069 word", "Isolated word"),
        ("Ctl\x0b\x1f\ufffe here", "Ctl here"),
        ("one\u2028two\u2029three\r\nfour\tfive", "one two three four five"),
        ("Give 10\x085 mg", "Give 10 5 mg"),
        ("5\x00", "5"),
        ("cafe\u0301", "caf\u00e9"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("hyphen\u00adation", "hyphenation"),
        ("  ends  ", "ends"),
        ("two  spaces stay", "two  spaces stay"),
        ("5\u00a0mg", "5\u00a0mg"),
        ("a\u200db", "ab"),
        ("lone \udce9", "lone \ufffd"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("\u200b\u200e", ""),
        ("“quotes” – dashes… ≥ 38 °C ½ μg", "“quotes” – dashes… ≥ 38 °C ½ μg"),
    ],
)
def test_what_nobody_sees_goes_and_what_is_seen_stays(text: str, line: str) -> None:
    assert normalized_line(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # A Persian verb: without the joiner it is misspelt.
        "PDF\u200cها",
        "क्\u200dष",
        "श्री\u200cमान",
        "ශ්\u200dරී",
        "التاريخ 1447 ه\u200d",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
        "\U0001f469\U0001f3fd\u200d\u2695\ufe0f doctor",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "1\ufe0f\u20e3",
        "اتصل على \u200e555-555-0100\u200e الآن",
        "ไทย\u200bไทย",
        "م\u0640رض",
        "\u0600 ١٢",
    ],
)
def test_what_a_script_needs_stays(text: str) -> None:
    assert normalized_line(text) == text
    assert normalized_text(text) == text


def test_direction_marks_stay_inside_arabic_text_and_not_at_its_ends() -> None:
    assert normalized_line("\u200fالربو \u200e5\u200e ملغ\u200f") == "الربو \u200e5\u200e ملغ"


def test_of_several_joiners_one_stays() -> None:
    assert normalized_line("می\u200c\u200c\u200dخواهم") in ("می\u200cخواهم", "می\u200dخواهم")


def test_line_breaks_stay_in_a_text_of_several_lines() -> None:
    assert normalized_text("one\r\ntwo\nthree\tfour") == "one\r\ntwo\nthree\tfour"
    assert normalized_text("one\u2028two\x0bthree") == "one\ntwo\nthree"


any_text = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ab5 \n\r\t\x00\x08\x1f\u00ad\u200b\u200c\u200d\u200e\u200f\u202e\u2066\ufeffمیक्\u0301\U0001f469\ufe0f"
        ),
    )
)


@given(any_text)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    for normalized in (normalized_line, normalized_text):
        once = normalized(text)
        assert normalized(once) == once
        assert unicodedata.is_normalized("NFC", once)


@given(any_text)
def test_no_visible_character_is_lost(text: str) -> None:
    def seen(value: str) -> str:
        plain = unicodedata.normalize("NFC", re.sub("[\ud800-\udfff]", "\ufffd", value))
        return "".join(one for one in plain if unicodedata.category(one)[0] in "LNPS" and one not in "\u3164\uffa0")

    for normalized in (normalized_line, normalized_text):
        assert seen(normalized(text)) == seen(text)


def has_control(text: str) -> bool:
    return any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in text)


word = st.text("ab5", min_size=1, max_size=3)


@given(
    word,
    st.text(
        "".join(map(chr, [*range(32), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x202E, 0x2028, 0x2029])), min_size=1
    ).filter(has_control),
    word,
)
def test_control_characters_never_join_two_words_or_numbers(before: str, controls: str, after: str) -> None:
    assert normalized_line(before + controls + after) == f"{before} {after}"
    assert normalized_text(before + controls + after).split() == [before, after]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_english_is_only_stripped(text: str) -> None:
    assert normalized_line(text) == normalized_text(text) == text.strip()


def test_a_long_text_of_nothing_but_invisible_characters_takes_no_long_time() -> None:
    for piece in ("\u200d", "\u202e\u0627", " \n", "\x00a", "\u200e "):
        normalized_text(piece * 200_000)
        normalized_line(piece * 200_000)


@pytest.mark.parametrize("filler", ["\u3164", "\uffa0"])
def test_fillers_that_readers_see_as_a_space_do_not_join_numbers(filler: str) -> None:
    assert normalized_line(f"Give 10{filler}5 mg") == "Give 10 5 mg"
