"""How many followers a network's accounts have, beside as many accounts of the background.

Null: the members with a counter are drawn at random, platform by platform, from the background's accounts with one;
p is the share of 2,000 such draws (seeded) whose sum is as large. The people behind the sum come from `reach`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

DRAWS, SAMPLE, LEAST = 2000, 20_000, 20
"""Draws; background accounts of a platform that are drawn from at most, and that there must be."""
MOST_DRAWN = 1_000_000
"""Accounts drawn in one step."""
MEMBERS = """
    SELECT subject_id AS network_id, platform, counted FROM reach
    WHERE subject_kind = 'network' AND platform <> 'all' ORDER BY network_id, platform"""
TOTALS = """
    SELECT * FROM reach WHERE subject_kind = 'network' AND platform = 'all' AND counted > 0 ORDER BY subject_id"""
PLATFORMS = """
    SELECT DISTINCT platform FROM personas WHERE background AND followers IS NOT NULL ORDER BY platform"""
OTHERS = f"""
    SELECT followers, md5(platform || '/' || account_id) AS draw FROM personas
    WHERE background AND followers IS NOT NULL AND platform = '{{platform}}'
    ORDER BY draw, account_no LIMIT {SAMPLE}"""
Floats = npt.NDArray[np.float64]


class ReachOfNetworks(Signal):
    """`reach_followers` and, where it can be estimated, `reach_people` of every network with counters."""

    name = "signals/reach"
    description = "Followers of a network's accounts, and the people behind them, with dates."
    needs = ("personas", "persona_members", "reach")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """The sum, tested, and the people, counted."""
        others = _others(engine)
        random = np.random.default_rng(int(str(settings["seed"])))
        counted: dict[str, list[tuple[str, int]]] = {}
        for row in engine.arrow(MEMBERS).to_pylist():
            counted.setdefault(row["network_id"], []).append((row["platform"], row["counted"]))
        for row in engine.arrow(TOTALS).to_pylist():
            yield _summed(row, _drawn(counted[row["subject_id"]], others, random))
            if row["people"] is not None:
                yield _people(row)

    def examples(self) -> Sequence[Example]:
        """A network with counters, and one without."""
        crowd: list[dict[str, Any]] = [{}] * 30
        return (
            Example("with counters", True, people([{"followers": 9000}] * 3, crowd)),
            Example("without counters", False, people([{"followers": None}] * 3, crowd)),
        )


def _others(engine: Engine) -> dict[str, Floats]:
    """Counters of the background by platform: an order with a limit each, which sorts no more than it keeps."""
    found: dict[str, Floats] = {}
    for platform in engine.arrow(PLATFORMS)["platform"].to_pylist():
        rows = engine.arrow(OTHERS.format(platform=platform.replace("'", "''")))
        found[platform] = rows["followers"].to_numpy().astype(np.float64)
    return found


def _drawn(
    sizes: Sequence[tuple[str, int]], others: Mapping[str, Floats], random: np.random.Generator
) -> Floats | None:
    """Sums of so many background accounts of each platform; None where a platform has too few."""
    wanted = [(platform, size) for platform, size in sizes if size]
    if any(len(others.get(platform, ())) < LEAST for platform, _ in wanted):
        return None
    sums = np.zeros(DRAWS)
    for platform, size in wanted:
        sums += _sums(others[platform], size, random)
    return sums


def _sums(values: Floats, size: int, random: np.random.Generator) -> Floats:
    """Sums of so many draws, some rounds at a time: a large network's draws are not held all at once."""
    step = max(1, MOST_DRAWN // size)
    parts = [(min(step, DRAWS - n), size) for n in range(0, DRAWS, step)]
    return np.concatenate([values[random.integers(len(values), size=part)].sum(axis=1) for part in parts])


def _summed(row: Mapping[str, Any], drawn: Floats | None) -> Finding:
    chance = None if drawn is None else float((1 + (drawn >= row["followers"]).sum()) / (1 + DRAWS))
    missing = row["accounts"] - row["counted"]
    said = (
        f"the {row['counted']} accounts with a counter have {row['followers']:,} followers together, "
        f"as of {_dates(row)}"
        + (f"; {missing} accounts have none" if missing else "")
        + f"; at least {row['low']:,.0f} and at most {row['high']:,.0f} people, some of them bought or asleep; "
        "accounts that are read have many followers too"
    )
    return Finding(
        row["subject_id"], "reach_followers", row["followers"], "followers, summed", said,
        None if drawn is None else float(np.median(drawn)), chance,
    )  # fmt: skip


def _people(row: Mapping[str, Any]) -> Finding:
    return Finding(
        row["subject_id"], "reach_people", row["people"], "followers, each once",
        f"about {row['people']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f}) accounts follow any of them, as of "
        f"{_dates(row)}: {row['method']}; bought, sleeping and doubled followers count too",
        untested=COUNTED,
    )  # fmt: skip


def _dates(row: Mapping[str, Any]) -> str:
    first, last = row["first_as_of"], row["last_as_of"]
    if first is None:
        return "no date that the data give"
    return f"{first:%Y-%m-%d}" if first.date() == last.date() else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


REACH_OF_NETWORKS = ReachOfNetworks()
