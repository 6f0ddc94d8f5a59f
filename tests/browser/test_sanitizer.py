"""What the sanitizer keeps, compared with what a real browser shows of the same HTML."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from publishing.html import plain_text, sanitize

# Whatever a reader can open is open, and what is struck through is a gap: the browser shows both otherwise.
SHOWN = """texts => texts.map(html => {
    const box = document.body;
    box.innerHTML = html;
    box.querySelectorAll('details').forEach(details => { details.open = true; });
    const struck = [...box.querySelectorAll('*')].filter(element =>
        element.matches('s, del, strike') || getComputedStyle(element).textDecorationLine.includes('line-through'));
    struck.forEach(element => element.replaceWith(' '));
    return box.innerText;
})"""
_TAGS = ["p", "div", "h1", "h2", "h4", "ul", "ol", "li", "b", "em", "a", "table", "tr", "td", "th", "caption", "tbody"]
_TAGS += ["span", "br", "section", "dl", "dt", "dd", "blockquote", "pre", "s", "del", "ins", "u", "font", "button"]
_TAGS += ["details", "summary", "figure", "x-a", "hr", "sub", "form", "i", "strike", "center", "label", "template"]
_TAGS += ["textarea", "svg", "script", "style", "noscript", "video", "fieldset", "article", "dialog"]
_MARKS = ["", "", "", "", " hidden", ' style="display:none"', ' style="text-decoration:line-through"', ' lang="es"']
_MARKS += [' style="visibility:hidden"', ' style="visibility:visible"', ' href="/x"', ' style="color:red"', " start=3"]
_PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_MARKS)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.integers(1, 999).map(" {} ".format),
    st.integers(1, 999).map("word{} ".format),
    st.sampled_from(["&nbsp;", "<!-- 5 -->", "\n", "&lt;b&gt; "]),
)
TEXTS = st.lists(st.lists(_PIECES, max_size=25).map("".join), min_size=20, max_size=20)


@pytest.fixture(scope="module")
def empty(browser: Browser) -> Page:
    return browser.new_page()


def is_in_order(words: list[str], among: list[str]) -> bool:
    """Whether all words stand among the others, in the same order."""
    rest = iter(among)
    return all(word in rest for word in words)


def test_words_of_random_html_are_what_a_browser_shows_in_its_order(empty: Page) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(TEXTS)
    def check(texts: list[str]) -> None:
        for html, shown in zip(texts, empty.evaluate(SHOWN, texts), strict=True):
            words = plain_text(sanitize(html).html).split()
            assert is_in_order(words, shown.split()), (html, words, shown.split())

    check()


def test_the_comparison_notices_a_word_too_many_and_one_out_of_order() -> None:
    assert is_in_order(["a", "b"], ["a", "x", "b"])
    assert not is_in_order(["b", "a"], ["a", "x", "b"])
    assert not is_in_order(["a", "a"], ["a", "b"])
