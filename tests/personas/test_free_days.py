"""Rest on national holidays: hand-made days, and how often chance alone is taken for rest."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from scipy.stats import t

from floodwatch.detectors.personas import free_days
from floodwatch.detectors.personas.free_days import Days, countries_at, holidays_of, lower, rest

FIRST, SIZE = date(2024, 6, 1), 60  # a Saturday
FOURTH = (date(2024, 7, 4) - FIRST).days


def days(free=(), others=None, seed=1, mean=200.0):
    """Posts of ordinary days, half as many at weekends, a fifth on the free ones."""
    weekday = (FIRST.weekday() + np.arange(SIZE)) % 7
    usual = np.where(weekday < 5, mean, mean / 2)
    usual[list(free)] /= 5
    return Days(FIRST, np.random.default_rng(seed).poisson(usual).astype(float), others)


def test_calendars_are_those_of_the_countries():
    assert holidays_of("US", (2024,))[date(2024, 7, 4)] == "Independence Day"
    assert holidays_of("ZZ", (2024,)) == {}
    noon = datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert {"RU", "TR"} <= set(countries_at(3.0, noon)) and "US" not in countries_at(3.0, noon)
    assert "IN" in countries_at(5.5, noon)


def test_rest_on_the_fourth_of_july_names_the_country():
    found = rest(days([FOURTH]), -4.0)
    assert "US" in found.countries and date(2024, 7, 4) in found.days
    assert found.seen < 0.8 * found.expected
    assert found.others is None and found.p_value < 1e-6


def test_the_chance_is_multiplied_by_the_calendars_tried(monkeypatch):
    mine = days([FOURTH])
    found = rest(mine, -4.0)
    assert found.tried > 3
    monkeypatch.setattr(free_days, "countries_at", lambda *_: found.countries)
    free_days._calendars.cache_clear()
    alone = rest(mine, -4.0)
    free_days._calendars.cache_clear()
    assert alone.tried == 1 and found.p_value == pytest.approx(min(1.0, alone.p_value * found.tried))


def test_a_day_on_which_everybody_rests_says_nothing():
    mine = days([FOURTH])
    alike = Days(FIRST, mine.mine, 10 * days([FOURTH], seed=5).mine)
    assert rest(alike, -4.0).p_value > 0.2


def test_chance_alone_is_seldom_taken_for_rest():
    found = [rest(days(seed=seed), -4.0).p_value for seed in range(40)]
    assert sum(p <= 0.05 for p in found) <= 5


def test_too_few_posts_are_not_tested():
    assert rest(days(mean=1.0), -4.0) is None
    assert rest(Days(FIRST, np.zeros(0), None), -4.0) is None


def test_the_law_is_that_of_a_prediction():
    usual, free = np.array([0.1, -0.1, 0.2, -0.2, 0.05, -0.05]), np.array([-0.5, -0.7])
    wanted = t.cdf(-0.6 / (usual.std(ddof=1) * np.sqrt(1 / 2 + 1 / 6)), 5)
    days, holiday = np.concatenate((usual, free))[None], np.arange(8)[None] >= 6
    assert lower(days, holiday, ~holiday) == pytest.approx([wanted])
