"""What the baselines share: pairs within a window, cosine pairs, and an answer from a weighted graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from evaluation.answer import Answer, Network
from evaluation.baselines.actions import Actions, Integers, Trace

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Weighted edges of one behaviour: numbers of two accounts (a < b) and a weight."""

    behaviour: str
    a: Integers
    b: Integers
    weight: Floats

    def where(self, keep: npt.NDArray[np.bool_]) -> Edges:
        """The edges that a mask keeps."""
        return Edges(self.behaviour, self.a[keep], self.b[keep], self.weight[keep])


def action_pairs(trace: Trace, window: int) -> tuple[Integers, Integers]:
    """Rows of every two actions on one object within `window` seconds (inclusive), each pair once.

    Rows sorted by object and time are compared with the next one, the one after it, and so on, until no
    comparison lies within the window.
    """
    order = np.lexsort((trace.second, trace.thing))
    thing, second = trace.thing[order], trace.second[order]
    starts = np.arange(len(order))
    firsts, seconds, step = [], [], 1
    while len(starts):
        starts = starts[starts + step < len(order)]
        near = (thing[starts] == thing[starts + step]) & (second[starts + step] - second[starts] <= window)
        starts = starts[near]
        firsts.append(order[starts])
        seconds.append(order[starts + step])
        step += 1
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *firsts]), np.concatenate([none, *seconds])


def counted(behaviour: str, trace: Trace, first: Integers, second: Integers) -> Edges:
    """Edges weighted by the number of action pairs of two different accounts."""
    a = np.minimum(trace.account[first], trace.account[second])
    b = np.maximum(trace.account[first], trace.account[second])
    size = int(b.max(initial=0)) + 1
    keys, counts = np.unique((a * size + b)[a != b], return_counts=True)
    return Edges(behaviour, keys // size, keys % size, counts.astype(np.float64))


def cosine(behaviour: str, counts: sparse.csr_array, least_objects: int = 1) -> Edges:
    """Edges weighted by the cosine of two accounts' TF-IDF vectors over objects (zero cosines left out)."""
    used = (counts > 0).sum(axis=0)
    idf = np.log(max(counts.shape[0], 1) / np.maximum(used, 1))
    enough = ((counts > 0).sum(axis=1) >= least_objects).astype(float)
    vectors = sparse.diags_array(enough) @ counts @ sparse.diags_array(np.asarray(idf).ravel())
    length = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel())
    unit = sparse.diags_array(np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)) @ vectors
    alike = sparse.coo_array(sparse.triu(unit @ unit.T, k=1))
    order = np.lexsort((alike.col, alike.row))
    a, b = alike.row[order].astype(np.int64), alike.col[order].astype(np.int64)
    return Edges(behaviour, a, b, alike.data[order]).where(alike.data[order] > 0)


def top(edges: Edges, share: float) -> Edges:
    """The heaviest `share` of the edges (at least one), ties at the threshold included."""
    if not len(edges.weight):
        return edges
    kept = max(1, round(share * len(edges.weight)))
    return edges.where(edges.weight >= np.sort(edges.weight)[-kept])


def joined(layers: list[Edges], accounts: int) -> sparse.csr_array:
    """Symmetric graph in which weights of all layers are summed."""
    a = np.concatenate([np.zeros(0, dtype=np.int64), *(e.a for e in layers)])
    b = np.concatenate([np.zeros(0, dtype=np.int64), *(e.b for e in layers)])
    weight = np.concatenate([np.zeros(0), *(e.weight for e in layers)])
    graph = sparse.csr_array((weight, (a, b)), shape=(accounts, accounts))
    return graph + graph.T


def strongest(layers: list[Edges], accounts: int) -> Floats:
    """The largest weight of each account in the graph of all layers."""
    heaviest: Floats = np.zeros(accounts)
    graph = sparse.coo_array(joined(layers, accounts))
    np.maximum.at(heaviest, graph.row, graph.data)
    return heaviest


def answered(actions: Actions, layers: list[Edges], scores: Floats) -> Answer:
    """The answer whose networks are the connected components (two accounts or more) of the layers."""
    graph = joined(layers, len(actions.accounts))
    _, part = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = {}
    for i in np.flatnonzero(np.diff(graph.indptr) > 0):
        groups.setdefault(int(part[i]), []).append(int(i))
    who = actions.accounts
    return Answer(
        {who[i]: float(scores[i]) for i in np.flatnonzero(scores > 0)},
        tuple((e.behaviour, who[i], who[j]) for e in layers for i, j in zip(e.a, e.b, strict=True)),
        tuple(Network(f"c{k}", frozenset(who[i] for i in m)) for k, m in sorted(groups.items())),
    )


def ranked(actions: Actions, scores: Floats, share: float = 0.01) -> Answer:
    """The answer of a method that only ranks: its best `share` of accounts stand as one network, no edges."""
    order = np.lexsort((np.arange(len(scores)), -scores))
    best = order[: max(2, round(share * len(scores)))]
    who = actions.accounts
    network = Network("top", frozenset(who[i] for i in best))
    return Answer({who[i]: float(s) for i, s in enumerate(scores)}, (), (network,) if len(best) else ())
