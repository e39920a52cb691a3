"""Which messages may be the same in two languages: candidates by rare things in common, then nearest neighbours.

Never all pairs: two messages meet where they share a rare thing or a rare pair of things, and a thing that very many
share brings each of them together with a few others only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from floodwatch.copies.agreement import BEYOND_CHANCE, Facts, Floats, Ints, agreement

ENOUGH = 50
"""Neighbours about something else that a pair of languages needs for a threshold of its own; others take all's."""
_RAREST, _MOST, _BESIDE, _BUDGET = 6, 64, 8, 20_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes two messages translations of each other.

    A pair of languages asks for what all but `null` of its neighbours about something else stay below, at least
    `fewest` and at most `highest`; the nearest message must be `margin` nearer than the next about something
    else. Two messages of one language at least `alike` near are about the same thing.
    """

    fewest: float
    highest: float
    margin: float
    alike: float
    null: float = 0.01


BY_FACTS = Rule(fewest=0.6, highest=0.85, margin=0.1, alike=0.6)
"""The rule for agreement in facts."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates, each once (`first` < `second`, ascending), how far they agree and the bits they share."""

    first: Ints
    second: Ints
    agree: Floats
    bits: Floats

    def of(self, one: Ints, other: Ints, messages: int) -> Floats:
        """How far two messages agree; 0 for those that are no candidates."""
        wanted = np.minimum(one, other) * messages + np.maximum(one, other)
        known = self.first * messages + self.second
        if not len(known):
            return np.zeros(len(wanted))
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[place] == wanted, self.agree[place], 0.0)


def candidates(given: Facts) -> Pairs:
    """Pairs of messages that share something rare, scored."""
    owner, key = _keys(given)
    first, second = _together(owner, key)
    agree, bits = agreement(given, first, given, second)
    return Pairs(first, second, agree, bits)


def _keys(given: Facts) -> tuple[Ints, Ints]:
    """Messages with enough facts and the keys under which they meet: one to three things, rare together.

    Rare is what by chance less than one message of the case would name.
    """
    slots, bits = _rare_things(given)
    owners, marks = [], []
    random = np.random.default_rng(21).integers(1 << 62, size=given.whole.shape[1] + 1, dtype=np.int64)
    for size in (1, 2, 3):
        for places in combinations(range(_RAREST if size < 3 else _RAREST - 1), size):
            chosen = slots[:, places]
            rows = np.flatnonzero(
                (chosen >= 0).all(axis=1) & (bits[:, places].sum(axis=1) >= given.least - BEYOND_CHANCE)
            )
            owners.append(rows)
            marks.append(random[chosen[rows]].sum(axis=1))
    owner, mark = np.concatenate(owners), np.concatenate(marks)
    _, key, count = np.unique(mark, return_inverse=True, return_counts=True)
    shared = count[key] > 1
    return owner[shared], key[shared]


def _rare_things(given: Facts) -> tuple[Ints, Floats]:
    """The rarest facts of each message that has enough of them, numbers of amounts included, and their bits."""
    whole, counted = given.whole.tocoo(), given.counted.tocoo()
    owner = np.concatenate((whole.row, counted.row)).astype(np.int64)
    thing = np.concatenate((whole.col, counted.col)).astype(np.int64)
    bits = np.concatenate((whole.data, counted.data)) ** 2
    order = np.lexsort((thing, -bits, owner))
    order = order[(given.total >= given.least)[owner[order]]]
    rank = _rank(owner[order])
    order, rank = order[rank < _RAREST], rank[rank < _RAREST]
    slots = np.full((given.whole.shape[0], _RAREST), -1, np.int64)
    weights = np.zeros(slots.shape)
    slots[owner[order], rank] = thing[order]
    weights[owner[order], rank] = bits[order]
    return slots, weights


def _rank(owner: Ints) -> Ints:
    """For ascending owners, how many rows of the same one come before each."""
    return np.arange(len(owner)) - np.searchsorted(owner, owner)


def _together(owner: Ints, key: Ints) -> tuple[Ints, Ints]:
    """Pairs of messages under one key: all of a small group, a few per message of a large one."""
    order = np.lexsort((owner, key))
    owner, key = owner[order], key[order]
    size = np.bincount(key)[key] if len(key) else key
    rank = _rank(key)
    most = _MOST
    while most > _BESIDE and np.minimum(size, most).sum() > _BUDGET:
        most //= 2
    found = _Found(int(owner.max(initial=0)) + 1)
    for step in range(1, most):
        left = np.flatnonzero((rank + step < size) & ((size <= most) | (step <= _BESIDE)))
        found.add(owner[left], owner[left + step])
    hubs = np.flatnonzero((size > most) & (rank >= _BESIDE))
    for step in range(_BESIDE):
        found.add(owner[hubs - rank[hubs] + step], owner[hubs])
    return found.each_once()


class _Found:
    """Pairs, each kept once before they fill the memory."""

    def __init__(self, width: int) -> None:
        self.width, self.parts, self.size = width, [np.empty(0, np.int64)], 0

    def add(self, first: Ints, second: Ints) -> None:
        """Take pairs in, whichever comes first."""
        self.parts.append(np.minimum(first, second) * self.width + np.maximum(first, second))
        self.size += len(first)
        if self.size > _BUDGET // 2:
            self.parts = [np.unique(np.concatenate(self.parts))]
            self.size = 0

    def each_once(self) -> tuple[Ints, Ints]:
        """All pairs in order."""
        both = np.unique(np.concatenate(self.parts))
        return both // self.width, both % self.width


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each message and language: the nearest message of it, and how near the next about something else is."""

    source: Ints
    target: Ints
    agree: Floats
    bits: Floats
    runner: Floats


def nearest(pairs: Pairs, language: Ints, messages: int) -> Nearest:
    """The nearest neighbour of each message in each other known language (-1 is unknown)."""
    one, other = np.concatenate((pairs.first, pairs.second)), np.concatenate((pairs.second, pairs.first))
    agree, bits = np.tile(pairs.agree, 2), np.tile(pairs.bits, 2)
    use = (language[one] != language[other]) & (language[one] >= 0) & (language[other] >= 0)
    one, other, agree, bits = one[use], other[use], agree[use], bits[use]
    order = np.lexsort((other, -agree, language[other], one))
    one, other, agree, bits = one[order], other[order], agree[order], bits[order]
    cell = one * (int(language.max(initial=0)) + 1) + language[other]
    starts = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])[: len(cell)])
    head = np.repeat(starts, np.diff(np.append(starts, len(cell))))
    same = (head == np.arange(len(head))) | (pairs.of(other[head], other, messages) >= BY_FACTS.alike)
    elsewhere = np.where(same, 0.0, agree)
    runner = np.maximum.reduceat(elsewhere, starts) if len(starts) else elsewhere
    return Nearest(one[starts], other[starts], agree[starts], bits[starts], runner)


def thresholds(near: Nearest, language: Ints, rule: Rule) -> tuple[Ints, Floats]:
    """Pairs of languages in order (as numbers of `_pair`), and the least agreement that each asks for."""
    pair = _pair(near, language)
    null = near.runner > 0
    general = _level(near.runner[null], rule)
    known = np.unique(pair)
    level = np.full(len(known), general)
    order = np.lexsort((near.runner[null], pair[null]))
    own, scores = pair[null][order], near.runner[null][order]
    for start, end in zip(*_runs(own), strict=True):
        if end - start >= ENOUGH:
            level[np.searchsorted(known, own[start])] = _level(scores[start:end], rule)
    return known, level


def _pair(near: Nearest, language: Ints) -> Ints:
    """A number for the two languages of each pair of neighbours."""
    a, b = language[near.source], language[near.target]
    made: Ints = np.minimum(a, b) * (int(language.max(initial=0)) + 1) + np.maximum(a, b)
    return made


def _runs(sorted_values: Ints) -> tuple[list[int], list[int]]:
    starts = np.flatnonzero(np.append(True, sorted_values[1:] != sorted_values[:-1])[: len(sorted_values)])
    return starts.tolist(), np.append(starts[1:], len(sorted_values)).tolist() if len(starts) else []


def _level(scores: Floats, rule: Rule) -> float:
    """The threshold that a null asks for, within what the rule allows."""
    if len(scores) < ENOUGH:
        return rule.fewest
    return float(np.clip(np.quantile(scores, 1 - rule.null), rule.fewest, rule.highest))


def mutual(near: Nearest, language: Ints, messages: int, rule: Rule, least: float = 0.0) -> tuple[Ints, Ints]:
    """Pairs of messages that are each other's nearest in the other's language, far enough before the next."""
    known, level = thresholds(near, language, rule)
    asked = level[np.searchsorted(known, _pair(near, language))] if len(known) else near.agree
    good = (near.agree >= asked) & (near.agree - near.runner >= rule.margin) & (near.bits >= least)
    forth = near.source[good] * messages + near.target[good]
    back = near.target[good] * messages + near.source[good]
    both = np.intersect1d(forth, back)
    one, other = both // messages, both % messages
    return one[one < other], other[one < other]
