"""Random scores, seeded. What no information looks like under the same scoring."""

from __future__ import annotations

import numpy as np

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions
from evaluation.baselines.graphs import ranked


def answer(actions: Actions, seed: int) -> Answer:
    """Uniform scores; the highest 1% stand as one network."""
    return ranked(actions, np.random.default_rng(seed).random(len(actions.accounts)))
