"""The rows of a recall: which product, which codes, which lots. Plain values, without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from alerts.plain import plain_data


@dataclass(frozen=True)
class Package:
    """One recalled product as it lies in front of a family.

    `lots` holds entries as people write them: a single lot, a range (`A100 to A150`) or `All lots`;
    `alerts.checker.entries` reads them. For devices a lot entry may be a serial number.
    """

    product: str = ""
    strength: str = ""
    """Strength and form: “750 mg extended-release capsules, bottle of 100”."""
    ndcs: tuple[str, ...] = ()
    """National Drug Codes with hyphens, as printed."""
    gtins: tuple[str, ...] = ()
    """Digits of a bar code: UPC (12), EAN (8 or 13) or GTIN-14."""
    model_numbers: tuple[str, ...] = ()
    """Model or catalog numbers of a device."""
    lots: tuple[str, ...] = ()
    use_by: str = ""
    """Use-by or expiration date as printed, in words; shown to families and never compared."""
    is_list_complete: bool = False
    """The firm's whole list of this product's numbers is here, so a family may be told “not in this recall”."""
    recall_number: str = ""
    """The agency's number of this product's record, for example D-0488-2026."""

    def as_json(self) -> dict[str, Any]:
        """Every field, with lists for tuples."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Package:
        """The reverse of `as_json`; fields that are missing are empty, unknown ones are ignored. All text is plain."""
        known = {name: plain_data(values[name]) for name in cls.__dataclass_fields__ if name in values}
        frozen: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
        }
        return cls(**frozen)


def packages_of_content(content: Mapping[str, Any]) -> list[Package]:
    """The rows of a frozen alert. Before rows existed an alert had one flat list of lots and NDCs."""
    if "packages" in content:
        return [Package.from_json(row) for row in content["packages"]]
    lots, ndcs = content.get("lots") or [], content.get("ndcs") or []
    is_complete = bool(content.get("is_list_complete"))
    if not (lots or ndcs):
        return []
    if is_complete and not lots:
        lots = ["All lots"]
    return [
        Package(
            product=content.get("product", ""), ndcs=tuple(ndcs), lots=tuple(lots), is_list_complete=is_complete
        )
    ]  # fmt: skip
