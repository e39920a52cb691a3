"""Sums of ranges in which nothing is counted twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.views.totals import Range, Within, inside, total

OVER, NEARLY, EXACT = Range(3000.0, None), Range(0.0, 50.0), Range(170.0, 170.0)
THEFTS = {"all": OVER, "june": NEARLY, "july": EXACT}


def parts(**wholes):
    return Within({name: [whole] for name, whole in wholes.items()})


def test_parts_are_not_added_to_their_whole():
    assert total(THEFTS, parts(june="all", july="all")) == Range(3000.0, None)
    assert total(THEFTS, Within()) == Range(3170.0, None)


def test_a_part_of_a_part_is_within_the_whole_also_where_what_lies_between_has_no_number():
    within = parts(june="series", july="series", series="all")
    assert total(THEFTS, within) == Range(3000.0, None)
    assert inside(THEFTS, within) == {"all": [], "june": ["all"], "july": ["all"]}


def test_a_whole_outside_of_the_sum_changes_nothing():
    some = {name: THEFTS[name] for name in ("june", "july")}
    assert total(some, parts(june="all", july="all")) == Range(170.0, 220.0)


def test_parts_that_come_to_more_than_their_whole_raise_it():
    ranges = {"all": Range(10.0, 20.0), "a": Range(15.0, 15.0), "b": Range(15.0, 15.0)}
    assert total(ranges, parts(a="all", b="all")) == Range(30.0, 30.0)


def test_what_may_be_a_part_lowers_the_low_end_only():
    assert total({"all": Range(100.0, 100.0), "a": Range(30.0, 30.0)}, Within(maybe={"a": ["all"]})) == Range(
        100.0, 130.0
    )


def test_two_wholes_that_share_a_part_are_not_surely_two():
    ranges = {"one": Range(100.0, 100.0), "two": Range(80.0, 80.0), "both": Range(60.0, 60.0)}
    assert total(ranges, Within({"both": ["one", "two"]})) == Range(100.0, 180.0)


def test_items_that_lie_within_one_another_are_counted_once():
    ranges = {"a": Range(10.0, 10.0), "b": Range(20.0, 20.0)}
    assert total(ranges, parts(a="b", b="a")) == Range(20.0, 20.0)


def test_nothing_is_no_sum():
    assert total({}, Within()) is None


numbers = st.integers(0, 1000).map(float)
ranges = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(numbers, numbers).map(lambda ends: Range(min(ends), max(ends))),
    min_size=1,
)
trees = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=2), max_size=5
)


@given(ranges, trees, trees)
def test_a_sum_is_a_range_between_its_greatest_item_and_all_of_them(items, sure, maybe):
    found = total(items, Within(sure, maybe))
    assert found.low <= found.high
    assert max(one.low for one in items.values()) <= found.low <= sum(one.low for one in items.values())
    assert found.high <= sum(one.high for one in items.values())


@given(ranges, trees)
def test_what_is_only_suggested_never_raises_the_low_end(items, maybe):
    plain, unsure = total(items, Within()), total(items, Within(maybe=maybe))
    assert unsure.low <= plain.low
    assert unsure.high == plain.high


@pytest.mark.parametrize("added", ["june", "july"])
def test_adding_a_part_of_an_open_sum_changes_nothing(added):
    some = {name: one for name, one in THEFTS.items() if name != added}
    within = parts(june="all", july="all")
    assert total(some, within) == total(THEFTS, within)
