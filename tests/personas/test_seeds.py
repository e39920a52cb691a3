"""Seeds: bounded, deterministic proposals, from accounts alone."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from floodwatch.detectors.personas.seeds import SEEDS
from floodwatch.detectors.personas.seeds.base import Proposal, bounded
from floodwatch.detectors.personas.seeds.creation_burst import windows
from tests.personas.table import engine, rows, run

DAY = 86400


@pytest.mark.parametrize("seed", SEEDS, ids=lambda s: s.name)
@pytest.mark.parametrize("accounts", [[], [{"platform": "x", "account_id": "1"}]])
def test_nobody_is_proposed_from_nothing(seed, accounts):
    made = engine(accounts=accounts)
    run(made, seed)
    assert rows(made, seed.name) == []


def test_bounds_on_size_and_number():
    groups = [Proposal(n, tuple(("x", f"{n}-{i}") for i in range(n))) for n in range(1, 12)]
    chosen = bounded(groups, (4, 9, 3))
    assert [len(g) for g in chosen] == [9, 8, 7]


def test_a_batch_stands_out_of_a_steady_stream():
    steady = np.arange(0, 400 * DAY, 2 * DAY)
    batch = 150 * DAY + np.arange(10) * 1800
    created = np.sort(np.concatenate((steady, batch)))
    found = windows(created)
    assert len(found) == 1
    assert set(batch) <= set(created[found[0][1]])
    assert windows(steady) == []


def test_a_large_counter_twin_and_zeroes():
    made = datetime(2020, 1, 1, tzinfo=UTC)
    twins = [{"platform": "x", "account_id": f"t{n}", "followers": 77, "following": 410} for n in range(6)]
    fresh = [
        {
            "platform": "x",
            "account_id": f"z{n}",
            "followers": 0,
            "following": 0,
            "created_at": made + timedelta(n),
        }
        for n in range(6)
    ]
    case = engine(accounts=twins + fresh)
    run(case, *SEEDS)
    assert {r["account_id"] for r in rows(case, "seeds/identical_counts")} == {f"t{n}" for n in range(6)}


def test_input_order_does_not_matter():
    accounts = [
        {"platform": "x", "account_id": str(n), "bio": f"Coffee, cats and long country roads {n}"}
        for n in range(8)
    ]
    found = []
    for given in (accounts, accounts[::-1]):
        case = engine(accounts=given)
        run(case, *SEEDS)
        found.append(rows(case, "seeds/profile_template"))
    assert found[0] == found[1] and len(found[0]) == 8
