"""Networks: one is false when fewer than half of its members belong to one coordinated group."""

from __future__ import annotations

from collections import Counter

from evaluation.answer import Answer, Network
from evaluation.truth import Account, Truth


def network_counts(truth: Truth, answer: Answer) -> dict[str, float | int]:
    """Networks, false ones, covert ones, and the two sums of weighted precision Σ n p² / Σ n p.

    p is the share of a network's n members that belong to the one coordinated group most present in it.
    """
    home = truth.home()
    operations = frozenset(g.group_id for g in truth.operations)
    totals: Counter[str] = Counter()
    weighted = weight = 0.0
    for network in answer.networks:
        group, share = best(network, home)
        size = len(network.members)
        weighted += size * share**2
        weight += size * share
        false = share < 0.5
        totals["networks"] += 1
        totals["false"] += false
        totals["covert"] += network.kind == "covert"
        totals["covert_false"] += network.kind == "covert" and (false or group not in operations)
    names = ("networks", "false", "covert", "covert_false")
    return {**{name: totals[name] for name in names}, "weighted": weighted, "weight": weight}


def best(network: Network, home: dict[Account, str]) -> tuple[str, float]:
    """The coordinated group most present in a network, and its share of the members ("" and 0 for none)."""
    if not network.members:
        return "", 0.0
    counts = Counter(home[a] for a in network.members if a in home)
    group, most = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return group, most / len(network.members)
