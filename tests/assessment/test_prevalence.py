"""Bayes on measured rates, against figures worked out by hand and published tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.assessment.prevalence import expected, kinds, sentence, share_right
from floodwatch.tools.odds import PREVALENCES
from floodwatch.tools.rates import Rate


def test_a_recall_of_80_percent_at_1_percent_false_positives_is_right_7_percent_of_the_time_at_1_in_1000():
    assert share_right(0.8, 0.01, 0.001) == pytest.approx(0.0741, abs=1e-4)


def test_nothing_labelled_has_no_share():
    assert share_right(0.0, 0.0, 0.5) is None


def test_a_rate_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_right(1.2, 0.1, 0.1)
    with pytest.raises(ValueError, match="not a share"):
        Rate(3, 2)


def test_exact_bounds_agree_with_published_ones():
    # Zero of 59 is the smallest sample whose one-sided 95% upper bound lies at 5%.
    assert Rate(0, 59).upper() == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-9)
    assert Rate(0, 59).upper() < 0.05 < Rate(0, 58).upper()
    low, high = Rate(8, 10).bounds()  # Clopper and Pearson: 0.4439 to 0.9748
    assert (low, high) == (pytest.approx(0.4439, abs=1e-4), pytest.approx(0.9748, abs=1e-4))


def test_nothing_tried_allows_everything():
    rows = expected(Rate(0, 0), Rate(0, 0))
    assert Rate(0, 0).share is None
    assert all(row.right is None and (row.low, row.high) == (0.0, 1.0) for row in rows)
    assert "not measured" in sentence(rows)


def test_no_false_positive_seen_is_not_never():
    at_one_in_a_thousand = expected(Rate(80, 100), Rate(0, 100))[0]
    assert at_one_in_a_thousand.right == pytest.approx(0.0008 / (0.0008 + 0.999 * 0.005))
    assert at_one_in_a_thousand.high == 1.0


def test_a_calibration_file_gives_every_kind_at_every_prevalence():
    rates = {"recall": {"hits": 9, "of": 10}, "false_positives": {"hits": 1, "of": 100}, "unit": "group"}
    table = kinds({"kinds": {"overt": rates, "covert": rates}})
    assert list(table) == ["covert", "overt"]
    assert [row.prevalence for row in table["covert"]] == list(PREVALENCES)
    assert kinds({}) == {}


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_the_share_lies_in_its_range_and_grows_with_prevalence(a, b, c, d):
    recall, false = Rate(min(a, b), max(a, b)), Rate(min(c, d), max(c, d))
    rows = expected(recall, false)
    for row in rows:
        assert 0 <= row.low <= row.high <= 1
        if row.right is not None and false.hits:
            assert row.low - 1e-12 <= row.right <= row.high + 1e-12
    known = [row.right for row in rows if row.right is not None]
    assert known == sorted(known)
