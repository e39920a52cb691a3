"""Log-odds: what is rare counts, what is missing does not, groups count once, and sums are right as often as said."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.detectors.personas.odds.curves import KNOTS, Book, Curve, read, strongest
from floodwatch.detectors.personas.odds.moments import CHANGED, WOKEN, common_moments
from floodwatch.detectors.personas.odds.network_odds import combined, odds
from floodwatch.detectors.personas.odds.network_scores import group_of, network_scores
from floodwatch.detectors.personas.odds.pair_odds import PAIR_ODDS
from floodwatch.detectors.personas.odds.pair_scores import pair_scores
from floodwatch.detectors.personas.odds.things import Held, held, rarity
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.signals import SIGNALS
from floodwatch.detectors.personas.turned import DAY_S
from floodwatch.model.units import Step
from floodwatch.tools.odds import PREVALENCES, in_words, share_right
from floodwatch.vocabulary.load import load
from tests.personas.acted import acted
from tests.personas.table import engine, rows, run

NAN = float("nan")


def test_a_curve_is_straight_between_knots_flat_beyond_and_silent_on_what_is_missing():
    curve = Curve((-1.0, 0.0, 0.0, 2.0, 2.0, 2.0, 3.0))
    assert curve.term(np.array([0.0, 1.5, 6.0, 99.0, NAN])).tolist() == [-1.0, 1.0, 3.0, 3.0, 0.0]


def test_the_strongest_sign_counts_less_the_number_looked_at():
    best, which = strongest({"a": np.array([2.0, NAN, NAN]), "b": np.array([3.0, 1.0, NAN])})
    assert best[0] == pytest.approx(3.0 - math.log10(2)) and best[1] == 1.0 and math.isnan(best[2])
    assert which[:2].tolist() == [1, 1]


@given(st.floats(-30, 30), st.sampled_from(PREVALENCES))
def test_shares_expected_right_are_bayes(log_lr, prevalence):
    right = share_right(log_lr, prevalence)
    assert 0 <= right <= 1
    if 1e-9 < right < 1 - 1e-9:
        assert math.log(right / (1 - right)) - math.log(prevalence / (1 - prevalence)) == pytest.approx(
            log_lr, abs=1e-5
        )


@pytest.mark.parametrize("prevalence", [0.0, 1.0, -1.0, 2.0])
def test_a_prevalence_that_cannot_be_is_refused(prevalence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_right(0.0, prevalence)


def test_the_words_name_every_prevalence():
    assert in_words(0.0) == (
        "The share expected right is 0.1% if 0.1% of those compared are, 1.0% if 1% of those compared are, "
        "5.0% if 5% of those compared are, 20.0% if 20% of those compared are"
    )


def test_what_is_rare_is_surprising_and_never_impossible():
    assert rarity(0, 999) == pytest.approx(math.log10(2000))
    assert rarity(999, 999) < 0.001


def test_counters_too_great_to_be_added_are_compared_all_the_same():
    made = engine(
        accounts=[
            {"platform": "x", "account_id": f"{n}", "followers": 2**63 - 1 if n < 3 else n, "following": 2**63 - 1}
            for n in range(9)
        ]
    )  # fmt: skip
    run(made, PEOPLE)
    made.table(
        Step("odds_accounts", "SELECT account_no, platform, background FROM personas WHERE account_no < 2")
    )
    made.table(
        Step("persona_clients", "SELECT account_no, background, '' AS client FROM personas WHERE false")
    )
    made.table(Step("odds_posts", "SELECT account_no, '' AS client FROM personas WHERE false"))
    shared = held(made)["counts"].shared(np.array([0]), np.array([1]))
    assert shared[0] == pytest.approx(rarity(3, 9))


def test_things_are_compared_where_both_have_them():
    held = Held([5, 1, 9], ["red", "red", "blue"], [2.0, 2.0, 1.0])
    one, other = np.array([1, 1, 1]), np.array([5, 9, 7])
    found = held.shared(one, other)
    assert found[0] == 2.0 and found[1] == 0.0 and math.isnan(found[2])


def _case():
    picture = {"avatar": "one", "followers": 7, "following": 70}
    accounts = [
        {"platform": "x", "account_id": f"{n:03d}", "name": f"Name {n}", "avatar": f"p{n}", "followers": 100 + n,
         "following": 50 + n, "handle": f"h{'abcdefghij'[n % 10]}{n}", **(picture if n < 3 else {})}
        for n in range(60)
    ]  # fmt: skip
    members = [{"network_id": "n", "platform": "x", "account_id": f"{n:03d}"} for n in (0, 1, 40)]
    edge = {"behaviour": "url", "source_platform": "x", "source_id": "001", "target_platform": "x",
            "target_id": "000", "p_value": 1e-8}  # fmt: skip
    chain = [(f"{n:03d}", f"{n + 1:03d}") for n in range(10, 50)]
    follows = [
        {"platform": "x", "follower_id": a, "followed_id": b}
        for a, b in (("000", "001"), ("001", "000"), *chain)
    ]
    made = engine(accounts=accounts, members=members, edges=[edge], follows=follows)
    acted(made, {"url": {a["account_id"]: 5 for a in accounts}})
    return made


def _measured():
    from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
    from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
    from floodwatch.detectors.personas.people import PEOPLE

    made = _case()
    for unit in (PEOPLE, PERSONA_ORIGINALS, FOLLOW_PAIRS):
        run(made, unit)
    return made


def test_pairs_have_a_surprise_for_every_sign_that_was_measured():
    made = _measured()
    made.register("odds_candidates", pa.table({"one_no": [0, 0], "other_no": [1, 40]}))
    found = pair_scores(made, 1)
    signs = found.signs
    assert signs["infrastructure"]["acts_alike_url"].tolist() == [8.0, 0.0]
    assert signs["identity"]["same_avatar"][0] == pytest.approx(rarity(1, 57)), (
        "one of the background has it too"
    )
    assert signs["identity"]["same_avatar"][1] == 0.0
    assert np.isnan(signs["time"]["same_hours"]).all(), "nobody posted"
    assert signs["network"]["mutual_follow"][0] > 1 and signs["network"]["mutual_follow"][1] == 0.0
    assert found.reasons()["infrastructure"] == ["acts_alike_url", ""]


def test_accounts_that_woke_or_became_others_on_one_day_have_that_moment_in_common():
    times = {0: (0, 40), 1: (1, 40), 2: (0, 5, 9, 14), 3: (0, 16, 40), 4: (0, 13)}
    posts = [
        post(n * 9 + i, n) | {"created_at": NOON + timedelta(days=d)}
        for n, each in times.items()
        for i, d in enumerate(each)
    ]
    looks = [
        {
            "platform": "x",
            "account_id": f"{n:04d}",
            "name": name,
            "handle": handle,
            "observed_at": NOON + timedelta(days=day),
        }
        for n in (0, 1)
        for name, handle, day in (("Ann", "ann", 0), ("News", "news", 7), ("NEWS", "other", 9))
    ]
    looks += [
        {"platform": "x", "account_id": f"{n:04d}", "name": "Bob", "handle": "bob", "observed_at": NOON + timedelta(d)}
        for n, d in ((2, 0), (2, 7), (3, 0))
    ]  # fmt: skip
    made = engine(posts=posts, accounts_observed=looks)
    made.register("personas", pa.Table.from_pylist(people([{}] * 5)["personas"]))
    who = {"who": "personas", "posts": "posts p JOIN personas w USING (platform, account_id)"}
    day = int(NOON.timestamp()) // DAY_S
    woken = {r["account_no"]: r["moment_s"] for r in made.arrow(WOKEN.format(**who)).to_pylist()}
    last = (day + 40) * DAY_S
    assert woken == {0: last, 1: last, 2: None, 3: last}, (
        "silences of 14 days or more, the last one; 4 had no time"
    )
    changed = {r["account_no"]: r["moment_s"] for r in made.arrow(CHANGED.format(**who)).to_pylist()}
    assert changed == {**dict.fromkeys((0, 1), int(NOON.timestamp()) + 7 * DAY_S), 2: None}, (
        "name and handle, not case; 3 and 4 were looked at once or never"
    )


def test_moments_of_everybody_else_are_counted_where_both_of_a_pair_have_one():
    times = {0: (0, 40), 1: (1, 40), 2: (0, 39), 3: (0, 5, 14), 4: (0, 41), 5: (0, 3)}
    posts = [
        post(n * 9 + i, n) | {"created_at": NOON + timedelta(days=d)}
        for n, each in times.items()
        for i, d in enumerate(each)
    ]
    made = engine(posts=posts)
    made.register("personas", pa.Table.from_pylist(people([{}] * 2 + [{}], [{}] * 3)["personas"]))
    made.register("odds_accounts", made.arrow("SELECT * FROM personas WHERE account_no < 3"))
    made.register(
        "odds_posts", made.arrow("SELECT p.*, a.account_no FROM posts p JOIN personas a USING (account_id)")
    )
    one, other = np.array([0, 0]), np.array([1, 2])
    found = common_moments(made, one, other)
    assert found["woke_together"][0] == pytest.approx(rarity(0, 2)), (
        "of the two whose posts are far enough apart nobody woke on that day"
    )
    assert found["woke_together"][1] == pytest.approx(rarity(1, 2)), "one did within a day of it"
    assert np.isnan(found["changed_together"]).all(), "nobody changed"


def test_pairs_of_networks_are_added_up_with_reasons():
    made = _measured()
    run(made, PAIR_ODDS)
    found = {(r["source_id"], r["target_id"]): r for r in rows(made, "pair_odds")}
    assert set(found) == {("000", "001"), ("000", "040"), ("001", "040")}
    alike, other = found["000", "001"], found["000", "040"]
    terms = ("time_term", "identity_term", "content_term", "network_term", "infrastructure_term")
    assert alike["log_lr"] == pytest.approx(sum(alike[t] or 0 for t in terms), abs=1e-5)
    assert alike["log_lr"] > other["log_lr"]
    assert "identity:same_" in alike["reasons"] and "infrastructure:acts_alike_url" in alike["reasons"]
    assert alike["content_term"] is None, "no trace of content passed for anybody"
    (told,) = rows(made, "signals/same_operator")
    assert told["p_value"] is None and "more speaks for one operator than against" in told["explanation"]


def test_of_a_group_of_signals_only_the_least_likely_counts():
    def signal(name, chance):
        return {"network_id": "n", "signal": name, "value": 0.5, "p_value": chance}

    alone = network_scores(["n"], [signal("copied_profile", 1e-4)])
    both = network_scores(["n"], [signal("copied_profile", 1e-4), signal("handle_shape", 1e-4)])
    assert alone.groups["identity"][0] == pytest.approx(4.0)
    assert both.groups["identity"][0] == pytest.approx(4.0 - math.log10(2)), "two looks, one of them counts"
    assert alone.reasons["identity"] == ("copied_profile",)
    assert np.isnan(alone.groups["time"][0])
    assert np.isnan(network_scores(["n"], [signal("copied_profile", None)]).groups["identity"][0])


def test_openness_counts_without_a_test():
    call = {"network_id": "n", "signal": "declared_bot", "value": 0.5, "p_value": None}
    assert network_scores(["n"], [call]).groups["openness"][0] == pytest.approx(KNOTS[-1] / 2)


def test_what_the_rules_say_is_left_out_of_openness_is():
    assert not {"public_call", "share_button", "cross_posters"} & set(group_of())


def test_a_network_of_which_nothing_was_measured_says_so():
    found = odds(["n"], [])
    assert all(r["log_lr"] == 0 and r["surprise"] is None for r in found)
    assert "nothing was measured" in combined("n", found).explanation


def test_every_signal_that_is_weighed_is_one_that_a_unit_makes():
    import inspect
    import sys

    said = " ".join(inspect.getsource(sys.modules[type(unit).__module__]) for unit in SIGNALS)
    made = {"declared_", "own_", "follow_"}
    for name in group_of():
        assert f'"{name}' in said or any(name.startswith(p) for p in made) or name.split("_")[0] in said, name


def test_the_fitted_curves_rise_keep_their_caps_and_openness_falls():
    data = load("calibration/odds.yaml")
    for of in ("pairs", "networks"):
        found: Book = read(data, of)
        for group, curve in found.curves.items():
            steps = np.diff(curve.values)
            assert len(curve.values) == len(KNOTS)
            assert (steps <= 1e-9).all() if group == "openness" else (steps >= -1e-9).all(), group
            assert max(map(abs, curve.values)) <= 4
