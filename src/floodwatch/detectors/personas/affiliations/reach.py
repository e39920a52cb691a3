"""How many people follow the accounts of a network, an outlet or an owner: the sum, and how many are the same.

Sum and bounds: at least the followers of the greatest account, at most the sum. Within a platform, the people who
follow any of the accounts are counted where their lists of followers are whole, and else estimated from how many
collected followers follow two of them, by one of two designs:

- `lists`: each account's followers were sampled on their own, a share f of them (collected / counter). A follower seen
  under accounts a and b then stands for 1 / (f_a f_b) shared followers: Lincoln-Petersen, Chapman 1951.
- `followers`: followers were sampled and all that they follow was read. Each then stands for as many people as
  collected follows stand for followers.

Sharing between pairs does not fix the union. The estimate takes a follower's number of accounts for a zero-truncated
binomial variable, which is exact for two accounts; the interval runs from the least to the most people that the shared
followers allow (Dawson and Sankoff 1967; Kounias 1968), each by its 2.5 or 97.5% point over resampled blocks of
followers. Whether people follow on two platforms is unknown: over platforms there are bounds only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
WHOLE, LEAST_COVERED, REPEATS, LEAST_SHARED = 0.95, 0.5, 500, 10
"""Share of the counter from which on a list of followers is whole; of the sum, that sampled lists must stand for;
resamplings; and followers seen under two accounts below which nothing is estimated."""

MOST = 9_000_000_000_000_000
"""Followers that are told at most: up to here floats add counters exactly, and beyond nobody has as many."""

MANY = "over platforms the people may be the same or not: bounds only"
BOUNDS = "not estimated: bounds only"

GROUPS = Step(
    "reach_groups",
    """
    SELECT DISTINCT 'network' AS subject_kind, network_id AS subject_id, 'members' AS scope, account_no
    FROM persona_members
    UNION SELECT 'outlet', outlet, route, account_no FROM affiliations
    UNION SELECT 'owner', owner, route, account_no FROM affiliations WHERE owner IS NOT NULL
    UNION SELECT 'outlet', outlet, 'all', account_no FROM affiliations
    UNION SELECT 'owner', owner, 'all', account_no FROM affiliations WHERE owner IS NOT NULL
    """,
)
FOLLOWED = Step(
    "reach_followed",
    """
    SELECT DISTINCT p.account_no, p.followers, f.platform, f.follower_id
    FROM follows f JOIN (
        SELECT account_no, platform, account_id, followers FROM personas
        WHERE followers > 0 AND account_no IN (SELECT account_no FROM reach_groups)) p
        ON p.platform = f.platform AND p.account_id = f.followed_id
    """,
)
"""Who follows the accounts in question: of all follows a small part."""
LISTS = Step(
    "reach_lists",
    """
    SELECT account_no, followers, count(follower_id) AS collected FROM reach_followed GROUP BY account_no, followers
    """,
)
SUMMED = f"CAST(greatest(least({{of}}, {MOST}), 0) AS BIGINT)"
"""SQL: what a counter or a sum of counters, which may be anything, comes to."""
SUMS = f"""
    SELECT g.subject_kind, g.subject_id, g.scope, p.platform, count(*) AS accounts, count(p.followers) AS counted,
           {SUMMED.format(of="coalesce(sum(CAST(p.followers AS DOUBLE)), 0)")} AS followers,
           {SUMMED.format(of="coalesce(max(p.followers), 0)")} AS largest,
           min(CASE WHEN p.followers IS NOT NULL THEN a.observed_at END) AS first_as_of,
           max(CASE WHEN p.followers IS NOT NULL THEN a.observed_at END) AS last_as_of,
           {SUMMED.format(of="coalesce(sum(CAST(l.followers AS DOUBLE)), 0)")} AS covered,
           count(l.account_no) AS listed,
           CAST(coalesce(sum(l.collected), 0) AS BIGINT) AS collected,
           count(CASE WHEN l.collected >= {WHOLE} * CAST(l.followers AS DOUBLE) THEN 1 END) AS whole
    FROM reach_groups g JOIN personas p USING (account_no) LEFT JOIN accounts a USING (platform, account_id)
    LEFT JOIN reach_lists l USING (account_no)
    GROUP BY g.subject_kind, g.subject_id, g.scope, p.platform
    ORDER BY g.subject_kind, g.subject_id, g.scope, p.platform"""
BLOCKS = """
    WITH seen AS (
        SELECT g.subject_kind, g.subject_id, g.scope, f.platform, f.follower_id, count(*) AS places,
               sum(greatest(CAST(l.followers AS DOUBLE) / l.collected, 1.0)) AS weight,
               sum(greatest(CAST(l.followers AS DOUBLE) / l.collected, 1.0)
                   * greatest(CAST(l.followers AS DOUBLE) / l.collected, 1.0)) AS squares
        FROM reach_followed f JOIN reach_lists l USING (account_no) JOIN reach_groups g USING (account_no)
        GROUP BY g.subject_kind, g.subject_id, g.scope, f.platform, f.follower_id)
    SELECT subject_kind, subject_id, scope, platform, substr(md5(follower_id), 1, 2) AS block, count(*) AS people,
           count(CASE WHEN places > 1 THEN 1 END) AS shared,
           CAST(sum(places * (places - 1)) AS DOUBLE) / 2 AS pairs,
           CAST(sum(places) AS DOUBLE) AS places, sum(weight * weight - squares) / 2 AS weighted
    FROM seen GROUP BY subject_kind, subject_id, scope, platform, substr(md5(follower_id), 1, 2)
    ORDER BY subject_kind, subject_id, scope, platform, block"""
KEY = ("subject_kind", "subject_id", "scope")


class Counted(NamedTuple):
    """People who follow any of some accounts: estimate (None when there is none), interval, and how it was made."""

    people: float | None
    low: float
    high: float
    method: str


class Reach:
    """Followers of networks, outlets and owners: sums with dates, and how many people that may be."""

    name = "reach"
    description = (
        "Followers of each network, outlet and owner: sum, bounds, people without double ones, dates."
    )
    version = 1
    parameters = (
        Parameter(
            "design", "lists", "How followers were collected where the lists are not whole: each account's list on its "
            "own, or a sample of followers with all that they follow.", choices=("lists", "followers"),
        ),
    )  # fmt: skip
    needs = ("personas", "persona_members", "accounts", "affiliations", "follows")
    makes = ("reach",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `reach`, one row per subject, scope and platform, and one over all its platforms (`all`)."""
        engine.steps((GROUPS, FOLLOWED, LISTS))
        sums = engine.arrow(SUMS).to_pylist()
        blocks = _blocks(engine) if any(row["listed"] > 1 for row in sums) else {}
        engine.drop("reach_groups", "reach_followed", "reach_lists")
        random = np.random.default_rng(int(str(settings["seed"])))
        rows = [_row(row, blocks.get(_key(row)), str(settings["design"]), random) for row in sums]
        engine.register("reach", _table([*rows, *_over_platforms(rows)]))

    def examples(self) -> Sequence[Example]:
        """A network with counters makes a row; nobody in a network or of an outlet makes none."""
        return (
            Example("a network", True, people([{}] * 3, [{}] * 3)),
            Example(
                "no network", False, {"accounts": [{"platform": "x", "account_id": "1", "followers": 9}]}
            ),
        )


def _row(
    row: Mapping[str, Any], blocks: Mapping[str, Floats] | None, design: str, random: np.random.Generator
) -> dict[str, Any]:
    found = counted(row, blocks, design, random)
    kept = ("platform", "accounts", "counted", "followers", "first_as_of", "last_as_of")
    return {
        **{k: row[k] for k in (*KEY, *kept)}, "people": found.people, "low": found.low, "high": found.high,
        "method": found.method,
    }  # fmt: skip


def counted(
    row: Mapping[str, Any], blocks: Mapping[str, Floats] | None, design: str, random: np.random.Generator
) -> Counted:
    """The people behind one platform's followers, by the best way that the data allow."""
    total, largest = float(row["followers"]), float(row["largest"])
    bounds = Counted(None, largest, total, BOUNDS)
    if row["counted"] == 1:
        return Counted(total, total, total, "one account with a counter")
    if row["counted"] == 0 or blocks is None:
        return bounds
    if row["whole"] == row["counted"]:
        return _whole(total, largest, float(blocks["people"].sum()), float(row["collected"]))
    if row["listed"] < 2 or row["covered"] < LEAST_COVERED * total or blocks["shared"].sum() < LEAST_SHARED:
        return bounds
    return _estimated(row, blocks, design, random)


def _whole(total: float, largest: float, people: float, collected: float) -> Counted:
    """A count; followers that the lists lack may be anybody."""
    missing = max(total - collected, 0.0)
    return Counted(people, max(people, largest), people + missing, "people on the whole lists of followers")


def _estimated(
    row: Mapping[str, Any], blocks: Mapping[str, Floats], design: str, random: np.random.Generator
) -> Counted:
    total, covered, accounts = float(row["followers"]), float(row["covered"]), int(row["counted"])
    shared = blocks["weighted"] if design == "lists" else blocks["pairs"] * covered / float(row["collected"])
    scale = _scale(int(row["listed"]), accounts, covered, total)
    drawn = random.multinomial(len(shared), np.full(len(shared), 1 / len(shared)), REPEATS) @ shared
    limits = [union(total, scale * s, accounts) for s in (shared.sum(), *np.quantile(drawn, [0.025, 0.975]))]
    clipped = [np.clip(values, row["largest"], total) for values in limits]
    method = (
        f"estimated from {int(blocks['shared'].sum())} collected followers of two accounts or more, "
        f"lists of {row['listed']} of {accounts} accounts, design {design}"
    )
    return Counted(
        round(float(clipped[0][1])), round(float(clipped[2][0])), round(float(clipped[1][2])), method
    )


def _scale(listed: int, accounts: int, covered: float, total: float) -> float:
    """What the pairs of accounts with lists stand for: all pairs, taken to share as much of their followers."""
    return (total * (accounts - 1)) / (covered * (listed - 1))


def union(total: float, shared: float, accounts: int) -> Floats:
    """Least, likely and most people for a sum of followers and the sum of followers shared by two accounts.

    Least: Dawson and Sankoff's bound. Most: Kounias' bound for the sums. Likely: a follower's number of accounts is
    zero-truncated binomial.
    """
    shared = min(max(shared, 0.0), total * (accounts - 1) / 2)
    step = int(2 * shared / total) + 1 if total else 1
    least = 2 * total / (step + 1) - 2 * shared / (step * (step + 1))
    most = total - 2 * shared / accounts
    chance = min(2 * shared / (total * (accounts - 1)), 1.0) if total else 0.0
    likely = total * (1 - (1 - chance) ** accounts) / (accounts * chance) if chance > 0 else total
    return np.array([least, np.clip(likely, least, most), most])


def _over_platforms(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each subject that is on several platforms, or on one."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[k] for k in KEY), []).append(row)
    return [_together(own) for own in groups.values()]


def _together(own: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if len(own) == 1:
        return {**own[0], "platform": "all"}
    first, last = (sorted(r[c] for r in own if r[c]) for c in ("first_as_of", "last_as_of"))
    return {
        **{k: own[0][k] for k in KEY}, "platform": "all",
        **{k: sum(r[k] for r in own) for k in ("accounts", "counted")},
        **{k: min(sum(r[k] for r in own), MOST) for k in ("followers", "high")},
        "first_as_of": first[0] if first else None, "last_as_of": last[-1] if last else None,
        "people": None, "low": max(r["low"] for r in own), "method": MANY,
    }  # fmt: skip


def _blocks(engine: Engine) -> dict[tuple[str, ...], dict[str, Floats]]:
    """Sums over each of 256 random blocks of followers, by subject, scope and platform."""
    found: dict[tuple[str, ...], dict[str, Floats]] = {}
    names = ("people", "shared", "pairs", "places", "weighted")
    for row in engine.arrow(BLOCKS).to_pylist():
        own = found.setdefault(_key(row), {name: np.zeros(256) for name in names})
        for name in names:
            own[name][int(row["block"], 16)] = row[name]
    return found


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[k]) for k in (*KEY, "platform"))


def _table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa

    time = pa.timestamp("us", tz="UTC")
    kinds = {
        **dict.fromkeys((*KEY, "platform"), pa.string()),
        **dict.fromkeys(("accounts", "counted", "followers"), pa.int64()),
        **dict.fromkeys(("people", "low", "high"), pa.float64()), "method": pa.string(),
        "first_as_of": time, "last_as_of": time,
    }  # fmt: skip
    order = sorted(rows, key=lambda r: (*(r[k] for k in KEY), r["platform"] != "all", r["platform"]))
    return pa.Table.from_pylist(
        [{k: r[k] for k in kinds} for r in order], schema=pa.schema(list(kinds.items()))
    )


REACH = Reach()
