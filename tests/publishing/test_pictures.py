"""Pictures: what comes in, what is kept of it, and where it shows."""

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from conditions.models import Condition
from publishing import workflow
from publishing.anchors import Anchors, prepare
from publishing.comparison import Part, compare
from publishing.comparison.rendering import ShownRow
from publishing.html import clean, has_undecided_picture, is_blank
from publishing.models import Picture, picture_html
from publishing.pictures import LONGEST_SIDE, BadPicture, encode
from publishing.workflow import Refused
from tests.browsing import words
from tests.factories import make_condition, signed
from tests.pictures import make_picture, picture_file

ADDRESS = "/media/pictures/abcdefghijklmnopqrstuvwx.webp"
OWN = f'<img src="{ADDRESS}" alt="A door" width="8" height="6">'


def bomb() -> bytes:
    """A PNG of some hundred bytes that says it has 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_picture_is_written_anew(kind: str) -> None:
    encoded = encode(picture_file(kind))
    assert Image.open(io.BytesIO(encoded.content)).format == "WEBP"
    assert (encoded.width, encoded.height) == (8, 6)


def test_where_and_when_a_photograph_was_taken_is_not_kept_and_it_stands_upright() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Camera of somebody"
    encoded = encode(picture_file("JPEG", exif=notes, comment=b"at home"))
    image = Image.open(io.BytesIO(encoded.content))
    assert (encoded.width, encoded.height) == (6, 8)
    assert not image.getexif()
    assert b"somebody" not in encoded.content


def test_a_large_picture_is_made_smaller() -> None:
    assert encode(picture_file("JPEG", (LONGEST_SIDE * 2, 400))).width == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no PNG, JPEG or WebP"),
        (picture_file("GIF"), "no PNG, JPEG or WebP"),
        (b"", "no PNG, JPEG or WebP"),
        (bomb(), "million pixels"),
        (picture_file("JPEG", (400, 400))[:-200], "damaged"),
        (b"\x89PNG" + b"\0" * 12_000_000, "larger than 12 MB"),
    ],
)
def test_what_is_no_safe_picture_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(BadPicture, match=why):
        encode(content)


def test_a_moving_picture_is_refused() -> None:
    target = io.BytesIO()
    first, second = (Image.new("RGB", (8, 6), colour) for colour in ("red", "blue"))
    first.save(target, "WEBP", save_all=True, append_images=[second])
    with pytest.raises(BadPicture, match="moves"):
        encode(target.getvalue())


def test_the_door_lets_our_own_pictures_through_and_no_other() -> None:
    assert clean(f"<p>{OWN}</p>") == f"<p>{OWN}</p>"
    for address in (
        "https://evil.example/x.webp",
        "//evil.example/x",
        "x.png",
        "data:image/png;base64,AA",
        "/media/x.svg",
    ):
        assert clean(f'<p>a<img src="{address}" alt="x">b</p>') == "<p>a b</p>"
    assert clean(f'<p><img src="{ADDRESS}" onerror="x" style="x" width="9e9" srcset="//evil 2x" alt=""></p>') == (
        f'<p><img src="{ADDRESS}" alt=""></p>'
    )


def test_the_public_page_waits_with_pictures_and_the_door_takes_that_off_again() -> None:
    html = f"<p>{OWN}</p>"
    shown = prepare(html, Anchors())
    assert 'loading="lazy"' in shown
    assert clean(shown) == html


def test_a_tab_with_a_picture_alone_is_not_empty() -> None:
    assert not is_blank(f"<p>{OWN}</p>")


@pytest.mark.parametrize(("alt", "is_undecided"), [(' alt="A door"', False), (' alt=""', False), ("", True)])
def test_a_decision_is_a_text_or_an_empty_one(alt: str, is_undecided: bool) -> None:
    assert has_undecided_picture(f'<p><img src="{ADDRESS}"{alt}></p>') is is_undecided


def test_no_page_goes_live_with_a_picture_that_nobody_described(db: None) -> None:
    picture = make_picture()
    condition = make_condition({"Diagnosis": f"<p>See: {picture.markup}</p>"})
    with pytest.raises(Refused, match="Alternative text missing: “Diagnosis”"):
        workflow.publish(condition, by=None, note="No reason makes up for it.")
    section = condition.sections.get()
    section.body = f"<p>See: {picture_html(picture, '')}</p>"
    section.save()
    assert workflow.publish(condition, by=None, note="A page of our tests.").number == 1


def test_a_reader_gets_the_picture_for_good_without_a_cookie(reader: Client, db: None) -> None:
    picture = make_picture(alternative_text="A door")
    answer = reader.get(picture.address, headers={"accept-encoding": "gzip"})
    assert answer.content[8:12] == b"WEBP"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert reader.get(ADDRESS).status_code == 404
    assert reader.get("/media/pictures/../portal.sqlite3").status_code == 404


def test_the_same_picture_twice_is_one(db: None) -> None:
    assert make_picture() == make_picture()
    assert make_picture() != make_picture("red")


def test_a_comparison_shows_pictures_and_what_is_read_in_their_place(db: None) -> None:
    one, other = make_picture(), make_picture("red")
    texts = [f"<p>Look: {picture_html(one, 'A door')}</p>", f"<p>Look: {picture_html(other, 'A gate')}</p>"]
    row = ShownRow(compare(*([Part.rich("body", "Text", text)] for text in texts)).parts[0].rows[0])
    assert f'<img src="{one.address}"' in row.html.partition("</del>")[0]
    assert f'<img src="{other.address}"' in row.html.partition("<ins>")[2]
    assert "picture, read as “A gate”" in row.html
    assert row.risks == [("[picture]", "picture")]


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def upload(content: bytes, name: str = "Spacer.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def test_an_editor_adds_a_picture_and_says_what_it_shows(desk: Client, editor: User) -> None:
    address = reverse("admin:publishing_picture_add")
    answer = desk.post(address, {"picture": upload(picture_file()), "alternative_text": "A spacer"}, follow=True)
    picture = Picture.objects.get()
    assert (picture.name, picture.alt, picture.added_by) == ("Spacer", "A spacer", editor)
    assert "Spacer" in words(answer)


def test_a_bad_file_comes_back_with_the_reason_and_what_was_typed(desk: Client) -> None:
    address = reverse("admin:publishing_picture_add")
    answer = desk.post(address, {"picture": upload(b"<svg/>"), "alternative_text": "A spacer"})
    assert "no PNG, JPEG or WebP picture" in words(answer)
    assert "A spacer" in answer.text
    assert not Picture.objects.exists()


def test_decorative_and_described_at_once_is_refused(desk: Client) -> None:
    change = reverse("admin:publishing_picture_change", args=[make_picture().pk])
    answer = desk.post(change, {"name": "x", "alternative_text": "A door", "is_decorative": "on"})
    assert "leave one of the two out" in words(answer)


def test_the_chooser_finds_pictures_and_adds_one(desk: Client) -> None:
    make_picture(name="Spacer")
    make_picture("red", name="Door")
    choose = reverse("admin:publishing_picture_choose")
    found = words(desk.get(choose, {"q": "spac"}))
    assert "Spacer" in found
    assert "Door" not in found
    added = desk.post(choose, {"picture": upload(picture_file(colour="blue"))}).json()
    assert added["alt"] is None
    assert desk.post(choose, {"picture": upload(b"nothing")}).status_code == 400


def test_pictures_without_alternative_text_are_a_list_to_work_through(desk: Client) -> None:
    make_picture(name="Undecided")
    make_picture("red", name="Described", alternative_text="A door")
    listed = words(desk.get(reverse("admin:publishing_picture_changelist"), {"alternative": "missing"}))
    assert "Undecided" in listed
    assert "Described" not in listed


def test_a_preview_shows_the_picture(desk: Client) -> None:
    picture = make_picture(alternative_text="A door")
    condition = signed(make_condition({"Diagnosis": f"<p>{picture.markup}</p>"}))
    preview = desk.get(reverse("admin:conditions_condition_preview", args=[condition.pk]))
    assert picture.address in preview.text


def test_readers_see_it_sized_and_described(reader: Client, db: None) -> None:
    picture = make_picture(alternative_text="A door")
    condition: Condition = make_condition({"Diagnosis": f"<p>{picture.markup}</p>"})
    workflow.publish(condition, by=None)
    shown = reader.get(f"/conditions/{condition.slug}/").text
    assert f'src="{picture.address}" alt="A door" width="8" height="6"' in shown


def test_a_picture_is_never_deleted(manager: User, signed_in: Callable[[User], Client]) -> None:
    delete = reverse("admin:publishing_picture_delete", args=[make_picture().pk])
    assert signed_in(manager).post(delete, {"post": "yes"}).status_code == 403
