"""One world, twice: as Floodwatch finds it, and with the planted groups given, so that signals are judged alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evaluation.one import Job
from evaluation.personas.people import concerned
from evaluation.personas.suites import SAME_OWNER
from evaluation.truth import Account, Group, Truth, from_tables
from floodwatch.detectors.personas.odds.network_odds import ORDERED
from floodwatch.detectors.personas.odds.network_scores import group_of
from floodwatch.detectors.personas.odds.pair_scores import pair_scores
from floodwatch.engine.base import Engine
from floodwatch.model.units import Rows, Unit, settings_of, sql_name

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.worlds import World

FORMAT = 2
"""Of what is told of a world; whoever reads it says so where it is another."""
BUSY = 50
"""Posts from which on an account counts among those of which a group's clock needs some."""
OPEN_SIGNS = ("state_media", "declared")
"""Planted signs of accounts of an operation that say openly whose they are."""
RANDOM_PAIRS, GROUP_PAIRS, CROWDS, CROWD = 20_000, 1_000, 4, 20
"""Pairs of everybody drawn, pairs of one group kept at most, and random groups of the crowd with their size."""
STRATA = ("operation", "control", "network", "random")
ASKED = {
    "clock_refused": "SELECT network_id, accounts, reason FROM group_clock_refused ORDER BY ALL",
    "busy": f"""
        SELECT m.network_id, count(*) AS accounts FROM members m JOIN (
            SELECT platform, account_id FROM posts GROUP BY platform, account_id HAVING count(*) >= {BUSY}) b
            ON b.platform = m.platform AND b.account_id = m.account_id
        GROUP BY m.network_id ORDER BY ALL""",
    "probes": """
        SELECT DISTINCT b.platform, b.account_id, b.probe FROM post_probes b
        WHERE NOT b.is_share AND b.probe IN ('follow_train', 'opinion_question', 'opinion_poll') ORDER BY ALL""",
    "lost": """
        SELECT DISTINCT platform, account_id FROM lifecycle_fates WHERE fate = 'lost' AND NOT control ORDER BY ALL""",
    "successors": """
        SELECT lost_account AS lost, candidate_account AS candidate, score FROM successors ORDER BY ALL""",
}
"""What is asked beside the signals, with the groups given."""
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Plain values of one world, and its pairs as arrays: label, stratum, surprise by dependence group and by sign."""

    told: dict[str, Any]
    pairs: Arrays


def measure(job: Job, code: str) -> Measured:
    """Build the world, run everything, then the signals again on the planted groups."""
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute
    from floodwatch.worlds import build

    world = build(job.recipe)
    truth = from_tables(world.tables["posts"], world.groups, world.members)
    settings = {"seed": job.recipe.seed}
    began = time.process_time()
    with DuckDB() as engine:
        units = _load(engine, world.tables)
        compute(engine, units, settings)
        seconds = time.process_time() - began
        found = _found(engine, truth)
        signs = _planted(world)
        known = opened(signs)
        pairs = _pairs(engine, truth, known, job.recipe.seed)
        given = _given(engine, units, truth, settings)
    told = {
        "name": job.name, "seed": job.recipe.seed, "code": code, "format": FORMAT,
        "recipe": repr(job.recipe), "cpu_s": round(seconds, 2), "posts": world.tables["posts"].num_rows,
        "found": found, "given": given, "groups": [_group(g) for g in truth.groups], "planted": signs,
        "people": concerned(truth, known, found, world.tables),
    }  # fmt: skip
    return Measured(told, pairs)


def _load(engine: Engine, tables: Mapping[str, pa.Table]) -> Sequence[Unit]:
    from floodwatch.centre.analysis import needed, records
    from floodwatch.centre.units import every
    from floodwatch.detectors.personas import UNITS

    records(engine, tables)
    units = every(power=False)
    return needed(units, ("networks", "network_odds", *(t for unit in UNITS for t in unit.makes)))


def _group(group: Group) -> dict[str, Any]:
    return {
        "group_id": group.group_id, "role": group.role, "template": group.template, "expected": group.expected,
        "members": sorted(group.members), "coordinated": group.coordinated,
    }  # fmt: skip


def _planted(world: World) -> Rows:
    return [
        {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        for row in world.planted.to_pylist()
    ]


def opened(signs: Sequence[Mapping[str, Any]]) -> frozenset[Account]:
    """Accounts of operations that say openly whose they are."""
    return frozenset((r["platform"], r["account_id"]) for r in signs if r["sign"] in OPEN_SIGNS)


def _found(engine: Engine, truth: Truth) -> Rows:
    """Every network that was found: its kind, the group that most members belong to, its odds and what made them."""
    members: dict[str, list[Account]] = {}
    for row in engine.arrow("SELECT * FROM members ORDER BY ALL").to_pylist():
        members.setdefault(row["network_id"], []).append((row["platform"], row["account_id"]))
    odds: dict[str, dict[str, float | None]] = {}
    for row in engine.arrow("SELECT * FROM network_odds ORDER BY ALL").to_pylist():
        odds.setdefault(row["network_id"], {})[row["term"]] = row["surprise"]
    signals: dict[str, Rows] = {}
    for row in engine.arrow(ORDERED).to_pylist():
        if row["signal"] in group_of():
            signals.setdefault(row["network_id"], []).append(
                {n: row[n] for n in ("signal", "value", "p_value")}
            )
    kinds = engine.arrow("SELECT network_id, kind FROM networks ORDER BY network_id").to_pylist()
    return [
        {"network_id": k["network_id"], "kind": k["kind"], "accounts": sorted(members[k["network_id"]]),
         "surprise": odds.get(k["network_id"], {}), "signals": signals.get(k["network_id"], []),
         **_most(members[k["network_id"]], truth)}
        for k in kinds
    ]  # fmt: skip


def _most(accounts: Sequence[Account], truth: Truth) -> dict[str, Any]:
    """The group that most of a network belongs to, and what share."""
    home = {a: g.group_id for g in reversed(truth.groups) for a in g.members}
    count = Counter(home.get(a, "") for a in accounts)
    group, most = min(count.items(), key=lambda item: (-item[1], item[0]))
    return {"group_id": group, "share": most / len(accounts)}


def _pairs(engine: Engine, truth: Truth, known: frozenset[Account], seed: int) -> Arrays:
    """Surprises of pairs: of planted groups, of networks found, and of everybody at random; `known`: `opened`."""
    import pyarrow as pa

    numbers = {
        (r["platform"], r["account_id"]): r["account_no"]
        for r in engine.arrow(
            "SELECT account_no, platform, account_id FROM personas WHERE posts > 0"
        ).to_pylist()
    }
    home = {numbers[a]: g for g in truth.groups for a in sorted(g.members) if a in numbers}
    seen = {numbers[a] for a in known if a in numbers}
    rng = np.random.default_rng(seed)
    chosen = dict(_random(sorted(numbers.values()), rng))
    chosen |= dict(_inside(engine, rng))
    chosen |= dict(_planted_pairs(truth, numbers, rng))
    rows = [
        (a, b, s, _label(home.get(a), home.get(b), a in seen or b in seen))
        for (a, b), s in sorted(chosen.items())
    ]
    kept = [r for r in rows if r[3] >= 0]
    one, other = (pa.array([r[i] for r in kept], pa.int64()) for i in (0, 1))
    engine.register("odds_candidates", pa.table({"one_no": one, "other_no": other}))
    scores = pair_scores(engine, seed)
    told: Arrays = {
        "label": np.array([r[3] for r in kept], dtype=np.int8),
        "stratum": np.array([STRATA.index(r[2]) for r in kept], dtype=np.int8),
    }
    signs = {sign_column(g, n): v for g, found in scores.signs.items() for n, v in found.items()}
    return told | {name: values.astype(np.float32) for name, values in (scores.groups() | signs).items()}


def sign_column(group: str, sign: str) -> str:
    """Name of the array that holds a sign of a dependence group."""
    return f"{group}:{sign}"


def _label(one: Group | None, other: Group | None, known: bool) -> int:
    """1: one hidden operator; 0: not; -1: one owner, and it is said openly (`known`), which counts for nothing."""
    if one is None or other is None or one.group_id != other.group_id:
        return 0
    if one.role == "operation":
        return -1 if known else 1
    return -1 if one.template in SAME_OWNER else 0


Pair = tuple[int, int]


def _random(numbers: Sequence[int], rng: np.random.Generator) -> Iterator[tuple[Pair, str]]:
    for a, b in rng.choice(numbers, size=(RANDOM_PAIRS, 2)).tolist():
        if a != b:
            yield (min(a, b), max(a, b)), "random"


def _inside(engine: Engine, rng: np.random.Generator) -> Iterator[tuple[Pair, str]]:
    rows = engine.arrow("SELECT network_id, account_no FROM persona_members ORDER BY ALL").to_pylist()
    networks: dict[str, list[int]] = {}
    for row in rows:
        networks.setdefault(row["network_id"], []).append(row["account_no"])
    for members in networks.values():
        yield from ((pair, "network") for pair in _some(members, rng))


def _planted_pairs(
    truth: Truth, numbers: Mapping[Account, int], rng: np.random.Generator
) -> Iterator[tuple[Pair, str]]:
    for group in truth.groups:
        here = sorted(numbers[a] for a in group.members if a in numbers)
        yield from ((pair, group.role) for pair in _some(here, rng))


def _some(members: Sequence[int], rng: np.random.Generator) -> list[Pair]:
    pairs = [(a, b) for i, a in enumerate(members) for b in members[i + 1 :]]
    if len(pairs) <= GROUP_PAIRS:
        return pairs
    return [pairs[i] for i in np.sort(rng.choice(len(pairs), size=GROUP_PAIRS, replace=False))]


def _given(
    engine: Engine, units: Sequence[Unit], truth: Truth, settings: Mapping[str, Any]
) -> dict[str, Rows]:
    """Signals of the planted groups and of random groups of the crowd, each as if it had been found."""
    import pyarrow as pa

    from floodwatch.detectors.personas import UNITS
    from floodwatch.detectors.personas.seeds import SEEDS
    from floodwatch.lake.plan import ordered

    rng = np.random.default_rng(settings["seed"])
    inside = {a for g in truth.groups for a in g.members}
    crowd = sorted(truth.accounts - inside)
    groups = {g.group_id: sorted(g.members) for g in truth.groups}
    for number in range(CROWDS):
        groups[f"crowd-{number}"] = [crowd[i] for i in np.sort(rng.choice(len(crowd), CROWD, replace=False))]
    rows = [(name, *account) for name, members in groups.items() for account in members]
    columns = ("network_id", "platform", "account_id")
    engine.register("members", pa.table({c: [r[i] for r in rows] for i, c in enumerate(columns)}))
    without = {"network_kinds", "pair_odds", "network_odds", *(u.name for u in SEEDS)}
    for unit in ordered([u for u in UNITS if u.name not in without], [t for u in units for t in u.makes]):
        unit.run(engine, settings_of(unit, settings))
    tables = [t for u in UNITS if u.name not in without for t in u.makes if t.startswith("signals/")]
    sql = " UNION ALL ".join(
        f"SELECT network_id, signal, subject_id, value, p_value, explanation FROM {sql_name(t)}"
        for t in tables
    )
    return {"signals": engine.arrow(f"SELECT * FROM ({sql}) ORDER BY ALL").to_pylist()} | {
        name: engine.arrow(asked).to_pylist() for name, asked in ASKED.items()
    }
