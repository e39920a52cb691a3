"""Resemblance to known actors, against figures worked out by hand."""

from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.assessment.resemblance import (
    Weights,
    as_row,
    base_rate,
    fitted,
    probabilities,
    reasons_for,
    resembles,
)
from floodwatch.model.habits import GROUPS, Feature, Habits, Profile

ONES = Weights(dict.fromkeys(GROUPS, 1.0), unseen=1.0, missing=1.0, none=0.0)
SITE, OTHER, X, TEXT = (
    Feature("infrastructure", "a.example"), Feature("infrastructure", "b.example"), Feature("platforms", "x"),
    Feature("traces", "text"),
)  # fmt: skip


def habits(*features: Feature, looked=frozenset(GROUPS), also=frozenset()) -> Habits:
    return Habits(dict.fromkeys(features, "seen"), looked, also)


def profile(name: str, *features: Feature, seen: int = 1, country: str = "") -> Profile:
    return Profile(name, dict.fromkeys(features, seen), seen, country)


THREE = (profile("A", SITE, X), profile("B", X), profile("C", X, TEXT))


def reason(actor: Profile, feature: Feature, found: Habits, weights: Weights = ONES):
    return next((r for r in reasons_for(found, actor, THREE, weights) if r.feature == feature), None)


def test_what_everybody_does_counts_almost_nothing_and_what_is_rare_counts():
    found = habits(SITE, X)
    # x: base (3 + .5) / 4, rate (1 + .875) / 2; the site: base (1 + .5) / 4, rate (1 + .375) / 2.
    assert reason(THREE[0], X, found).log_lr == pytest.approx(log(0.9375 / 0.875))
    assert reason(THREE[0], SITE, found).log_lr == pytest.approx(log(0.6875 / 0.375))


def test_what_an_actor_never_had_speaks_against_it():
    one = reason(THREE[1], SITE, habits(SITE))
    assert (one.term, one.had, one.profiles) == ("unseen", (0, 1), (1, 3))
    assert one.log_lr == pytest.approx(log(0.5))


def test_what_is_missing_counts_only_where_it_was_looked_for():
    assert reason(THREE[2], TEXT, habits(X)).log_lr == pytest.approx(log((1 - 0.6875) / (1 - 0.375)))
    assert reason(THREE[2], TEXT, habits(X, looked=frozenset({"platforms"}))) is None
    assert reason(THREE[2], TEXT, habits(X, looked=frozenset(), also=frozenset({TEXT}))).term == "missing"


def test_a_site_that_is_missing_says_nothing():
    assert reason(THREE[0], SITE, habits(X)) is None


def test_probabilities_are_those_of_bayes_with_equal_priors():
    found = resembles(habits(SITE, X), THREE, ONES)
    scores = {p.name: sum(r.log_lr for r in reasons_for(habits(SITE, X), p, THREE, ONES)) for p in THREE}
    whole = sum(exp(s) / 3 for s in scores.values()) + 1
    assert {one.name: one.probability for one in found.likenesses} == pytest.approx(
        {name: exp(s) / 3 / whole for name, s in scores.items()}
    )
    assert found.none == pytest.approx(1 / whole)


def test_features_of_one_group_are_capped_together():
    sites = [Feature("infrastructure", f"{n}.example") for n in range(40)]
    known = (profile("A", *sites), profile("B", X))
    rows = reasons_for(habits(*sites), known[0], known, ONES)
    assert sum(r.log_lr for r in rows if r.term == "shared") == pytest.approx(ONES.cap)


def test_only_words_of_resemblance_are_used():
    found = resembles(habits(SITE, X), THREE, Weights(ONES.shared, 1.0, 1.0, -3.0))
    assert found.said.startswith("It resembles A (")
    assert " is " not in found.said and "Resemblance is not identity" in found.caution


def test_one_that_shares_nothing_resembles_none():
    found = resembles(habits(OTHER, Feature("platforms", "vk")), THREE, ONES)
    assert found.said.startswith("It resembles none of 3 known profiles")
    assert not any("Without" in line for line in found.would_change)
    assert found.none > 0.5


def test_what_is_left_without_the_strongest_and_without_the_easily_copied_is_told():
    found = resembles(habits(SITE, X, TEXT), THREE, ONES)
    first = found.likenesses[0]
    again = resembles(habits(X, TEXT), THREE, ONES)
    expected = {one.name: one.probability for one in again.likenesses}[first.name]
    strongest = next(r.feature for r in first.reasons if r.term == "shared")
    assert strongest == (TEXT if first.name == "C" else SITE)
    if strongest == SITE:
        assert first.without_best == pytest.approx(expected)
    assert {r.feature for r in first.reasons if r.copied} <= {X, TEXT}


def test_profiles_are_counted_by_country_and_empty_ones_left_out():
    known = (profile("A", X, country="Ruritania"), profile("B", X), Profile("C", {}, 0, "Ruritania"))
    found = resembles(habits(X), known, ONES)
    assert found.profiles == 2 and found.by_country == {"Ruritania": 1, "not said": 1}


def test_what_nobody_wrote_of_an_actor_speaks_neither_for_nor_against_it():
    from dataclasses import replace

    silent = replace(THREE[1], told=frozenset({"platforms"}))
    known = (THREE[0], silent, THREE[2])
    rows = reasons_for(habits(SITE, X), silent, known, ONES)
    assert {r.feature for r in rows} == {X}
    site = next(r for r in reasons_for(habits(SITE, X), THREE[0], known, ONES) if r.feature == SITE)
    assert site.profiles == (1, 2) and base_rate(SITE, known) == pytest.approx(1.5 / 3)


def test_without_profiles_nothing_is_resembled():
    found = resembles(habits(X), (), ONES)
    assert (
        found.none == 1.0
        and found.likenesses == ()
        and found.said == "There is no profile to compare it with."
    )


def test_groups_that_nothing_is_known_of_are_named_as_what_would_change_it():
    assert "Nothing is known of its rhythm." in resembles(habits(X), THREE, ONES).would_change


def test_it_is_one_row_of_plain_values():
    import json

    row = json.loads(json.dumps(as_row(resembles(habits(SITE, X), THREE, ONES))))
    assert row["resembles"][0]["reasons"][0]["profiles"] == [1, 3]
    assert row["none"] + sum(one["probability"] for one in row["resembles"]) == pytest.approx(1.0)


FEATURES = st.builds(Feature, st.sampled_from(GROUPS), st.sampled_from("abcde"))
PROFILES = st.lists(st.tuples(st.lists(FEATURES, min_size=1), st.integers(1, 4)), min_size=1, max_size=6).map(
    lambda rows: tuple(profile(f"P{i}", *fs, seen=n) for i, (fs, n) in enumerate(rows))
)


@given(st.lists(FEATURES), PROFILES)
def test_probabilities_sum_to_one_whatever_is_compared(features, known):
    found = resembles(habits(*features), known, fitted())
    chances = [one.probability for one in found.likenesses]
    assert sum(chances) + found.none == pytest.approx(1.0)
    assert chances == sorted(chances, reverse=True)
    assert all(0 < base_rate(f, known) < 1 for f in features)


@given(PROFILES, st.lists(FEATURES))
def test_the_order_of_profiles_and_features_changes_nothing(known, features):
    one = resembles(habits(*features), known, ONES)
    other = resembles(habits(*reversed(features)), tuple(reversed(known)), ONES)
    assert [x.name for x in one.likenesses] == [x.name for x in other.likenesses]
    assert one.none == pytest.approx(other.none)


def test_nothing_compared_leaves_what_was_assumed():
    assert probabilities([[], []], ONES) == (pytest.approx((0.25, 0.25)), pytest.approx(0.5))
