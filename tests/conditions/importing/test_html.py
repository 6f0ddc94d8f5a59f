"""Pages as other sites send them."""

import pytest

from conditions.importing.html.page import MAX_DEPTH, MAX_ELEMENTS, read_html
from conditions.importing.outline import AlertOutline
from conditions.importing.report import Fate
from conditions.importing.unreadable import Unreadable
from conditions.kinds import SectionKind
from tests.conditions.importing.outlines import body, headings, left_out, sample, tab, uncertain, why

pytestmark = pytest.mark.once


def introduction(html: str) -> str:
    return read_html(f"<main><h1>Croup</h1>{html}</main>").introduction


def test_the_first_heading_is_the_title() -> None:
    assert sample("panels.html").title == "Croup"
    assert "<h1>" not in sample("panels.html").introduction


def test_panels_that_the_markup_calls_tabs_are_tabs() -> None:
    sections = sample("panels.html").sections
    assert [(section.kind, section.title) for section in sections] == [
        (SectionKind.SYMPTOMS_CAUSES, "Symptoms & Causes"),
        (SectionKind.DIAGNOSIS_TREATMENTS, "Diagnosis & Treatments"),
        (SectionKind.OTHER, "Living with croup"),
    ]


def test_a_question_that_the_markup_calls_a_tab_is_a_heading() -> None:
    assert headings(body(sample("panels.html"), "Living with croup")) == ["Is it catching?"]


def test_panels_named_by_the_links_above_them_are_tabs() -> None:
    outline = read_html(
        '<h1>Croup</h1><ul><li><a href="#one">Causes</a></li><li><a href="#two">At night</a></li></ul>'
        '<div class="tab-content"><div class="tab-pane" id="one">A virus.</div>'
        '<div class="tab-pane" id="two">Cold air.</div></div>'
    )
    assert [(section.title, section.body) for section in outline.sections] == [
        ("Causes", "<p>A virus.</p>"),
        ("At night", "<p>Cold air.</p>"),
    ]
    assert outline.introduction == ""


def test_a_heading_that_repeats_its_tab_is_none() -> None:
    assert headings(body(sample("panels.html"), "Symptoms & Causes")) == ["What are the symptoms?", "When to worry"]


def test_what_stands_after_the_tabs_goes_into_the_last_and_is_said() -> None:
    outline = sample("panels.html")
    assert body(outline, "Living with croup").endswith("<p>This page is for parents.</p>")
    assert why(outline, "This page is for parents.").fate == Fate.UNCERTAIN


def test_headings_of_any_level_with_a_tabs_name_begin_tabs() -> None:
    outline = sample("headings.html")
    assert [section.title for section in outline.sections] == [
        "Symptoms & Causes",
        "Diagnosis and Treatment",
        "At school",
    ]


def test_half_a_tabs_name_below_a_tab_is_a_heading() -> None:
    assert "Treatment" in headings(body(sample("headings.html"), "Diagnosis and Treatment"))


def test_half_names_begin_tabs_where_no_whole_one_does() -> None:
    outline = read_html(
        "<h1>Croup</h1><h2>Causes</h2><p>A virus.</p><h3>Tests</h3><p>None.</p><h2>Treatment</h2><p>Air."
    )
    assert [section.title for section in outline.sections] == ["Causes", "Treatment"]


def test_a_page_of_paragraphs_alone_is_read_as_text() -> None:
    outline = sample("pasted.html")
    assert outline.title == "Hives"
    assert body(outline, "Symptoms & Causes") == (
        "<h3>What do hives look like?</h3><p>Red marks come and go within hours.</p>"
    )
    assert body(outline, "Programs & Services").startswith("<h3>Skin clinic</h3>")


def test_the_window_names_a_page_without_a_heading() -> None:
    assert read_html("<title>Croup | Lantern</title><main><p>It barks.</p></main>").title == "Croup"


def test_a_heading_in_the_sites_header_names_the_page() -> None:
    outline = read_html("<header><h1>Croup</h1></header><main><p>It barks.</p></main>")
    assert (outline.title, outline.introduction) == ("Croup", "<p>It barks.</p>")


@pytest.mark.parametrize(
    ("html", "why_left_out"),
    [
        ("<nav>Menu here</nav>", "navigation"),
        ("<form>Your email</form>", "a form"),
        ("<noscript>Script, please</noscript>", "<noscript>: not text of the page"),
        ('<iframe src="/x">A film</iframe>', "<iframe>: not text of the page"),
        ("<p>It barks.<button>Share this</button></p>", "a control"),
        ('<img src="/a.jpg" alt="A seal">', "a picture: add it by hand"),
        ("<script>alert('words')</script>", "<script>: not text of the page"),
    ],
)
def test_what_is_no_text_of_the_page_is_left_out_and_said(html: str, why_left_out: str) -> None:
    outline = read_html(f"<main><h1>Croup</h1><p>It passes.</p>{html}</main>")
    assert [entry.why for entry in outline.report.of(Fate.LEFT_OUT)] == [why_left_out]


def test_everything_around_the_main_part_is_left_out_and_said() -> None:
    assert left_out(sample("panels.html")) == [
        "Croup | Lantern Children’s",
        "Skip to main content",
        "Recall Alert",
        "Some lots of a cough syrup are recalled. Learn more",
        "Close",
        "Find a doctor",
        "Home Croup",
        "<img> A child at an open window",
        "Your email Send",
        "© Lantern Children’s",
    ]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert "straighten by themselves" in sample("headings.html").introduction


def test_a_header_inside_an_article_is_its_text() -> None:
    html = "<article><header><h1>Croup</h1><p>By the lung team.</p></header><p>It barks.</p></article>"
    assert read_html(html).introduction == "<p>By the lung team.</p><p>It barks.</p>"


def test_the_panel_of_an_accordion_is_text_though_it_is_hidden() -> None:
    html = introduction(
        '<button aria-controls="a">Sound</button><div id="a" hidden style="display:none">It barks.</div>'
    )
    assert html == "<h3>Sound</h3><p>It barks.</p>"


def test_a_box_above_the_page_that_is_called_an_alert_is_offered() -> None:
    assert sample("panels.html").alerts == (
        AlertOutline(
            "Recall Alert", "Some lots of a cough syrup are recalled.", "Learn more", "https://www.example.org/syrup"
        ),
    )


def test_a_box_inside_the_page_that_is_called_an_alert_stays() -> None:
    outline = read_html(
        '<main><h1>Croup</h1><p>It barks.</p><div class="alert">Call 911 if lips turn blue.</div></main>'
    )
    assert outline.alerts == ()
    assert "<p>Call 911 if lips turn blue.</p>" in outline.introduction


def test_paragraphs_are_made_of_loose_text_and_double_breaks() -> None:
    assert introduction("<div>It barks.<p>Mostly so.</p> At night.<br><br>Then it<br>stops.</div>") == (
        "<p>It barks.</p><p>Mostly so.</p><p>At night.</p><p>Then it<br>stops.</p>"
    )


def test_emphasis_stays_and_all_other_marks_go() -> None:
    html = '<p class="x" style="color:red"><b>It</b> <i>barks</i> <u>at</u> <span id="x">night</span>: 2<sup>o</sup>.'
    assert introduction(html) == "<p><strong>It</strong> <em>barks</em> at night: 2<sup>o</sup>.</p>"


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=2", "/doctors", "mailto:a@example.org", "tel:555"])
def test_links_stay(address: str) -> None:
    address = address.replace("&", "&amp;")
    assert introduction(f'<p><a href="{address}">See</a></p>') == f'<p><a href="{address}">See</a></p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "#night", "", " \u2028javascript:x"])
def test_other_links_are_only_their_words(address: str) -> None:
    assert introduction(f'<p>So <a href="{address}">see</a>.</p>') == "<p>So see.</p>"


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    html = body(sample("headings.html"), "Diagnosis and Treatment")
    assert '<p><a href="/clinics/legs">We see you on Mondays.</a></p>' in html


def test_a_bare_address_is_a_link() -> None:
    html = body(sample("panels.html"), "Living with croup")
    assert '<a href="https://www.example.org/croup">www.example.org/croup</a>.' in html


def test_lists_nest() -> None:
    assert (
        "<ul><li>a bark<ul><li>at night</li><li>in dry air</li></ul></li>"
        "<li><p>a noise</p><p>when breathing in</p></li></ul>"
    ) in body(sample("panels.html"), "Symptoms & Causes")


def test_a_list_beside_the_items_belongs_to_the_item_before() -> None:
    html = "<ul><li>bark</li><ul><li>at night</li></ul><li>noise</li></ul>"
    assert introduction(html) == "<ul><li>bark<ul><li>at night</li></ul></li><li>noise</li></ul>"


def test_a_list_keeps_its_numbers() -> None:
    html = '<ol start="3"><li>Wait.</li><li value="7">Go.</li></ol>'
    assert introduction(html) == html


def test_bullets_typed_as_signs_are_a_list() -> None:
    outline = sample("panels.html")
    assert "<p>At home:</p><ul><li>let your child drink</li><li>hold your child</li><li>open the window</li></ul>" in (
        body(outline, "Living with croup")
    )
    assert why(outline, "• open the window").fate == Fate.UNCERTAIN


def test_items_with_headings_are_an_accordion() -> None:
    html = body(sample("headings.html"), "At school")
    assert html.endswith("<h3>Running</h3><p>Yes.</p><h3>Jumping</h3><p>Yes, too.</p>")


def test_what_opens_text_is_its_heading() -> None:
    found = headings(body(sample("headings.html"), "Diagnosis and Treatment"))
    assert found[:2] == ["Do we need an X-ray?", "Which shoes are right?"]


def test_a_bold_line_above_text_is_a_heading_and_said() -> None:
    assert "When to worry" in uncertain(sample("panels.html"))


def test_a_table_keeps_its_caption_head_and_spans() -> None:
    assert (
        '<table><caption>How much</caption><thead><tr><th scope="col">Weight</th><th scope="col">Dose</th></tr></thead>'
        "<tbody><tr><td>10 kg</td><td>one spoon</td></tr>"
        '<tr><td colspan="2">Never more than <strong>two</strong> in a day</td></tr></tbody></table>'
    ) in body(sample("panels.html"), "Diagnosis & Treatments")


def test_a_table_that_only_places_text_is_taken_apart() -> None:
    html = body(sample("headings.html"), "Diagnosis and Treatment")
    assert html.endswith("<h3>Sun</h3><p>Vitamin D comes from the sun.</p>")


def test_a_quotation_stays_one() -> None:
    html = body(sample("panels.html"), "Living with croup")
    assert "<blockquote><p>The night was long, and then it was over.</p></blockquote>" in html


def test_headings_never_skip_a_level() -> None:
    html = introduction("<h5>Night</h5><p>Bark.</p><h3>Day</h3><p>None.</p><h6>Noon</h6><p>Sleep.</p>")
    assert html == "<h3>Night</h3><p>Bark.</p><h3>Day</h3><p>None.</p><h4>Noon</h4><p>Sleep.</p>"


@pytest.mark.parametrize(("lang", "language"), [("es-US", "es"), ("ar", "ar"), ("en", "en"), ("fr", "en"), ("", "en")])
def test_a_short_page_is_in_the_language_it_says(lang: str, language: str) -> None:
    assert read_html(f'<html lang="{lang}"><h1>Croup</h1><p>Hm.</p></html>').language == language


def test_words_tell_the_language_better_than_the_markup() -> None:
    html = '<html lang="en"><h1>Crup</h1><p>El crup es una tos de los niños que viene en la noche y pasa.</p></html>'
    assert read_html(html).language == "es"


def test_the_report_names_the_line_of_each_text() -> None:
    outline = read_html("<h1>Croup</h1>\n\n<p>It barks.</p>\n<ul>\n<li>at night</li></ul>")
    assert [(entry.number, entry.text) for entry in outline.report.entries] == [
        (1, "Croup"),
        (3, "It barks."),
        (5, "at night"),
    ]


@pytest.mark.parametrize("html", ["<div>" * (MAX_DEPTH + 1), "<table><tr><td>" * MAX_DEPTH, "<b><i>" * MAX_DEPTH])
def test_a_page_too_deep_is_refused(html: str) -> None:
    with pytest.raises(Unreadable, match="deep"):
        read_html(f"<h1>Croup</h1>{html}It barks.")


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(Unreadable, match="elements"):
        read_html("<h1>Croup</h1>" + "<p>a" * MAX_ELEMENTS)


def test_code_and_comments_count_for_nothing() -> None:
    code = "<script>" + "'<div>'" * 500 + "</script><!--" + "<div>" * 500 + "--><svg>" + "<g>" * 500 + "</svg>"
    assert read_html(f"<h1>Croup</h1>{code}<p>It barks.").introduction == "<p>It barks.</p>"


def test_a_page_without_a_name_is_refused() -> None:
    with pytest.raises(Unreadable, match="no title"):
        read_html("<p>It barks in the night and is gone by day.</p>")


def test_a_tab_keeps_its_kind_where_its_name_is_a_variant() -> None:
    assert tab(sample("headings.html"), "Diagnosis and Treatment").kind == SectionKind.DIAGNOSIS_TREATMENTS
