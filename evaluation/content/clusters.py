"""How well one grouping of posts agrees with another: B-cubed, pairs, adjusted Rand, with intervals.

Groupings are given as one label per post, in the same order. B-cubed (Bagga and Baldwin 1998) asks of each post which
share of its group belongs there (precision) and which share of what belongs together with it is there (recall);
it is the measure that respects small groups (Amigó and others 2009).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.measures import Estimate, Floats, interval, weights

Grouping = Sequence[Hashable]


def f1(precision: Floats, recall: Floats) -> Floats:
    """Harmonic mean of the two, which are above 0."""
    return 2 * precision * recall / (precision + recall)


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision and recall of each post; over several posts the means count, and F1 is made of the means."""

    precision: Floats
    recall: Floats

    def f1(self) -> float:
        """Harmonic mean of mean precision and mean recall."""
        return float(f1(self.precision.mean(), self.recall.mean()))


def b_cubed(truth: Grouping, found: Grouping) -> BCubed:
    """Each post's precision and recall; every post is in its own group, so both are above 0."""
    both, true, said = Counter(zip(truth, found, strict=True)), Counter(truth), Counter(found)
    shared = np.array([both[pair] for pair in zip(truth, found, strict=True)], dtype=float)
    return BCubed(shared / np.array([said[f] for f in found]), shared / np.array([true[t] for t in truth]))


def pair_f1(truth: Grouping, found: Grouping) -> float:
    """F1 over pairs of posts that stand together; 0 when neither puts any together."""
    both = _pairs(Counter(zip(truth, found, strict=True)))
    said, true = _pairs(Counter(found)), _pairs(Counter(truth))
    return 2 * both / (said + true) if said + true else 0.0


def adjusted_rand(truth: Grouping, found: Grouping) -> float:
    """Agreement over pairs beyond chance: 1 when equal, 0 as by chance (Hubert and Arabie 1985)."""
    both = _pairs(Counter(zip(truth, found, strict=True)))
    said, true = _pairs(Counter(found)), _pairs(Counter(truth))
    every = len(truth) * (len(truth) - 1) / 2
    chance, most = said * true / every if every else 0.0, (said + true) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def _pairs(sizes: Counter[Hashable]) -> float:
    return sum(n * (n - 1) / 2 for n in sizes.values())


class Resampled:
    """The same posts drawn again and again, by whole true groups: posts of one narrative are no independent trials.

    What each post scored is held as measured on all of them; only which posts are averaged is drawn.
    """

    def __init__(self, truth: Grouping, seed: int) -> None:
        """Number the true groups and draw them."""
        number = {group: i for i, group in enumerate(dict.fromkeys(truth))}
        self._group = np.array([number[group] for group in truth])
        self._drawn = weights(len(number), seed)
        self._size = self._drawn @ np.bincount(self._group, minlength=len(number))

    def estimate(self, scored: BCubed) -> Estimate:
        """F1 with its interval."""
        return Estimate(scored.f1(), *interval(self._f1s(scored)))

    def difference(self, ours: BCubed, theirs: BCubed) -> Estimate:
        """Our F1 minus theirs on the same draws."""
        return Estimate(ours.f1() - theirs.f1(), *interval(self._f1s(ours) - self._f1s(theirs)))

    def _f1s(self, scored: BCubed) -> Floats:
        return f1(self._means(scored.precision), self._means(scored.recall))

    def _means(self, values: Floats) -> Floats:
        means: Floats = self._drawn @ np.bincount(self._group, values, self._drawn.shape[1]) / self._size
        return means
