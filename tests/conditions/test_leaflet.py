"""A condition page on paper leads back to itself."""

import re
from datetime import timedelta

import pytest
import segno
from django.contrib.auth.models import User
from django.test import Client

from conditions.qr import qr_code
from publishing import clock as site_clock
from publishing import workflow
from tests.browsing import page
from tests.factories import live_condition, make_condition

pytestmark = pytest.mark.django_db
SCAN = ".hero .scan.only-print img"


def drawn(svg: str) -> list[str]:
    """The dark modules of a code that is drawn as one path of strokes, row by row."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])  # type: ignore[index]
    rows = [["0"] * size for _row in range(size)]
    x, y = 0.0, 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", svg.split('stroke="#000"')[1]):
        if step == "h":
            rows[int(y)][int(x) : int(x) + int(first)] = "1" * int(first)
            x += float(first)
        else:
            x, y = (float(first), float(second)) if step == "M" else (x + float(first), y + float(second))
    return ["".join(row) for row in rows]


def test_the_code_is_drawn_with_its_quiet_zone() -> None:
    address = "https://www.example.org/conditions/asthma/"
    modules = ["".join(map(str, row)) for row in segno.make_qr(address, error="m").matrix_iter(border=4)]
    assert drawn(qr_code(address).decode()) == modules


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_page_has_the_code_of_its_own_address(reader: Client, language: str) -> None:
    live_condition(slug="x", language=language)
    own = "/conditions/x/" if language == "en" else f"/{language}/conditions/x/"
    found = page(reader.get(own)).select_one(SCAN)
    assert found is not None
    response = reader.get(str(found["src"]))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content == qr_code(f"http://testserver{own}")


def test_only_a_page_that_readers_see_has_a_code(reader: Client) -> None:
    condition = make_condition(slug="x")
    assert reader.get("/conditions/x/qr.svg").status_code == 404
    workflow.publish(condition, by=None, at=site_clock.now() + timedelta(hours=1))
    assert reader.get("/conditions/x/qr.svg").status_code == 404
    workflow.publish(condition, by=None)
    assert reader.get("/conditions/x/qr.svg").status_code == 200
    workflow.retire(condition, by=None, reason="old")
    assert reader.get("/conditions/x/qr.svg").status_code == 404


def test_a_draft_is_neither_scanned_nor_shared(client: Client, manager: User) -> None:
    condition = make_condition({"Signs": "<p>x</p>"}, slug="x")
    client.force_login(manager)
    shown = page(client.get(f"/admin/conditions/condition/{condition.pk}/preview/"))
    assert shown.select(f"{SCAN}, [data-share]") == []
    assert shown.select("[data-print]") != []
