"""At least ten co-actions within one minute, over all traces: the fixed threshold of many newsrooms."""

from __future__ import annotations

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions
from evaluation.baselines.graphs import action_pairs, answered, counted, strongest

WINDOW_S = 60
LEAST = 10


def answer(actions: Actions, seed: int) -> Answer:
    """Score = an account's highest number of co-actions with one other; edges where it reaches ten."""
    layers = [counted(n, t, *action_pairs(t, WINDOW_S)) for n, t in actions.traces.items()]
    kept = [e.where(e.weight >= LEAST) for e in layers]
    return answered(actions, kept, strongest(layers, len(actions.accounts)))
