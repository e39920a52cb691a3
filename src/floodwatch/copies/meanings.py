"""Pairs and groups of texts by meaning alone: what a model places side by side. Suggested, and evidence of nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from floodwatch.copies.agreement import Floats, Ints
from floodwatch.copies.groups import connected
from floodwatch.copies.neighbours import Nearest, Rule, mutual
from floodwatch.tools.embeddings import Vectors

BY_MEANING = Rule(fewest=0.25, highest=0.8, margin=0.1, alike=0.8, null=0.1)
"""The rule for nearness in meaning (cosine after the mean of the language is taken away).

Set by `evaluation.content.translations` on half of the articles of the Declaration of Human Rights.
"""
MIDDLE = 0.5
"""How near to the middle of its group a text must lie."""
_BLOCK = 2000


def nearest(vectors: Vectors, language: Ints) -> Nearest:
    """The nearest text of each other known language for each text, and how near the next about something else is."""
    found = [
        _in_one(vectors, np.flatnonzero(language == spoken), language)
        for spoken in np.unique(language)
        if spoken >= 0
    ]
    if not found:
        none: Ints = np.empty(0, np.int64)
        return Nearest(none, none, none.astype(float), none.astype(float), none.astype(float))
    source, target, agree, runner = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((target, source))
    return Nearest(source[order], target[order], agree[order], np.zeros(len(order)), runner[order])


def _in_one(vectors: Vectors, there: Ints, language: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """For each text of other languages its nearest among those of one language."""
    others = np.flatnonzero((language != language[there[0]]) & (language >= 0))
    alike = vectors[there] @ vectors[there].T >= BY_MEANING.alike
    target, agree, runner = [], [], []
    for start in range(0, len(others), _BLOCK):
        near = vectors[others[start : start + _BLOCK]] @ vectors[there].T
        best = near.argmax(axis=1)
        rows = np.arange(len(near))
        target.append(there[best])
        agree.append(near[rows, best].astype(float))
        runner.append(np.where(alike[best], -1.0, near).max(axis=1).astype(float))
    if not target:
        return others, others, others.astype(float), others.astype(float)
    return others, np.concatenate(target), np.concatenate(agree), np.concatenate(runner)


def pairs(vectors: Vectors, language: Ints) -> tuple[Ints, Ints]:
    """Texts that are each other's nearest in the other's language, near enough and well before the next."""
    return mutual(nearest(vectors, language), language, len(vectors), BY_MEANING)


def grouped(vectors: Vectors, first: Ints, second: Ints) -> tuple[Ints, Floats]:
    """Groups of texts that pairs connect and that lie near the middle of their group; -1 and 0 for the others."""
    count = len(vectors)
    group: Ints = np.full(count, -1, np.int64)
    score: Floats = np.zeros(count)
    if not len(first):
        return group, score
    label = connected(count, first, second)
    for number in np.unique(label[label >= 0]).tolist():
        members = np.flatnonzero(label == number)
        middle = vectors[members].sum(axis=0)
        near = vectors[members] @ (middle / max(float(np.linalg.norm(middle)), 1e-12))
        fits = near >= MIDDLE
        if fits.sum() > 1:
            group[members[fits]] = number
            score[members[fits]] = near[fits]
    return group, score


def most_used(accounts: Ints, most: int) -> Ints:
    """Places of the texts with most accounts, in ascending order; ties by place."""
    order: Sequence[int] = np.lexsort((np.arange(len(accounts)), -accounts))[: max(most, 0)].tolist()
    return np.sort(np.array(order, np.int64))
