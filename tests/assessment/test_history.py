"""Base rates from cases of the past: hand-computed, and what must hold of any."""

import pytest

from floodwatch.assessment.base_rates import beta_binomial
from floodwatch.assessment.history import FEWEST, reckoned
from floodwatch.model.history import COUNT, Event, Past, PastCase


def past(*counts, held=None, **more):
    """Cases with so many events each."""
    cases = tuple(
        PastCase(f"case {n}", tuple(Event(f"incident:{n}-{k}", "", "") for k in range(count)), votes)
        for n, (count, votes) in enumerate(zip(counts, held or [0] * len(counts), strict=True))
    )
    return Past(reference="cases", since="2020-01-01", as_of="2024-12-31", cases=cases, **more)


def test_a_share_is_that_of_cases_with_enough_events():
    rate = reckoned(past(0, 3, 1, 0, 0))
    assert (rate.hits, rate.tries, rate.events) == (2, 5, 4)
    assert rate.probability == pytest.approx(2.5 / 6)  # Jeffreys: half a hit and half a miss beside 2 and 3
    assert rate.low < rate.probability < rate.high
    twice = reckoned(past(0, 3, 1, 0, 0), at_least=2)
    assert (twice.hits, twice.probability) == (1, pytest.approx(1.5 / 6))
    assert len(rate.counted) == len(set(rate.counted)) == 4
    assert (rate.reference, rate.since, rate.as_of) == ("cases", "2020-01-01", "2024-12-31")


def test_several_cases_ahead_are_several_chances():
    ahead = reckoned(past(0, 1, 0, 0, ahead=3))
    assert ahead.probability == beta_binomial(1, 4, ahead=3).probability
    assert ahead.probability > reckoned(past(0, 1, 0, 0)).probability


def test_counts_know_of_elections_ahead():
    counts, votes = (0, 1, 0, 9, 0, 1, 8, 0, 1, 10), (0, 0, 0, 1, 0, 0, 1, 0, 0, 1)
    quiet = reckoned(past(*counts, held=votes), 3, COUNT)
    vote = reckoned(past(*counts, held=votes, votes=1), 3, COUNT)
    assert vote.probability > 0.7
    assert quiet.probability < 0.3
    for rate in (quiet, vote):
        assert rate.low <= rate.probability <= rate.high
        assert "one more of elections" in rate.sentence


def test_half_a_case_ahead_brings_about_half_as_many_events():
    whole, half = (reckoned(past(*[2] * 12, exposure=part), 1, COUNT) for part in (1.0, 0.5))
    assert half.probability < whole.probability
    assert "elections" not in half.sentence


def test_too_few_cases_give_no_count_and_nothing_else_is_asked_in_vain():
    with pytest.raises(ValueError, match=f"{FEWEST} cases or more"):
        reckoned(past(1, 0), 1, COUNT)
    with pytest.raises(ValueError, match="at least one event"):
        reckoned(past(1, 0), 0)
    with pytest.raises(ValueError, match="one of share, count"):
        reckoned(past(1, 0), 1, "guess")
