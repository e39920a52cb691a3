"""Planted groups: was each found, and what was it called?

A group is *found* when one network holds at least half of its members who posted, and at least half of that
network's members are the group's. It is *touched* when any network takes at least half of its members from
it. It is *called* a kind when it is found, or the largest part, in a network of that kind: for a benign
group this counts every accusation, not only those that hit most of its members.
"""

from __future__ import annotations

from collections import Counter

from evaluation.answer import Answer, Network
from evaluation.truth import Account, Group, Truth

HALF = 0.5


def group_rows(truth: Truth, answer: Answer) -> list[dict[str, object]]:
    """One row per planted group, with what was found of it."""
    all_homes = {a: g.group_id for g in reversed(truth.groups) for a in g.members}
    return [_row(group, truth, answer, all_homes) for group in truth.groups]


def _row(group: Group, truth: Truth, answer: Answer, homes: dict[Account, str]) -> dict[str, object]:
    present = group.members & truth.accounts
    held = max((len(n.members & present) for n in answer.networks), default=0)
    finder = found_by(present, answer)
    return {
        "group_id": group.group_id,
        "role": group.role,
        "template": group.template,
        "strength": group.strength,
        "evasion": group.evasion,
        "expected": group.expected,
        "coordinated": group.coordinated,
        "deceptive": group.deceptive,
        "members": len(present),
        "held": held,
        "found": finder is not None,
        "found_as": finder.kind if finder else "",
        "touched": any(_mostly(n, present) for n in answer.networks),
        "called": sorted({n.kind for n in answer.networks if calls(n, group.group_id, present, homes)}),
    }


def found_by(present: frozenset[Account], answer: Answer) -> Network | None:
    """The network that found the group: most members held first, then the smaller, then by id."""
    good = [n for n in answer.networks if _mostly(n, present) and _holds(n, present)]
    return min(good, key=lambda n: (-len(n.members & present), len(n.members), n.network_id), default=None)


def _mostly(network: Network, present: frozenset[Account]) -> bool:
    return bool(network.members) and len(network.members & present) >= HALF * len(network.members)


def _holds(network: Network, present: frozenset[Account]) -> bool:
    return bool(present) and len(network.members & present) >= HALF * len(present)


def calls(network: Network, group_id: str, present: frozenset[Account], homes: dict[Account, str]) -> bool:
    """Whether a network speaks of a group: it holds half of it, or is made of it more than of any other."""
    if _holds(network, present):
        return True
    counts = Counter(homes.get(a, "") for a in network.members)
    return counts[group_id] > 0 and counts[group_id] == max(counts.values())
