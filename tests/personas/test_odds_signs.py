"""Signs of pairs: their levels hold for whoever is compared, and what nobody could have seen says nothing."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
from floodwatch.detectors.personas.odds.moments import common_moments
from floodwatch.detectors.personas.odds.network_odds import by_network
from floodwatch.detectors.personas.odds.pair_odds import MOST_PAIRS, PAIR_ODDS, members_looked_at
from floodwatch.detectors.personas.odds.pair_scores import pair_scores
from floodwatch.detectors.personas.odds.things import rarity
from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.tools.statistics import poisson_tail
from tests.personas.acted import acted
from tests.personas.table import engine, rows, run


def _case(objects=None, members=2, size=30, edges=(), follows=(), posts=()):
    """A network of the first accounts; `objects`: on how many objects each account acted, by trace."""
    made = engine(
        accounts=[{"platform": "x", "account_id": f"{n:04d}", "handle": f"h{n}"} for n in range(size)],
        members=[{"network_id": "n", "platform": "x", "account_id": f"{n:04d}"} for n in range(members)],
        edges=[
            {"behaviour": trace, "source_platform": "x", "source_id": f"{a:04d}", "target_platform": "x",
             "target_id": f"{b:04d}", "p_value": 1e-8}
            for trace, a, b in edges
        ],
        follows=[{"platform": "x", "follower_id": f"{a:04d}", "followed_id": f"{b:04d}"} for a, b in follows],
        posts=list(posts),
    )  # fmt: skip
    acted(made, {t: {f"{n:04d}": many for n, many in each.items()} for t, each in (objects or {}).items()})
    run(made, PEOPLE, PERSONA_ORIGINALS, FOLLOW_PAIRS)
    return made


def _signs(made, pairs=((0, 1),)):
    one, other = (pa.array([p[i] for p in pairs], pa.int64()) for i in (0, 1))
    made.register("odds_candidates", pa.table({"one_no": one, "other_no": other}))
    return pair_scores(made, 1).signs


def _weighed(made):
    run(made, PAIR_ODDS)
    return rows(made, "pair_odds")[0]


def test_what_outsiders_do_in_a_trace_says_nothing_of_a_pair_that_was_never_in_it():
    objects = {"text": {8: 5, 9: 5}, "url": {0: 5, 1: 5, 8: 5}}
    before = _weighed(_case({"url": objects["url"]}))
    after = _weighed(_case(objects, edges=[("text", 8, 9)], follows=[(10, 11)]))
    assert after["log_lr"] == before["log_lr"]
    assert after["content_term"] is None and after["network_term"] is None
    assert after["infrastructure_term"] == before["infrastructure_term"] is not None, "both posted links"


def test_a_trace_is_measured_where_both_could_have_passed_and_only_there():
    objects = {"text": {0: 5, 1: 5, 2: 5, 3: 1}}
    signs = _signs(_case(objects, edges=[("text", 2, 0)]), [(0, 1), (0, 2), (0, 3), (0, 4)])
    found = signs["content"]["acts_alike_text"]
    assert found[:2].tolist() == [0.0, 8.0]
    assert np.isnan(found[2:]).all(), "one object is too few for a pair to share two, and nothing is none"


def test_a_mutual_follow_is_asked_of_those_whose_follows_are_known():
    follows = [(0, 1), (1, 0), (2, 9), *((n, n + 1) for n in range(10, 20))]
    found = _signs(_case(follows=follows), [(0, 1), (0, 2), (0, 3)])["network"]["mutual_follow"]
    assert found[0] > 1 and found[1] == 0.0
    assert math.isnan(found[2])


def test_the_same_rare_follows_are_expected_where_few_rare_follows_are_known():
    stars = [(n, 400 + i) for n in range(200) for i in range(8)]
    rare = [(0, 300), (0, 301), (1, 300), (1, 301)]
    found = _signs(_case(size=410, follows=[*stars, *rare]))["network"]["shared_follows"][0]
    mean = 2 * (2 * 2 / 200) / (4 / 200)
    assert found == pytest.approx(-np.log10(poisson_tail(np.array([2.0]), np.array([mean]))[0])), (
        "all that anybody follows rarely is what these two follow"
    )


def _moments(members, others, **given):
    made = engine(**given)
    made.register("personas", pa.Table.from_pylist(people(members, others)["personas"]))
    made.register("odds_accounts", made.arrow(f"SELECT * FROM personas WHERE account_no < {len(members)}"))
    made.register(
        "odds_posts", made.arrow("SELECT p.*, a.account_no FROM posts p JOIN personas a USING (account_id)")
    )
    return common_moments(made, np.array([0]), np.array([1]))


def test_accounts_without_a_date_are_none_that_were_not_made_then():
    def born(day):
        return {"created_at": NOON + timedelta(days=day)}

    dated = [born(100 * n) for n in range(1, 21)]
    for without in (0, 500):
        nothing = [{"created_at": None}] * without
        found = _moments([born(0), born(36)], [*dated, *nothing])
        assert found["created_together"][0] == pytest.approx(rarity(0, 20))
    assert np.isnan(_moments([born(0), born(36)], nothing)["created_together"]).all()


def _looks(number, *fields):
    return [
        {"platform": "x", "account_id": f"{number:04d}", "name": name, "handle": handle,
         "observed_at": NOON + timedelta(days=day)}
        for day, (name, handle) in enumerate(fields)
    ]  # fmt: skip


def test_only_accounts_that_were_looked_at_twice_could_have_become_others():
    changed = [look for n in (0, 1) for look in _looks(n, ("Ann", "ann"), ("News", f"news{n}"))]
    twice = [look for n in range(2, 12) for look in _looks(n, ("Bob", "bob"), ("Bob", "bob"))]
    once = [look for n in range(12, 100) for look in _looks(n, ("Bob", "bob"))]
    found = _moments([{}] * 2, [{}] * 98, accounts_observed=[*changed, *twice, *once])
    assert found["changed_together"][0] == pytest.approx(rarity(0, 10))


def test_only_accounts_that_were_seen_long_enough_could_have_woken():
    days = {0: (0, 40), 1: (0, 41)} | {n: (0, 10, 20, 30, 40) for n in range(2, 12)}
    days |= {n: (5,) if n % 2 else (5, 9) for n in range(12, 60)}
    posts = [
        {"platform": "x", "post_id": f"{n}-{d}", "account_id": f"{n:04d}", "created_at": NOON + timedelta(days=d)}
        for n, each in days.items()
        for d in each
    ]  # fmt: skip
    found = _moments([{}] * 2, [{}] * 58, posts=posts)
    assert found["woke_together"][0] == pytest.approx(rarity(0, 10))


def test_every_network_has_its_own_rows():
    each = [{"network_id": name, "term": term} for name in "ab" for term in ("time", "content")]
    assert dict(by_network(["a", "b", "c"], each)) == {"a": each[:2], "b": each[2:], "c": []}


def test_pairs_are_kept_to_a_number_in_all_and_every_network_to_a_sample_that_is_told(monkeypatch):
    assert members_looked_at([]) == members_looked_at([2, 900]) == 300
    many = [900] * 40 + [3] * 500
    most = members_looked_at(many)
    pairs = [sum(min(n, m) * (min(n, m) - 1) // 2 for n in many) for m in (most, most + 1)]
    assert pairs[0] <= MOST_PAIRS < pairs[1]
    assert members_looked_at([9] * MOST_PAIRS) == 2, "no network is left out"

    made = _case(members=12)
    run(made, PAIR_ODDS)
    assert "pairs of accounts more speaks" in rows(made, "signals/same_operator")[0]["explanation"]
    monkeypatch.setattr("floodwatch.detectors.personas.odds.pair_odds.MOST_MEMBERS", 5)
    run(made, PAIR_ODDS)
    (told,) = rows(made, "signals/same_operator")
    assert "of 10 pairs of 5 of its 12 accounts, a sample drawn by hash, more speaks" in told["explanation"]
    assert len(rows(made, "pair_odds")) == 10
