"""Activity only: whoever posts most. What any method must beat."""

from __future__ import annotations

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions
from evaluation.baselines.graphs import ranked


def answer(actions: Actions, seed: int) -> Answer:
    """Score = number of posts; the most active 1% stand as one network."""
    return ranked(actions, actions.posts.astype(float))
