"""Rich text is sanitized on a tree: invalid text goes, blocks stay apart, numbers and languages stay."""

import json
import logging
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.core.management import call_command
from django.forms import modelform_factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conditions.models import Condition, Section
from portal.demonstration import FOLDER
from publishing.anchors import Anchors, prepare
from publishing.html import ATTRIBUTES, TAGS, TooLarge, clean, plain_text, sanitize
from publishing.sanitizer.policy import ATTRIBUTES_OF, LANGUAGE
from publishing.widgets import CKEditor
from tests.factories import make_condition

STRUCK = [
    "<s>{}</s>",
    "<DEL datetime=x>{}</DEL>",
    "<strike><b>{}</b></strike>",
    '<span style="text-decoration:line-through">{}</span>',
    '<font style="color:red; TEXT-DECORATION : underline LINE-THROUGH !important">{}</font>',
    '<u style="text-decoration-line:line-through"><i>{}</i></u>',
    '<span style="text-/**/x:y;text-decoration/**/:line-through">{}</span>',
    '<span style="text-decoration:\\6cine-through">{}</span>',
    '<x-old style="text-decoration:line-through">{}</x-old>',
    '<span role="deletion">{}</span>',
]
HIDDEN = [
    "<span hidden>{}</span>",
    '<span hidden="hidden">{}</span>',
    '<b style="display:none">{}</b>',
    '<b style="display: None ; color: red">{}</b>',
    '<b style="visibility:hidden">{}</b>',
    '<b style="mso-hide:all">{}</b>',
    "<o:p hidden>{}</o:p>",
    "<dialog>{}</dialog>",
]


@pytest.mark.parametrize("markup", [*STRUCK, *HIDDEN])
def test_invalid_words_never_become_plain_words(markup: str) -> None:
    sanitized = sanitize(f"<p>Give {markup.format('10')}<ins>5</ins> mg twice.</p>")
    assert plain_text(sanitized.html).split() == ["Give", "5", "mg", "twice."]
    assert [words.text for words in sanitized.left_out] == ["10"]


@pytest.mark.parametrize(
    "markup", ["<p {}>10 mg</p>", "<ul {}><li>10 mg</li></ul>", "<div {}><p>10 <b>mg</b></p></div>"]
)
@pytest.mark.parametrize("mark", ['style="text-decoration:line-through"', "hidden", 'style="display:none"'])
def test_invalid_blocks_go_with_everything_in_them(markup: str, mark: str) -> None:
    sanitized = sanitize(f"<p>Before</p>{markup.format(mark)}<p>After</p>")
    assert sanitized.html == "<p>Before</p><p>After</p>"
    assert [words.text for words in sanitized.left_out] == ["10 mg"]


def test_what_an_element_shows_again_inside_an_invisible_one_stays() -> None:
    assert (
        clean('<p style="visibility:hidden">a<b style="visibility:visible">b</b>c</p>') == "<p><strong>b</strong></p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p><ins>new</ins></p>",
        "<details><summary>new</summary></details>",
        '<div hidden="until-found">new</div>',
        '<p style="display:block;text-decoration:underline">new</p>',
        '<p style="display:none;display:block">new</p>',
    ],
)
def test_valid_words_stay(html: str) -> None:
    assert sanitize(html) == ("<p>new</p>", ())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("1<s>0</s>5 mg", "1 5 mg"),
        ("0.<s>5</s>25 mg", "0. 25 mg"),
        ("5<s>0</s>.5 mg", "5 .5 mg"),
        ("Wait<s> here</s>, then go<s> on</s>.", "Wait, then go."),
        ("(<s>a</s>b)", "(b)"),
        ("twice<s>x</s><s>y</s>daily", "twice daily"),
        ("a<b><s>x</s>b</b>", "a b"),
    ],
)
def test_the_words_around_invalid_ones_do_not_join(html: str, text: str) -> None:
    assert plain_text(clean(f"<p>{html}</p>")) == text


BLOCKS = [
    "div",
    "section",
    "article",
    "header",
    "footer",
    "address",
    "dt",
    "dd",
    "pre",
    "figure",
    "figcaption",
    "label",
]
BLOCKS += ["details", "summary", "center", "form", "fieldset", "option", "td", "th", "tr", "caption", "tbody", "aside"]
BLOCKS += ["main", "nav", "button", "legend", "optgroup", "body", "html", "head", "xmp", "dl", "menu", "hgroup", "rt"]


@pytest.mark.parametrize("tag", BLOCKS)
def test_blocks_never_join(tag: str) -> None:
    block = f"<{tag}>5</{tag}>"
    for html in (f"4{block}6", f"<p>4</p>{block}{block}6", f"<ul><li>4{block}6</li></ul>", f"<h3>4{block}6</h3>"):
        assert set(plain_text(clean(html)).split()) <= {"4", "5", "6"}, html
    table = f"<table><tr><td>4{block}{block}6</td></tr></table>"
    assert set(plain_text(clean(table)).split()) <= {"4", "5", "6"}


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("Dose 5<div>10 mg</div>", "<p>Dose 5</p><p>10 mg</p>"),
        ("<dl><dt>Dose</dt><dd>5 mg</dd></dl>", "<p>Dose</p><p>5 mg</p>"),
        ("line 1<hr>line 2", "<p>line 1</p><p>line 2</p>"),
        ("<td>a</td><td>b</td>", "<p>a</p><p>b</p>"),
        ("<ul><li>a<div>b</div></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<ul><li><div>a</div><ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul><div>a</div><div>b</div></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<h2><div>A</div><div>B</div></h2>", "<h3>A<br>B</h3>"),
        ("<b><div>a</div></b><b><div>b</div></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        (
            "<table>5<tr><td>x</td></tr>10 mg</table>",
            "<p>5</p><p>10 mg</p><table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ("<div>a<br></div><div><br></div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<pre>a\nb\tc</pre>", "<p>a<br>b c</p>"),
        ("5\x0b10 a\x85b a\tb", "5 10 a b a b"),
    ],
)
def test_an_unknown_block_becomes_a_paragraph(html: str, kept: str) -> None:
    assert clean(html) == kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            '<ol start="3"><li>Third</li><li value=" +7 ">Seventh</li></ol>',
            '<ol start="3"><li>Third</li><li value="7">Seventh</li></ol>',
        ),
        ('<ol type="a" reversed><li>x</li></ol>', '<ol type="a" reversed=""><li>x</li></ol>'),
        ('<ol type="disc" start="x"><li value="e9">x</li></ol>', "<ol><li>x</li></ol>"),
        ('<ul start="2"><li>x</li></ul>', "<ul><li>x</li></ul>"),
        ("<ol><li>Wash</li><li><s>Dry</s></li><li>Dress</li></ol>", '<ol><li>Wash</li><li value="3">Dress</li></ol>'),
        ('<ol start="4"><li><s>Dry</s></li><li>Dress</li></ol>', '<ol start="4"><li value="5">Dress</li></ol>'),
        ("<ol><li hidden>Dry</li><li>Dress</li></ol>", "<ol><li>Dress</li></ol>"),
    ],
)
def test_the_numbers_of_steps_stay(html: str, kept: str) -> None:
    assert clean(html) == kept


def test_cells_stay_in_their_columns_when_their_words_go() -> None:
    struck = "<tr style='text-decoration:line-through'><td>4</td></tr>"
    table = f"<table><tr><td>1</td><td><s>2</s></td><td>3</td></tr>{struck}</table>"
    cells = "<tr><td>1</td><td></td><td>3</td></tr><tr><td></td></tr>"
    assert clean(table) == f"<table><tbody>{cells}</tbody></table>"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p><i lang="es">palabra</i> x</p><p>y</p>', '<p><em lang="es">palabra</em> x</p><p>y</p>'),
        ('<h2 lang="es">Pregunta</h2>', '<h3 lang="es">Pregunta</h3>'),
        ('<p>a <span lang="zh-Hant" title="z">b</span></p>', '<p>a <span lang="zh-Hant">b</span></p>'),
        ('<div lang="ar" dir="rtl"><p>a</p>b</div>', '<p lang="ar" dir="rtl">a</p><p lang="ar" dir="rtl">b</p>'),
        ('<p dir="ltr">a <span lang="EN-US">b</span> <u lang="e n">c</u></p>', "<p>a b c</p>"),
        (
            '<p>One <b title="x">two</b></p><table lang="no such"><tr><td>x</td></tr></table>',
            "<p>One <strong>two</strong></p><table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ('<bdo dir="rtl">abc</bdo>', "abc"),
    ],
)
def test_the_language_of_a_passage_stays_and_nothing_else_does(html: str, kept: str) -> None:
    assert clean(html) == kept


def test_a_heading_and_a_table_in_another_language_get_their_address_and_their_box() -> None:
    html = clean('<h3 lang="es">Preguntas</h3><table lang="es"><caption>Dosis</caption><tr><td>x</td></tr></table>')
    prepared = prepare(html, Anchors())
    assert '<h3 id="preguntas" lang="es">' in prepared
    assert 'aria-label="Dosis"' in prepared
    assert clean(prepared) == html


def test_signs_of_a_symbol_font_become_letters() -> None:
    assert (
        clean('<p>3 <span style="font-family:Symbol">\uf06d</span>g <font face="Symbol">\uf0b3</font> 38</p>')
        == "<p>3 μg ≥ 38</p>"
    )
    assert clean('<p><span style="font-family:Symbol">cough</span></p>') == "<p>cough</p>"


_TAGS = [
    "p",
    "div",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "b",
    "em",
    "a",
    "table",
    "tr",
    "td",
    "caption",
    "tbody",
    "span",
    "br",
]
_TAGS += ["dl", "dd", "blockquote", "pre", "s", "u", "font", "button", "select", "option", "hr", "sub", "form", "svg"]
_TAGS += ["x-a", "template", "xmp", "body", "textarea", "i", "img", "marquee", "dialog", "o:p", "noscript", "object"]
_MARKS = [
    "",
    "",
    "",
    " hidden",
    ' style="display:none"',
    ' style="text-decoration:line-through"',
    ' lang="es"',
    " dir=rtl",
]
_MARKS += [' style="visibility:hidden"', ' style="visibility:visible"', ' href="/x"', " start=3 value=4", ' title="z"']
MARKUP = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_MARKS)),
        st.builds("</{}>".format, st.sampled_from(_TAGS)),
        st.sampled_from(["5", "10 ", " mg", "&nbsp;", "\n", " ", "<!-- 5 -->", "<", "\u202e", "\x0b"]),
    ),
    max_size=30,
).map("".join)


@given(MARKUP)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_result_is_stable_balanced_and_within_the_policy(html: str) -> None:
    result = clean(html)
    assert clean(result) == result
    names = re.findall(r"<(/?)([a-z0-9]+)", result)
    open_tags: list[str] = []
    for slash, name in names:
        if slash:
            assert open_tags.pop() == name
        elif name not in ("br", "img"):
            open_tags.append(name)
    assert not open_tags
    for element in html5lib.parseFragment(result, namespaceHTMLElements=False).iter():
        assert element.tag in TAGS | {"DOCUMENT_FRAGMENT"}
        assert set(element.attrib) <= ATTRIBUTES_OF.get(element.tag, frozenset())


_BLOCK_TAGS = ["p", "div", "h2", "ul", "li", "table", "tr", "td", "th", "caption", "dl", "dd", "blockquote", "hr", "br"]
_BLOCK_TAGS += ["section", "select", "option", "form", "body", "pre", "button", "label", "details", "tbody", "figure"]


@given(
    st.lists(
        st.one_of(
            st.builds("<{}{}>".format, st.sampled_from(["", "/"]), st.sampled_from(_BLOCK_TAGS)),
            st.integers(10, 99).map(lambda number: f"<div></div>{number}<div></div>"),
        ),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_two_numbers_of_two_blocks_join(html: str) -> None:
    assert all(len(word) == 2 for word in plain_text(clean(html)).split())


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>x</b> y</p>" * 4_900,
        "<s>x</s>y" * 9_900,
        "<div>5</div>" * 9_900,
        "<td>5" * 9_900,
        '<a ="' * 19_000,
        "<" * 99_000,
        "</" * 190_000,
        '<p style="' + "/*" * 190_000 + '">x</p>',
        '<p style="' + "\\" * 390_000 + '">x</p>',
        "<ol><li>" * 99,
    ],
)
def test_long_and_hostile_text_takes_seconds_at_most(html: str) -> None:
    began = time.process_time()
    clean(html)
    assert time.process_time() - began < 6


@pytest.mark.parametrize("html", ["<div>" * 500, "<b>" * 90 + "<div>x</div>" * 9_000, "<i id=1><p>" * 5_000])
def test_too_deep_text_is_refused(html: str) -> None:
    with pytest.raises(TooLarge):
        clean(html)


def _rich_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and "<p>" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _rich_texts(inner)


def test_the_demonstration_stays_as_it_is_but_for_space_between_blocks() -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.toml"))]
    texts = [text for facts in files for text in _rich_texts(facts)]
    edge = r"</?(?:p|h3|h4|ul|ol|li|blockquote|table|caption|thead|tbody|tr|th|td)(?: [^>]*)?>"
    assert len(texts) > 50
    for text in texts:
        stored = re.sub(rf" ?({edge}) ?", r"\1", re.sub(r"\s+", " ", text)).strip()
        assert clean(text) == clean(stored) == stored


def test_the_policy_names_an_attribute_of_no_other_element() -> None:
    assert ATTRIBUTES.keys() <= TAGS
    assert ATTRIBUTES_OF["p"] == LANGUAGE
    assert not ATTRIBUTES_OF["br"]


GIVE = "<p>Give <del>10</del><ins>5</ins> mg.</p>"


@pytest.mark.django_db
def test_every_way_past_the_forms_leaves_struck_words_out_and_logs_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    section = make_condition({"Tab": "<p>x</p>"}).sections.get()
    facts = {"body": GIVE, "condition": section.condition_id}
    rows = [{"model": "conditions.section", "pk": section.pk, "fields": facts}]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        call_command("loaddata", tmp_path / "rows.json", verbosity=0)
        Condition.objects.bulk_create([Condition(slug="a", introduction=GIVE)])
        Condition.objects.filter(slug="a").update(introduction=GIVE)
    assert Section.objects.get().body == "<p>Give 5 mg.</p>"
    assert Condition.objects.get(slug="a").introduction == "<p>Give 5 mg.</p>"
    assert caplog.text.count("were left out: “10”") >= 3


@pytest.mark.django_db
def test_a_form_names_struck_words_shows_the_text_without_them_and_saves_it_then() -> None:
    section = make_condition({"Tab": "<p>x</p>"}).sections.get()
    form_class = modelform_factory(Section, fields=["body"])
    form = form_class({"body": GIVE}, instance=section)
    assert "“10”" in form.errors["body"][0]
    shown = CKEditor().render("body", GIVE)
    assert "&lt;p&gt;Give 5 mg.&lt;/p&gt;" in shown
    assert "<li>“10”</li>" in shown
    form = form_class({"body": "<p>Give 5 mg.</p>"}, instance=section)
    form.save()
    assert Section.objects.get().body == "<p>Give 5 mg.</p>"


@pytest.mark.django_db
def test_a_form_asks_about_a_sign_that_browsers_cannot_show() -> None:
    form = modelform_factory(Section, fields=["body"])({"body": "<p>fever \uf0b3 38</p>"})
    assert "“fever ▯ 38”" in form.errors["body"][0]


@pytest.mark.parametrize(
    "html",
    [
        '<span style="display:block">10</span><span style="display:block">5</span>',
        '10<strong style="display:block">5</strong>',
        '<x-dose style="display: table-cell">10</x-dose>5',
        "10\x0c5",
        "10&#12;5",
    ],
)
def test_numbers_that_a_browser_shows_apart_do_not_join(html: str) -> None:
    assert plain_text(clean(html)).split() == ["10", "5"]


def test_an_inline_block_inside_a_word_does_not_divide_it() -> None:
    assert plain_text(clean('fe<span style="display:inline-block">ver</span>')) == "fever"


@pytest.mark.parametrize(
    "style",
    [
        "display:none !important;display:block",
        "display:none! IMPORTANT; display:block",
        "visibility:hidden !important;visibility:visible",
        "text-decoration:line-through !important;text-decoration:none",
    ],
)
def test_an_important_declaration_that_hides_words_wins(style: str) -> None:
    assert plain_text(clean(f'<p>Give <span style="{style}">10</span> 5 mg</p>')) == "Give 5 mg"
