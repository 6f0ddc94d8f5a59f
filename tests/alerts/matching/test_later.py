"""How the matching does on passages that were written after it: not held to be right, but told as it is."""

from pathlib import Path

import pytest

from tests.alerts.matching.passages import passages

REPORT = Path(__file__).resolve().parents[3] / "docs" / "recalls.md"


@pytest.mark.parametrize("name", ["later.toml", "latest.toml", "brands.toml"])
def test_the_documents_tell_how_the_matching_does_on_later_passages(name: str) -> None:
    later = list(passages(name))
    right = sum(passage.is_found for passage in later if passage.names_it)
    wrong = sum(passage.is_found for passage in later if not passage.names_it)
    naming = sum(passage.names_it for passage in later)
    assert len(later) >= 60
    told = f"{right} of the {naming} passages that name the product are found, and so {'is' if wrong == 1 else 'are'} "
    told += f"{wrong} of the {len(later) - naming} that do not"
    assert told in " ".join(REPORT.read_text(encoding="utf-8").split())
