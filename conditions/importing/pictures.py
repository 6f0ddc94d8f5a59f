"""Pictures of a document: written anew when they are met, kept when the draft is made."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from bs4 import Tag

from conditions.importing.lines import visible
from publishing.models.picture import LONGEST_ALTERNATIVE_TEXT
from publishing.pictures import BadPicture, Encoded, encode

MOST = 60
"""Pictures of one document: each is decoded and written anew, which takes some tenths of a second."""

PLACE = re.compile(r'<img src="picture:(\d+)"')
"""Where one of them stands in an outline's HTML, until it has an address."""

_INSIDE = re.compile(r"data:image/[a-z+.-]+;base64,(.+)", re.IGNORECASE | re.DOTALL)
_MADE_BY_MACHINE = re.compile(
    r"(?:.*\b(?:automatically generated|AI-generated content may be incorrect)\b.*"
    r"|(?:picture|image|graphic|bild|imagen|grafik|afbeelding)\s*\d*|\S+\.(?:png|jpe?g|gif|webp|bmp|tiff?|emf|wmf))",
    re.IGNORECASE | re.DOTALL,
)
"""What programs write in the place of a description: nobody has looked at it."""


@dataclass(frozen=True)
class FoundPicture:
    encoded: Encoded
    name: str
    alt: str | None
    """None where the document does not say what it shows."""


@dataclass
class Album:
    """The pictures of one document. `files` are those that came with it, by what its HTML calls them."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    found: list[FoundPicture] = field(default_factory=list)

    def take(self, image: Tag) -> str:
        """The picture as HTML. Raises `BadPicture` for one that did not come along, or cannot be read."""
        if len(self.found) >= MOST:
            raise BadPicture(f"a picture: more than {MOST} are not taken. Add it by hand")
        content = self._content(str(image.get("src") or ""))
        if content is None:
            raise BadPicture("a picture: add it by hand")
        alt = alternative_text(image)
        encoded = encode(content)
        self.found.append(FoundPicture(encoded, alt or f"Picture {len(self.found) + 1}", alt))
        said = f' alt="{escape(alt)}"' if alt is not None else ""
        place = len(self.found) - 1
        return f'<img src="picture:{place}"{said} width="{encoded.width}" height="{encoded.height}">'

    def _content(self, address: str) -> bytes | None:
        if address in self.files:
            return self.files[address]
        inside = _INSIDE.fullmatch(address.strip())
        if not inside:
            return None
        try:
            return b64decode(unquote(inside[1]))
        except (NotBase64, ValueError) as error:
            raise BadPicture("a picture that is damaged: add it by hand") from error


def alternative_text(image: Tag) -> str | None:
    """What a person wrote; None for nothing, or for what a program wrote."""
    text = visible(str(image.get("alt") or ""))[:LONGEST_ALTERNATIVE_TEXT]
    return text if text and not _MADE_BY_MACHINE.fullmatch(text) else None
