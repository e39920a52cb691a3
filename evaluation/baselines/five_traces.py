"""Union of five similarity networks, nodes kept by eigenvector centrality (Luceri and others 2024)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from evaluation.answer import Answer
from evaluation.baselines.actions import Actions, Trace
from evaluation.baselines.graphs import Edges, Floats, action_pairs, answered, cosine, counted, joined

FAST_S = 10
KEPT = 0.95
LEAST_OBJECTS = 2


def answer(actions: Actions, seed: int) -> Answer:
    """Score = eigenvector centrality in the fused network; its top 5% of accounts are kept."""
    layers = [cosine(t, actions.matrix(t), LEAST_OBJECTS) for t in ("repost", "url", "hashtags", "text")]
    layers.append(fast(actions.traces["repost"]))
    graph = joined(layers, len(actions.accounts))
    scores = centrality(graph)
    linked = scores[np.diff(graph.indptr) > 0]
    if not len(linked):
        return Answer()
    central = scores >= np.quantile(linked, KEPT)
    return answered(actions, [e.where(central[e.a] & central[e.b]) for e in layers], scores)


def fast(trace: Trace) -> Edges:
    """Reposts of one post by two accounts within ten seconds, weights scaled to at most 1."""
    edges = counted("fast_repost", trace, *action_pairs(trace, FAST_S))
    most = edges.weight.max() if len(edges.weight) else 1.0
    return Edges(edges.behaviour, edges.a, edges.b, edges.weight / most)


def centrality(graph: sparse.csr_array, rounds: int = 200) -> Floats:
    """Eigenvector centrality by power iteration on A + I from equal weights, highest = 1."""
    scores: Floats = np.ones(graph.shape[0])
    for _ in range(rounds):
        after = graph @ scores + scores
        after /= after.max(initial=0.0) or 1.0
        if np.abs(after - scores).max(initial=0.0) < 1e-9:
            break
        scores = after
    scores[np.diff(graph.indptr) == 0] = 0.0
    return scores
