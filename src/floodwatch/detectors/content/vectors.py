"""Messages as vectors of words, each weighing what it tells: TF-IDF of unit length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from floodwatch.detectors.content.words import words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAST, COMMON, FEW = 1, 0.05, 200
"""A word must stand in so many messages, and in no greater share of them than this (200 are never too many)."""
TOP = 0.7
"""Most that one word can weigh in a message of length one: two messages need more than one word in common."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Rows of unit length (or empty), one per message; `names` are the words of the columns."""

    rows: csr_matrix
    names: tuple[str, ...]


def vectors(texts: Sequence[str]) -> Vectors:
    """TF-IDF of texts; words in more than a twentieth of the messages tell nothing."""
    from scipy.sparse import csr_matrix, diags

    place: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    ends = [0]
    for text in texts:
        found = words(text)
        columns += [place.setdefault(word, len(place)) for word, _ in found]
        weights += [weight for _, weight in found]
        ends.append(len(columns))
    shape = (len(texts), max(len(place), 1))
    counts = csr_matrix((weights, columns, ends), shape=shape)
    counts.sum_duplicates()
    held = np.bincount(counts.indices, minlength=shape[1])
    most = max(COMMON * len(texts), FEW)
    kept = np.flatnonzero((held >= LEAST) & (held <= most))
    worth = np.log(max(len(texts), 1) / np.maximum(held[kept], 1))
    rows = counts[:, kept] @ diags(np.maximum(worth, 0.1))
    names = list(place)
    rows = unit(rows.tocsr())
    rows.data = np.minimum(rows.data, TOP)
    return Vectors(rows, tuple(names[i] for i in kept.tolist()))


def unit(rows: csr_matrix) -> csr_matrix:
    """Rows scaled to length one; empty ones stay empty."""
    from scipy.sparse import diags

    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (diags(1 / np.where(lengths > 0, lengths, 1)) @ rows).tocsr()
