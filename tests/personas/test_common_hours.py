"""Hours that two accounts have in common: a level that holds however much they post, in large languages and small."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from floodwatch.detectors.personas.hours import RHYTHM
from floodwatch.detectors.personas.odds.common_hours import BANDS, ENOUGH, PER_BAND, Clocks, surprises
from floodwatch.detectors.personas.samples import NOON
from tests.personas.acted import acted
from tests.personas.table import engine, run

DAY = RHYTHM / RHYTHM.sum()
PAIRED = 40
"""Accounts of which all pairs are looked at, before the others."""
ROUNDS = 6


def _clocks(random, posts, own=0.0, language=None):
    """Accounts with so many posts; `own`: how much each has a rhythm of its own."""
    rhythm = np.stack([random.dirichlet(24 * DAY / own) if own else DAY for _ in posts])
    hours = np.stack([random.multinomial(n, p) for n, p in zip(posts, rhythm, strict=True)])
    language = np.zeros(len(posts), dtype=np.int64) if language is None else language
    return Clocks(hours, language, np.arange(PAIRED, len(posts)))


def _shares(make, least=(1.0, 2.0)):
    """The share of unrelated pairs with at least those surprises, over worlds."""
    one, other = np.triu_indices(PAIRED, 1)
    found = np.concatenate([surprises(make(np.random.default_rng(n)), one, other, n) for n in range(ROUNDS)])
    assert not np.isnan(found).any()
    return [float((found >= limit).mean()) for limit in least]


def _crowd(random, size):
    """Posts of many accounts: most have few."""
    return np.minimum(20 * (1 + random.pareto(1, size)), 5000).astype(int)


@pytest.mark.parametrize("own", [0.0, 1.0], ids=["one rhythm", "own rhythms"])
@pytest.mark.parametrize(
    "posts", [(20, 20), (39, 39), (100, 100), (300, 300), (1000, 1000), (25, 1000), (90, 600)]
)
def test_one_in_a_hundred_unrelated_pairs_has_a_surprise_of_two_however_busy_they_are(posts, own):
    def make(random):
        mine = np.where(np.arange(PAIRED) % 2, *posts)
        return _clocks(random, np.concatenate((mine, _crowd(random, 800))), own)

    tenth, hundredth = _shares(make)
    assert 0.05 < tenth < 0.14
    assert hundredth < 0.022


@pytest.mark.parametrize("others", [ENOUGH, 2 * ENOUGH])
def test_where_few_others_write_a_language_the_level_holds_too(others):
    def make(random):
        mine = _crowd(random, PAIRED) * 5
        return _clocks(random, np.concatenate((mine, _crowd(random, others))), 0.5)

    tenth, hundredth = _shares(make)
    assert tenth < 0.15
    assert hundredth < 0.022


def test_quiet_pairs_beside_busy_others_are_compared_by_as_few_posts_as_they_have():
    def make(random):
        return _clocks(random, np.concatenate((np.full(PAIRED, 25), np.full(60, 300))), 0.5)

    tenth, hundredth = _shares(make)
    assert 0.05 < tenth < 0.15
    assert hundredth < 0.022


def test_too_few_posts_or_others_of_a_language_are_no_measure():
    random = np.random.default_rng(1)
    language = np.zeros(PAIRED + 2 * ENOUGH - 1, dtype=np.int64)
    language[[1, 2, *range(PAIRED, PAIRED + ENOUGH - 1)]] = 1
    posts = np.full(len(language), 50)
    posts[3] = 19
    one, other = np.array([0, 0, 1, 0]), np.array([4, 1, 2, 3])
    found = surprises(_clocks(random, posts, language=language), one, other, 1)
    assert np.isnan(found).tolist() == [False, True, True, True]


def test_two_who_keep_one_rhythm_of_their_own_are_a_surprise_the_more_they_post():
    assert _own_hours(20) < 2 < _own_hours(640)


def _own_hours(posts):
    """Mean surprise of pairs of one rhythm among people who have each their own."""
    found = []
    for seed in range(10):
        random = np.random.default_rng(seed)
        clocks = _clocks(random, np.concatenate((np.full(PAIRED, posts), _crowd(random, 800))), 1.0)
        clocks.hours[:2] = random.multinomial(posts, random.dirichlet(24 * DAY), size=2)
        found.append(surprises(clocks, np.array([0]), np.array([1]), seed)[0])
    return float(np.mean(found))


def test_of_two_languages_the_one_that_makes_a_pair_less_surprising_counts():
    random = np.random.default_rng(2)
    language = np.arange(PAIRED + 400) % 2
    clocks = _clocks(random, np.full(len(language), 300), 0.5, language)
    clocks.hours[language == 1] = random.multinomial(300, DAY, size=int((language == 1).sum()))
    clocks.hours[0] = random.multinomial(300, DAY)
    within = surprises(clocks, np.array([0, 1, 0]), np.array([2, 3, 1]), 1)
    assert within[2] < 1.5, "unusual among those of the first, usual among those of the second"


def test_posts_are_thinned_to_one_number_and_never_made_up():
    clocks = _clocks(np.random.default_rng(3), np.array([10, 80, 200]))
    found = clocks.thinned(80, np.random.default_rng(3)) ** 2 * 80
    assert found.sum(axis=1) == pytest.approx([0, 80, 80])
    assert (found <= clocks.hours + 1e-9).all()
    assert found[1] == pytest.approx(clocks.hours[1])


def test_busy_members_beside_a_quiet_crowd_are_no_surprise():
    from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
    from floodwatch.detectors.personas.odds.pair_scores import pair_scores
    from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
    from floodwatch.detectors.personas.people import PEOPLE

    random = np.random.default_rng(1)
    posts = [400] * 30 + [400] * 60 + [22] * 250
    said = [
        {"platform": "x", "post_id": f"{n}-{i}", "account_id": f"{n:04d}", "language": "en",
         "created_at": NOON + timedelta(days=i % 28, hours=int(h))}
        for n, many in enumerate(posts)
        for i, h in enumerate(random.choice(24, size=many, p=DAY))
    ]  # fmt: skip
    members = [{"network_id": "n", "platform": "x", "account_id": f"{n:04d}"} for n in range(30)]
    made = engine(posts=said, members=members)
    acted(made, {})
    run(made, PEOPLE, PERSONA_ORIGINALS, FOLLOW_PAIRS)
    one, other = np.triu_indices(30, 1)
    made.register("odds_candidates", pa.table({"one_no": one, "other_no": other}))
    found = pair_scores(made, 1).signs["time"]["same_hours"]
    assert not np.isnan(found).any()
    assert (found >= 2).mean() < 0.05


def test_others_are_drawn_from_every_band_of_the_languages_that_are_asked_about():
    from floodwatch.detectors.personas.odds.pair_scores import CLOCKED
    from floodwatch.detectors.personas.samples import people

    many = [{"posts": least} for least in BANDS for _ in range(PER_BAND + 20)]
    made = engine()
    told = people([{"posts": 25}, {"posts": 5}], [*many, *[{"posts": 50, "language": "lv"}] * 9])
    made.register("personas", pa.Table.from_pylist(told["personas"]))
    made.register("odds_accounts", made.arrow("SELECT * FROM personas WHERE account_no < 2"))
    made.steps((CLOCKED,))
    sql = "SELECT posts, count(*) AS n FROM personas JOIN odds_clocked USING (account_no) GROUP BY posts ORDER BY posts"
    counts = {r["posts"]: r["n"] for r in made.arrow(sql).to_pylist()}
    assert counts == {25: 1, **dict.fromkeys(BANDS, PER_BAND)}
