"""Planted operations stay inside their limits, and power counts only what would have been found alone."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.worlds.power import Grid, plant, power, smallest

SMALL = Grid(members=(3, 4), actions_each=(2,), spread_s=(60,), groups=2, least_groups=1, least_accounts=3)


def actions(rows=400, accounts=40, things=120, seed=1, languages=("de", "fr")):
    rng = np.random.default_rng(seed)
    who = rng.integers(0, accounts, rows)
    return pa.table(
        {
            "trace": ["url"] * rows,
            "platform": ["x"] * rows,
            "account_id": [f"a{i}" for i in who],
            "object_id": [f"o{i}" for i in rng.integers(0, things, rows)],
            "acted_at": pa.array(rng.integers(1_700_000_000, 1_700_600_000, rows) * 10**6).cast(
                pa.timestamp("us", tz="UTC")
            ),
            "language": [languages[i % len(languages)] for i in who],
        }
    )


def test_every_group_acts_on_its_own_objects_within_its_spread():
    planted = plant(actions(), 7, SMALL)
    home = {r["account_id"]: r for r in planted.members.to_pylist()}
    times = {}
    for row in planted.actions.to_pylist():
        group = home[row["account_id"]]
        members = times.setdefault((group["group_id"], group["members"], row["object_id"]), {})
        members.setdefault(row["account_id"], []).append(row["acted_at"].timestamp())
    together = [key[0] for key, acted in times.items() if len(acted) == key[1] and within(acted, 60)]
    assert all(together.count(group) >= 2 for group in {r["group_id"] for r in home.values()})


def within(acted, spread):
    starts = [t for times in acted.values() for t in times]
    return any(all(any(s <= t <= s + spread for t in times) for times in acted.values()) for s in starts)


def test_planted_actions_stay_under_their_share():
    data = actions(rows=2000)
    planted = plant(data, 7, Grid(share=0.2, groups=50, least_groups=1))
    assert 0.1 * data.num_rows < planted.actions.num_rows <= 0.2 * data.num_rows


@pytest.mark.parametrize(("joint", "new"), [(2, 1), (3, 1), (8, 4)])
def test_half_of_what_a_group_pushes_is_new_and_its_own_and_the_rest_is_the_datas(joint, new):
    data = actions(rows=4000, things=400)
    grid = Grid(members=(4,), actions_each=(joint,), spread_s=(60,), groups=4, least_groups=1)
    planted = plant(data, 7, grid)
    home = {r["account_id"]: r["group_id"] for r in planted.members.to_pylist()}
    ours = set(data.column("object_id").to_pylist())
    users = {}
    for row in planted.actions.to_pylist():
        users.setdefault(row["object_id"], set()).add(row["account_id"])
    pushed = [held for thing, held in users.items() if thing not in ours]
    assert all(len(held) == 4 and len({home[a] for a in held}) == 1 for held in pushed)
    assert len(pushed) == new * len(set(home.values())) > 0


def test_cells_too_large_for_the_data_are_left_out_and_the_others_have_enough_groups():
    grid = Grid(members=(3, 50), actions_each=(2,), spread_s=(60,), groups=9, least_groups=3, share=0.3)
    planted = plant(actions(languages=("de",)), 7, grid)
    assert planted.members.column("members").unique().to_pylist() == [3]
    assert 3 <= len(planted.members.column("group_id").unique()) <= 9


def test_the_order_of_rows_does_not_matter():
    data = actions()
    turned = data.take(pa.array(np.random.default_rng(3).permutation(data.num_rows)))
    assert plant(data, 7, SMALL).actions.equals(plant(turned, 7, SMALL).actions)
    assert not plant(data, 8, SMALL).actions.equals(plant(data, 7, SMALL).actions)


def test_languages_are_measured_apart_where_enough_accounts_speak_them():
    cells = plant(actions(), 7, SMALL).members.column("language").unique().to_pylist()
    assert cells == ["", "de", "fr"]
    alone = plant(actions(languages=("de",)), 7, SMALL).members.column("language").unique().to_pylist()
    assert alone == [""]


@pytest.mark.parametrize("rows", [0, 1, 20])
def test_too_little_data_is_planted_with_nothing(rows):
    planted = plant(actions(rows=rows), 7, Grid())
    assert planted.actions.num_rows == planted.members.num_rows == 0
    none = edges([])
    assert power(planted.members, none, none, {}).num_rows == 0
    assert smallest(power(planted.members, none, none, {})).num_rows == 0


def edges(rows):
    names = ("behaviour", "source_platform", "source_id", "target_platform", "target_id", "p_value")
    kinds = [pa.string()] * 5 + [pa.float64()]
    columns = [pa.array([r[i] for r in rows], k) for i, k in enumerate(kinds)]
    return pa.table(columns, names=list(names))


def inside(planted, p, groups):
    held = {}
    for row in planted.members.to_pylist():
        held.setdefault(row["group_id"], []).append(row["account_id"])
    chosen = sorted(held)[:groups]
    return edges([("url", "planted", held[g][0], "planted", b, p) for g in chosen for b in held[g][1:]])


def test_power_is_the_share_of_groups_joined_and_its_bounds_are_exact():
    planted = plant(actions(languages=("",)), 7, SMALL)
    found = power(planted.members, inside(planted, 1e-9, 3), edges([]), {"url": 780.0}).to_pylist()
    assert [(r["members"], r["planted"], r["found"]) for r in found] == [(3, 2, 2), (4, 2, 1)]
    assert (found[0]["power_low"], found[0]["power_high"]) == (pytest.approx(0.025**0.5), 1.0)
    assert smallest(pa.Table.from_pylist(found)).column("members").to_pylist() == [None]
    assert smallest(pa.Table.from_pylist(found), 0.5).column("members").to_pylist() == [3]


def test_a_group_gets_no_help_from_other_planted_groups():
    planted = plant(actions(languages=("",)), 7, SMALL)
    links = inside(planted, 2e-4, 4)  # ten edges together: accepted at 10 * 0.05 / 780; alone they are not
    alone = power(planted.members, links, edges([]), {"url": 780.0})
    assert alone.column("found").to_pylist() == [0, 0]
    many = edges([("url", "x", f"a{i}", "x", f"b{i}", 1e-9) for i in range(20)])
    assert sum(power(planted.members, links, many, {"url": 780.0}).column("found").to_pylist()) == 4


def test_edges_to_real_accounts_and_of_other_traces_do_not_count():
    planted = plant(actions(languages=("",)), 7, SMALL)
    inner = inside(planted, 1e-9, 4).to_pylist()
    wrong = [tuple({**r, "behaviour": "reply"}.values()) for r in inner]
    wrong += [("url", "planted", inner[0]["source_id"], "x", "a1", 1e-9)]
    found = power(planted.members, edges(wrong), edges([]), {"url": 780.0})
    assert found.column("found").to_pylist() == [0, 0]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 300), st.integers(1, 30), st.integers(1, 60), st.integers(0, 5))
def test_any_data_gets_whole_groups_or_none(rows, accounts, things, seed):
    planted = plant(actions(rows, accounts, things, seed), seed, SMALL)
    sizes = {}
    for row in planted.members.to_pylist():
        sizes.setdefault((row["group_id"], row["members"]), set()).add(row["account_id"])
    assert all(len(held) == members for (_, members), held in sizes.items())
    ids = planted.actions.column("post_id").to_pylist()
    assert len(set(ids)) == len(ids)
