"""From accepted pairs to groups: connected components, and communities inside large loose ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LARGE = 30
LOOSE = 0.4
"""A component of more than 30 accounts is divided where that gives a modularity above 0.4."""


def fuse(a: Ints, b: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """One row per pair, the largest weight of its layers; sorted."""
    if a.size == 0:
        return a, b, weight
    order = np.lexsort((-weight, b, a))
    a, b, weight = a[order], b[order], weight[order]
    first = np.concatenate(([True], (np.diff(a) != 0) | (np.diff(b) != 0)))
    return a[first], b[first], weight[first]


def components(a: Ints, b: Ints) -> list[Ints]:
    """Connected components, each sorted, largest first, then by first account."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    if nodes.size == 0:
        return []
    rows, columns = place[: a.size], place[a.size :]
    graph = coo_array((np.ones(a.size), (rows, columns)), shape=(nodes.size, nodes.size))
    label = connected_components(graph, directed=False)[1]
    return ordered([nodes[label == one] for one in range(int(label.max()) + 1)])


def ordered(groups: list[Ints]) -> list[Ints]:
    """Groups by size, largest first, then by their accounts."""
    return sorted(groups, key=lambda g: (-g.size, g.tolist()))


def communities(a: Ints, b: Ints, weight: Floats, seed: int) -> list[Ints]:
    """Components, large loose ones divided by Leiden (seeded); groups of one are dropped."""
    found: list[Ints] = []
    for component in components(a, b):
        inside = np.isin(a, component)
        parts = [component]
        if component.size > LARGE:
            parts = divided(a[inside], b[inside], weight[inside], seed) or parts
        found += [part for part in parts if part.size >= 2]
    return ordered(found)


def divided(a: Ints, b: Ints, weight: Floats, seed: int) -> list[Ints]:
    """Communities of one component by Leiden, or nothing where it is of one piece."""
    from graspologic_native import leiden

    edges = [(str(i), str(j), float(w)) for i, j, w in zip(a, b, weight, strict=True)]
    quality, label = leiden(edges, iterations=4, seed=seed, use_modularity=True, trials=1)
    if quality < LOOSE:
        return []
    groups: dict[int, list[int]] = {}
    for node, one in label.items():
        groups.setdefault(one, []).append(int(node))
    return [np.array(sorted(group), dtype=np.int64) for group in groups.values()]
