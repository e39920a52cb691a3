"""Texts as sets of short runs of characters, and which texts share most of them.

The sets are compared by Jaccard's index: shared runs over all runs of both. Candidates come from MinHash
signatures cut into bands (Broder 1997; Leskovec, Rajaraman, Ullman, ch. 3) and every one is then compared
exactly. Nothing here knows words, so texts without spaces are texts like others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONG, SHORT = 4, 2
"""Characters of a run: two where a character is about a syllable or a word (Han, Hangul), else four."""
BANDS, ROWS = 32, 4
"""At a Jaccard index of 0.7 a pair agrees in fewer than two of 32 bands of four with probability 0.0017."""
CROWDED, HEADS = 48, 16
"""From how many texts of one band on each is compared with the first `HEADS` of them and its neighbours only."""
TOGETHER = 20_000
"""Texts that are hashed, and pairs that are compared, at once."""
SIGNED = 500
"""Texts whose signatures are taken over at once: so few that their numbers stay in the processor's cache."""
MOST_WAITING = 4_000_000
"""Candidates, doubles among them, that are held before the doubles go."""

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
_BITS, _ROOM, _HASH = np.uint64(48), np.uint64(16), np.uint64(2**48 - 1)
"""A run's hash has 48 bits, so that the text it belongs to fits beside it in one number that sorts fast."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_DENSE = ((0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class Shingles:
    """The distinct runs of some texts, text by text: those of text i are `hashes[starts[i]:starts[i + 1]]`."""

    hashes: Hashes
    starts: Ints

    @property
    def sizes(self) -> Ints:
        """How many distinct runs each text has."""
        return np.diff(self.starts)


def shingles(texts: Sequence[str]) -> Shingles:
    """The sets of runs of at most 65,536 texts, each sorted. A text shorter than a run has none."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    text = np.repeat(np.arange(len(texts)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    dense = _dense(codes)
    whole = left >= np.where(dense, SHORT, LONG)
    owned = np.sort(text[whole].astype(np.uint64) << _BITS | _runs(codes, dense)[whole] >> _ROOM)
    owned = owned[np.append(True, owned[1:] != owned[:-1])[: len(owned)]]
    counts = np.bincount((owned >> _BITS).astype(np.int64), minlength=len(texts))
    return Shingles(owned & _HASH, np.concatenate(([0], np.cumsum(counts))).astype(np.int64))


def _dense(codes: Hashes) -> NDArray[np.bool_]:
    found = np.zeros(len(codes), bool)
    for low, high in _DENSE:
        found |= (codes >= low) & (codes <= high)
    return found


def _runs(codes: Hashes, dense: NDArray[np.bool_]) -> Hashes:
    """A hash of the run that starts at each character."""
    hashes: Hashes = np.zeros(len(codes), np.uint64)
    for step in range(LONG):
        ahead = np.zeros_like(codes)
        ahead[: max(len(codes) - step, 0)] = codes[step:]
        taken = ahead if step < SHORT else np.where(dense, np.uint64(0), ahead)
        hashes = (hashes ^ taken) * _MIX
        hashes ^= hashes >> np.uint64(29)
    return hashes


def jaccard(texts: Sequence[str], left: Ints, right: Ints) -> NDArray[np.float64]:
    """Jaccard's index of pairs of texts given by place, exactly; 0 for two texts without runs."""
    found = np.zeros(len(left))
    for first in range(0, len(left), TOGETHER):
        part = slice(first, first + TOGETHER)
        places, inverse = np.unique(np.concatenate((left[part], right[part])), return_inverse=True)
        sets = shingles([texts[p] for p in places.tolist()])
        half = len(inverse) // 2
        found[part] = _compared(sets, inverse[:half], inverse[half:])
    return found


def _compared(sets: Shingles, left: Ints, right: Ints) -> NDArray[np.float64]:
    both = np.sort(np.concatenate((_gathered(sets, left), _gathered(sets, right))))
    twice = both[1:][both[1:] == both[:-1]]
    shared = np.bincount((twice >> _BITS).astype(np.int64), minlength=len(left))
    either = sets.sizes[left] + sets.sizes[right] - shared
    result: NDArray[np.float64] = shared / np.maximum(either, 1)
    return result


def _gathered(sets: Shingles, which: Ints) -> Hashes:
    """Runs of the chosen texts one after another, each with the place of its text in `which`."""
    sizes = sets.sizes[which]
    owner = np.repeat(np.arange(len(which)), sizes)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    owned: Hashes = owner.astype(np.uint64) << _BITS | sets.hashes[sets.starts[which][owner] + within]
    return owned


def bands(texts: Sequence[str], seed: int = 1) -> NDArray[np.uint32]:
    """One number per text and band; texts that share most of their runs are equal in some band."""
    return np.concatenate([*_band_parts(texts, seed), np.zeros((0, BANDS), np.uint32)])


def _band_parts(texts: Sequence[str], seed: int) -> Iterator[NDArray[np.uint32]]:
    for first in range(0, len(texts), TOGETHER):
        sets = shingles(texts[first : first + TOGETHER])
        for place in range(0, len(sets.sizes), SIGNED):
            signature = _signatures(sets, slice(place, place + SIGNED), seed)
            mixed: Hashes = np.zeros(signature.shape[:2], np.uint64)
            for row in range(ROWS):
                mixed = (mixed ^ signature[:, :, row]) * _MIX
                mixed ^= mixed >> np.uint64(31)
            yield (mixed >> np.uint64(32)).astype(np.uint32)


def _signatures(sets: Shingles, part: slice, seed: int) -> Hashes:
    """The signatures of some of the texts: texts x bands x rows."""
    from rensa import RMinHash

    starts = sets.starts[part.start : part.stop + 1]
    hashes = sets.hashes[starts[0] : starts[-1]]
    made: Any = RMinHash.digest_matrix_from_flat_token_hashes(
        hashes, (starts - starts[0]).astype(np.uint64), BANDS * ROWS, seed
    )
    every = np.fromiter(chain.from_iterable(made.to_rows()), np.uint64, (len(starts) - 1) * BANDS * ROWS)
    return every.reshape(-1, BANDS, ROWS)


def candidates(numbers: NDArray[np.uint32]) -> Ints:
    """Pairs of places that are equal in two bands or more, as rows (lower place, higher place), sorted."""
    count = np.int64(max(len(numbers), 1))
    once, twice = np.zeros(0, np.int64), np.zeros(0, np.int64)
    waiting: list[Ints] = []
    for band in range(numbers.shape[1]):
        low, high = _together(numbers[:, band])
        waiting.append(_distinct([np.minimum(low, high) * count + np.maximum(low, high)])[0])
        if band == numbers.shape[1] - 1 or sum(map(len, waiting)) > MOST_WAITING:
            once, again = _distinct([once, *waiting])
            twice, waiting = _distinct([twice, again])[0], []
    return np.stack((twice // count, twice % count), axis=1)


def _distinct(parts: Sequence[Ints]) -> tuple[Ints, Ints]:
    """All numbers, each once, and those that come again; by sorting, since `np.unique` hashes pairs badly."""
    every = np.concatenate(parts)
    every.sort()
    again = every[1:] == every[:-1]
    return every[np.append(True, ~again)[: len(every)]], every[1:][again]


def _together(number: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Pairs of equal numbers; of a crowd only those with its first few members and between neighbours."""
    # Most stand alone in a bucket of their first bits, of which there are four for each: these need no sorting.
    bucket = number >> np.uint32(max(0, 30 - len(number).bit_length()))
    shared = np.flatnonzero(np.bincount(bucket)[bucket] > 1)
    order = shared[np.argsort(number[shared], kind="stable")]
    run = np.cumsum(np.append(False, number[order][1:] != number[order][:-1])[: len(order)])
    size = np.bincount(run, minlength=1)[run]
    order, run, size = order[size > 1], run[size > 1], size[size > 1]
    found = [(order[:0], order[:0]), *_heads(order, run, size > CROWDED)]
    for step in range(1, CROWDED):
        same = run[step:] == run[:-step]
        if not same.any():
            break
        taken = same if step == 1 else same & (size[step:] <= CROWDED)
        found.append((order[:-step][taken], order[step:][taken]))
    return np.concatenate([low for low, _ in found]), np.concatenate([high for _, high in found])


def _heads(order: Ints, run: Ints, crowded: NDArray[np.bool_]) -> Iterator[tuple[Ints, Ints]]:
    """Each member of a crowd beside the first members of its crowd."""
    order, run = order[crowded], run[crowded]
    first = np.flatnonzero(np.append(True, run[1:] != run[:-1]))[: len(run)]
    sizes = np.diff(np.append(first, len(run)))
    for head in range(HEADS if len(run) else 0):
        later = np.arange(len(run)) > np.repeat(first + head, sizes)
        yield np.repeat(order[first + head], sizes)[later], order[later]
