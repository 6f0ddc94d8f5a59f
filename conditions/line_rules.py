"""How a line of a source, or of a clinical code, is written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.html import is_safe_address


def validate_sources(lines: list[str]) -> None:
    """Each line is words and then one http(s) address."""
    for number, line in enumerate(lines, start=1):
        words, _space, address = line.rpartition(" ")
        if not words or not address.startswith(("https://", "http://")) or not is_safe_address(address):
            raise ValidationError(
                _("Line %(number)s: write the source's name, a space and its address (https://…), not “%(line)s”."),
                params={"number": number, "line": line},
            )


CODE_SYSTEMS = ("ICD-10-CM", "SNOMED CT")


def validate_codes(lines: list[str]) -> None:
    """Each line is a coding system and a code of it."""
    for number, line in enumerate(lines, start=1):
        system, _space, code = line.rpartition(" ")
        if system not in CODE_SYSTEMS or not code:
            raise ValidationError(
                _("Line %(number)s: write “ICD-10-CM” or “SNOMED CT”, a space and the code, not “%(line)s”."),
                params={"number": number, "line": line},
            )
