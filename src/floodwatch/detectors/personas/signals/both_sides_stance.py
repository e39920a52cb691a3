"""Does one network speak for two opposed sides, by different accounts?

Two targets are opposed where a user says so (`A|B`), or where the background hardly ever supports both: among its
accounts that take sides, fewer support both than chance would have (hypergeometric, times the pairs looked at, at
most `SURE`). An account leans to A when it speaks more for A and against B than for B and against A. The value is
the share of leaning accounts in the smaller camp. Chance is what a network with one voice would show: its accounts
disagree as often as one and the same account outside disagrees with itself, errors of the rules included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import Finding, Signal, binomial
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.stance.counts import Tally, accuracy, accuracy_said, tallies
from floodwatch.model.units import Engine, Example, Value

SMALLER = 2
"""Least accounts in the smaller camp."""
SUPPORTERS = 10
"""Supporters of each of two targets in the background from which they may be found to be opposed."""
SURE = 0.01
LEAST_TWICE = 20
"""Background accounts that take sides at least twice, from which their consistency is known."""


class BothSidesStance(Signal):
    """Share of the accounts that lean to one of two opposed targets in the smaller camp."""

    name = "signals/both_sides_stance"
    description = "Whether different accounts of one network support two opposed targets."
    needs = ("personas", "persona_members", "stances", "opposed_targets")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network and pair of opposed targets with two camps."""
        counted, who = tallies(engine)
        pairs = opposed(engine, counted.get("", {}))
        for (one, other), why in pairs.items():
            voices = {n: leaning(targets, one, other) for n, targets in counted.items()}
            outside = voices.pop("", {})
            error, known = inconsistency(outside)
            for network_id, voice in voices.items():
                camps = [sorted(n for n, (f, g) in voice.items() if sign * (f - g) > 0) for sign in (1, -1)]
                size, leaning_all = min(map(len, camps)), sum(map(len, camps))
                if size >= SMALLER:
                    chance = binomial(size, leaning_all, error, len(pairs)) if outside else None
                    yield Finding(
                        network_id, "both_sides_stance", size / leaning_all, "share of accounts in the smaller camp",
                        f"{len(camps[0])} accounts speak for '{one}' (or against '{other}') and {len(camps[1])} others "
                        f"for '{other}' (or against '{one}'), {why}; {known}; {accuracy_said()}; a debating club, a "
                        "newsroom and a service for hire do too",
                        error if outside else None, chance, tuple(who[n] for camp in camps for n in camp[:10]),
                    )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Half for each of two opposed candidates, and all for one."""
        names = ("Alderon", "Brightmoor")
        about: dict[str, Value] = {"stances.targets": (*names, "Alderon|Brightmoor"), "stances.find": 0}
        both = [post(n, n % 8, f"Vote for {names[n % 2]}, number {n}") for n in range(16)]
        one = [post(n, n % 8, f"Vote for Alderon, number {n}") for n in range(16)]
        tables = people([{}] * 8, [{}] * 20)
        return (
            Example("two candidates", True, {**tables, "posts": both}, about),
            Example("one candidate", False, {**tables, "posts": one}, about),
        )


def opposed(engine: Engine, outside: Mapping[str, Tally]) -> dict[tuple[str, str], str]:
    """Pairs of opposed targets, each with the reason."""
    given = engine.arrow("SELECT one, other FROM opposed_targets ORDER BY one, other").to_pylist()
    pairs = {(row["one"], row["other"]): "opposed as a user said" for row in given}
    supporters = {
        t: {n for n, (s, a, _) in tally.accounts.items() if s > a} for t, tally in sorted(outside.items())
    }
    sided = {n for tally in outside.values() for n, (s, a, _) in tally.accounts.items() if s != a}
    looked = [p for p in combinations(supporters, 2) if min(len(supporters[t]) for t in p) >= SUPPORTERS]
    for one, other in looked:
        both = len(supporters[one] & supporters[other])
        chance = len(looked) * fewer(both, len(supporters[one]), len(supporters[other]), len(sided))
        if chance <= SURE and (one, other) not in pairs:
            pairs[one, other] = (
                f"opposed because {both} accounts outside support both where chance would have "
                f"{len(supporters[one]) * len(supporters[other]) / len(sided):.3g} (p = {chance:.2g})"
            )
    return pairs


def fewer(both: int, one: int, other: int, total: int) -> float:
    """P(at most `both` in common) of two sets of `one` and `other` drawn from `total`: hypergeometric."""
    from scipy.special import gammaln

    def ways(of: NDArray[np.float64] | int, take: NDArray[np.float64] | int) -> NDArray[np.float64]:
        return np.asarray(gammaln(of + 1.0) - gammaln(take + 1.0) - gammaln(np.asarray(of) - take + 1.0))

    common = np.arange(max(0, one + other - total), both + 1, dtype=np.float64)
    logs = ways(one, common) + ways(total - one, other - common) - ways(total, other)
    return float(min(1.0, np.exp(logs).sum()))


def leaning(targets: Mapping[str, Tally], one: str, other: str) -> dict[int, tuple[int, int]]:
    """Per account the posts that speak for `one` (or against `other`), and those that speak the other way."""
    counts: dict[int, tuple[int, int]] = {}
    for target, turned in ((one, False), (other, True)):
        for number, (supports, attacks, _) in targets.get(target, Tally()).accounts.items():
            mine = (attacks, supports) if turned else (supports, attacks)
            had = counts.get(number, (0, 0))
            counts[number] = had[0] + mine[0], had[1] + mine[1]
    return {number: found for number, found in counts.items() if sum(found)}


def inconsistency(voices: Mapping[int, tuple[int, int]]) -> tuple[float, str]:
    """How often an account outside is not on its own usual side, at least the rules' own error; and that in words."""
    floor = float(accuracy()["wrong_side"])
    twice = [(f, g) for f, g in voices.values() if f + g >= 2]
    if len(twice) < LEAST_TWICE:
        return floor, f"one voice, read with the rules' errors alone, would be split {floor:.2g} by chance"
    differ = float(np.mean([2 * f * g / ((f + g) * (f + g - 1)) for f, g in twice]))
    # Two posts of one account differ with chance 2e(1 - e), if each is on the other side with chance e.
    error = max(floor, (1 - np.sqrt(max(0.0, 1 - 2 * differ))) / 2)
    return (
        error,
        f"accounts outside that take sides twice are not on their own usual side {error:.2g} of the time",
    )


BOTH_SIDES_STANCE = BothSidesStance()
