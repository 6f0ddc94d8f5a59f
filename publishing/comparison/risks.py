"""Words at which a mistake harms: numbers, doses and their units, negations, names of medicines."""

import re
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from publishing.comparison.blocks import PICTURE, Word


class Risk(TextChoices):
    NUMBER = "number", _("number")
    DOSE = "dose", _("dose or unit")
    NEGATION = "negation", _("negation")
    MEDICINE = "medicine", _("medicine")
    PICTURE = "picture", _("picture")
    """Nobody but a person can tell what a picture says."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NUMBERS = _each(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter third dozen "
    "first second double triple cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil medio media"
)
_UNITS = _each(
    "mg mcg µg μg ug g gram grams kg lb lbs ml l dl cc liter liters oz meq mmol iu unit units mg/kg tsp tbsp teaspoon "
    "teaspoons tablespoon tablespoons drop drops puff puffs tablet tablets pill pills capsule capsules spray sprays "
    "gota gotas pastilla pastillas tableta tabletas cucharada cucharadas cucharadita cucharaditas miligramos"
)
_RHYTHM = _each(
    "once twice daily nightly hourly weekly monthly per every hour hours minute minutes day days week weeks month "
    "months year years times maximum minimum least more less under over above below before after vez veces diario "
    "cada hora horas minuto minutos día días dia dias semana semanas mes meses año años máximo mínimo antes después "
    "más menos"
)
_SIGNS = _each("% ° < > ≤ ≥ + ± × ℃ ℉")
_NEGATIONS = _each(
    "no not never none nor neither without unless except cannot stop avoid only nothing nobody don't dont "
    "nunca jamás jamas sin ni salvo excepto tampoco ningún ninguna ninguno nada nadie evite solo sólo"
)
_ORDINARY = _each(" ".join(tomllib.loads(Path(__file__).with_name("ordinary_words.toml").read_text("utf-8")).values()))
_SHORTEST_NAME = 4
_STEM = re.compile(
    r"\w{2,}(?:c[iy]ll?in[ae]?|mab|nib|olol|azole?|pril|sartan|statin[ae]?|m[iy]cin[ae]?|floxacin[oa]?|c[iy]clin[ae]?|"
    r"oxetin[ae]?|[ao]zepam|azolam|profen[o]?|[cl]ovir|parin[ae]?|ni?solon[ae]?|nisone|asone|triptan|setron|dipin[eo]?|"
    r"gliptin[ae]?|caine|ph?enytoin[ae]?|barbital|ph?yllin[ae]?|[ub]terol|lukast|tidine|afil|formin[ae]?|cetamol|"
    r"codone|morphone|fentanil|fentanyl|zolamide|semide|thiazide|insulin[ae]?)s?",
    re.IGNORECASE,
)


def risk_of(words: Sequence[Word], place: int, medicines: Collection[str]) -> Risk | None:
    """What makes the word at a place a risky one; `medicines` are known names in lower case."""
    if words[place].text.startswith(PICTURE):
        return Risk.PICTURE
    text = words[place].text.casefold().replace("’", "'")
    if text in _NEGATIONS or text.endswith("n't"):
        return Risk.NEGATION
    if text in _UNITS or text in _RHYTHM or text in _SIGNS:
        return Risk.DOSE
    if _is_number(text):
        return Risk.NUMBER
    if text in medicines or _STEM.fullmatch(text) or _stands_before_dose(words, place):
        return Risk.MEDICINE
    return None


def looks_like_medicine(word: str) -> bool:
    """By the ending that names of medicines have; many have none."""
    return bool(_STEM.fullmatch(word))


def _is_number(text: str) -> bool:
    parts = text.split("-")
    return any(character.isnumeric() for character in text) or any(part in _NUMBERS for part in parts)


def _stands_before_dose(words: Sequence[Word], place: int) -> bool:
    """“Tylenol 5 mL”: a name, a number, a unit. A verb or “than” in that place is no name."""
    text = words[place].text.casefold()
    following = [word.text.casefold() for word in words[place + 1 : place + 3]]
    is_name = len(text) >= _SHORTEST_NAME and text[0].isalpha() and text not in _ORDINARY and not text.endswith("ly")
    return is_name and len(following) == 2 and _is_number(following[0]) and following[1] in _UNITS
