"""Edges: a pair is true when both accounts belong to the same coordinated group."""

from __future__ import annotations

from collections import Counter

from evaluation.answer import Answer, Pair
from evaluation.truth import Account, Truth


def edge_counts(truth: Truth, answer: Answer) -> dict[str, object]:
    """Edges and false edges, all and per behaviour; distinct pairs; true pairs that there are to find."""
    true = true_pairs(truth)
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for behaviour, a, b in answer.edges:
        total[behaviour] += 1
        false[behaviour] += pair(a, b) not in true
    pairs = answer.pairs()
    return {
        "edges": sum(total.values()),
        "false": sum(false.values()),
        "by_behaviour": {name: [total[name], false[name]] for name in sorted(total)},
        "pairs": len(pairs),
        "pairs_true": len(pairs & true),
        "pairs_to_find": len(true),
    }


def true_pairs(truth: Truth) -> frozenset[Pair]:
    """Every unordered pair of accounts inside one coordinated group."""
    return frozenset((a, b) for g in truth.coordinated for a in g.members for b in g.members if a < b)


def pair(a: Account, b: Account) -> Pair:
    """The pair in its one written order."""
    return (min(a, b), max(a, b))
