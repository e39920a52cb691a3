"""Places the nodes of a graph: a disc per community, inside it attraction against random repulsion.

Negative sampling: every node is pulled by its edges and pushed by a few nodes drawn at random, which costs
nodes + edges per round instead of nodes squared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

REPULSIONS, SPREAD = 12, 0.9
GOLDEN = np.pi * (3 - np.sqrt(5))


def layout(
    groups: Sequence[int] | NDArray[np.int64],
    edges: Sequence[tuple[int, int]] | NDArray[np.int64],
    seed: int,
    rounds: int = 100,
    even: float = 0.0,
) -> NDArray[np.float64]:
    """Positions (nodes × 2) for nodes of the given groups; a disc's area grows with its nodes.

    `even`: from 0, as the forces leave them, to 1, spread over the disc so that no part of it is crowded.
    """
    group = np.asarray(groups, dtype=np.int64)
    pairs = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
    names, group, sizes = np.unique(group, return_inverse=True, return_counts=True)
    centres, radii = discs(sizes)
    spots = _inside(group, pairs[group[pairs[:, 0]] == group[pairs[:, 1]]], seed, rounds, even)
    return centres[group] + spots * (radii[group] - 0.5)[:, None] if len(names) else np.zeros((0, 2))


def discs(sizes: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centres (groups × 2) and radii of the discs of groups with so many nodes, in the order given."""
    radii = np.sqrt(sizes) + 0.8
    return _lines(radii), radii


def _inside(
    group: NDArray[np.int64], pairs: NDArray[np.int64], seed: int, rounds: int, even: float
) -> NDArray[np.float64]:
    """Positions inside a unit disc per group. Nodes start on a sunflower, so that even no edges look calm."""
    random, count = np.random.default_rng(seed), len(group)
    order = np.argsort(group, kind="stable")
    back = np.argsort(order, kind="stable")
    sizes = np.bincount(group)
    first = (np.cumsum(sizes) - sizes)[group[order]]
    place = np.arange(count) - first
    spots = np.zeros((count, 2))
    reach = np.sqrt((place + 0.5) / sizes[group[order]]) if count else place
    spots[order] = np.column_stack((np.cos(place * GOLDEN), np.sin(place * GOLDEN))) * reach[:, None]
    gap = SPREAD / np.sqrt(sizes[group])[:, None] if count else spots
    weight = sizes[group][:, None] / REPULSIONS if count else spots
    for heat in np.linspace(0.15, 0.005, rounds if count else 0):
        force = np.zeros_like(spots)
        pull = spots[pairs[:, 1]] - spots[pairs[:, 0]]
        pull *= np.linalg.norm(pull, axis=1, keepdims=True) / gap[pairs[:, 0]]
        np.add.at(force, pairs[:, 0], pull)
        np.add.at(force, pairs[:, 1], -pull)
        for _ in range(REPULSIONS):
            other = order[first + random.integers(0, sizes[group[order]])][back]
            away = spots - spots[other]
            force += weight * away * gap**2 / (np.sum(away**2, axis=1, keepdims=True) + 1e-6)
        size = np.linalg.norm(force, axis=1, keepdims=True)
        spots += force / np.maximum(size, 1e-9) * np.minimum(size, heat)
        spots /= np.maximum(1.0, np.linalg.norm(spots, axis=1, keepdims=True))
    return _spread(_filled(spots, group, sizes), group, sizes, even)


def _filled(
    spots: NDArray[np.float64], group: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Every group moved to the middle of its disc and stretched until it reaches the rim."""
    middle = np.column_stack([np.bincount(group, spots[:, axis], len(sizes)) / sizes for axis in (0, 1)])
    spots = spots - middle[group]
    reach = np.zeros(len(sizes))
    np.maximum.at(reach, group, np.linalg.norm(spots, axis=1))
    return spots / np.maximum(reach, 1e-9)[group][:, None]


def _spread(
    spots: NDArray[np.float64], group: NDArray[np.int64], sizes: NDArray[np.int64], even: float
) -> NDArray[np.float64]:
    """Nodes moved outwards or inwards by their rank in distance, which keeps who is inside of whom and every angle."""
    if not even:
        return spots
    reach = np.linalg.norm(spots, axis=1)
    order = np.lexsort((reach, group))
    wanted = np.zeros(len(group))
    first = (np.cumsum(sizes) - sizes)[group[order]]
    wanted[order] = np.sqrt((np.arange(len(group)) - first + 0.5) / sizes[group[order]])
    factor: NDArray[np.float64] = (1 - even) + even * wanted / np.maximum(reach, 1e-9)
    return spots * factor[:, None]


def _lines(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres of discs set like words on lines, in the order given: the picture reads like the report."""
    width = max(2.0 * float(np.sqrt(np.sum((2 * radii + 1) ** 2))), 2 * float(radii.max(initial=0)))
    lines: list[list[int]] = [[]]
    used = 0.0
    for disc, radius in enumerate(radii):
        if lines[-1] and used + 2 * radius > width:
            lines.append([])
            used = 0.0
        lines[-1].append(disc)
        used += 2 * radius + 1
    centres, below = np.zeros((len(radii), 2)), 0.0
    for line in lines:
        high = float(radii[line].max(initial=0))
        right = np.cumsum(2 * radii[line] + 1)
        centres[line, 0] = right - radii[line] - 1
        centres[line, 1] = below + high
        below += 2 * high + 2
    return centres
