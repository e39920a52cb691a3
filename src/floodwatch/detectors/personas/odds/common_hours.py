"""How surprising it is that two accounts keep the same hours, beside others of their languages who post as much.

Counts of few posts are unlike by chance alone, those of many alike. So the posts of all who are compared are thinned
to one number, drawn at random. By chance two others are as alike: one of the band of posts of each of the two, in one
language. A band in which too few others write a language is widened to those beside it, down to fewer posts where it
must be, and posts are thinned as far. Of two languages the one that makes a pair less surprising counts; where a
language has too few others in all, nothing is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_POSTS = 20
"""Posts of an account from which on its hours are compared."""
BANDS = tuple(LEAST_POSTS << n for n in range(7))
"""Numbers of posts at which bands of activity begin."""
ENOUGH, PER_BAND = 30, 100
"""Others of a language that chance is drawn from at least, and at most in each band."""
DRAWS = 4000

BAND = f"CASE {' '.join(f'WHEN p.posts >= {least} THEN {least}' for least in reversed(BANDS))} END"
"""SQL: the band of an account `p`."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Accounts: posts by hour (accounts x 24), the number of their language, and the rows that chance is drawn from."""

    hours: Ints
    language: Ints
    others: Ints

    @property
    def band(self) -> Ints:
        """Place in `BANDS`, -1 for too few posts."""
        return np.asarray(np.digitize(self.hours.sum(axis=1), BANDS) - 1, dtype=np.int64)

    def thinned(self, posts: int, random: np.random.Generator) -> Floats:
        """Unit vectors: square roots of the shares of `posts` posts of each account; 0 where it has fewer."""
        rows = np.flatnonzero(self.hours.sum(axis=1) >= posts)
        left, wanted = self.hours[rows].sum(axis=1), np.full(len(rows), posts)
        found = np.zeros(self.hours.shape)
        for hour in range(self.hours.shape[1]):
            here = self.hours[rows, hour]
            left -= here
            drawn = random.hypergeometric(here, left, wanted)
            found[rows, hour] = drawn
            wanted -= drawn
        return np.sqrt(found / posts)


@dataclass(frozen=True, slots=True)
class _Chance:
    """Whom some pairs are compared with, one of each list, and the number of posts that all are thinned to."""

    pairs: Ints
    posts: int
    first: Ints
    second: Ints

    def surprise(self, shape: Floats, one: Ints, other: Ints, random: np.random.Generator) -> Floats:
        """−log10 of the share of random pairs that are as alike; never more than so many distinct pairs can tell."""
        a, b = random.choice(self.first, DRAWS), random.choice(self.second, DRAWS)
        usual = np.sort(_alike(shape, a[a != b], b[a != b]))
        above = len(usual) - np.searchsorted(usual, _alike(shape, one, other), side="left")
        told = min(len(usual), len(self.first) * len(self.second) // 2)
        return np.asarray(-np.log10((above / len(usual) * told + 1.0) / (told + 1.0)))


def surprises(clocks: Clocks, one: Ints, other: Ints, seed: int) -> Floats:
    """Surprise of each pair of rows of `clocks`: NaN where one posts too little or its language has too few others."""
    random = np.random.default_rng(seed)
    found = np.full((2, len(one)), np.nan)
    band = clocks.band
    told = np.flatnonzero((band[one] >= 0) & (band[other] >= 0))
    chances = []
    for side, language in enumerate((clocks.language[one], clocks.language[other])):
        wanted = told if side == 0 else told[language[told] != clocks.language[one[told]]]
        chances += [(side, chance) for chance in _chances(clocks, band, one, other, language, wanted)]
    shape, posts = np.zeros((0, 0)), 0
    for side, chance in sorted(chances, key=lambda c: c[1].posts):
        if chance.posts != posts:
            shape, posts = clocks.thinned(chance.posts, random), chance.posts
        mine = chance.pairs
        found[side, mine] = chance.surprise(shape, one[mine], other[mine], random)
    same = clocks.language[one] == clocks.language[other]
    return np.asarray(np.where(same, found[0], found.min(axis=0)))


def _chances(
    clocks: Clocks, band: Ints, one: Ints, other: Ints, language: Ints, wanted: Ints
) -> Iterator[_Chance]:
    """The wanted pairs by language and by both bands, with whom they are compared."""
    low, high = np.minimum(band[one], band[other]), np.maximum(band[one], band[other])
    keys, group = np.unique(np.stack([language, low, high], axis=1)[wanted], axis=0, return_inverse=True)
    for n, (code, *bands) in enumerate(keys.tolist()):
        pools = [_others(clocks, band, code, b) for b in bands]
        if all(len(pool) for pool in pools):
            posts = BANDS[min(bands[0], *(int(band[pool].min()) for pool in pools))]
            yield _Chance(wanted[group.ravel() == n], posts, pools[0], pools[1])


def _others(clocks: Clocks, band: Ints, language: int, middle: int) -> Ints:
    """Others of a language in a band, or in those around it until there are enough; nobody where there never are."""
    mine: Ints = clocks.others[(clocks.language[clocks.others] == language) & (band[clocks.others] >= 0)]
    low = high = middle
    while True:
        chosen = mine[(band[mine] >= low) & (band[mine] <= high)]
        if len(chosen) >= ENOUGH or (low, high) == (0, len(BANDS) - 1):
            return chosen if len(chosen) >= ENOUGH else chosen[:0]
        low, high = (low, high + 1) if high < len(BANDS) - 1 else (low - 1, high)


def _alike(shape: Floats, one: Ints, other: Ints) -> Floats:
    """Bhattacharyya's coefficient of the hours of two rows."""
    return np.asarray((shape[one] * shape[other]).sum(axis=1))
