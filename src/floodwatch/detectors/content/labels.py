"""What tells a group of texts apart from all others: words by log-odds with an informative Dirichlet prior."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from floodwatch.detectors.content.words import whole

PRIOR = 500.0
"""Words that the prior is worth, spread as the words of all texts are."""
CERTAIN = 2.0
"""Standard deviations by which a word's log-odds must exceed zero."""
MOST, FEWEST = 6, 3
"""Words of a label; fewer than three are filled up with the next best."""


def labels(texts: Sequence[str], groups: Mapping[str, Sequence[int]]) -> dict[str, tuple[str, ...]]:
    """For each group (places of its texts) its most distinguishing words (Monroe, Colaresi, Quinn 2008)."""
    every = Counter(word for text in texts for word in whole(text))
    total = sum(every.values())
    found = {}
    for name, places in groups.items():
        own = Counter(word for place in places for word in whole(texts[place]))
        found[name] = _told(own, every, total)
    return found


def _told(own: Counter[str], every: Counter[str], total: int) -> tuple[str, ...]:
    names = sorted(word for word, n in own.items() if n >= min(2, max(own.values())))
    if not names:
        return ()
    inside = np.array([own[w] for w in names], float)
    all_ = np.array([every[w] for w in names], float)
    size, prior = sum(own.values()), PRIOR * all_ / total
    here = (inside + prior) / np.maximum(size + PRIOR - inside - prior, 1e-9)
    there = (all_ - inside + prior) / np.maximum(total - size + PRIOR - (all_ - inside) - prior, 1e-9)
    score = (np.log(here) - np.log(there)) / np.sqrt(1 / (inside + prior) + 1 / (all_ - inside + prior))
    best = sorted(range(len(names)), key=lambda i: (-score[i], names[i]))[:MOST]
    return tuple(
        names[i] for place, i in enumerate(best) if score[i] > CERTAIN or (place < FEWEST and score[i] > 0)
    )
