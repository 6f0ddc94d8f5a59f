"""Django's answer, before it is packed and kept."""

from __future__ import annotations

from typing import NamedTuple

from publishing.page_cache.answers import Headers


class Rendered(NamedTuple):
    """One answer, whole."""

    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for own, value in self.headers if own.lower() == name.lower())

    @property
    def may_be_kept(self) -> bool:
        """It says that it is public, and there is nothing of one reader in it."""
        varies = {name.strip().lower() for name in self.header("Vary").split(",")} - {"", "accept-encoding"}
        is_whole = self.status[:3] in ("200", "301", "404", "410")
        is_public = "public" in self.header("Cache-Control").replace(" ", "").split(",")
        return is_whole and is_public and not varies and not self.header("Set-Cookie")
