"""The latency of a planted operation is measured to within ten minutes."""

from __future__ import annotations

from dataclasses import replace

from evaluation.content.latency import FORMS, NEAR_MIN, given, planted, recipes, summary, table
from floodwatch.worlds import build


def test_latencies_are_near_the_planted_ones():
    recipe = recipes(1, "dev")[0]
    world = build(replace(recipe, accounts=150, strength="medium"))
    truth, answer = planted(world), given(world)
    assert 0 < truth["repost"] < 60
    assert 240 <= truth["original_media"] <= 300, "videos come four to five hours later"
    assert all(abs(answer[form] - truth[form]) <= NEAR_MIN for form in FORMS)


def test_errors_are_summed_up():
    worlds = [
        {
            "planted": {"repost": 2.0, "original_media": 250.0},
            "given": {"repost": 2.0 + n, "original_media": None},
        }
        for n in (0, 20)
    ]
    told = summary(worlds)
    assert told["given"]["repost"] == {"worlds": 2, "near": 1, "median": 10.0, "p95": 19.0, "most": 20.0}
    assert told["given"]["original_media"] == told["found"]["repost"] == {"worlds": 0}
    text = table({"worlds": worlds, "posts": 5, "code": "c", "missed": 2, "errors": told})
    assert "| given | repost | 2 | 1 | 10.0 | 19.0 | 20.0 |" in text


def test_worlds_cover_every_strength_and_evasion_with_seeds_of_their_own():
    chosen = recipes(36)
    assert len({(r.strength, r.evasion) for r in chosen}) == 15
    assert len({r.seed for r in chosen}) == 36
    assert not {r.seed for r in chosen} & {r.seed for r in recipes(36, "dev")}
