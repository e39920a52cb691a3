"""Followers of groups: sums with dates, whole lists counted, sampled ones estimated, else bounds."""

from __future__ import annotations

import numpy as np
import pytest

from floodwatch.detectors.personas.affiliations.affiliations import AFFILIATIONS
from floodwatch.detectors.personas.affiliations.reach import MOST, REACH, union
from floodwatch.detectors.personas.engagements import ENGAGEMENT
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.samples import NOON
from floodwatch.detectors.personas.signals.reach import REACH_OF_NETWORKS
from tests.personas.table import engine, rows, run


def reached(counters, follows=(), platforms=None, others=(), **settings):
    """The rows of `reach` for one network of accounts with those counters, by platform."""
    places = platforms or ["x"] * len(counters)
    accounts = [
        {"platform": p, "account_id": f"a{n}", "followers": c, "observed_at": NOON.replace(day=1 + n)}
        for n, (c, p) in enumerate(zip(counters, places, strict=True))
    ]
    accounts += [{"platform": "x", "account_id": f"o{n}", "followers": c} for n, c in enumerate(others)]
    members = [{"network_id": "n-1", "platform": p, "account_id": f"a{n}"} for n, p in enumerate(places)]
    edges = [{"platform": places[a], "follower_id": f"f{f}", "followed_id": f"a{a}"} for f, a in follows]
    made = engine(accounts=accounts, members=members, follows=edges)
    run(made, PEOPLE, ENGAGEMENT, AFFILIATIONS)
    REACH.run(made, {"design": "lists", "seed": 1, **settings})
    return made, {r["platform"]: r for r in rows(made, "reach")}


def test_without_follows_there_are_sum_bounds_and_dates_and_no_estimate():
    _, told = reached([100, None, 40])
    row = told["x"]
    assert (row["followers"], row["accounts"], row["counted"]) == (140, 3, 2)
    assert (row["people"], row["low"], row["high"]) == (None, 100, 140)
    assert row["method"] == "not estimated: bounds only"
    assert (row["first_as_of"].day, row["last_as_of"].day) == (1, 3)


def test_over_platforms_there_are_bounds_only():
    _, told = reached([100, 40], platforms=["x", "telegram"])
    assert (told["all"]["followers"], told["all"]["low"], told["all"]["high"]) == (140, 100, 140)
    assert told["all"]["people"] is None and "over platforms" in told["all"]["method"]
    assert told["x"]["people"] == 100


def test_counters_that_nobody_can_have_are_told_as_the_most_that_can_be_counted():
    """Sums of such counters are no whole number that an engine holds: the analysis goes on without them."""
    made, told = reached([2**63 - 1] * 10 + [7], platforms=["x"] * 6 + ["telegram"] * 5)
    assert (told["x"]["followers"], told["x"]["high"], told["x"]["accounts"]) == (MOST, MOST, 6)
    assert (told["all"]["followers"], told["all"]["low"], told["all"]["high"]) == (MOST, MOST, MOST)
    run(made, REACH_OF_NETWORKS)
    assert rows(made, "signals/reach")[0]["value"] == MOST
    follows = [(f, a) for f in range(30) for a in (0, 1)]
    assert reached([2**63 - 1] * 2, follows)[1]["x"]["followers"] == MOST
    assert reached([-(2**63)] * 2)[1]["x"]["followers"] == 0


def test_whole_lists_of_followers_are_counted():
    follows = [(f, 0) for f in range(100)] + [(f, 1) for f in range(60, 140)]
    _, told = reached([100, 80], follows)
    assert (told["x"]["people"], told["x"]["low"], told["x"]["high"]) == (140, 140, 140)
    assert told["x"]["method"] == "people on the whole lists of followers"


def test_an_account_observed_twice_counts_once_with_its_latest_counter():
    import pyarrow as pa

    from floodwatch.centre.analysis import analysis

    seen = [(NOON, 10), (NOON.replace(year=2025), 30)]
    accounts = pa.Table.from_pylist(
        [
            {"platform": "x", "account_id": "a", "handle": "h", "followers": n, "observed_at": t}
            for t, n in seen
        ]
    )
    listing = pa.Table.from_pylist([
        {"list_name": "l", "kind": "account", "platform": "x", "subject_id": "h", "listing_role": "state_media",
         "outlet": "River TV"}
    ])  # fmt: skip
    (all_of_it, *_) = analysis({"accounts": accounts, "listings": listing}, keep=("reach",))[
        "reach"
    ].to_pylist()
    assert (all_of_it["followers"], all_of_it["last_as_of"].year) == (30, 2025)


def audience(seed, accounts=6, people=6000, mean=0.35):
    """Who follows whom, people differing in how many of the accounts they follow."""
    random = np.random.default_rng(seed)
    chance = np.clip(random.gamma(1.5, mean / 1.5, people), 0, 0.95)
    return random.random((people, accounts)) < chance[:, None] * random.uniform(0.4, 1, accounts), random


@pytest.mark.parametrize("design", ["lists", "followers"])
def test_estimates_from_samples_hold_the_truth(design):
    inside, errors = 0, []
    for seed in range(12):
        follows, random = audience(seed)
        if design == "lists":
            kept = follows & (random.random(follows.shape) < 0.3)
        else:
            kept = follows & (random.random((len(follows), 1)) < 0.3)
        counters = [int(n) for n in follows.sum(axis=0)]
        _, told = reached(counters, [(int(f), int(a)) for f, a in np.argwhere(kept)], design=design)
        truth = int(follows.any(axis=1).sum())
        inside += told["x"]["low"] <= truth <= told["x"]["high"]
        errors.append(abs(told["x"]["people"] / truth - 1))
        assert max(counters) <= told["x"]["low"] <= told["x"]["people"] <= told["x"]["high"] <= sum(counters)
    assert inside >= 11
    assert np.median(errors) < 0.15


def test_two_accounts_are_estimated_without_a_model():
    assert union(300, 40, 2) == pytest.approx([260, 260, 260])


@pytest.mark.parametrize("seed", range(6))
def test_least_likely_and_most_people_hold_the_truth(seed):
    follows, _ = audience(seed, accounts=3 + seed)
    each = follows.sum(axis=1)
    least, likely, most = union(each.sum(), (each * (each - 1) / 2).sum(), follows.shape[1])
    assert least <= likely <= most
    assert least <= (each > 0).sum() <= most


def test_few_shared_followers_and_few_lists_estimate_nothing():
    few = [(f, f % 2) for f in range(30)]
    assert reached([1000, 1000], few)[1]["x"]["people"] is None
    one = [(f, 0) for f in range(300)]
    assert reached([1000, 1000], one)[1]["x"]["people"] is None


def test_the_signal_tests_the_sum_against_as_many_accounts_of_the_background():
    usual = [int(n) for n in np.random.default_rng(1).lognormal(5, 1, 200)]
    for counters, likely in (([9000, 12000, 8000], False), ([140, 150, 160], True)):
        made, _ = reached(counters, others=usual)
        run(made, REACH_OF_NETWORKS)
        (row,) = rows(made, "signals/reach")
        assert row["value"] == sum(counters) and (row["p_value"] > 0.05) == likely
        assert row["explanation"].endswith("accounts that are read have many followers too")


def test_without_background_nothing_is_tested():
    made, _ = reached([9, 9])
    run(made, REACH_OF_NETWORKS)
    assert [r["p_value"] for r in rows(made, "signals/reach")] == [None]
