"""The one door for HTML."""

import time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.anchors import Anchors, prepare
from publishing.html import MAX_CHARACTERS, TAGS, TooLarge, clean, is_blank, is_safe_address, plain_text

SCHEMES = [
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    "\u2028javascript:",
    "\x01javascript:",
    "vbscript:",
]
SCHEMES += [
    " javascript:",
    "data:text/html,",
    "javascript&colon;",
    "&#106;avascript:",
    "java&#x09;script:",
    "blob:",
    "file:",
]
ATTACKS = [f'<a href="{scheme}alert(1)">x</a>' for scheme in SCHEMES] + [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<embed src=x>",
    "<form action=//evil><button formaction=javascript:alert(1)>x</button></form>",
    "<p onclick=alert(1) style='background:url(javascript:1)' class=x id=_main>x</p>",
    "<style>@import url(//evil)</style>",
    "<base href=//evil><link rel=stylesheet href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<a href='//evil.example'>x</a><a href='\\\\evil.example'>y</a>",
    "<table background=javascript:alert(1)><td background=x>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<p \x00onclick=alert(1)>x</p>",
]


def _is_harmless(html: str) -> bool:
    """What a browser would make of it: only tags, attributes and addresses that the policy names."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            return False
        if element.tag not in TAGS | {"DOCUMENT_FRAGMENT"}:
            return False
        if not set(element.attrib) <= {"href", "title", "colspan", "rowspan", "scope"}:
            return False
        if "href" in element.attrib and not is_safe_address(element.attrib["href"]):
            return False
    return True


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_comes_through(attack: str) -> None:
    assert _is_harmless(clean(attack))
    assert _is_harmless(clean(f"<p>{attack}</p>"))


@given(st.text(alphabet=st.sampled_from("<>/=\"' &;:#abphrefjavscript1\x00\u202e\n\t"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing_and_whatever_comes_is_harmless(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert _is_harmless(once)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=8), min_size=1, max_size=20))
def test_no_plain_word_is_lost(words: list[str]) -> None:
    html = "".join(f"<div><p>{word}</p></div>" for word in words)
    assert plain_text(clean(html)).split("\n") == words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h5>D</h5>", "<h3>A</h3><h3>B</h3><h3>C</h3><h4>D</h4>"),
        ("<b>bold</b> <i>slanted</i>", "<strong>bold</strong> <em>slanted</em>"),
        ("<p>&nbsp;</p><p>x</p><h3> </h3>", "<p>x</p>"),
        ('<a href="https://example.org/a?b=c">x</a>', '<a href="https://example.org/a?b=c">x</a>'),
        ('<a href="/conditions/asthma/#x">x</a>', '<a href="/conditions/asthma/#x">x</a>'),
        ('<a href="tel:5555550100">x</a>', '<a href="tel:5555550100">x</a>'),
        ('<td colspan="99999999">x</td>', "<p>x</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ],
)
def test_the_format_is_one_and_plain(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_word_clipboard_keeps_its_shape() -> None:
    pasted = (
        '<p class="MsoNormal" style="margin:0"><b><span lang="EN-US">Signs</span></b><o:p></o:p></p>'
        '<ul type="disc"><li class="MsoListParagraph"><span style="font-family:Symbol">cough</span></li></ul>'
        '<table class="MsoTableGrid" border="1"><tr><td width="200"><p>cell</p></td></tr></table>'
        '<p><a href="https://example.org/" style="color:blue">link</a></p>'
    )
    assert clean(pasted) == (
        "<p><strong>Signs</strong></p><ul><li>cough</li></ul>"
        "<table><tbody><tr><td><p>cell</p></td></tr></tbody></table>"
        '<p><a href="https://example.org/">link</a></p>'
    )


def test_hidden_direction_marks_go() -> None:
    assert clean("<p>a\u202eb&#x202e;c\u2066d</p>") == "<p>abcd</p>"


@pytest.mark.parametrize("html", ["x" * (MAX_CHARACTERS + 1), "<p>" * 30_000, "<div>" * 100_000])
def test_what_is_too_large_is_refused_at_once(html: str) -> None:
    began = time.monotonic()
    with pytest.raises(TooLarge):
        clean(html)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("html", ["", "<p></p>", "<p>&nbsp;</p>", "<ul><li> </li></ul>"])
def test_blank_is_what_has_no_words(html: str) -> None:
    assert is_blank(clean(html))


def test_the_door_takes_off_what_publishing_adds() -> None:
    html = clean("<h3>Why?</h3><table><caption>Doses</caption><tr><th>a</th></tr></table><p>x</p>")
    assert clean(prepare(html, Anchors())) == html


def test_headings_and_tables_get_addresses_and_names() -> None:
    html = clean("<h3>Why?</h3><h3>Why?</h3><table><caption>A &amp; B</caption><tr><td>x</td></tr></table>")
    prepared = prepare(html, Anchors())
    assert '<h3 id="why">' in prepared
    assert '<h3 id="why-2">' in prepared
    assert 'role="region" aria-label="A &amp; B" tabindex="0"' in prepared


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("<ul>\n\t<li>one</li>\n\t<li> two\n</li>\n</ul>\n\n<p>end</p>", "<ul><li>one</li><li>two</li></ul><p>end</p>"),
        ("<p>a <strong>b</strong>\nc  <em>d</em></p>", "<p>a <strong>b</strong> c <em>d</em></p>"),
        ("<p>one<br />\ntwo\u00a0</p>", "<p>one<br>two&nbsp;</p>"),
    ],
)
def test_space_that_no_browser_shows_is_not_stored(html: str, stored: str) -> None:
    assert clean(html) == stored
