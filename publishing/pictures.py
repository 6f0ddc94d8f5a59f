"""Pictures made safe: decoded, and written anew without anything that is not picture."""

import io
import warnings
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1400
"""Pixels: twice the width of a page's text, for screens that show two of them for one."""

LARGEST_LOSSLESS = 300_000
"""Bytes: a drawing that takes more is written like a photograph."""

QUALITY = 82


class BadPicture(ValidationError):
    """A file cannot become a picture of this site; the message says why and what to do."""


class Encoded(NamedTuple):
    """A picture as it will be served: WebP."""

    content: bytes
    width: int
    height: int


def encode(content: bytes) -> Encoded:
    """The picture upright, at most `LONGEST_SIDE` pixels long, without its camera's notes. Raises `BadPicture`."""
    if len(content) > settings.PICTURE_BYTES:
        most = settings.PICTURE_BYTES // 1_000_000
        raise BadPicture(_("The picture is larger than %(most)s MB. Save it smaller."), params={"most": most})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise BadPicture(
            _("This is no PNG, JPEG or WebP picture. Open it in a picture program, save it as one, and take that.")
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadPicture(_("The picture is damaged. Export it again from where it came from.")) from error


def _encoded(image: Image.Image) -> Encoded:
    if image.width * image.height > settings.PICTURE_PIXELS:
        raise _too_many_pixels()
    if getattr(image, "is_animated", False):
        raise BadPicture(_("The picture moves, which keeps people from reading. Save one still of it."))
    is_drawing = image.format == "PNG"
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    written = _written(upright, lossless=True) if is_drawing else b""
    if not written or len(written) > LARGEST_LOSSLESS:
        written = _written(upright, lossless=False)
    return Encoded(written, upright.width, upright.height)


def _written(image: Image.Image, *, lossless: bool) -> bytes:
    """A new image with the pixels alone: no profile, no place, no date."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    target = io.BytesIO()
    bare.save(target, "WEBP", lossless=lossless, quality=QUALITY, method=4)
    return target.getvalue()


def _too_many_pixels() -> BadPicture:
    most = settings.PICTURE_PIXELS // 1_000_000
    return BadPicture(_("The picture has more than %(most)s million pixels. Save it smaller."), params={"most": most})
