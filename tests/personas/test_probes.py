"""Opinion probes and follow trains: rates against a background in which people differ, and mutual follows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from floodwatch.detectors.personas.excess import SHAPES, fitted
from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.signals.follow_train import FOLLOW_TRAIN, MOST_MEMBERS, expected
from floodwatch.detectors.personas.signals.opinion_probe import OPINION_PROBE
from floodwatch.engine import DuckDB
from floodwatch.features.post_probes import POST_PROBES
from tests.personas.table import engine, rows, run

ASK, TELL = "The bridge closes on day {} of the month. What do you think?", "The bridge closes on day {}."
NAMES = [f"@h{n}" for n in range(5)]


def made(posts: list[dict[str, Any]], members: int = 4, others: int = 30, **more: Any) -> DuckDB:
    """An engine with posts of the first `members` accounts, a network, and of the others."""
    table = engine(posts=posts, **more)
    for name, given in people([{}] * members, [{}] * others).items():
        import pyarrow as pa

        table.register(name, pa.Table.from_pylist(given))
    run(table, POST_PROBES)
    return table


def signals(table: DuckDB, unit: Any) -> dict[str, dict[str, Any]]:
    run(table, PERSONA_ORIGINALS, FOLLOW_PAIRS, unit)
    return {r["signal"]: r for r in rows(table, unit.name)}


def said(members: int, others: int, each: int, ask: float, topic: str = "") -> list[dict[str, Any]]:
    """Posts of which a share `ask` of the members' and 2% of the others' are questions."""
    rng = np.random.default_rng(5)
    out = []
    for author in range(members + others):
        share = ask if author < members else 0.02
        for _ in range(each):
            text = (ASK if rng.random() < share else TELL).format(len(out))
            tags = [topic] if topic and (author < members or author % 2) else []
            out.append(post(len(out), author, text, hashtags=tags))
    return out


def test_the_fit_finds_the_rate_and_the_shape():
    rng = np.random.default_rng(1)
    posts = np.full(4000, 50.0)
    hits = rng.poisson(posts * rng.gamma(0.5, 0.04 / 0.5, 4000)).astype(float)
    background = fitted(posts, hits, np.ones(4000))
    assert background.rate == pytest.approx(0.04, rel=0.1)
    assert background.shape == pytest.approx(0.5, rel=0.2)
    even = fitted(posts, rng.poisson(posts * 0.04).astype(float), np.ones(4000))
    assert even.shape > 20 * background.shape
    assert fitted(posts, np.zeros(4000), np.ones(4000)).shape == SHAPES[0]


def test_chance_keeps_its_level_where_people_differ():
    rng = np.random.default_rng(2)
    posts = np.full(2000, 40.0)
    background = fitted(posts, rng.poisson(posts * rng.gamma(0.3, 0.1, 2000)).astype(float), np.ones(2000))
    mine = np.full(12, 40.0)
    p = [background.chance(int(rng.poisson(mine * rng.gamma(0.3, 0.1, 12)).sum()), mine) for _ in range(400)]
    assert np.mean(np.array(p) <= 0.01) <= 0.03
    assert np.mean(np.array(p) <= 0.1) <= 0.15


def test_one_who_asks_always_is_no_network_that_does():
    """The same number of questions tells less when one in thirty of the others asks all the time."""
    loud = np.where(np.arange(300) % 30 == 0, 20.0, 0.0)
    quiet, mixed = (fitted(np.full(300, 20.0), h, np.ones(300)) for h in (np.full(300, loud.mean()), loud))
    assert quiet.rate == mixed.rate
    assert 1000 * quiet.chance(20, np.full(4, 20.0)) < mixed.chance(20, np.full(4, 20.0))


def test_a_network_that_asks_stands_out_and_one_that_does_not_does_not():
    for share, low in ((0.5, True), (0.02, False)):
        found = signals(made(said(4, 30, 20, share)), OPINION_PROBE)
        if low:
            row = found["opinion_probe"]
            assert row["p_value"] < 1e-6 and row["value"] > 10 * row["baseline"]
            assert "all original posts" in row["explanation"] and "newsrooms" in row["explanation"]
            assert row["evidence"].startswith("post:x/p")
        else:
            assert all(r["p_value"] > 0.01 for r in found.values())


def test_the_background_is_that_of_the_topic_where_there_is_enough():
    row = signals(made(said(4, 60, 10, 0.4, "bridge"), others=60), OPINION_PROBE)["opinion_probe"]
    assert "same hashtags" in row["explanation"]
    assert row["p_value"] < 1e-6


def test_a_topic_that_everybody_asks_about_explains_the_questions():
    posts = said(4, 80, 10, 0.5)
    for number, one in enumerate(posts):
        asked = int(one["account_id"]) % 2
        one["hashtags"] = ["quiz"] if int(one["account_id"]) < 4 or asked else []
        if asked and number % 2:
            one["text"] = ASK.format(number)
    row = signals(made(posts, others=80), OPINION_PROBE)["opinion_probe"]
    assert "same hashtags" in row["explanation"] and row["p_value"] > 0.01


def test_no_background_is_not_tested():
    row = signals(made(said(4, 0, 9, 0.5), others=0), OPINION_PROBE)["opinion_probe"]
    assert row["p_value"] is None and "not tested" in row["explanation"]


def test_polls_count_and_answers_to_one_person_do_not():
    polls = [post(n, n % 3, "Bridge", poll_options=["yes", "no"]) for n in range(6)]
    answers = [post(n, n % 3, ASK.format(n), reply_to="q", reply_to_account="z") for n in range(6)]
    quiet = [post(50 + n, 3 + n % 9, TELL.format(n)) for n in range(90)]
    assert signals(made(polls + quiet, 3, 9), OPINION_PROBE)["opinion_probe"]["value"] == 1
    assert not signals(made(answers + quiet, 3, 9), OPINION_PROBE)


def trains(seed: int, mutual: bool) -> dict[str, Any]:
    """Follow trains of four accounts, and follows: drawn at random, the members' own mutual ones added."""
    rng = np.random.default_rng(seed)
    posts = [
        post(n, n % 4, "Follow train, follow back! " + " ".join(NAMES), mentions=NAMES) for n in range(8)
    ]
    posts += [post(50 + n, 4 + n % 60, TELL.format(n)) for n in range(240)]
    pairs = {(int(a), int(b)) for a, b in rng.integers(0, 64, (900, 2)) if a != b}
    pairs |= {(a, b) for a in range(4) for b in range(4) if a != b} if mutual else set()
    follows = [
        {"platform": "x", "follower_id": f"{a:04d}", "followed_id": f"{b:04d}"} for a, b in sorted(pairs)
    ]
    return {"posts": posts, "follows": follows}


def test_follow_trains_and_what_came_of_them():
    given = trains(1, mutual=True)
    found = signals(made(given["posts"], 4, 60, follows=given["follows"]), FOLLOW_TRAIN)
    assert found["follow_train"]["value"] == 1 and found["follow_train"]["p_value"] < 0.01
    assert found["mutual_follows"]["value"] == 1 and found["mutual_follows"]["p_value"] < 1e-4
    assert found["follow_train_mutual"]["p_value"] < 1e-3
    assert "(0 of them seen so after" in found["follow_train_mutual"]["explanation"]


def test_random_follows_are_what_the_model_expects():
    p = []
    for seed in range(30):
        given = trains(seed, mutual=False)
        found = signals(made(given["posts"], 4, 60, follows=given["follows"]), FOLLOW_TRAIN)
        p.append(found["mutual_follows"]["p_value"] if "mutual_follows" in found else 1.0)
    assert np.mean(np.array(p) <= 0.05) <= 0.1


def test_follows_seen_before_the_list_are_no_outcome_of_it():
    given = trains(3, mutual=True)
    before = given["posts"][0]["created_at"].replace(year=2020)
    old = [{**f, "observed_at": before} for f in given["follows"]]
    late = [{**f, "observed_at": before.replace(year=2025)} for f in given["follows"]]
    assert "follow_train_mutual" not in signals(made(given["posts"], 4, 60, follows=old), FOLLOW_TRAIN)
    row = signals(made(given["posts"], 4, 60, follows=late), FOLLOW_TRAIN)["follow_train_mutual"]
    assert "(0 of them" not in row["explanation"] and "of them seen so after" in row["explanation"]


def test_expected_mutual_follows_are_those_of_drawn_graphs():
    """Seeded Monte Carlo: each follow keeps its follower and is pointed anew, by how much accounts are followed."""
    rng = np.random.default_rng(4)
    outs, ins = rng.integers(2, 12, 60).astype(float), rng.integers(1, 14, 60).astype(float)
    counted = []
    for _ in range(300):
        targets = rng.choice(60, int(outs.sum()), p=ins / ins.sum())
        graph = np.zeros((60, 60), bool)
        graph[np.repeat(np.arange(60), outs.astype(int)), targets] = True
        counted.append(np.triu(graph[:10, :10] & graph[:10, :10].T, 1).sum())
    scaled = ins / ins.sum() * outs.sum()
    mean = sum(
        expected(outs[n : n + 1], scaled[n : n + 1], (outs[n + 1 : 10], scaled[n + 1 : 10]), outs.sum(), 0.0).sum()
        for n in range(10)
    )  # fmt: skip
    assert np.mean(counted) == pytest.approx(mean, rel=0.15)


def test_words_without_a_list_are_calls():
    posts = [post(n, n % 4, "Gain followers! Follow everyone who likes this") for n in range(8)]
    found = signals(made([*posts, *(post(50 + n, 4 + n % 30, "Rain") for n in range(200))]), FOLLOW_TRAIN)
    assert set(found) == {"follow_call"} and found["follow_call"]["p_value"] < 0.01


def test_mutual_follows_are_counted_among_the_members_that_are_looked_at():
    """A large ring: everybody follows the next three, the first who follow most one another and themselves as well."""
    size, busy = MOST_MEMBERS + 40, 50
    pairs = {(a, (a + n) % size) for a in range(size) for n in (1, 2, 3)}
    pairs |= {(a, b) for a in range(busy) for b in range(busy)} | {(size - 1, size - 2)}
    follows = [{"platform": "x", "follower_id": f"{a:04d}", "followed_id": f"{b:04d}"} for a, b in pairs]
    row = signals(made([], size, 5, follows=follows), FOLLOW_TRAIN)["mutual_follows"]
    among = MOST_MEMBERS * (MOST_MEMBERS - 1) // 2
    assert row["value"] == busy * (busy - 1) // 2 / among, (
        "those who follow least are left out, with their pairs"
    )
    assert row["explanation"].startswith(f"{busy * (busy - 1) // 2} of {among} pairs")
    assert row["evidence"].split("|")[:2] == ["account:x/0000", "account:x/0001"]


def test_pairs_of_members_are_counted_where_the_follows_lie(monkeypatch):
    follows = [
        {"platform": "x", "follower_id": f"{a:04d}", "followed_id": f"{b:04d}"}
        for a in range(40)
        for b in range(40)
    ]
    table, asked, taken = made([], 40, 5, follows=follows), DuckDB.arrow, []
    monkeypatch.setattr(
        DuckDB, "arrow", lambda self, sql: (got := asked(self, sql), taken.append(len(got)))[0]
    )
    row = signals(table, FOLLOW_TRAIN)["mutual_follows"]
    assert row["value"] == 1 and row["explanation"].startswith("780 of 780 pairs")
    assert max(taken) == 40, "members, and not their 780 pairs"
