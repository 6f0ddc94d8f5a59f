"""A browser that draws a page in the same way on every machine, as far as it can be told to."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

FONTS = Path("/usr/share/fonts")
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""All there is beside the site's own, for Arabic: each machine has other faces, and each of them other widths."""
DRAWN_ALIKE = ("--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars")


@pytest.fixture(scope="session")
def drawing(launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Browser:
    found = {path.name: path for path in FONTS.rglob("DejaVuSans*.ttf")}
    if not found.keys() >= set(FACES):
        pytest.skip("needs the face DejaVu Sans, which Debian has: sudo apt-get install fonts-dejavu-core")
    folder = tmp_path_factory.mktemp("fonts")
    for face in FACES:
        shutil.copy(found[face], folder)
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>", encoding="utf-8")
    return launch(*DRAWN_ALIKE, FONTCONFIG_FILE=str(config))
