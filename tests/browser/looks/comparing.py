"""Whether two pictures of a page look the same to a person, on another machine and with the next Chromium, too.

Pictures are compared as one sees them with half-closed eyes: in cells of 8 by 8 pixels of the page, softened. A letter
that is drawn a little differently changes no cell by much; a part that is gone, moved or of another color changes many.
"""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

KEPT = Path(__file__).parent / "pictures"
SHRUNK = 2
"""By how much a picture that is kept is smaller than the page."""
CELL = 8
"""Pixels of the page to a side of a cell."""
NOTICED = 20
"""From which difference on a cell counts, in the most different of its three colors, of 255."""
TOLERATED = 0.001
"""Which share of the cells may differ: a pixel of shift or softer letters change 0.0001, two words of a menu 0.002."""


@dataclass(frozen=True)
class Seen:
    """A page as it was seen, or as it is kept: half as wide and high."""

    picture: Image.Image

    @classmethod
    def of(cls, screenshot: bytes) -> "Seen":
        whole = Image.open(io.BytesIO(screenshot)).convert("RGB")
        return cls(whole.reduce(SHRUNK))

    @classmethod
    def kept(cls, name: str) -> "Seen | None":
        path = KEPT / f"{name}.webp"
        return cls(Image.open(path).convert("RGB")) if path.exists() else None

    def keep(self, name: str) -> None:
        self.picture.save(KEPT / f"{name}.webp", quality=15, method=4)

    def differing(self, other: "Seen") -> Image.Image:
        """The cells that a person would notice, white on black."""
        size = [max(sizes) for sizes in zip(self.picture.size, other.picture.size, strict=True)]
        first, second = (one.cells(size[0], size[1]) for one in (self, other))
        red, green, blue = ImageChops.difference(first, second).split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        return most.point(lambda value: 255 * (value >= NOTICED))

    def share_that_differs(self, other: "Seen") -> float:
        cells = self.differing(other)
        return cells.histogram()[255] / (cells.width * cells.height)

    def cells(self, width: int, height: int) -> Image.Image:
        canvas = Image.new("RGB", (width, height), "magenta")
        canvas.paste(self.picture)
        return canvas.reduce(CELL // SHRUNK).filter(ImageFilter.GaussianBlur(1))

    def beside(self, other: "Seen | None") -> Image.Image:
        """This page; and where there is another, that one, and this one with the differing cells marked."""
        if other is None:
            return self.picture
        cells = self.differing(other).resize(self.picture.size, Image.Resampling.NEAREST)
        red = Image.new("RGB", self.picture.size, "red")
        marked = Image.composite(red, self.picture, cells.point(lambda value: value // 2))
        row = (other.picture, self.picture, marked)
        sheet = Image.new("RGB", (sum(one.width + 8 for one in row), max(one.height for one in row)), "gray")
        for place, one in enumerate(row):
            sheet.paste(one, (sum(before.width + 8 for before in row[:place]), 0))
        return sheet
