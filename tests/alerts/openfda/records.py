"""Recall records to test with: made up, in the shape of openFDA's."""

import json
from typing import Any

from hypothesis import strategies as st

DRUG: dict[str, Any] = {
    "product_type": "Drugs",
    "recall_number": "D-9001-2026",
    "event_id": "90001",
    "classification": "Class II",
    "status": "Ongoing",
    "voluntary_mandated": "Voluntary: Firm initiated",
    "recalling_firm": "Brinewell Laboratories",
    "product_description": "POTASSIUM CHLORIDE EXTENDED-RELEASE CAPSULES, USP, 750 mg, NDC 99999-357-01, Rx only",
    "code_info": "Lot BW26A014, Exp 9/21/2027",
    "reason_for_recall": "Failed dissolution",
    "recall_initiation_date": "20260331",
    "center_classification_date": "20260422",
    "report_date": "20260429",
    "distribution_pattern": "Nationwide",
    "openfda": {},
}


def drug(**changes: Any) -> dict[str, Any]:
    return DRUG | changes


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in DRUG.items() if key != name}


def file_of(*records: Any) -> bytes:
    return json.dumps({"meta": {}, "results": list(records)}).encode()


# Every code point, the lone surrogates among them, which JSON can hold as well.
_text = st.text(st.characters(codec=None, exclude_categories=[]), max_size=20)
_plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _text
anything = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4), max_leaves=10
)
