"""Networks: seeds from accepted pairs and from identity, tested as groups, grown, pruned, merged and scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination.clusters import clusters
from floodwatch.detectors.coordination.communities import communities, fuse
from floodwatch.detectors.coordination.crowd import Crowd
from floodwatch.detectors.coordination.groups import GroupResult, Layer, layers, test_group
from floodwatch.detectors.coordination.growth import Grown, Joined, evidence, grow, prune, scores
from floodwatch.detectors.coordination.margins import accounts_in, numbers
from floodwatch.model import refs
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import benjamini_hochberg

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NETWORKS_SCHEMA = pa.schema([
    ("network_id", pa.string()), ("q_value", pa.float64()), ("p_value", pa.float64()),
    ("expected", pa.float64()), ("observed", pa.float64()), ("members", pa.int64()),
    ("behaviour", pa.string()), ("window_s", pa.int64()), ("origin", pa.string()), ("tests", pa.float64()),
])  # fmt: skip
MEMBERS_SCHEMA = pa.schema([
    ("network_id", pa.string()), ("platform", pa.string()), ("account_id", pa.string()), ("score", pa.float64()),
    ("behaviours", pa.string()), ("route", pa.string()), ("account_key", pa.int64()), ("p_value", pa.float64()),
])  # fmt: skip
GROWTH_SCHEMA = pa.schema([
    ("network_id", pa.string()), ("platform", pa.string()), ("account_id", pa.string()), ("shared", pa.int64()),
    ("expected", pa.float64()), ("p_value", pa.float64()), ("q_value", pa.float64()), ("round", pa.int64()),
])  # fmt: skip
BEHAVIOUR_LEVEL = 0.05


@dataclass(frozen=True)
class Seed:
    """A group to test: where it came from, how many groups it was picked from, and the p-value of its pairs.

    `anchors`: accounts whose pairs inside the group passed, with the smallest p-value of these and
    the `behaviours` of these pairs.
    """

    accounts: Ints
    origin: str
    tests: float
    pairs_p: float = 1.0
    anchors: Mapping[int, float] = field(default_factory=dict)
    behaviours: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Network:
    """A group that passed: its growth, its own test, and the p-value after the choice of its seed."""

    seed: Seed
    grown: Grown
    result: GroupResult
    p: float


def seeds_of(engine: Engine, found: Sequence[Layer], level: float, seed: int) -> list[Seed]:
    """Seed groups: communities of accepted pairs and clusters first, then the groups that identity proposes."""
    edges = numbers(engine, "SELECT account_a, account_b FROM edges ORDER BY account_a, account_b, behaviour")
    weights = engine.arrow("SELECT p_value FROM edges ORDER BY account_a, account_b, behaviour")
    weight = evidence(weights.column("p_value").to_numpy())
    picked = float(sum(layer.margins.possible_pairs for layer in found))
    tight = clusters(engine, found, level)
    a, b, w = fuse(
        np.concatenate([edges["account_a"], *(c.a for c in tight)]),
        np.concatenate([edges["account_b"], *(c.b for c in tight)]),
        np.concatenate([weight, *(evidence(c.pair_p) for c in tight)]),
    )
    by_pair = []
    for group in communities(a, b, w, seed):
        own = simes(weight[np.isin(edges["account_a"], group)], picked)
        inside = [c.p for c in tight if np.isin(c.accounts, group).mean() >= 0.5]
        anchors = _anchors(group, edges["account_a"], edges["account_b"], weight)
        by_pair.append(Seed(group, "pair", picked, min([own, *inside]), anchors, _behaviours(engine, group)))
    return by_pair + [Seed(group, name, 1.0) for name, group in _proposed(engine)]


def _anchors(group: Ints, a: Ints, b: Ints, weight: Floats) -> dict[int, float]:
    """Accounts of a group with an accepted pair inside it, and the smallest p-value of such a pair."""
    inside = np.isin(a, group) & np.isin(b, group)
    ends = np.concatenate([a[inside], b[inside]])
    order = np.argsort(-np.tile(weight[inside], 2), kind="stable")
    accounts, first = np.unique(ends[order], return_index=True)
    p = 10.0 ** -np.tile(weight[inside], 2)[order][first]
    return dict(zip(accounts.tolist(), p.tolist(), strict=True))


def _behaviours(engine: Engine, group: Ints) -> dict[int, frozenset[str]]:
    """The traces in which each account of a group has an accepted pair inside it."""
    engine.register("networks_found_group", pa.table({"account": group}))
    rows = engine.arrow(
        "SELECT DISTINCT unnest([account_a, account_b]) AS account, behaviour FROM edges "
        "WHERE account_a IN (SELECT account FROM networks_found_group) "
        "AND account_b IN (SELECT account FROM networks_found_group) ORDER BY account, behaviour"
    ).to_pylist()
    engine.drop("networks_found_group")
    names: dict[int, set[str]] = {}
    for row in rows:
        names.setdefault(row["account"], set()).add(row["behaviour"])
    return {account: frozenset(found) for account, found in names.items()}


def simes(weight: Floats, tests: float) -> float:
    """p-value that none of some pairs acts together, when they are those of `tests` pairs that passed.

    `weight`: negative decimal logarithms of their p-values. Source: Simes 1986.
    """
    p = np.sort(10.0**-weight)
    return float(min(1.0, (p * tests / np.arange(1, p.size + 1)).min(initial=1.0)))


def _proposed(engine: Engine) -> list[tuple[str, Ints]]:
    """Groups that identity units propose (`seeds/*`), as accounts that acted at all."""
    rows = engine.arrow(
        "SELECT seed, group_id, account_key FROM seeds JOIN keyed_accounts USING (platform, account_id) "
        "GROUP BY ALL ORDER BY seed, group_id, account_key"
    ).to_pylist()
    groups: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        groups.setdefault((row["seed"], row["group_id"]), []).append(row["account_key"])
    return [(key[0], np.array(g, dtype=np.int64)) for key, g in sorted(groups.items()) if len(g) >= 2]


def find(
    found: Sequence[Layer], seeds: Sequence[Seed], accounts: int, level: float
) -> tuple[list[Network], Floats]:
    """Test, grow and merge the seeds; returns the networks that pass and their q-values."""
    kept: list[Network] = []
    for seed in seeds:
        network = _one(found, seed, accounts, kept, level)
        if network is not None:
            kept.append(network)
    q = benjamini_hochberg(np.array([n.p for n in kept]), float(len(seeds)))
    return [n for n, value in zip(kept, q, strict=True) if value <= level], q[q <= level]


def _one(
    found: Sequence[Layer], seed: Seed, accounts: int, before: list[Network], level: float
) -> Network | None:
    """Test one seed and grow it; None where it fails or adds nothing to the networks `before`."""
    taken = np.unique(np.concatenate([np.zeros(0, np.int64), *(n.grown.members for n in before)]))
    start = seed.accounts
    if seed.origin == "pair":
        start = np.setdiff1d(start, taken)
    elif np.isin(start, taken).mean() >= 0.5:
        return None
    else:
        start = prune(found, np.setdiff1d(start, taken), level, np.zeros(0, np.int64))[0]
    if start.size < 2:
        return None
    first = _p(seed, test_group(found, start))
    if first > level:
        return None
    closed = np.zeros(accounts, bool)
    closed[taken] = True
    grown = grow(found, start, level, closed, np.array(sorted(seed.anchors), dtype=np.int64))
    if grown.members.size < 2:
        return None
    result = test_group(found, grown.members)
    return Network(seed, grown, result, min(first, _p(seed, result)))


def _p(seed: Seed, result: GroupResult) -> float:
    """A group's p-value, allowing for how it was picked.

    One picked by its pairs must pass twice: its pairs among all pairs, and the group as a whole. Or the whole
    alone passes among all pairs to start from.
    """
    if seed.origin != "pair":
        return result.p
    both = max(2.0 * seed.pairs_p, result.p)
    return min(1.0, both, 2.0 * result.p * seed.tests)


def make(engine: Engine, level: float, seed: int) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The tables `networks_found`, `members` and `growth`."""
    found = layers(engine)
    accounts = accounts_in(engine)
    networks: list[Network] = []
    q = np.zeros(0)
    if found:
        networks, q = find(found, seeds_of(engine, found, level, seed), accounts, level)
    crowd = Crowd.of(engine, _everybody(networks))
    named = [(_network_id(crowd, n.grown.members), n, float(v)) for n, v in zip(networks, q, strict=True)]
    rows = sorted(named, key=lambda row: row[0])
    return (
        pa.Table.from_pylist([_network(found, i, n, v) for i, n, v in rows], schema=NETWORKS_SCHEMA),
        pa.Table.from_pylist(
            [r for i, n, _ in rows for r in _members(found, crowd, accounts, i, n)], schema=MEMBERS_SCHEMA
        ),
        pa.Table.from_pylist(
            [r for i, n, _ in rows for r in _growth(crowd, i, n.grown.joined)], schema=GROWTH_SCHEMA
        ),
    )


def _everybody(networks: Sequence[Network]) -> Ints:
    joined = [np.array([j.account for j in n.grown.joined], np.int64) for n in networks]
    return np.concatenate([np.zeros(0, np.int64), *(n.grown.members for n in networks), *joined])


def _network_id(crowd: Crowd, members: Ints) -> str:
    names = sorted(refs.account(crowd.platform[m], crowd.account_id[m]) for m in members)
    return "n-" + refs.content_id(*names)


def _network(found: Sequence[Layer], network_id: str, network: Network, q: float) -> dict[str, object]:
    from floodwatch.model.findings import WINDOWS_S

    layer, column = network.result.best
    return {
        "network_id": network_id,
        "q_value": q,
        "p_value": network.p,
        "expected": network.result.expected,
        "observed": network.result.observed,
        "members": int(network.grown.members.size),
        "behaviour": found[layer].name,
        "window_s": WINDOWS_S[column] if column < len(WINDOWS_S) else None,
        "origin": network.seed.origin,
        "tests": network.seed.tests,
    }


def _members(
    found: Sequence[Layer], crowd: Crowd, accounts: int, network_id: str, network: Network
) -> list[dict[str, object]]:
    p, behaviours = member_p(found, network)
    score = scores(p, network.grown.members.size, accounts)
    by_growth = {j.account for j in network.grown.joined}
    grown_only = network.seed.origin != "pair"
    return [
        {
            "network_id": network_id,
            "platform": crowd.platform[account],
            "account_id": crowd.account_id[account],
            "score": float(score[row]),
            "behaviours": behaviours[row],
            "route": "growth" if grown_only or account in by_growth else "pair",
            "account_key": account,
            "p_value": float(p[row]),
        }
        for row, account in enumerate(network.grown.members.tolist())
    ]


def member_p(found: Sequence[Layer], network: Network) -> tuple[Floats, list[str]]:
    """p-value of each member (of the better of its best pair and its test against the others), and its traces."""
    tests = network.grown.tests
    row_of = {account: row for row, account in enumerate(tests.account.tolist())}
    p, behaviours = [], []
    for account in network.grown.members.tolist():
        row = row_of.get(account)
        own = 1.0 if row is None else float(tests.p[row])
        p.append(min(own, network.seed.anchors.get(account, 1.0)))
        passed = np.zeros(len(found), bool) if row is None else tests.layer_p[row] <= BEHAVIOUR_LEVEL
        names = {layer.name for layer, ok in zip(found, passed, strict=True) if ok}
        names |= network.seed.behaviours.get(account, frozenset())
        behaviours.append("|".join(sorted(names)))
    return np.array(p), behaviours


def _growth(crowd: Crowd, network_id: str, joined: Sequence[Joined]) -> list[dict[str, object]]:
    return [
        {
            "network_id": network_id,
            "platform": crowd.platform[j.account],
            "account_id": crowd.account_id[j.account],
            "shared": j.shared,
            "expected": j.expected,
            "p_value": j.p,
            "q_value": j.q,
            "round": j.round,
        }
        for j in joined
    ]
