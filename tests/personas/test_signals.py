"""Signals: what they measure, against what, and what they refuse to say."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from floodwatch.detectors.personas import UNITS
from floodwatch.detectors.personas.bursts import Others
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.rows import FIELDS, NOT_TESTED, binomial, rate
from floodwatch.detectors.personas.seeds import SEEDS
from floodwatch.detectors.personas.signals import SIGNALS
from floodwatch.lake.plan import ordered
from floodwatch.model.findings import SIGNALS as COLUMNS
from tests.personas.table import MADE, engine, rows, run

START = datetime(2024, 3, 1, 12, tzinfo=UTC)
APART = {"network_kinds", *(unit.name for unit in SEEDS)}
MEASURING = ordered([unit for unit in UNITS if unit.name not in APART], list(MADE))
CASES = {
    "nothing": {},
    "one account, one post": {
        "posts": [{"platform": "x", "post_id": "1", "account_id": "a", "created_at": START}],
        "members": [{"network_id": "n", "platform": "x", "account_id": "a", "behaviours": "url"}],
    },
    "one second, all null": {
        "posts": [
            {"platform": "x", "post_id": str(n), "account_id": str(n), "created_at": START} for n in range(6)
        ],
        "accounts": [{"platform": "x", "account_id": str(n)} for n in range(9)],
        "members": [
            {"network_id": "n", "platform": "x", "account_id": str(n), "behaviours": ""} for n in range(4)
        ],
    },
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bare_cases_run_through(case):
    made = engine(**CASES[case])
    run(made, *MEASURING)
    for unit in SIGNALS:
        for row in rows(made, unit.name):
            assert tuple(row) == FIELDS and FIELDS[: len(COLUMNS)] == COLUMNS
            assert row["p_value"] is None or 0 <= row["p_value"] <= 1
            assert row["subject_id"] == f"network:{row['network_id']}"


def test_names_are_unique_and_explained():
    assert len({u.name for u in UNITS}) == len(UNITS)
    assert all(u.description.endswith(".") for u in UNITS)


def _copies(method: str) -> dict:
    bios = [
        f"Proud father, lover of dogs and black coffee in the {w}" for w in ("morning", "mornings", "evening")
    ]
    others = [
        "Gardener",
        "Lives by the sea with two cats",
        "Professor of medieval history",
        "Runner and reader",
    ] * 6
    accounts = [
        {"platform": "x", "account_id": f"{n:02d}", "bio": b, "name": f"N{n}", "collection_id": "c"}
        for n, b in enumerate(bios * 2 + others)
    ]
    return {
        "accounts": accounts,
        "collections": [{"collection_id": "c", "method": method}],
        "members": [
            {"network_id": "n", "platform": "x", "account_id": f"{n:02d}", "behaviours": "url"}
            for n in range(6)
        ],
    }


def test_no_background_is_said_and_not_tested():
    for method, tested in (("keyword", True), ("takedown", False), ("seed_accounts", False)):
        made = engine(**_copies(method))
        run(made, PEOPLE, *[s for s in SIGNALS if s.name == "signals/copied_profile"])
        (row,) = [r for r in rows(made, "signals/copied_profile") if r["signal"] == "copied_profile"]
        assert (row["p_value"] is not None) == tested
        assert (NOT_TESTED in row["explanation"]) != tested
        assert row["value"] == 1.0 and "employer" in row["explanation"]


def test_binomial_and_rates():
    assert binomial(0, 10, 0.1) == 1.0
    assert binomial(10, 10, 0.1) == pytest.approx(1e-10)
    assert binomial(3, 10, 0.1, looks=1000) == 1.0
    assert 0 < rate(0, 100) < rate(1, 100)


def test_scan_finds_the_batch_and_prefers_the_shortest_window():
    background = Others(np.arange(0, 1000) * 86400)
    members = np.sort(np.concatenate(([10 * 86400, 400 * 86400], 700 * 86400 + np.arange(8) * 600)))
    found = background.scan(members)
    assert found.llr > 20 and found.days == 1 and found.last - found.first == 8


def test_chance_of_a_burst_is_the_share_of_draws_that_reach_it():
    others, random = Others(np.arange(0, 90) * 86400), np.random.default_rng(3)
    usual = others.scan(np.array([0, 5, 40, 42, 60]) * 86400).llr
    drawn = [others.scan(np.sort(random.choice(others.moments, 5))).llr for _ in range(200)]
    tenth = np.flatnonzero(np.array(drawn) >= usual)[9] + 1
    assert others.chance(usual, 5, 999, seed=3) == 10 / tenth
    assert others.chance(1e9, 5, 999, seed=3) == 1 / 1000


def test_same_seed_same_signals():
    found = []
    for _ in range(2):
        made = engine(**_copies("keyword"))
        run(made, *MEASURING, seed=7)
        found.append([rows(made, u.name) for u in SIGNALS])
    assert found[0] == found[1]


def test_greetings_of_newcomers_are_no_shared_story():
    text = "I waited nine hours in that corridor and nobody came to help me"
    signal = next(s for s in SIGNALS if s.name == "signals/same_experience")
    who = [{"platform": "x", "account_id": str(n)} for n in range(5)]
    said = [{**w, "post_id": w["account_id"]} for w in who]
    for age, expected in ((400, True), (3, False)):
        made = engine(
            posts=[{**s, "created_at": START, "text": text, "language": "en"} for s in said],
            accounts=[{**w, "created_at": START - timedelta(days=age)} for w in who],
            members=[{**w, "network_id": "n", "behaviours": "url"} for w in who],
            post_texts=[{**s, "text_key": text, "is_share": False} for s in said],
        )
        run(made, PEOPLE, signal)
        assert bool(rows(made, signal.name)) == expected
