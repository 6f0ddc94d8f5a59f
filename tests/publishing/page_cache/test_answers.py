"""Pages as bytes."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.page_cache.answers import Answer, make_answer
from publishing.page_cache.request import best_encoding

PAGE = b"<p>A page long enough to be worth packing.</p>" * 20


def packed(body: bytes) -> Answer:
    return make_answer("200 OK", [], body, generation=1).packed("gzip").packed("br")


def test_every_encoding_holds_the_same_page() -> None:
    answer = packed(PAGE)
    assert answer.variants["identity"].body == PAGE
    assert gzip.decompress(answer.variants["gzip"].body) == PAGE
    assert brotli.decompress(answer.variants["br"].body) == PAGE
    assert brotli.decompress(answer.squeezed().variants["br"].body) == PAGE


def test_every_variant_says_its_own_length_encoding_and_tag() -> None:
    tags = set()
    for encoding, variant in packed(PAGE).variants.items():
        headers = dict(variant.headers)
        assert headers["Content-Length"] == str(len(variant.body))
        assert headers.get("Content-Encoding", "identity") == encoding
        tags.add(headers["ETag"])
    assert len(tags) == 3


@pytest.mark.parametrize(("own", "is_taken"), [('"abc"', True), ('W/"abc"', False), ("abc", False), ("", False)])
def test_a_strong_tag_of_the_page_itself_is_the_stem_of_all(own: str, is_taken: bool) -> None:
    answer = make_answer("200 OK", [("ETag", own)], PAGE, generation=1).packed("gzip")
    tags = [dict(variant.headers)["ETag"] for variant in answer.variants.values()]
    assert (tags == ['"abc-identity"', '"abc-gzip"']) is is_taken


def test_two_pages_have_two_tags() -> None:
    one, other = (make_answer("200 OK", [], PAGE + end, generation=1).variants["identity"].tag for end in (b"", b"."))
    assert one != other


def test_the_squeezed_form_is_smaller_and_says_so() -> None:
    before = packed(PAGE * 30 + bytes(range(256)))
    after = before.squeezed().variants["br"]
    assert len(after.body) <= len(before.variants["br"].body)
    assert dict(after.headers)["Content-Length"] == str(len(after.body))


def test_a_tiny_answer_is_not_packed() -> None:
    for variant in packed(b"ok").variants.values():
        assert variant.body == b"ok"
        assert "Content-Encoding" not in dict(variant.headers)


def test_no_encoding_is_made_before_somebody_asks_for_it() -> None:
    answer = make_answer("200 OK", [], PAGE, generation=1)
    assert list(answer.variants) == ["identity"]
    assert list(answer.packed("br").variants) == ["identity", "br"]


def test_headers_that_describe_another_form_are_left_out() -> None:
    answer = make_answer("200 OK", [("ETag", "old"), ("Content-Length", "1"), ("X-Kept", "yes")], PAGE, generation=1)
    names = [name for name, _value in answer.variants["identity"].headers]
    assert names == ["X-Kept", "ETag", "Vary", "Content-Length"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", "identity"),
        ("", "identity"),
        ("gzip;q=nonsense", "identity"),
        ("GZIP", "gzip"),
    ],
)
def test_the_smallest_accepted_encoding_is_sent(accepted: str, expected: str) -> None:
    assert best_encoding(accepted) == expected


@given(st.text())
def test_no_header_of_a_reader_is_too_odd(accepted: str) -> None:
    assert best_encoding(accepted) in ("br", "gzip", "identity")
