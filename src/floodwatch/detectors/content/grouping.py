"""Online grouping: each message joins the nearest group if it is near enough, else it founds one.

This is DP-means (Kulis and Jordan 2012) in the order of time, with cosine for distance. Messages are read a
part at a time: groups stand still while a part is compared with them, and those of the part that found no
group are then compared with each other in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.content.vectors import unit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PART = 512
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def grouped(rows: csr_matrix, near: float, start: csr_matrix, fixed: Ints) -> Ints:
    """The group of each row, numbered in the order of founding; a row without words stands alone.

    `start` holds centres of groups that are there from the beginning, with the first numbers. `fixed` is the
    group of each row that is known, or -1.
    """
    group = np.zeros(rows.shape[0], np.int64)
    sums = start
    for first in range(0, rows.shape[0], PART):
        part = rows[first : first + PART]
        best, place = nearest(part, unit(sums))
        joined = np.where(best >= near, place, -1)
        known = fixed[first : first + PART]
        own = _founded(part, np.where(known >= 0, known, joined), sums.shape[0], near)
        group[first : first + PART] = own
        sums = _added(sums, part, own)
    return group


def nearest(part: csr_matrix, centres: csr_matrix) -> tuple[Floats, Ints]:
    """For each row the greatest cosine with a centre, and which (the first of equals); -1 where none shares a word."""
    best, place = np.zeros(part.shape[0]), np.full(part.shape[0], -1, np.int64)
    if not centres.shape[0]:
        return best, place
    like = (part @ centres.T).tocsr()
    like.sort_indices()
    for row in range(part.shape[0]):
        values = like.data[like.indptr[row] : like.indptr[row + 1]]
        if len(values):
            top = int(values.argmax())
            best[row], place[row] = values[top], like.indices[like.indptr[row] + top]
    return best, place


def _founded(part: csr_matrix, joined: Ints, known: int, near: float) -> Ints:
    """Give those that joined no group one that somebody of this part founds."""
    group = joined.copy()
    alone = np.flatnonzero(joined < 0)
    like = (part[alone] @ part[alone].T).toarray()
    founders: list[int] = []
    for place in range(len(alone)):
        to = like[place, founders] if founders else np.zeros(0)
        if len(to) and to.max() >= near:
            group[alone[place]] = known + int(to.argmax())
        else:
            group[alone[place]] = known + len(founders)
            founders.append(place)
    return group


def _added(sums: csr_matrix, part: csr_matrix, group: Ints) -> csr_matrix:
    """Sums of the groups' rows with those of a part added; new groups become new rows."""
    from scipy.sparse import csr_matrix as csr
    from scipy.sparse import vstack

    count = max(sums.shape[0], int(group.max(initial=-1)) + 1)
    grown = vstack((sums, csr((count - sums.shape[0], sums.shape[1])))).tocsr()
    return (grown + summed(part, group, count)).tocsr()


def summed(rows: csr_matrix, group: Ints, count: int) -> csr_matrix:
    """Sums of rows by group."""
    from scipy.sparse import csr_matrix as csr

    belongs = csr((np.ones(len(group)), (group, np.arange(len(group)))), shape=(count, len(group)))
    return (belongs @ rows).tocsr()


def likeness(rows: csr_matrix, centres: csr_matrix, which: Ints) -> Floats:
    """Cosine of each row with one centre."""
    like: Floats = np.asarray(rows.multiply(centres[which]).sum(axis=1)).ravel()
    return like
