"""The matching is right on every passage of its gold set."""

import pytest

from tests.alerts.matching.passages import Passage, passages

GOLD = list(passages("gold.toml"))


def test_the_gold_set_is_large_enough_and_has_both_kinds() -> None:
    assert len(GOLD) >= 40
    assert min(sum(passage.names_it for passage in GOLD), sum(not passage.names_it for passage in GOLD)) >= 20


@pytest.mark.parametrize("passage", GOLD, ids=lambda passage: passage.text[:50])
def test_a_passage_is_found_where_it_names_the_product(passage: Passage) -> None:
    assert passage.is_found == passage.names_it
