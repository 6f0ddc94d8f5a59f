"""A family types a number from a package: what they are told, and that nobody else learns of it."""

import logging
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import Tag
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings

from alerts.checker.answer import Reason
from alerts.models import RecallAlert
from alerts.packages import Package
from tests.browsing import page, words
from tests.factories import live_alert, live_condition
from tests.publishing.page_cache.conftest import Site
from tests.publishing.page_cache.conftest import site as site

pytestmark = pytest.mark.django_db

CAPSULES = Package(
    product="Potassium chloride",
    strength="750 mg capsules",
    ndcs=("99999-357-01",),
    lots=("BW26A014", "BW26A100 to BW26A150"),
    use_by="06/2027",
    is_list_complete=True,
)
SYRUP = Package(product="Tidewater syrup", lots=("TS55501",), is_list_complete=True)
SECRET = "QX7731842"
"""A number that only its family may know of."""


@pytest.fixture
def recall() -> RecallAlert:
    return live_alert(
        slug="capsules",
        product_type="medicine",
        phone="555-555-0130",
        what_to_do="Do not stop on your own. Call 555-555-0131 today.",
        packages=[CAPSULES, SYRUP],
    )


def typed(reader: Client, number: str, *, is_confirmed: bool = False, language: str = "") -> Any:
    fields = {"number": number} | ({"confirmed": number} if is_confirmed else {})
    return reader.post(f"{language}/alerts/capsules/", fields)


def answer_in(response: HttpResponse) -> Tag:
    found = page(response).select("[data-answer]")
    assert len(found) == 1
    return found[0]


def said(response: HttpResponse) -> str:
    return " ".join(answer_in(response).get_text(" ").split())


@pytest.mark.parametrize("number", ["BW26A014", "bw26 a014", "Lot: BW-26.A014", "BW26A120"])
def test_yes_names_the_package_and_what_to_do_and_the_alerts_own_number(
    reader: Client, recall: RecallAlert, number: str
) -> None:
    answer = answer_in(typed(reader, number))
    assert answer["data-answer"] == "yes"
    text = answer.get_text(" ")
    for fact in ("Potassium chloride", "750 mg capsules", "99999-357-01", "06/2027", "Do not stop on your own."):
        assert fact in text
    assert "Tidewater" not in text
    (button,) = answer.select("a.button")
    assert button["href"] == "tel:5555550130"


def test_the_alerts_own_number_is_the_call_button_of_its_page(reader: Client, recall: RecallAlert) -> None:
    shown = page(reader.get("/alerts/capsules/"))
    assert [link["href"] for link in shown.select(".hero .call a")] == ["tel:5555550130"]
    (link,) = shown.select("#_do + div a")
    assert (link["href"], link.get_text(), link["class"]) == ("tel:5555550131", "555-555-0131", ["unbroken"])


def test_without_a_number_of_its_own_the_hospitals_is_called(reader: Client) -> None:
    live_alert(slug="capsules", packages=[CAPSULES])
    assert answer_in(typed(reader, "BW26A014")).select("a.button")[0]["href"] == "tel:5555550100"


def test_before_a_no_a_person_is_asked_whether_exactly_this_is_printed(reader: Client, recall: RecallAlert) -> None:
    answer = answer_in(typed(reader, "ZZ9988776"))
    assert answer["data-answer"] == "ask"
    assert "Is this exactly what is printed?" in answer.get_text()
    assert [group.get_text() for group in answer.select(".code > span")] == ["ZZ99", "8877", "6"]
    form = answer.select_one("form")
    assert form
    assert (form["method"], form["action"]) == ("post", "/alerts/capsules/#_yours")
    fields = {str(one["name"]): str(one["value"]) for one in form.select("[name]")}
    assert fields == {"number": "ZZ9988776", "confirmed": "ZZ9988776"}
    confirmed = answer_in(reader.post("/alerts/capsules/", fields))
    assert confirmed["data-answer"] == "no"
    for promise in ("The list can grow", "Check other packages", "Call us all the same"):
        assert promise in confirmed.get_text()


@pytest.mark.parametrize("confirmed", ["", "on", "ZZ9988775", "zz9988776"])
def test_only_the_same_number_confirms_it(reader: Client, recall: RecallAlert, confirmed: str) -> None:
    response = reader.post("/alerts/capsules/", {"number": "ZZ9988776", "confirmed": confirmed})
    assert answer_in(response)["data-answer"] == "ask"


@pytest.mark.parametrize("number", ["BW26AO14", "BW26A041", "BW26A01", "6W26A014"])
def test_a_near_miss_shows_both_numbers_with_their_difference_in_words_too(
    reader: Client, recall: RecallAlert, number: str
) -> None:
    for is_confirmed in (False, True):
        answer = answer_in(typed(reader, number, is_confirmed=is_confirmed))
        assert answer["data-answer"] == "ask"
    assert len(answer.select(".compared .code[dir=ltr]")) == 2
    assert "different:" in " ".join(mark.get_text() for mark in answer.select(".code mark"))
    assert "Potassium chloride" in answer.get_text()


def test_a_slip_beside_a_range_shows_the_range_whole(reader: Client, recall: RecallAlert) -> None:
    assert "BW26A100 to BW26A150" in said(typed(reader, "BW26B120"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("10/2027", "That looks like an expiration date."),
        ("EXP 06/2027", "Potassium chloride 750 mg capsules: 06/2027"),
        ("1-800-555-0123", "That looks like a phone number."),
        ("I do not know", "Please type the number from your package."),
        ("potassium 750 mg", "Please type the number from your package."),
        ("99999-357-01", "This product is in the recall, but maybe not every lot of it."),
        ("036000291452", "That is a bar code. We need the lot number, too."),
        ("036000291453", "One digit of that bar code seems to be wrong."),
        ("12345-678-90", "That is an NDC. We need the lot number, too."),
        ("4155550123", "We cannot tell what kind of number that is."),
        ("A1", "That is too short for a lot number."),
        ("", "Please type a number first."),
        ("?!", "We could not read that."),
        ("x" * 1000, "We could not read that."),
    ],
)
def test_what_is_no_lot_number_gets_its_own_help(reader: Client, recall: RecallAlert, number: str, told: str) -> None:
    for is_confirmed in (False, True):
        response = typed(reader, number, is_confirmed=is_confirmed)
        assert answer_in(response)["data-answer"] == "ask"
        assert told in said(response)
        assert "555-555-0130" in said(response)


def test_an_incomplete_list_and_whole_products_are_asked_about(reader: Client) -> None:
    partial = live_alert(packages=[Package(product="Syrup", lots=("AB1234",))])
    whole = live_alert(packages=[Package(product="Syrup", lots=("All lots",), is_list_complete=True)])
    told = [
        said(reader.post(f"/alerts/{one.slug}/", {"number": "ZZ9988776", "confirmed": "ZZ9988776"}))
        for one in (partial, whole)
    ]
    assert "there may be more numbers than we know" in told[0]
    assert "Every package of these products is in the recall" in told[1]


def test_a_scanned_code_is_read_and_its_lot_answered(reader: Client, recall: RecallAlert) -> None:
    live_alert(slug="formula", product_type="formula", packages=[Package(gtins=("036000291452",), lots=("AB1234",))])
    scanned = "010003600029145217271231\x1d10AB1234\x1d"
    for text in ("(01)00036000291452(17)271231(10)AB1234", scanned.replace("\x1d10", "10")):
        assert answer_in(reader.post("/alerts/formula/", {"number": text}))["data-answer"] == "yes"


def test_no_answer_ever_calls_a_package_safe(reader: Client, recall: RecallAlert) -> None:
    numbers = ["BW26A014", "ZZ99887766", "99999-357-01", "BW26AO14", "?", "06/2027", "I do not know", "1-800-555-0123"]
    for number in numbers:
        for is_confirmed in (False, True):
            text = said(typed(reader, number, is_confirmed=is_confirmed)).lower()
            assert not any(word in text for word in ("safe", "all clear", "no need", "do not worry"))


def test_every_reason_has_words_of_its_own(reader: Client) -> None:
    """The template names every reason there is, but for those whose words are the outcome's."""
    folder = settings.BASE_DIR / "templates" / "alerts"
    templates = "".join((folder / f"_answer{part}.html").read_text(encoding="utf-8") for part in ("", "_yes", "_ask"))
    of_the_outcome = {Reason.LOT_LISTED, Reason.NOT_LISTED, Reason.UNREADABLE}
    assert {reason for reason in Reason if f'"{reason.value}"' not in templates} == of_the_outcome


@pytest.mark.parametrize(("language", "told"), [("", "Yes."), ("/es", ""), ("/ar", "")])
def test_it_works_in_every_language(reader: Client, recall: RecallAlert, language: str, told: str) -> None:
    response = typed(reader, "BW26A014", language=language)
    answer = answer_in(response)
    assert answer["data-answer"] == "yes"
    assert told in answer.get_text()
    assert all(code["dir"] == "ltr" for code in answer.select(".code"))
    form = page(response).select_one(".yours > form")
    assert form
    assert form["action"] == f"{language}/alerts/capsules/#_yours"


# What nobody else learns


def test_what_was_typed_is_kept_by_no_cache_and_no_search_engine(reader: Client, recall: RecallAlert) -> None:
    response = typed(reader, "BW26A014")
    assert response.headers["Cache-Control"] == "no-store"
    assert page(response).select_one("meta[name=robots][content=noindex]")
    assert reader.get("/alerts/capsules/").headers["Cache-Control"] == "public, no-cache"


def test_no_cookie_is_set_and_none_is_needed(recall: RecallAlert) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = typed(strict, "BW26A014")
    assert response.status_code == 200
    assert not response.cookies
    assert "csrf" not in response.content.decode().lower()


def test_a_number_in_the_address_is_not_answered(reader: Client, recall: RecallAlert) -> None:
    body = reader.get("/alerts/capsules/", {"number": "BW26A014"})
    assert not page(body).select("[data-answer]")
    field = page(body).select_one("#_number")
    assert field
    assert field["value"] == ""


def test_what_was_typed_stands_in_no_address_and_in_no_log(
    reader: Client, recall: RecallAlert, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for content_type in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        response = reader.post("/alerts/capsules/", f"number={SECRET}", content_type=content_type)
        for tag in page(response).select("[href], [action], [src]"):
            assert SECRET not in str(tag.get("href")) + str(tag.get("action")) + str(tag.get("src"))
    assert SECRET not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_page_cache_passes_on_what_is_sent_and_keeps_no_answer(site: Site) -> None:
    live_alert(slug="capsules", packages=[CAPSULES])
    site.settle()
    before = site.ask("/alerts/capsules/")
    for number, outcome in (("BW26A014", "yes"), (SECRET, "ask"), ("BW26A014", "yes")):
        reply = send(site, urlencode({"number": number}).encode())
        assert f'data-answer="{outcome}"' in reply.body.decode()
        assert reply.headers["cache-control"] == "no-store"
        assert "set-cookie" not in reply.headers
    after = site.ask("/alerts/capsules/")
    assert (after.body, after.headers["etag"]) == (before.body, before.headers["etag"])
    assert b"data-answer" not in after.body


def send(site: Site, body: bytes, content_type: str = "application/x-www-form-urlencoded", **more: Any) -> Any:
    headers = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    return site.ask("/alerts/capsules/", "POST", **(headers | more))


# Bad bodies


MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"other=1", "application/x-www-form-urlencoded"),
        (b"number=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"number=\xff\xfe", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"number=AB1234", "application/x-www-form-urlencoded; charset=no-such"),
        (b"number=" + b"9" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(9_000)), "application/x-www-form-urlencoded"),
        (b"no part", MULTIPART),
        (b"--x\r\nContent-Disposition: form-data; name=number\r\n\r\n" + b"9" * 500_000 + b"\r\n--x--\r\n", MULTIPART),
        (b'--x\r\nContent-Disposition: form-data; name="number"; filename="a.png"\r\n\r\nAB\r\n--x--\r\n', MULTIPART),
        (b"AB1234", "multipart/form-data"),
        (b'{"number": "AB1234"}', "application/json"),
        (b"number=AB1234", ""),
    ],
)
def test_a_body_that_is_no_form_gets_help_and_never_an_error(
    reader: Client, recall: RecallAlert, body: bytes, content_type: str
) -> None:
    response = reader.generic("POST", "/alerts/capsules/", body, content_type=content_type)
    assert response.status_code == 200
    assert answer_in(response)["data-answer"] == "ask"  # type: ignore[arg-type]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_number_in_a_multipart_form_is_answered(reader: Client, recall: RecallAlert) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\nBW26A014\r\n--x--\r\n'
    response = reader.generic("POST", "/alerts/capsules/", body, content_type=MULTIPART)
    assert answer_in(response)["data-answer"] == "yes"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "number", ["<script>alert(1)</script>", "\x00", '"onfocus="x', "AB\u202e1234\u2066", "A\x0b\x1bB"]
)
def test_a_typed_number_is_shown_as_text(reader: Client, recall: RecallAlert, number: str) -> None:
    body = typed(reader, number).content.decode()
    assert "<script>alert" not in body
    assert '"onfocus' not in body
    answer = answer_in(typed(reader, number))
    assert not set("\u202e\u2066\x1b\x0b") & set(answer.get_text())
    assert not set("\u202e\u2066") & set(str(answer))


# Where there is no checker


def test_without_numbers_the_page_says_that_they_are_not_known(reader: Client) -> None:
    alert = live_alert()
    assert "We do not know the numbers" in words(reader.get(f"/alerts/{alert.slug}/"))
    assert not page(reader.post(f"/alerts/{alert.slug}/", {"number": "AB1"})).select("[data-answer]")


@pytest.mark.parametrize("kind", ["notice", "warning"])
def test_only_a_recall_asks_for_a_number(reader: Client, kind: str) -> None:
    alert = live_alert(kind=kind, packages=[CAPSULES])
    for response in (reader.get(f"/alerts/{alert.slug}/"), reader.post(f"/alerts/{alert.slug}/", {"number": "AB1"})):
        assert not page(response).select(".yours, [data-answer]")


def test_a_withdrawn_alert_checks_nothing_and_tells_nobody_what_to_do(reader: Client) -> None:
    alert = live_alert(
        packages=[CAPSULES], what_to_do="Stop it now.", whom_to_call="Ask at 555-555-0140.", phone="555-555-0140"
    )
    alert.headline = "There is a recall of capsules."
    alert.correct(by=None, what_changed="This alert is back.")
    alert.withdraw(by=None, reason="It named the wrong firm.")
    address = f"/alerts/{alert.slug}/"
    for response in (reader.get(address), reader.post(address, {"number": "BW26A014"})):
        shown = page(response)
        assert not shown.select(".yours, [data-answer], form[method=post], [href='tel:5555550140']")
        text = shown.select_one("main").get_text(" ")  # type: ignore[union-attr]
        assert not any(words in text for words in ("Stop it now", "555-555-0140", "BW26A014", "What to do"))
        hero = shown.select_one(".hero").get_text(" ")  # type: ignore[union-attr]
        assert "This alert is back" not in hero
        assert "It named the wrong firm." in hero


def test_a_page_of_another_kind_takes_nothing(reader: Client, recall: RecallAlert) -> None:
    live_condition(slug="asthma")
    for address in ("/", "/alerts/", "/conditions/asthma/", "/alerts/banner.html", "/alerts/capsules/cap.xml"):
        assert reader.post(address, {"number": "BW26A014"}).status_code == 405


# The camera


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_only_a_page_with_a_checker_may_use_the_camera(reader: Client, recall: RecallAlert) -> None:
    notice = live_alert(kind="notice")
    allowed = reader.get("/alerts/capsules/").headers["Permissions-Policy"]
    assert "camera=(self)" in allowed
    assert "microphone=()" in allowed
    for address in (f"/alerts/{notice.slug}/", "/", "/alerts/"):
        assert "camera=()" in reader.get(address).headers["Permissions-Policy"], address


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_keeps_its_permissions(site: Site) -> None:
    alert = live_alert(slug="capsules", packages=[CAPSULES])
    site.settle()
    assert "camera=(self)" in site.ask("/alerts/capsules/").headers["permissions-policy"]
    alert.withdraw(by=None, reason="A mistake.")
    site.settle()
    assert "camera=()" in site.ask("/alerts/capsules/").headers["permissions-policy"]


# Labels and the rest of the page


@pytest.mark.parametrize(
    ("product_type", "label"),
    [
        ("medicine", "Lot number or NDC"),
        ("food", "Lot number, bar code or use-by date"),
        ("formula", "Lot or batch number, or use-by date"),
        ("device", "Lot, serial or model number, or UDI"),
        ("", "Number on the package"),
    ],
)
def test_the_label_fits_the_product(reader: Client, product_type: str, label: str) -> None:
    alert = live_alert(product_type=product_type, packages=[SYRUP])
    shown = page(reader.get(f"/alerts/{alert.slug}/")).select_one("label[for=_number]")
    assert shown
    assert " ".join(shown.get_text().split()) == label


def test_each_row_is_on_the_page_directly_below_the_checker(reader: Client, recall: RecallAlert) -> None:
    shown = page(reader.get("/alerts/capsules/"))
    below = shown.select_one(".yours + section")
    assert below
    rows = [" ".join(row.get_text(" ").split()) for row in below.select("li.card")]
    assert len(rows) == 2
    assert rows[0].startswith("Potassium chloride 750 mg capsules Lot numbers BW26A014 BW26A100 to BW26A150")
    assert "06/2027" in rows[0]
