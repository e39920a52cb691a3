"""How far two messages name the same things: rare ones weigh more, and a number counts for nothing in two units.

A weight is the information in meeting the thing by chance, in bits: -log2 of the share of messages that name it,
where a thousand messages of a made-up background stand beside those of the case, so that few messages do not make
everything rare. The sum of shared bits, less log2 of the number of messages, says how few messages would agree as
far by chance if things were named independently of each other: that is the null.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FACTS = ("amount", "date", "number", "place")
"""Kinds of anchors that a translation keeps, so that a missing one speaks against it; others only speak for it."""
SHARES = {"date": 1 / 2000, "place": 1 / 250, "url": 1e-5, "media": 1e-5, "hashtag": 1e-3, "name": 1e-3}
"""Share of the background's messages that name one thing of a kind; numbers by their length, amounts a twentieth."""
BACKGROUND = 1000
BEYOND_CHANCE = 7.0
"""Bits by which agreement must exceed what one in all messages has: fewer than one in 128 by chance."""
_CHUNK = 100_000


@dataclass(frozen=True, slots=True)
class Named:
    """What messages name: one row per message (`owner`, ascending) and thing (`anchor`), things by kind and value."""

    owner: Ints
    anchor: Ints
    kinds: Sequence[str]
    values: Sequence[str]
    messages: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Messages as sparse rows of things, weighted by the roots of their bits.

    `whole` holds amounts, dates, places and numbers without a unit, `loose` those numbers again, `counted` the
    numbers of the amounts, `extra` what only speaks for agreement, at half weight. `total` is the sum of bits in
    `whole`, `least` the bits that two messages must share.
    """

    whole: csr_matrix
    loose: csr_matrix
    counted: csr_matrix
    extra: csr_matrix
    total: Floats
    least: float


def facts(named: Named) -> Facts:
    """The weighted rows of messages."""
    kind = np.array(named.kinds, dtype=object)[named.anchor] if len(named.anchor) else np.empty(0, object)
    bits = weights(named)
    counted = _numbers_of_amounts(named)
    is_number = kind == "number"
    pair = named.owner * (len(named.values) + 1) + named.anchor
    spoken_for = is_number & np.isin(pair, counted[0] * (len(named.values) + 1) + counted[1])
    fact = np.isin(kind, FACTS) & ~spoken_for
    return Facts(
        _rows(named, named.owner[fact], named.anchor[fact], bits),
        _rows(named, named.owner[is_number & fact], named.anchor[is_number & fact], bits),
        _rows(named, *counted, bits),
        _rows(named, named.owner[~np.isin(kind, FACTS)], named.anchor[~np.isin(kind, FACTS)], bits / 2),
        np.bincount(named.owner[fact], bits[named.anchor[fact]], named.messages).astype(float),
        float(np.log2(named.messages + BACKGROUND)) + BEYOND_CHANCE,
    )


def weights(named: Named) -> Floats:
    """Bits of each thing."""
    seen = np.bincount(named.anchor, minlength=len(named.values))
    expected = np.array([_share(k, v) for k, v in zip(named.kinds, named.values, strict=True)], dtype=float)
    bits = -np.log2((seen + BACKGROUND * expected) / (named.messages + BACKGROUND))
    made: Floats = np.maximum(bits, 0.0)
    return made


def _share(kind: str, value: str) -> float:
    """Share of the background's messages that name the thing."""
    if kind not in ("number", "amount"):
        return SHARES[kind]
    digits = sum(c.isdigit() for c in value.partition(" ")[0].rstrip("0"))
    return float(10.0 ** -min(max(digits, 1), 5)) / (20 if kind == "amount" else 1)


def _numbers_of_amounts(named: Named) -> tuple[Ints, Ints]:
    """For each amount of a message the place of its number among all things."""
    places = {v: n for n, (k, v) in enumerate(zip(named.kinds, named.values, strict=True)) if k == "number"}
    of = np.array(
        [
            places.get(v.partition(" ")[0], -1) if k == "amount" else -1
            for k, v in zip(named.kinds, named.values, strict=True)
        ],
        dtype=np.int64,
    )
    number = of[named.anchor] if len(named.anchor) else np.empty(0, np.int64)
    return named.owner[number >= 0], number[number >= 0]


def _rows(named: Named, owner: Ints, anchor: Ints, bits: Floats) -> csr_matrix:
    """A sparse matrix of messages by things, each thing once."""
    from scipy.sparse import csr_matrix

    width = max(len(named.values), 1)
    pair = np.unique(owner * width + anchor)
    owner, anchor = pair // width, pair % width
    return csr_matrix((np.sqrt(bits[anchor]), (owner, anchor)), shape=(named.messages, width))


def agreement(one: Facts, first: Ints, other: Facts, second: Ints) -> tuple[Floats, Floats]:
    """For pairs of rows how far they agree, and the bits that they share.

    Agreement is twice the shared bits over the sum of both rows' bits: from 0 to 1.
    """
    shared = np.zeros(len(first))
    extra = np.zeros(len(first))
    for start in range(0, len(first), _CHUNK):
        here = slice(start, start + _CHUNK)
        i, j = first[here], second[here]
        shared[here] = (
            _dot(one.whole[i], other.whole[j])
            + _dot(one.loose[i], other.counted[j])
            + _dot(one.counted[i], other.loose[j])
        )
        extra[here] = _dot(one.extra[i], other.extra[j])
    both = one.total[first] + other.total[second] + 2 * extra
    return np.divide(2 * (shared + extra), both, out=np.zeros(len(first)), where=both > 0), shared + extra


def _dot(one: csr_matrix, other: csr_matrix) -> Any:
    return np.asarray(one.multiply(other).sum(axis=1), dtype=float).ravel()


def cores(given: Facts, group: Ints, groups: int) -> Facts:
    """One row per group: what at least half of its members name (`group` is -1 for those without one)."""
    from scipy.sparse import csr_matrix

    members = np.flatnonzero(group >= 0)
    shape = (groups, len(group))
    belongs = csr_matrix((np.ones(len(members)), (group[members], members)), shape=shape)
    size = np.bincount(group[members], minlength=groups)
    whole, loose, counted, extra = (
        _half(belongs, rows, size) for rows in (given.whole, given.loose, given.counted, given.extra)
    )
    return Facts(whole, loose, counted, extra, _dot(whole, whole), given.least)


def _half(belongs: csr_matrix, rows: csr_matrix, size: Ints) -> csr_matrix:
    """The things of at least half of each group's members, with their weights."""
    from scipy.sparse import csr_matrix

    ones = rows.copy()
    ones.data = np.ones_like(ones.data)
    count = (belongs @ ones).tocoo()
    keep = count.data * 2 >= size[count.row]
    root = np.zeros(rows.shape[1])
    root[rows.indices] = rows.data
    where = (count.row[keep], count.col[keep])
    return csr_matrix((root[where[1]], where), shape=count.shape)
