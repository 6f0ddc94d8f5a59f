"""HTML made ready for a parser, so that nothing which the parser drops joins the words around it.

An HTML parser throws away tags in places where they may not stand, such as a cell outside a table, and moves text out
of tables. The scanner marks these places with an element `EDGE`, and gives elements unknown to HTML a name of one form.
"""

import re
from html import escape

_SPACE = r"[ \t\n\f\r]"
_VALUE = rf"{_SPACE}*+=" + rf"{_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|(?=>)|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+)"
_TAG = re.compile(
    rf"<(?P<slash>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)"
    rf"(?P<rest>(?:[ \t\n\f\r/]++|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:{_VALUE}|(?!{_SPACE}*+=)))*+)>"
)
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+>?|</>|</[^a-zA-Z>][^>]*+>?", re.DOTALL)

EDGE = "x-edge"
"""The end of one block and the beginning of another."""

_EDGE = f"<{EDGE}></{EDGE}>"

INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
    }
    | {"kbd", "label", "mark", "meter", "nobr", "output", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp"}
    | {"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br", "img"}
)
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hgroup", "hr", "legend", "li", "listing", "main", "marquee", "menu", "nav", "ol", "optgroup", "option", "p"}
    | {"pre", "search", "section", "select", "summary", "ul", "table", "caption", "colgroup", "col"}
    | {"thead", "tbody", "tfoot", "tr", "th", "td"}
)
DROPPED = frozenset({"template", "object", "svg", "math", "video", "audio", "canvas", "datalist", "applet", "map"})
"""Elements that go with everything in them."""

_RAW = frozenset({"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript"})
"""The same, and what stands in them is no markup."""

_END = {name: re.compile(rf"</{name}(?=[ \t\n\f\r/>])[^>]*+>?", re.IGNORECASE) for name in (*_RAW, "xmp", "plaintext")}
_SHOWS_SOMETHING = frozenset(
    {"object", "svg", "math", "video", "audio", "canvas", "applet", "textarea", "iframe", "embed", "input", "keygen"}
)
_TABLE_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"})
_CELLS = frozenset({"caption", "th", "td"})
_IGNORED = frozenset({"html", "head", "body", "frameset", "frame"})
_SILENT = frozenset({"template", "input", "form", "meta", "link", "base"})
KNOWN = INLINE | BLOCKS | DROPPED | _RAW | _SHOWS_SOMETHING | _SILENT | {"image", "xmp", "plaintext"}
_UNNESTED = frozenset(
    {"a", "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "image", "frame"}
)
"""Elements without an end, or whose end another beginning implies: they stand no deeper for it."""

_FOREIGN = frozenset({"svg", "math"})
_LEAVES_FOREIGN = (INLINE | BLOCKS | {"body", "head"}) - {"a", "font"}


class Scanner:
    """Goes once through a text. `deepest` and `tags` tell how large it is."""

    def __init__(self, html: str) -> None:
        self.tags = 0
        self.deepest = 0
        self._depth = 0
        self._tables: list[str] = []
        """For each open table, outermost first: `table` outside its cells, `cell` inside one, `text` in stray text."""
        self._is_foreign = False
        self._pieces: list[str] = []
        self.unknown: set[str] = set()
        """The names given to elements that HTML does not know."""
        self.html = self._scanned(html)

    def _scanned(self, html: str) -> str:
        place = 0
        while (start := html.find("<", place)) >= 0:
            self._text(html[place:start])
            if tag := _TAG.match(html, start):
                place = self._tag(tag, html)
            elif comment := _COMMENT.match(html, start):
                place = comment.end()
            elif html[start + 1 : start + 2].isascii() and html[start + 1 : start + 2].isalpha():
                return "".join(self._pieces)  # A tag that never ends: the rest is inside it.
            elif html.startswith("</", start) and html[start + 2 : start + 3]:
                return "".join(self._pieces)
            else:
                self._text("&lt;")
                place = start + 1
        self._text(html[place:])
        return "".join(self._pieces)

    def _tag(self, tag: re.Match[str], html: str) -> int:
        """Takes one tag, and gives the place after it."""
        self.tags += 1
        name, is_end = tag["name"].lower(), bool(tag["slash"])
        self._measure(name, is_end=is_end)
        if name in _RAW and not is_end:
            self._pieces.append(" " * (name in _SHOWS_SOMETHING))
            end = _END[name].search(html, tag.end())
            return end.end() if end else len(html)
        if name in ("xmp", "plaintext") and not is_end:
            return self._literal(html, name, tag.end())
        if self._is_foreign:
            self._is_foreign = not (name in _LEAVES_FOREIGN or (is_end and name in _FOREIGN))
        self._pieces += self._written(name, tag, is_end=is_end)
        if name in _FOREIGN and not is_end and not tag["rest"].endswith("/"):
            self._is_foreign = True
        return tag.end()

    def _measure(self, name: str, *, is_end: bool) -> None:
        if name not in _UNNESTED:
            self._depth = max(self._depth - 1, 0) if is_end else self._depth + 1
            self.deepest = max(self.deepest, self._depth)

    def _literal(self, html: str, name: str, start: int) -> int:
        """Text that a browser shows as it is written."""
        end = _END[name].search(html, start) if name == "xmp" else None
        self._pieces += ["<pre>", escape(html[start : end.start() if end else len(html)]), "</pre>"]
        return end.end() if end else len(html)

    def _written(self, name: str, tag: re.Match[str], *, is_end: bool) -> list[str]:
        if name == "table" or name in _TABLE_PARTS:
            return self._table_part(name, tag, is_end=is_end)
        if name in _IGNORED:
            return [_EDGE]
        stray = [] if name in _SILENT else self._stray()
        if not (self._is_foreign or name in KNOWN):
            self.unknown.add(named := f"x-{name.encode().hex()}")
            return [*stray, f"<{tag['slash']}{named}{tag['rest']}>"]
        space = " " * (name in _SHOWS_SOMETHING)
        return [*stray, tag[0], space] if is_end else [*stray, space, tag[0]]

    def _table_part(self, name: str, tag: re.Match[str], *, is_end: bool) -> list[str]:
        if name == "table":
            return self._table(tag, is_end=is_end)
        if not self._tables:
            return [_EDGE]
        closed = self._end_of_stray()
        self._tables[-1] = "cell" if name in _CELLS and not is_end else "table"
        return [*closed, tag[0]]

    def _table(self, tag: re.Match[str], *, is_end: bool) -> list[str]:
        closed = self._end_of_stray()
        if self._tables and (is_end or self._tables[-1] != "cell"):
            self._tables.pop()  # A table between the cells of another ends that one.
        if not is_end:
            self._tables.append("table")
        return [*closed, tag[0]]

    def _text(self, text: str) -> None:
        if text and not text.isspace():
            self._pieces += self._stray()
        self._pieces.append(text)

    def _stray(self) -> list[str]:
        """The edge before text that stands in a table and in none of its cells."""
        if not self._tables or self._tables[-1] != "table":
            return []
        self._tables[-1] = "text"
        return [_EDGE]

    def _end_of_stray(self) -> list[str]:
        return [_EDGE] if self._tables and self._tables[-1] == "text" else []
