"""How far two people who coded the same units agreed, beyond chance: Cohen's kappa and Krippendorff's alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS, LEVEL = 2000, 0.95
LEAST = 10
"""Units below which an interval by drawing again would pretend to know more than it does."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Units that both coded, how many alike, and both measures with intervals; None where one is not defined."""

    units: int
    same: int
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None


def agreement(one: Mapping[str, str], other: Mapping[str, str], seed: int = 1) -> Agreement:
    """Agreement over the units that both coded; intervals (95%) by drawing units again, from 10 units on."""
    pairs = [(one[unit], other[unit]) for unit in sorted(one.keys() & other.keys())]
    found = {"kappa": kappa(pairs), "alpha": alpha(pairs)}
    ends = _intervals(pairs, seed) if len(pairs) >= LEAST else {}
    low, high = ({name: ends.get(name, (None, None))[n] for name in found} for n in (0, 1))
    return Agreement(
        len(pairs), sum(a == b for a, b in pairs), found["kappa"], low["kappa"], high["kappa"], found["alpha"],
        low["alpha"], high["alpha"],
    )  # fmt: skip


def kappa(pairs: Pairs) -> float | None:
    """Agreement beyond what both would reach by their own habits. Source: Cohen 1960."""
    if not pairs:
        return None
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    expected = sum(first[code] * second[code] for code in first) / len(pairs) ** 2
    seen = sum(a == b for a, b in pairs) / len(pairs)
    return None if expected == 1 else (seen - expected) / (1 - expected)


def alpha(pairs: Pairs) -> float | None:
    """Agreement beyond drawing from all codes of both together, which have no order. Source: Krippendorff 2011."""
    counted = Counter(code for pair in pairs for code in pair)
    values = 2 * len(pairs)
    differ = sum(a != b for a, b in pairs) / len(pairs) if pairs else 0.0
    expected = 1 - sum(n * (n - 1) for n in counted.values()) / (values * (values - 1)) if values else 0.0
    return None if expected == 0 else 1 - differ / expected


def _intervals(pairs: Pairs, seed: int) -> dict[str, tuple[float, float]]:
    """Percentiles of both measures over units drawn again; draws in which one is not defined are left out."""
    rng = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {"kappa": [], "alpha": []}
    for _ in range(DRAWS):
        again = [pairs[i] for i in rng.integers(0, len(pairs), len(pairs))]
        for name, measure in (("kappa", kappa), ("alpha", alpha)):
            found = measure(again)
            if found is not None:
                drawn[name].append(found)
    tail = (1 - LEVEL) / 2 * 100
    return {
        name: (float(np.percentile(values, tail)), float(np.percentile(values, 100 - tail)))
        for name, values in drawn.items() if values
    }  # fmt: skip
