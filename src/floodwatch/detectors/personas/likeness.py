"""Which short texts are nearly the same: min-hash buckets of character shingles, then exact Jaccard.

Everything is vectorised over one long array of code points, so that 100,000 profiles take a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WIDTH = 4
NEAR = 0.7
"""Jaccard from which two texts are near copies: one slot of a one-line template may differ."""
BANDS, ROWS = 14, 4
Sets = list[NDArray[np.uint64]]
_MIX = np.uint64(0x9E3779B97F4A7C15)


def near_groups(texts: Sequence[str], threshold: float = NEAR, seed: int = 0) -> list[NDArray[np.int64]]:
    """Groups of indices of texts whose shingle sets have Jaccard ≥ threshold with the group's first text.

    Groups are disjoint, of at least two, sorted by their first index. A group's first text stands for it,
    so a chain of small changes does not join its two ends.
    """
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    if len(texts) < 2:
        return []
    shingles, owners = _shingles(list(distinct))
    sets = np.split(shingles, np.flatnonzero(np.diff(owners)) + 1)
    signatures = _signatures(shingles, owners, len(distinct), seed)
    parent = np.arange(len(distinct))
    for band in range(BANDS):
        _join(signatures[:, band], parent, sets, threshold)
    root = np.array([_root(parent, distinct[t]) for t in texts], dtype=np.int64)
    order = np.lexsort((np.arange(len(texts)), root))
    groups = np.split(order, np.flatnonzero(np.diff(root[order])) + 1)
    return sorted((g for g in groups if len(g) > 1), key=lambda g: int(g[0]))


def jaccard(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Share of common elements of two sorted arrays of distinct values, neither empty."""
    smaller, larger = sorted((one, other), key=len)
    place = np.minimum(np.searchsorted(larger, smaller), len(larger) - 1)
    common = int((larger[place] == smaller).sum())
    return common / (len(one) + len(other) - common)


def _shingles(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct shingle hashes per text, sorted by owner and hash; texts shorter than a shingle have one."""
    padded = [t.ljust(WIDTH) for t in texts]
    points = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(
        np.uint64
    )
    lengths = np.array([len(t) for t in padded], dtype=np.int64)
    owner = np.repeat(np.arange(len(padded)), lengths)
    hashes = np.zeros(max(0, len(points) - WIDTH + 1), dtype=np.uint64)
    for step in range(WIDTH):
        hashes = (hashes ^ points[step : step + len(hashes)]) * _MIX
        hashes ^= hashes >> np.uint64(29)
    whole = owner[: len(hashes)] == owner[WIDTH - 1 : WIDTH - 1 + len(hashes)]
    hashes, owner = hashes[whole], owner[: len(hashes)][whole]
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    fresh = np.append(True, (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1]))
    return hashes[fresh], owner[fresh]


def _signatures(
    shingles: NDArray[np.uint64], owners: NDArray[np.int64], number: int, seed: int
) -> NDArray[np.uint64]:
    """One hash per text and band: the band's minima, mixed."""
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    salts = np.random.default_rng(seed).integers(1, 2**63, size=BANDS * ROWS, dtype=np.uint64)
    result = np.zeros((number, BANDS), dtype=np.uint64)
    for place, salt in enumerate(salts):
        mixed = (shingles ^ salt) * _MIX
        mixed ^= mixed >> np.uint64(32)
        minima = np.minimum.reduceat(mixed * _MIX, starts)
        band = place // ROWS
        result[owners[starts], band] = (result[owners[starts], band] ^ minima) * _MIX
    return result


def _join(keys: NDArray[np.uint64], parent: NDArray[np.int64], sets: Sets, threshold: float) -> None:
    """Join the texts of one bucket to the bucket's first text where the groups' first texts are alike."""
    order = np.lexsort((np.arange(len(keys)), keys))
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    for bucket in np.split(order, cuts):
        head = _root(parent, int(bucket[0])) if len(bucket) > 1 else 0
        for index in bucket[1:].tolist():
            other = _root(parent, index)
            if (
                other != head
                and _comparable(sets[head], sets[other], threshold)
                and jaccard(sets[head], sets[other]) >= threshold
            ):
                head, other = min(head, other), max(head, other)
                parent[other] = head


def _comparable(one: NDArray[np.uint64], other: NDArray[np.uint64], threshold: float) -> bool:
    """Whether sets of these sizes can reach the threshold at all."""
    return min(len(one), len(other)) >= threshold * max(len(one), len(other))


def _root(parent: NDArray[np.int64], index: int) -> int:
    while parent[index] != index:
        index = int(parent[index])
    return index
