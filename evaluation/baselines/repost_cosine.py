"""Co-repost TF-IDF cosine, heaviest 0.5% of edges (Pacheco and others 2021)."""

from __future__ import annotations

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions
from evaluation.baselines.graphs import answered, cosine, strongest, top

SHARE = 0.005
LEAST_OBJECTS = 2


def answer(actions: Actions, seed: int) -> Answer:
    """Score = an account's highest cosine with anybody; networks are components of the heaviest edges."""
    edges = cosine("repost", actions.matrix("repost"), LEAST_OBJECTS)
    return answered(actions, [top(edges, SHARE)], strongest([edges], len(actions.accounts)))
