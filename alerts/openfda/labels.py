"""Words in recall texts that say what the numbers after them are. Patterns for a case-insensitive expression."""

MADE = r"(?:batch|production|manufactur(?:e|ing)|mfg\.?|packag(?:e|ing)|compound(?:ed|ing))\s+dates?|date\s+of\s+manufacture|dom"
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
    r"|material|case|list|customer|order|vendor\s+product|drug|label)"
    rf"[\s.]*(?:(?:id|numbers?|nos?|codes?|nums?)(?![a-z0-9])|\#{_PLURAL})"
    r"|(?:skus?|cin|din|plu|serials?|models?|pedigrees?|udis?|ref)(?![a-z0-9])"
)
"""Numbers that are no lots: prescriptions, articles, catalogs, pedigrees, serials."""
TAIL = r"(?:[\s.]*(?:numbers?|nos?|codes?|nums?)\b)?[\s.:]*(?:\#(?:['’]?s(?![a-z0-9]))?)?(?:\s*\(s\))?"

HARMLESS = frozenset(
    "and or of the each per by in a an for is are was were this these following known individual expanded include"
    " product products packaged package packages bottle bottles vial vials carton cartons kit kits tube tubes box boxes"
    " bag bags case cases pack packs count ct size sizes can cans jar jars pouch pouches packet packets syringe"
    " syringes tray trays patch patches tablet tablets capsule capsules unit units single dose label labels labeled labelled"
    " incorrectly correctly printed marked mg ml mcg oz lb lbs usp code codes has have only rx affected recalled"
    .split()
)
"""Words that change nothing about the numbers beside them."""
DOUBTFUL = frozenset(
    "all any every except excluding not no none other others than through thru to from between before after prior"
    " until up since beginning starting ending range ranges series sequence various multiple unknown prefix suffix"
    " begins begin starts start ends end followed follow sublot sublots may within remaining distributed shipped"
    " dispensed manufactured compounded sold purchased dated dates date unaffected replaced without includes"
    " including included first last middle digits digit characters where which with if when only"
    .split()
)
"""Words that may change which numbers are meant. They are never read over, wherever they stand."""
