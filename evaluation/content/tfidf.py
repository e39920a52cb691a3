"""The usual way to group texts by words: TF-IDF vectors, cosine, each text to the nearest group or to a new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

_LINK = re.compile(r"https?://\S+|@\w+")
_WORD = re.compile(r"\w\w+")
BLOCK = 512
"""Texts compared with the groups at once."""

Numbers = npt.NDArray[np.int64]


def vectors(texts: Sequence[str]) -> sparse.csr_array:
    """One row of length 1 per text: words without links and mentions, 1 + log count, log idf; none has no words."""
    counts = [Counter(_WORD.findall(_LINK.sub(" ", text.casefold()))) for text in texts]
    number = {word: i for i, word in enumerate(sorted(set().union(*counts)))}
    columns = np.array([number[word] for count in counts for word in count], dtype=np.int64)
    values = np.array([n for count in counts for n in count.values()], dtype=float)
    starts = np.cumsum([0, *map(len, counts)])
    idf = np.log(len(texts) / np.maximum(np.bincount(columns, minlength=len(number)), 1)) + 1
    shape = (len(texts), max(len(number), 1))
    return _unit(sparse.csr_array(((1 + np.log(values)) * idf[columns], columns, starts), shape=shape))


def grouped(rows: sparse.csr_array, least: float) -> Numbers:
    """Number of the group of each row, in the order of rows: the nearest group if its cosine is at least `least`.

    A group is the sum of its texts. Groups are summed again after each block; within one, texts see the new groups too.
    """
    found, groups = np.full(rows.shape[0], -1, dtype=np.int64), 0
    for start in range(0, rows.shape[0], BLOCK):
        block = rows[start : start + BLOCK]
        near, cosine = _nearest(block, _centres(rows[:start], found[:start], groups))
        among = (block @ block.T).toarray()
        founders: list[int] = []
        for i in range(block.shape[0]):
            new = max(founders, key=lambda f: (among[i, f], -f), default=-1)
            if new >= 0 and among[i, new] >= max(least, cosine[i]):
                found[start + i] = found[start + new]
            elif cosine[i] >= least:
                found[start + i] = near[i]
            else:
                found[start + i] = groups
                founders.append(i)
                groups += 1
    return found


def _centres(rows: sparse.csr_array, found: Numbers, groups: int) -> sparse.csr_array:
    ones = np.ones(len(found))
    member = sparse.csr_array((ones, (found, np.arange(len(found)))), shape=(groups, len(found)))
    return _unit(member @ rows)


def _nearest(block: sparse.csr_array, centres: sparse.csr_array) -> tuple[Numbers, npt.NDArray[np.float64]]:
    """The nearest centre of each row and its cosine; a cosine of 0 where there is none."""
    if not centres.shape[0]:
        return np.full(block.shape[0], -1, dtype=np.int64), np.zeros(block.shape[0])
    cosines = (block @ centres.T).tocsr()
    return np.ravel(cosines.argmax(axis=1)), np.ravel(cosines.max(axis=1).toarray())


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1))
    return sparse.csr_array(rows.multiply((1 / np.where(lengths > 0, lengths, 1))[:, None]))
