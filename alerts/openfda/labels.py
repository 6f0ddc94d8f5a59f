"""Words in recall texts that say what the numbers after them are. Patterns for a case-insensitive expression."""

import tomllib
from pathlib import Path

MADE = (
    r"(?:batch|production|manufactur(?:e|ing)|mfg\.?|packag(?:e|ing)|compound(?:ed|ing))\s+dates?"
    r"|date\s+of\s+manufacture|dom"
)
EXPIRY = (
    r"exp(?:iration|iry|iries|ires?|ired)?|beyond[ -]?use|bud|use\s?-?\s?by|use\s+(?:or\s+freeze\s+)?(?:by|before)"
    r"|(?:best[ -]?)?(?:if[ -])?used[ -](?:by|before)|best[ -]?(?:if[ -]used[ -])?(?:by|buy|before)"
    r"|sell[ -]?by|freeze[ -]?by|discard(?:\s+(?:by|after|date))?"
)
DATE_TAIL = r"(?:[\s.:]*(?:dates?|on|by|between|of|from)\b)*"
LOT = r"lots?|batch(?:es)?|bth"
LOT_TAIL = (
    r"(?:\s*/\s*(?:lots?|batch(?:es)?|unit)\b)?(?:[\s.]*(?:numbers?|nums?|nos?|codes?)\b)?(?:\s*\(s\))?"
    r"[\s.:]*(?:\#(?:['’]?s(?![a-z0-9]))?(?:\s*\(s\))?)?(?:\s*/\s*(?=exp))?"
)
NDC = r"ndc|nhric"
GTIN = r"(?:upc|ean|gtin)s?|bar\s?codes?"
_PLURAL = r"(?:['’]?s(?![a-z0-9]))?"
OTHER = (
    r"(?:rx|prescriptions?|items?|product|part|stock|style|service|pack|catalog(?:ue)?|cat|ref(?:erence)?|mfr\s+item"
    r"|material|list|customer|order|vendor\s+product|drug|label)"
    rf"[\s.]*(?:(?:id|numbers?|nos?|codes?|nums?)(?![a-z0-9])|\#{_PLURAL})"
    r"|(?:skus?|cin|din|plu|serials?|models?|pedigrees?|udis?|ref)(?![a-z0-9])"
)
"""Numbers that are no lots: prescriptions, articles, catalogs, pedigrees, serials."""
TAIL = r"(?:[\s.]*(?:numbers?|nos?|codes?|nums?)\b)?[\s.:]*(?:\#(?:['’]?s(?![a-z0-9]))?)?(?:\s*\(s\))?"
_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
HARMLESS = frozenset(_WORDS["harmless"].split())
DOUBTFUL = frozenset(_WORDS["doubtful"].split())
