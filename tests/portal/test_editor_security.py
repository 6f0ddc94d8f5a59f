"""The editor is made harmless (docs/decisions/0002): its policy, its files, and what its accounts may do."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from whitenoise.middleware import WhiteNoiseMiddleware

from portal.staticfiles import UNWANTED_PLUGINS
from publishing.html import TAGS
from publishing.sanitizer.policy import ATTRIBUTES_OF
from publishing.widgets import CKEditor
from tests.browsing import form_on
from tests.collected import collected
from tests.factories import live_alert, live_condition, make_condition, make_program

pytestmark = pytest.mark.once

PACKAGE = Path(str(find_spec("ckeditor").origin)).parent / "static"  # type: ignore[union-attr]
PAGES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.html"))
FORMS = ["/admin/conditions/condition/add/", "/admin/conditions/program/add/"]
OTHERS = [
    "/admin/",
    "/admin/conditions/condition/",
    "/admin/conditions/bodyarea/add/",
    "/admin/alerts/recallalert/",
    "/admin/login/",
]


def policy(client: Client, address: str) -> dict[str, str]:
    header = client.get(address).headers["Content-Security-Policy"]
    return {name: values for name, _space, values in (part.strip().partition(" ") for part in header.split(";"))}


@pytest.fixture
def desk(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture(scope="module")
def served() -> Iterator[WhiteNoiseMiddleware]:
    """The files a production site serves: collected, and known to WhiteNoise."""
    with override_settings(STATIC_ROOT=collected(), WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False):
        yield WhiteNoiseMiddleware(lambda request: None)


def is_served(whitenoise: WhiteNoiseMiddleware, path: str) -> bool:
    return whitenoise(RequestFactory().head(f"/static/{path}")) is not None


def test_the_package_has_the_seventeen_pages_that_were_counted() -> None:
    assert len(PAGES) == 17


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_editor_is_served(served: WhiteNoiseMiddleware, path: str) -> None:
    assert not is_served(served, path)


def test_the_editor_itself_is_served(served: WhiteNoiseMiddleware) -> None:
    assert is_served(served, "ckeditor/ckeditor/ckeditor.js")
    assert is_served(served, "ckeditor/ckeditor/plugins/divarea/plugin.js")


@pytest.mark.parametrize(
    "name", ["codesnippet", "exportpdf", "scayt", "wsc", "embed", "autoembed", "mathjax", "preview", "uploadimage"]
)
def test_no_plugin_with_a_hole_or_another_host_is_served(served: WhiteNoiseMiddleware, name: str) -> None:
    folder = PACKAGE / "ckeditor" / "ckeditor" / "plugins" / name
    files = [str(path.relative_to(PACKAGE)) for path in folder.rglob("*") if path.is_file()]
    assert name in UNWANTED_PLUGINS
    assert files
    assert [path for path in files if is_served(served, path)] == []


@pytest.mark.parametrize("address", FORMS)
def test_a_rich_text_form_is_as_strict_as_the_editor_allows(desk: Client, address: str) -> None:
    strict, form = policy(desk, "/admin/"), policy(desk, address)
    editor = {"style-src": "'self' 'unsafe-inline'", "script-src-attr": "'unsafe-inline'"}
    assert form == strict | editor | {"frame-src": "'self'"}


def test_a_rich_text_form_that_came_back_with_a_mistake_keeps_its_policy(desk: Client) -> None:
    response = desk.post(FORMS[0], form_on(desk.get(FORMS[0])))
    assert "script-src-attr 'unsafe-inline'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", OTHERS)
def test_every_other_staff_page_has_the_strict_policy(desk: Client, address: str) -> None:
    assert "unsafe" not in " ".join(policy(desk, address).values())


@pytest.mark.parametrize("name", ["preview", "retire", "history", "delete"])
def test_the_other_pages_of_a_condition_have_the_strict_policy(desk: Client, name: str) -> None:
    address = reverse(f"admin:conditions_condition_{name}", args=[make_condition().pk])
    assert "unsafe" not in " ".join(policy(desk, address).values())


@pytest.mark.parametrize("address", ["/", "/conditions/", "/search/?q=asthma", "/nothing-here/"])
def test_no_public_page_has_a_looser_policy(reader: Client, address: str) -> None:
    live_condition(), live_alert()
    assert "unsafe" not in " ".join(policy(reader, address).values())


@pytest.mark.parametrize("address", [*FORMS, *OTHERS])
def test_no_policy_lets_scripts_run_from_text(desk: Client, address: str) -> None:
    directives = policy(desk, address)
    assert directives["script-src"] == "'self'"
    assert "unsafe-eval" not in str(directives)


def test_the_editors_filter_is_the_sanitizers_policy() -> None:
    rules = dict(rule.rstrip("]").partition("[")[::2] for rule in CKEditor().config["allowedContent"].split(";"))
    assert rules.keys() == TAGS
    assert {tag: set(names.replace("!", "").split(",")) - {""} for tag, names in rules.items()} == ATTRIBUTES_OF


def test_the_editor_is_set_up_without_its_known_holes() -> None:
    config = CKEditor().config
    assert config["allowedContent"] is not True
    assert not config.keys() & {"extraAllowedContent", "fullPage", "filebrowserUploadUrl"}
    assert config["versionCheck"] is False
    assert {"preview", "exportpdf", "scayt", "image", "iframe", "sourcearea"} <= set(config["removePlugins"].split(","))


def test_the_editors_uploads_are_not_installed() -> None:
    assert "ckeditor_uploader" not in settings.INSTALLED_APPS


def test_what_is_stored_unclean_is_cleaned_before_the_editor_shows_it() -> None:
    shown = CKEditor().render("body", '<p>Text<img src="x" onerror="alert(1)"></p>', {"id": "body"})
    assert "onerror=" not in shown
    assert "onerror" not in shown[shown.index("<textarea") :]


def test_a_form_without_the_token_of_its_session_is_refused(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    program = make_program()
    address = reverse("admin:conditions_program_change", args=[program.pk])
    assert client.post(address, {"title": "Forged", "_publish": "1"}).status_code == 403


@pytest.fixture
def office(manager: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(manager)


def test_a_site_manager_never_makes_a_superuser(office: Client, editor: User) -> None:
    address = reverse("admin:auth_user_change", args=[editor.pk])
    office.post(address, form_on(office.get(address)) | {"is_superuser": "on", "user_permissions": ["1"]})
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert not editor.user_permissions.exists()


def test_a_site_manager_gives_a_role(office: Client, reviewer: User) -> None:
    address = reverse("admin:auth_user_change", args=[reviewer.pk])
    office.post(address, form_on(office.get(address)) | {"groups": ["1"]})
    assert reviewer.groups.get().pk == 1


@pytest.mark.parametrize("name", ["auth_user_change", "auth_user_password_change"])
def test_a_site_manager_changes_no_superuser(office: Client, name: str) -> None:
    root = User.objects.create_superuser("root", password="a password of tests")
    before = root.password
    response = office.post(
        reverse(f"admin:{name}", args=[root.pk]), {"username": "mine", "password1": "x" * 20, "password2": "x" * 20}
    )
    root.refresh_from_db()
    assert (response.status_code, root.username, root.password) == (403, "root", before)
