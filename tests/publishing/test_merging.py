"""Merging two people's forms: nothing that either wrote is lost."""

from hypothesis import given
from hypothesis import strategies as st

from publishing.admin.merging import Kind, Row, Rules, Side, Values, merge_fields, merge_rows

values = st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=1)
forms = st.fixed_dictionaries({"title": values, "summary": values, "body": values})
tabs = st.dictionaries(st.sampled_from(["1", "2", "3"]), st.fixed_dictionaries({"title": values, "body": values}))


rules = Rules(
    kind=lambda name: Kind.LINES if name == "body" else Kind.ONE,
    same=lambda _name, one, other: one == other,
    text=lambda _name, values: "\n".join(values),
)


@given(forms, forms)
def test_what_only_i_changed_is_mine(base: Row, mine: Row) -> None:
    merged, found = merge_fields(base, mine, base, rules)
    assert merged == mine
    assert {difference.side for difference in found} <= {Side.MINE}


@given(forms, forms)
def test_what_only_they_changed_is_theirs(base: Row, theirs: Row) -> None:
    merged, found = merge_fields(base, base, theirs, rules)
    assert merged == theirs
    assert {difference.side for difference in found} <= {Side.THEIRS}


@given(forms, forms, forms)
def test_no_word_of_either_is_lost(base: Row, mine: Row, theirs: Row) -> None:
    merged, found = merge_fields(base, mine, theirs, rules)
    asked = {difference.name: difference for difference in found if difference.side == Side.BOTH}
    for name in base:
        told = {line for value in merged[name] for line in value.split("\n")}
        told |= {*asked[name].mine, *asked[name].theirs} if name in asked else set()
        for side in (mine, theirs):
            assert set(side[name]) - {""} <= told or side[name] == base[name]


@given(forms, forms, forms)
def test_a_text_that_both_changed_holds_both_until_somebody_chooses(base: Row, mine: Row, theirs: Row) -> None:
    merged, found = merge_fields(base, mine, theirs, rules)
    for difference in found:
        if difference.side == Side.BOTH and difference.name == "body":
            assert difference.text is not None
            assert set(mine["body"] + theirs["body"]) - {""} <= set(merged["body"][0].split("\n"))


ids = st.lists(st.sampled_from("abcdef"), unique=True)


@given(ids, ids, ids)
def test_what_either_added_to_a_choice_of_many_is_in_and_what_either_removed_is_out(
    base: Values, mine: Values, theirs: Values
) -> None:
    sets = Rules(lambda _name: Kind.SET, lambda _name, one, other: set(one) == set(other), lambda _name, _values: "")
    merged, found = merge_fields({"programs": base}, {"programs": mine}, {"programs": theirs}, sets)
    added, removed = (set(mine) | set(theirs)) - set(base), set(base) - (set(mine) & set(theirs))
    assert set(merged["programs"]) == (set(base) | added) - removed
    assert all(difference.side != Side.BOTH for difference in found)


@given(forms, forms, forms)
def test_both_sides_are_asked_about_the_same_fields(base: Row, mine: Row, theirs: Row) -> None:
    asked = [
        {difference.name for difference in merge_fields(base, one, other, rules)[1] if difference.side == Side.BOTH}
        for one, other in ((mine, theirs), (theirs, mine))
    ]
    assert asked[0] == asked[1]


@given(tabs, tabs, tabs, st.lists(values, max_size=2))
def test_no_tab_with_words_of_either_is_lost(
    base: dict[str, Row], mine: dict[str, Row], theirs: dict[str, Row], added: list[Values]
) -> None:
    posted: list[Row] = [{"id": [key], **row} for key, row in mine.items() if key in base]
    posted += [{"id": [""], "title": title, "body": title} for title in added]
    rows, found = merge_rows(base, posted, theirs, rules)
    told = [value for row in rows for values in row.values() for value in values]
    told += [value for one in found for value in (*one.mine, *one.theirs)]
    told = [line for value in told for line in value.split("\n")]
    written = [
        row for row in posted if "".join(row["id"]) not in base or row != {"id": row["id"], **base[row["id"][0]]}
    ]
    for row in (*written, *theirs.values()):
        assert set(row["title"]) | set(row["body"]) <= set(told) | {"", *row.get("id", [])}


def test_a_tab_that_i_removed_and_they_changed_stays_and_is_asked_about() -> None:
    base: dict[str, Row] = {"1": {"title": ["One"], "body": ["old"]}}
    mine: list[Row] = [{"id": ["1"], "title": ["One"], "body": ["old"], "DELETE": ["on"]}]
    rows, found = merge_rows(base, mine, {"1": {"title": ["One"], "body": ["new"]}}, rules)
    assert rows == [{"id": ["1"], "title": ["One"], "body": ["new"]}]
    assert [difference.side for difference in found] == [Side.BOTH]


def test_a_tab_that_they_removed_and_i_changed_comes_back_as_a_new_one() -> None:
    base: dict[str, Row] = {"1": {"title": ["One"], "body": ["old"]}}
    rows, found = merge_rows(base, [{"id": ["1"], "title": ["One"], "body": ["mine"]}], {}, rules)
    assert rows == [{"id": [""], "title": ["One"], "body": ["mine"]}]
    assert [difference.side for difference in found] == [Side.BOTH]


def test_the_same_tab_added_by_both_is_one() -> None:
    rows, _found = merge_rows(
        {}, [{"id": [""], "title": ["New"], "body": ["x"]}], {"7": {"title": ["New"], "body": ["x"]}}, rules
    )
    assert rows == [{"title": ["New"], "body": ["x"], "id": ["7"]}]
