"""Clusters of pairs that are unusual together although none of them is alone.

Under the null, pairs below a p-value of tau are scattered like the edges of a random graph with n * tau edges per
account; large components are then very rare. The expected number of components of at least that size is the
p-value of a cluster. For fixed thresholds it allows for pairs that come three times as often as they should; at
the limit of the accepted pairs, which Benjamini-Hochberg has held, it does not. Sources: the component sizes
of sparse random graphs follow the Borel law; inference on clusters above a forming threshold is from imaging
(Worsley 1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.coordination.communities import components
from floodwatch.detectors.coordination.groups import Layer
from floodwatch.model.units import Engine

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

THRESHOLDS = (1e-4, 1e-5, 1e-6)
INFLATION = 3.0
MOST_TERMS = 400
LEAST_P = 1e-9
"""A model of scattered pairs is not trusted to say less."""


@dataclass(frozen=True)
class Cluster:
    """A component of pairs below a threshold in one trace, with its pairs and its p-value."""

    accounts: Ints
    a: Ints
    b: Ints
    pair_p: Floats
    p: float


def clusters(engine: Engine, found: Sequence[Layer], level: float) -> list[Cluster]:
    """Clusters of every trace and threshold that pass `level` after allowing for all of these."""
    tests = (len(THRESHOLDS) + 1) * max(len(found), 1)
    kept = []
    for layer in found:
        table = engine.arrow(
            "SELECT account_a, account_b, p_value FROM near_pairs "
            f"WHERE trace = '{layer.name}' ORDER BY account_a, account_b"
        )
        a, b = (table.column(name).to_numpy().astype(np.int64) for name in ("account_a", "account_b"))
        p = table.column("p_value").to_numpy().astype(np.float64)
        n = int(layer.margins.eligible.sum())
        for tau, excess in ((layer.limit, 1.0), *((tau, INFLATION) for tau in THRESHOLDS)):
            below = core(a, b, p <= tau)
            for group in components(a[below], b[below]):
                chance = max(LEAST_P, min(1.0, tests * components_expected(group.size, n, excess * tau)))
                if chance <= level:
                    inside = below & np.isin(a, group)
                    kept.append(Cluster(group, a[inside], b[inside], p[inside], chance))
    return kept


def core(a: Ints, b: Ints, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The chosen pairs among accounts that have two such pairs at least (the 2-core).

    A chain of chance pairs has no core; accounts that work together meet more than one other.
    """
    while chosen.any():
        degree = np.bincount(np.concatenate([a[chosen], b[chosen]]), minlength=int(max(a.max(), b.max())) + 1)
        kept = chosen & (degree[a] >= 2) & (degree[b] >= 2)
        if kept.sum() == chosen.sum():
            break
        chosen = kept
    return chosen


def components_expected(size: int, nodes: int, share: float) -> float:
    """Expected components of at least `size` nodes when each pair of `nodes` is joined with probability `share`."""
    mean = nodes * share
    if mean >= 1.0 or mean <= 0.0 or size < 3:
        return float(nodes)
    terms = range(size, min(nodes, size + MOST_TERMS) + 1)
    return float(nodes * sum(exp(_log_borel(mean, g)) / g for g in terms))


def _log_borel(mean: float, size: int) -> float:
    """Log probability that a node's component has that many nodes."""
    return -mean * size + (size - 1) * log(mean * size) - lgamma(size + 1)
