"""The measurement of resemblance: what is held out, what a method may see, and how answers are counted."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from evaluation.attribution import campaigns, fit, page
from evaluation.attribution.methods import NONE, cases, cosine, jaccard, nearest, ours, profiles
from floodwatch.assessment.resemblance import fitted, resembles
from floodwatch.model.habits import GROUPS, Feature, Habits, Profile


def habits(*values: str) -> Habits:
    return Habits({Feature("infrastructure", v): "" for v in values}, frozenset(GROUPS))


PERIODS = [{0: habits("a", f"x{i}"), 1: habits("b", f"y{i}")} for i in range(3)] + [{2: habits("c")}]


def test_the_campaign_that_is_asked_about_is_in_no_profile():
    for case in cases(1, PERIODS):
        own = next(f.value for f in case.habits.features if f.value[0] in "xyc")
        assert all(Feature("infrastructure", own) not in one.counts for one in case.profiles)


def test_each_campaign_is_asked_about_with_and_without_its_actor():
    held = list(cases(1, PERIODS))
    assert [c.truth for c in held].count(NONE) == 7 and len(held) == 13
    assert all(c.truth == NONE or c.truth in {p.name for p in c.profiles} for c in held)
    for case in (c for c in held if c.truth == NONE):
        mark = next(f for f in case.habits.features if f.value in "abc")
        assert all(mark not in one.counts for one in case.profiles)


def test_profiles_count_campaigns():
    found = {one.name: one for one in profiles(PERIODS)}
    assert found["actor 0"].counts[Feature("infrastructure", "a")] == 3 and found["actor 0"].seen == 3


def test_likenesses_are_those_of_the_textbook():
    one = Profile("a", {Feature("infrastructure", "a"): 2, Feature("infrastructure", "b"): 1}, 2)
    assert cosine(habits("a", "c"), one) == pytest.approx(1 / (np.sqrt(2) * np.sqrt(1.25)))
    assert jaccard(habits("a", "c"), one) == pytest.approx(1 / 3)
    assert cosine(habits(), one) == 0 == jaccard(habits(), Profile("b", {}, 1))


@pytest.mark.parametrize("method", [ours(fitted()), nearest(cosine, 0.3, 10.0)])
def test_a_method_gives_probabilities_over_the_profiles_and_none(method):
    for case in cases(1, PERIODS):
        answer, chances = method(case.habits, case.profiles)
        assert sum(chances.values()) == pytest.approx(1.0) and answer in chances
        assert set(chances) == {NONE, *(one.name for one in case.profiles)}


def test_what_is_fitted_is_what_the_product_computes():
    weights = fitted()
    values = np.array([*(weights.shared[g] for g in GROUPS), weights.unseen, weights.missing, weights.none])
    for case in cases(1, PERIODS):
        found = resembles(case.habits, case.profiles, weights)
        chances = {one.name: one.probability for one in found.likenesses} | {NONE: found.none}
        loss = fit._loss(fit._scores(fit._sums(case), values), weights.none, fit._place(case))
        assert np.exp(-loss) == pytest.approx(chances[case.truth])


def test_the_right_answers_are_counted():
    held = [c for seed in (1, 2) for c in cases(seed, PERIODS)]

    def perfect(habits, known):
        truth = next(c.truth for c in held if c.habits is habits and c.profiles == tuple(known))
        return truth, {one.name: float(one.name == truth) for one in known} | {NONE: float(truth == NONE)}

    def never(habits, known):
        return known[0].name, {one.name: 1 / len(known) for one in known} | {NONE: 0.0}

    told = page.result(held, {"Floodwatch": perfect, "never": never}, (7, 7))
    best = told["methods"]["Floodwatch"]
    assert best["first"][0] == best["named"][0] == best["none"][0] == best["told_apart"][0] == 1.0
    assert best["log_loss"][0] == best["brier"][0] == best["calibration_error"][0] == 0.0
    assert told["methods"]["never"]["none"][0] == 0.0 and told["methods"]["never"]["told_apart"][0] == 0.5
    assert told["lead"]["never"]["none"] == [1.0, 1.0, 1.0]
    shown = page.page(told)
    assert "14 of 64 campaigns" in shown and "| Floodwatch | 100% (100% to 100%)" in shown


def test_actors_of_a_seed_are_the_same_again_and_differ_from_each_other():
    assert campaigns.actors(5) == campaigns.actors(5) != campaigns.actors(6)
    assert len(set(campaigns.actors(5))) == campaigns.ACTORS


def test_a_campaign_keeps_most_habits_and_drifts():
    own, *others = campaigns.actors(5)
    kept = {f.name: 0 for f in fields(campaigns.Habit)}
    for number in range(300):
        made = campaigns.campaign(own, tuple(others), np.random.default_rng(number))
        for name in kept:
            kept[name] += getattr(made, name) == getattr(own, name)
    assert kept["opens"] > kept["sites"] and kept["desk"] > 0.8 * 300 and 0.2 * 300 < kept["tags"] < 0.5 * 300
