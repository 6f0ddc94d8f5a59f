"""The words that medicines' names are made of besides the ingredient itself."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SALTS = _set(
    """
    acetate aspartate benzoate besylate bicarbonate bitartrate bromide calcium camsylate carbonate chloride citrate
    dihydrate dimaleate diphosphate dipropionate disodium edisylate embonate esylate estolate ethylsuccinate fluoride
    fumarate furoate gluconate glucuronate hydrobromide hydrochloride hydroxide iodide isethionate lactate magnesium
    malate maleate meglumine mesylate monohydrate nitrate oxalate oxide palmitate pamoate phosphate picosulfate pivalate
    potassium propionate salicylate sodium stearate succinate sulfate sulfide tartrate tosylate trihydrate tromethamine
    valerate xinafoate zinc
    """
)
SPELLINGS = {"hcl": "hydrochloride", "sulphate": "sulfate", "hbr": "hydrobromide", "sulphide": "sulfide"}

ORDINARY = _set(
    """
    acid air alcohol aluminum ammonium barium bismuth caffeine calcium carbon chloride copper dextrose ethanol fat
    ferric ferrous fluoride folic glucose gold hormone hydrogen insulin iodine iron lithium magnesium nitrogen oxygen
    phosphate phosphorus potassium protein salt saline selenium silver sodium starch sucrose sugar sulfur urea vitamin
    water zinc
    """
)
"""Words that stand on many pages without naming a product: they need their salt, or all words of the name."""

_EYE, _EAR = frozenset({"eye"}), frozenset({"ear"})
_SWALLOWED = frozenset({"tablet", "capsule", "solution", "suspension", "syrup", "powder"})
_INJECTED = frozenset({"injection"})
_INHALER = frozenset({"inhaler"})
_INHALED = frozenset({"inhaler", "nebulizer", "spray"})
_ON_SKIN = frozenset({"cream", "ointment", "gel", "lotion", "patch"})
_LIQUID = frozenset({"solution", "suspension", "syrup"})

FORMS: dict[str, frozenset[str]] = {
    **{word: frozenset({word}) for word in ("cream", "gel", "lotion", "patch")},
    **{word: frozenset({"tablet"}) for word in ("tablet", "tab", "caplet")},
    **{word: frozenset({"capsule"}) for word in ("capsule", "cap", "softgel", "sprinkle")},
    **dict.fromkeys(("injection", "injectable", "infusion", "vial", "syringe", "shot", "drip"), _INJECTED),
    **dict.fromkeys(("inhaler", "puffer", "hfa"), _INHALER),
    "aerosol": _INHALER | {"spray"},
    "inhalation": frozenset({"inhaler", "nebulizer"}),
    "ointment": frozenset({"ointment"}) | _EYE,
    "suspension": frozenset({"suspension"}) | _EYE | _EAR,
    "syrup": frozenset({"syrup", "solution"}),
    "pill": frozenset({"tablet", "capsule"}),
    "elixir": frozenset({"syrup", "solution"}),
    "liquid": _LIQUID,
    "drop": _LIQUID | _EYE | _EAR,
    "solution": frozenset({"solution", "injection", "nebulizer"}) | _EYE | _EAR,
    "nebulizer": frozenset({"nebulizer"}),
    "spray": frozenset({"spray"}),
    "powder": frozenset({"powder"}),
    "granule": frozenset({"powder"}),
    "crystal": frozenset({"powder"}),
    "suppository": frozenset({"suppository"}),
    "enema": frozenset({"enema"}),
    **dict.fromkeys(("autoinjector", "flexpen", "flextouch", "kwikpen", "pen", "solostar"), _INJECTED),
    **dict.fromkeys(
        ("diskus", "ellipta", "flexhaler", "inhub", "redihaler", "respiclick", "respimat", "twisthaler"), _INHALER
    ),
}  # fmt: skip
"""A word for a dose form, singular, and the forms that it may mean."""

ROUTES: dict[str, frozenset[str]] = {
    "oral": _SWALLOWED,
    "chewable": frozenset({"tablet"}),
    "iv": _INJECTED,
    "intravenous": _INJECTED,
    "injected": _INJECTED,
    "intramuscular": _INJECTED,
    "intrathecal": _INJECTED,
    "inhaled": _INHALED,
    "nebulized": frozenset({"nebulizer"}),
    "nasal": frozenset({"spray"}),
    "topical": _ON_SKIN,
    "rectal": frozenset({"suppository", "enema"}),
    "eye": _EYE,
    "ophthalmic": _EYE,
    "ear": _EAR,
    "otic": _EAR,
    "orally": _SWALLOWED,
    "sublingual": frozenset({"tablet"}),
}

RELEASES = {
    "extended": "extended", "er": "extended", "xr": "extended", "xl": "extended", "sustained": "extended",
    "slow": "extended",
    "delayed": "delayed", "dr": "delayed", "enteric": "delayed", "immediate": "immediate", "ir": "immediate",
}  # fmt: skip
"""How fast a form lets its medicine out; `extended-release` is read as two words."""

QUALIFIERS = _set(
    """
    coated disintegrating dispersible effervescent for free hydrofluoroalkane nf of pediatric release sterile strength
    sugar the usp
    """
)
AUDIENCES = _set("adult adult's adults children children's child's infant infant's infants infants' junior pediatric")
"""Words beside a name that say for whom it is made."""
UNITS = _set("mg mcg g kg ml l meq iu unit units microgram micrograms milligram milligrams percent")
