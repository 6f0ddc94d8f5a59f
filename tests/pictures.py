"""Pictures made on the spot."""

import io
from typing import Any

from PIL import Image

from publishing.models import Picture
from publishing.pictures import encode


def picture_file(kind: str = "PNG", size: tuple[int, int] = (8, 6), colour: str = "teal", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def make_picture(colour: str = "teal", **facts: Any) -> Picture:
    return Picture.add(encode(picture_file(colour=colour)), by=None, **{"name": "A picture"} | facts)
