"""The rule of CooRTweet (Righetti and Balluff 2023) on each trace: window, participation, quantile."""

from __future__ import annotations

import numpy as np

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions, Trace
from evaluation.baselines.graphs import Edges, action_pairs, answered, counted, joined

WINDOW_S = 60
PARTICIPATION = 2
QUANTILE = 0.5


def answer(actions: Actions, seed: int) -> Answer:
    """Edges strictly above the median weight of each trace; score = summed weight of an account's edges."""
    layers = [rule(name, trace) for name, trace in actions.traces.items()]
    graph = joined(layers, len(actions.accounts))
    return answered(actions, layers, np.asarray(graph.sum(axis=1)).ravel())


def rule(name: str, trace: Trace) -> Edges:
    """Pairs within the window, either side of which took part at least twice, above the quantile."""
    first, second = action_pairs(trace, WINDOW_S)
    apart = trace.account[first] != trace.account[second]
    first, second = first[apart], second[apart]
    rows = np.unique(np.concatenate([first, second]))
    qualified = np.bincount(trace.account[rows], minlength=1) >= PARTICIPATION
    stays = qualified[trace.account[first]] | qualified[trace.account[second]]
    edges = counted(name, trace, first[stays], second[stays])
    if not len(edges.weight):
        return edges
    return edges.where(edges.weight > np.quantile(edges.weight, QUANTILE))
