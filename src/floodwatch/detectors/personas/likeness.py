"""Which short texts are nearly the same, by Jaccard's index of their runs of characters (`tools.shingles`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from floodwatch.tools.shingles import bands, candidates, jaccard

NEAR = 0.7
"""Jaccard from which two texts are near copies: one slot of a one-line template may differ."""
FEW = 400
"""Texts up to which every pair is compared; of more only those that MinHash takes for alike."""

Places = NDArray[np.int64]


def near_groups(texts: Sequence[str], threshold: float = NEAR) -> list[Places]:
    """Groups of places of texts whose Jaccard index with the group's first text is at least the threshold.

    Groups are disjoint, of at least two, sorted by their first place. A group's first text stands for it,
    so a chain of small changes does not join its two ends. Equal texts are always together.
    """
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    if len(texts) < 2:
        return []
    first = _first_alike(list(distinct), threshold)
    root = first[np.fromiter(map(distinct.__getitem__, texts), np.int64, len(texts))]
    order = np.argsort(root, kind="stable")
    order = order[np.bincount(root)[root[order]] > 1]
    groups = np.split(order, np.flatnonzero(np.diff(root[order])) + 1)
    return sorted((g for g in groups if len(g) > 1), key=lambda g: int(g[0]))


def _first_alike(texts: Sequence[str], threshold: float) -> Places:
    """For each of some distinct texts the first one that is like it and like no earlier one."""
    few = len(texts) <= FEW
    pairs = np.stack(np.triu_indices(len(texts), 1), axis=1) if few else candidates(bands(texts))
    near = pairs[jaccard(texts, pairs[:, 0], pairs[:, 1]) >= threshold]
    first = np.arange(len(texts))
    for low, high in near[np.lexsort((near[:, 1], near[:, 0]))].tolist():
        if first[low] == low and first[high] == high:
            first[high] = low
    return first
