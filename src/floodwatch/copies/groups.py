"""Joins pairs of translations into messages by agreement with the whole group, so that nobody joins along a chain."""

from __future__ import annotations

import numpy as np

from floodwatch.copies.agreement import Facts, Floats, Ints, agreement, cores
from floodwatch.copies.neighbours import BY_FACTS, Pairs

_ROUNDS = 20


def joined(given: Facts, first: Ints, second: Ints, pairs: Pairs) -> tuple[Ints, Floats]:
    """For each message its group (-1 for none), and how far it agrees with what at least half of the group name.

    Groups are the parts that the pairs connect; members who do not agree with their group's core leave it and
    may form another. Then every candidate that agrees with one core clearly better than with any other joins.
    """
    if not len(given.total):
        return np.empty(0, np.int64), given.total
    group = _parts(given, first, second)
    group = _with_others(given, group, pairs)
    group = np.unique(group, return_inverse=True)[1] - (1 if (group < 0).any() else 0)
    return group, _fit(given, group)


def _parts(given: Facts, first: Ints, second: Ints) -> Ints:
    """Connected parts whose members all agree with the core; -1 for who is left."""
    count = len(given.total)
    group: Ints = np.full(count, -1, np.int64)
    left = np.zeros(count, bool)
    left[np.concatenate((first, second))] = True
    for _ in range(_ROUNDS):
        use = left[first] & left[second]
        if not use.any():
            break
        label = connected(count, first[use], second[use])
        left &= label >= 0
        fits = left & (_fit(given, label) >= BY_FACTS.fewest)
        fits &= (np.bincount(label[fits], minlength=label.max() + 1) > 1)[label]
        if not fits.any():
            break
        group[fits] = label[fits] + group.max() + 1
        left &= ~fits
    return group


def connected(count: int, first: Ints, second: Ints) -> Ints:
    """Numbers of the connected parts; -1 for messages in no pair."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(
        coo_matrix((np.ones(len(first)), (first, second)), shape=(count, count)), directed=False
    )
    alone = np.bincount(label)[label] < 2
    return np.where(alone, -1, label).astype(np.int64)


def _fit(given: Facts, group: Ints) -> Floats:
    """How far each member agrees with its group's core; 0 for who has no group."""
    made: Floats = np.zeros(len(group))
    members = np.flatnonzero(group >= 0)
    if len(members):
        core = cores(given, group, int(group.max()) + 1)
        made[members] = agreement(given, members, core, group[members])[0]
    return made


def _with_others(given: Facts, group: Ints, pairs: Pairs) -> Ints:
    """The groups with those who agree with one core, share enough with it, and are far from every other."""
    one, other = np.concatenate((pairs.first, pairs.second)), np.concatenate((pairs.second, pairs.first))
    use = (group[one] < 0) & (group[other] >= 0)
    if not use.any():
        return group
    groups = int(group.max()) + 1
    offered = np.unique(one[use] * groups + group[other[use]])
    who, where = offered // groups, offered % groups
    agree, bits = agreement(given, who, cores(given, group, groups), where)
    agree = np.where(bits >= given.least, agree, 0.0)
    order = np.lexsort((where, -agree, who))
    who, where, agree = who[order], where[order], agree[order]
    head = np.flatnonzero(np.append(True, who[1:] != who[:-1]))
    following = np.append(agree[1:], 0.0)[head]
    following[np.append(who[1:], -1)[head] != who[head]] = 0.0
    joins = (agree[head] >= BY_FACTS.fewest) & (agree[head] - following >= BY_FACTS.margin)
    made = group.copy()
    made[who[head[joins]]] = where[head[joins]]
    return made
