"""What a reader of the code may hold it to."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.environment import settings_from_environment

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("portal", "alerts", "conditions", "publishing")
CODE = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
PUBLIC_TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts]
TRUSTED = {"page.content.introduction", "tab.body", "page.content.body"}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_fit_a_reader(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_only_cleaned_html_is_trusted_in_templates() -> None:
    for path in PUBLIC_TEMPLATES:
        trusted = re.findall(r"\{\{\s*([\w.]+)\s*\|\s*safe", path.read_text(encoding="utf-8"))
        assert set(trusted) <= TRUSTED, path


def test_public_templates_hold_no_inline_script_or_style() -> None:
    for path in PUBLIC_TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), path
        assert text.count("\n") <= 150


def test_public_templates_name_no_other_host() -> None:
    for path in PUBLIC_TEMPLATES:
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_setting_of_the_environment_is_documented() -> None:
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert settings_from_environment() <= set(re.findall(r"`([A-Z_]+)`", table))


NOT_A_PERSON = {"published_by", "use_by"}


def test_every_step_of_a_person_says_when_and_who() -> None:
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            if name.endswith("_by") and model.__module__.split(".")[0] in PACKAGES and name not in NOT_A_PERSON:
                assert f"{name.removesuffix('_by')}_at" in names, f"{model.__name__}.{name}"


def test_the_clock_is_read_in_one_place() -> None:
    for path in CODE:
        if path.name != "clock.py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"timezone\.now|datetime\.now|date\.today|time\.time\(", text), path
