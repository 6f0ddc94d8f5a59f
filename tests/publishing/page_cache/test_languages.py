"""Each language has pages of its own in memory, and an alert's translation reaches them at once."""

from alerts.translating import translate
from publishing import translating, workflow
from tests.factories import live_alert, live_condition
from tests.publishing.page_cache.conftest import Site

SPANISH = "Se retiran unas cápsulas."


def test_no_languages_page_is_given_for_anothers(site: Site) -> None:
    original = live_condition(slug="asthma")
    for language in ("es", "ar"):
        workflow.publish(translating.start_translation(original, language, by=None), by=None)
    alert = live_alert(headline="Some capsules are recalled.")
    for language, text in (("es", SPANISH), ("ar", "سحب بعض الكبسولات.")):
        translate(alert, language, {"headline": text}, by=None)
    site.settle()
    said = {"": "Some capsules are recalled.", "/es": SPANISH, "/ar": "سحب بعض الكبسولات."}
    slugs = {"": "asthma", "/es": "asthma-es", "/ar": "asthma-ar"}
    for _again in range(2):
        for prefix, text in said.items():
            for path in ("/", "/alerts/banner.html", f"/alerts/{alert.slug}/", f"/conditions/{slugs[prefix]}/"):
                body = site.ask(prefix + path).body.decode()
                assert [other for other in said.values() if other in body] == [text], prefix + path
    assert site.renderings == 12


def test_a_translation_is_on_kept_pages_and_so_is_its_end(site: Site) -> None:
    alert = live_alert(headline="Some capsules are recalled.")
    site.settle()
    assert SPANISH not in site.ask("/es/").body.decode()
    translate(alert, "es", {"headline": SPANISH}, by=None)
    site.settle()
    assert SPANISH in site.ask("/es/").body.decode()
    alert.headline = "Other capsules are recalled."
    alert.correct(by=None)
    site.settle()
    assert SPANISH not in site.ask("/es/").body.decode()
