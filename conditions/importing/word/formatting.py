"""Formatting of a Word run: struck through, hidden, in a symbol font. Styles count like the run's own formatting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off")
_FONTS = ("ascii", "hAnsi")


def is_on(properties: Element, name: str) -> bool | None:
    """True for a property that is switched on, False for one switched off; None where nothing is said."""
    found = properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF


def font_in(properties: Element) -> str | None:
    fonts = properties.find(f"{W}rFonts")
    named = [fonts.get(f"{W}{script}") for script in _FONTS] if fonts is not None else []
    return next((name for name in named if name), None)


@dataclass
class Formatting:
    """The run properties of a document's styles, each style's own first and then those it is based on."""

    _properties: dict[str, Element] = field(default_factory=dict)
    _based_on: dict[str, str] = field(default_factory=dict)
    _defaults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: Element | None) -> Formatting:
        found = cls()
        for style in styles.iter(f"{W}style") if styles is not None else ():
            name = style.get(f"{W}styleId", "")
            if (properties := style.find(f"{W}rPr")) is not None:
                found._properties[name] = properties
            if (parent := style.find(f"{W}basedOn")) is not None:
                found._based_on[name] = parent.get(f"{W}val", "")
            if style.get(f"{W}default", "0") not in _OFF:
                found._defaults[style.get(f"{W}type", "")] = name
        return found

    def shows(self, name: str, run: Element, paragraph: Element) -> bool:
        """True where the run, or else one of its styles, sets the property. Two styles cancel each other."""
        own = run.find(f"{W}rPr")
        said = is_on(own, name) if own is not None else None
        if said is not None:
            return said
        by_style = (self._switched_on(name, style) for style in self._styles_of(run, paragraph))
        return sum(by_style) % 2 == 1

    def font(self, run: Element, paragraph: Element) -> str:
        own = run.find(f"{W}rPr")
        named = font_in(own) if own is not None else None
        if named:
            return named
        fonts = (font_in(said) for style in self._styles_of(run, paragraph) for said in self._chain(style))
        return next((font for font in fonts if font), "")

    def _styles_of(self, run: Element, paragraph: Element) -> list[str]:
        """Of the run, and of the paragraph it stands in."""
        named = [run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle")]
        kinds = zip(named, ("character", "paragraph"), strict=True)
        return [self._defaults.get(kind, "") if style is None else style.get(f"{W}val", "") for style, kind in kinds]

    def _switched_on(self, name: str, style: str) -> bool:
        return next((said for properties in self._chain(style) if (said := is_on(properties, name)) is not None), False)

    def _chain(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            if style in self._properties:
                yield self._properties[style]
            style = self._based_on.get(style, "")
