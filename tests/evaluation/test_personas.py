"""The evaluation of personas: measures by hand, a fit that finds what was put in, and a world measured whole."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from evaluation.personas.fit import fit, log_lr
from evaluation.personas.page import _benign, markdown
from evaluation.personas.pictures import LEFT, SIDE, TOP, file_name
from evaluation.personas.pictures import reliability as reliability_picture
from evaluation.personas.planted import PARTS, SIGNS, clock, planted
from evaluation.personas.pooled import at_prevalence, auc, calibration_error, reliability
from evaluation.personas.rows import World
from evaluation.personas.signs import network_signs, pair_signs
from evaluation.personas.suites import jobs
from evaluation.personas.summary import summarise
from evaluation.personas.world import measure
from floodwatch.detectors.personas.odds.network_scores import group_of
from floodwatch.worlds import truth


def test_the_area_counts_ties_half_and_weights():
    scores, labels = np.array([3.0, 2.0, 2.0, 1.0]), np.array([1.0, 1.0, 0.0, 0.0])
    assert auc(scores, labels) == pytest.approx(3.5 / 4)
    assert auc(scores, labels, np.ones(4)) == pytest.approx(3.5 / 4)
    assert auc(scores, labels, np.array([1.0, 3.0, 1.0, 1.0])) == pytest.approx((2 + 3 * 1.5) / 8)
    assert math.isnan(auc(scores, np.ones(4)))


def test_calibration_is_exact_on_hand_made_numbers():
    said, were = np.array([0.25] * 4 + [0.75] * 4), np.array([1.0, 0, 0, 0, 1, 1, 1, 1])
    weights = np.ones(8)
    assert [round(r["were"], 2) for r in reliability(said, were, weights)] == [0.25, 1.0]
    assert calibration_error(said, were, weights) == pytest.approx(0.125)


def test_prevalence_moves_both_the_prior_and_the_weights():
    said, weight = at_prevalence(np.zeros(4), np.array([1.0, 0, 0, 0]), np.ones(4), 0.2)
    assert said.tolist() == pytest.approx([0.2] * 4)
    assert weight[0] == pytest.approx(0.2) and weight[1:].sum() == pytest.approx(0.8)


def test_a_fit_finds_what_was_put_in_and_is_calibrated():
    rng = np.random.default_rng(3)
    labels = (rng.random(20_000) < 0.5).astype(float)
    strong = np.where(labels > 0, rng.gamma(3, 1, 20_000), rng.gamma(1, 0.5, 20_000))
    noise = rng.gamma(1, 1, 20_000)
    missing = np.where(rng.random(20_000) < 0.5, np.nan, strong)
    curves = fit({"time": strong, "content": noise}, labels, np.ones(20_000))
    assert curves["time"] == sorted(curves["time"]) and curves["time"][0] < 0 < curves["time"][-1]
    assert max(map(abs, curves["content"])) < 0.3, "noise is worth nothing"
    total = log_lr(curves, {"time": strong, "content": noise})
    said, weight = at_prevalence(total, labels, np.ones(20_000), 0.5)
    assert calibration_error(said, labels, weight) < 0.03
    assert (log_lr(curves, {"time": missing})[np.isnan(missing)] == 0).all()


def test_openness_never_speaks_for_a_hidden_operator():
    rng = np.random.default_rng(4)
    labels = (rng.random(4000) < 0.5).astype(float)
    weak = np.where(labels > 0, rng.gamma(1, 0.3, 4000), rng.gamma(4, 1, 4000))
    known = rng.random(4000) < np.where(labels > 0, 0.9, 0.4)
    curves = fit({"openness": np.where(known, weak, np.nan), "time": 4 - weak}, labels, np.ones(4000))
    assert max(curves["openness"]) <= 0 and curves["openness"][-1] < -0.5
    assert curves["openness"] == sorted(curves["openness"], reverse=True)


def test_worlds_take_templates_in_turn_with_seeds_of_their_own():
    dev, test = jobs("dev"), jobs("test")
    assert not {j.recipe.seed for j in dev} & {j.recipe.seed for j in test}
    counts = [
        sum(name in j.recipe.operations for j in test)
        for name in {o for j in test for o in j.recipe.operations}
    ]
    assert len(counts) == 6 and max(counts) - min(counts) <= 1


def test_every_sign_that_is_scored_is_one_that_worlds_plant():
    assert all(f"`{sign}`" in (truth.__doc__ or "") for sign in SIGNS)


def clock_world(busy, said=(), refused=()):
    utc = {"g": "12", "h": "0", "small": "3"}
    return {
        "planted": [{"group_id": g, "sign": "utc", "value": v} for g, v in utc.items()],
        "groups": [{"group_id": g} for g in (*utc, "silent")],
        "given": {
            "busy": [{"network_id": g, "accounts": n} for g, n in busy.items()],
            "clock_refused": [{"network_id": g, "reason": why} for g, why in refused],
            "signals": [{"network_id": g, "signal": "group_offset", "value": v} for g, v in said],
        },
    }


def test_clocks_are_compared_around_the_day_and_refusals_are_not_right():
    world = clock_world(
        {"g": 20, "h": 25, "small": 19, "crowd-0": 3}, [("g", -11.5)],
        [("h", "no day and night: posts round the clock"), ("small", "not enough: 19"), ("crowd-0", "not enough: 3")],
    )  # fmt: skip
    found = clock([world])
    counts = {name: (c["hits"], c["of"]) for name, c in found.items() if name != "refused"}
    assert counts == {
        "right": (1, 2), "answered": (1, 2), "right_if_answered": (1, 1), "worlds_right": (0, 1),
        "small_refused": (3, 3),
    }  # fmt: skip
    assert found["refused"] == {"no day and night": 1}


def test_an_answer_about_a_small_group_or_a_wrong_one_is_counted_against_the_clock():
    world = clock_world({"g": 20, "small": 2}, [("g", 10.5), ("small", 3.0)])
    found = clock([world, clock_world({"h": 20}, [("h", -1.0)])])
    assert (found["right"]["hits"], found["right"]["of"]) == (1, 2)
    assert (found["worlds_right"]["hits"], found["worlds_right"]["of"]) == (1, 2)
    assert (found["small_refused"]["hits"], found["small_refused"]["of"]) == (5, 6)


def test_a_world_is_measured_whole_and_summed_up():
    job = jobs("dev")[1]
    small = replace(
        job.recipe, accounts=120, days=12, operations=("voter_personas",), controls=("small_creators",)
    )
    found = measure(replace(job, recipe=small), "code")
    assert {"voter_personas-1", "small_creators-1"} <= {
        row["network_id"] for kind in ("busy", "clock_refused") for row in found.told["given"][kind]
    }
    world = World(found.told, found.pairs)
    told = planted([found.told])
    assert set(told["parts"]) == set(PARTS) and told["signs"]["batch"]["recall"]["of"] == 1
    labels = found.pairs["label"]
    assert set(labels.tolist()) == {0, 1} and len(found.pairs["time"]) == len(labels)
    summary = summarise([world], "code", "dev")
    assert summary["pairs"]["auc"][0] > 0.8, "personas of one operator are told from others"
    without = {one["sign"]: one["without"] for one in summary["pairs"]["signs"]}
    assert {"same_hours", "mutual_follow"} <= set(without)
    assert all(0 <= area <= 1 + 1e-9 for area in without.values())
    counted = {one["sign"] for one in summary["networks"]["signs"]}
    assert counted and counted <= set(group_of())
    page = markdown(summary)
    assert "## Pairs: one operator or not" in page and "| groups: batch |" in page
    assert "(dev_reliability_pairs.svg)" in page


def _pairs(**columns):
    """A world of three pairs of one operator and three others at random."""
    return World({"found": [], "groups": []}, {
        "label": np.array([1, 1, 1, 0, 0, 0]), "stratum": np.array([3] * 6),
        **{name.replace("__", ":"): np.array(values) for name, values in columns.items()},
    })  # fmt: skip


CURVES = {"time": [-1, 0, 1, 2, 3, 4, 4], "content": [-1, 0, 1, 2, 3, 4, 4]}


def test_without_a_sign_its_group_is_left_to_the_others():
    both, weak, strong = [4.0, 3, 2, 0, 0, 1], [0.0, 0, 0, 0, 0, 1], [4.0, 3, 2, 0, 0, 0]
    world = _pairs(time=both, time__strong=strong, time__weak=weak, content=weak, content__only=weak)
    told = {one["sign"]: one for one in pair_signs([world], CURVES)}
    assert list(told) == ["strong", "weak", "only"]
    assert told["strong"]["alone"] == 1 and told["weak"]["alone"] == pytest.approx(1 / 3)
    assert told["strong"]["without"] == pytest.approx(1 / 3), "only what misleads is left"
    assert told["weak"]["without"] == told["only"]["without"] == 1
    assert {one["measured"] for one in told.values()} == {6}


def test_a_sign_that_one_world_has_not_is_not_measured_there():
    with_it = _pairs(time=[1.0] * 6, time__here=[1.0] * 6)
    told = pair_signs([with_it, _pairs(time=[1.0] * 6)], CURVES)
    assert [(one["sign"], one["measured"]) for one in told] == [("here", 6)]


def test_without_a_signal_networks_are_judged_by_the_others():
    def network(number, signals):
        rows = [{"signal": name, "value": value, "p_value": p} for name, value, p in signals]
        return {
            "network_id": f"n{number}",
            "group_id": f"g{number}",
            "share": 1.0,
            "accounts": [],
            "signals": rows,
            "surprise": {},
        }

    found = [
        network(0, [("creation_burst", 1.0, 1e-4), ("both_sides", 0.2, 0.5), ("attribution", 1.0, 1e-9)]),
        network(1, [("creation_burst", 1.0, 0.9), ("shared_name", 0.7, None)]),
    ]
    groups = [{"group_id": "g0", "role": "operation"}, {"group_id": "g1", "role": "control"}]
    curves = {**CURVES, "openness": [0, -1, -1, -1, -1, -2, -3]}
    world = World({"found": found, "groups": groups, "planted": []}, {})
    told = {one["sign"]: one for one in network_signs([world], curves)}
    assert list(told) == ["creation_burst", "both_sides", "shared_name"], "what does not count is left out"
    assert told["creation_burst"]["alone"] == told["shared_name"]["alone"] == 1
    assert told["creation_burst"]["without"] == 1 and told["both_sides"]["measured"] == 1


def test_the_page_names_every_benign_group_on_which_a_signal_fires():
    rates = {"crowd": [0, 9], "town_choir": [1, 4], "bots": [2, 2], "follow_ring": [3, 3], "toolkit": [0, 5]}
    page = list(_benign({"loud": {"rates": rates}, "silent": {"rates": {"toolkit": [0, 5]}}}))
    assert "Groups: bots 2, toolkit 5, town_choir 4.\n" in page
    assert "| loud | town_choir 25% | bots 100% |" in page
    assert not any("silent" in line or "follow_ring" in line for line in page)


def test_reliability_is_drawn_as_a_picture_that_can_be_parsed():
    tenth = {"from": 0.2, "weight": 1.0, "said": 0.25, "were": 0.5, "trials": 1000}
    found = {"0.001": {"error": 0.25, "tenths": [tenth]}, "0.5": {"error": 0.0, "tenths": []}}
    drawn = fromstring(reliability_picture("pairs", found))
    circles = [one for one in drawn.iter() if one.tag.endswith("circle")]
    assert len(circles) == 1, "a point for each tenth that holds anything"
    assert float(circles[0].get("cx")) == LEFT + SIDE / 4 and float(circles[0].get("cy")) == TOP + SIDE / 2
    words = "".join(drawn.itertext())
    assert "0.1% are; error 0.250" in words and "50% are" in words and "1,000 pairs" in words
    assert [file_name("pairs", seeds) for seeds in ("test", "dev")] == [
        "reliability_pairs.svg", "dev_reliability_pairs.svg",
    ]  # fmt: skip
