"""Messages as vectors, and the groups that they make: claims, and narratives of claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from floodwatch.detectors.content.grouping import Floats, Ints, grouped, likeness, nearest, summed
from floodwatch.detectors.content.vectors import unit, vectors
from floodwatch.model.refs import content_id

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DRAWN = 2000
"""Pairs of a message and a narrative drawn to say how alike these are by chance."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts in the order of time of their messages: what they say, their keys and their messages."""

    said: Sequence[str]
    keys: Sequence[str]
    messages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Given:
    """Narratives that a person gave: ids, a text of an example with the place of its id, and texts held fast.

    `held` is, by key of a text, the place of the narrative that it belongs to whatever its words are.
    """

    ids: tuple[str, ...] = ()
    examples: tuple[tuple[int, str], ...] = ()
    held: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What messages tell: of each its vector, its claim, its narrative, and how like that narrative it is.

    `message` is the place of each text's message. Claims and narratives are numbers, their ids stand in
    `claim_ids` and `narrative_ids`; `centres` (unit length) and `founded` (first message) are the
    narratives', `given` is how many of them, the first ones, people gave.
    """

    message: Ints
    messages: csr_matrix
    claim: Ints
    narrative: Ints
    likeness: Floats
    claim_ids: tuple[str, ...]
    narrative_ids: tuple[str, ...]
    centres: csr_matrix
    founded: Ints
    given: int


def told(texts: Texts, given: Given, close: float, near: float) -> Told:
    """Group texts by the messages they belong to, and these into claims and narratives.

    A message is compared with claims at `close`, a claim with narratives at `near` (both cosines).
    """
    order: dict[str, int] = {}
    message = np.array([order.setdefault(name, len(order)) for name in texts.messages], np.int64)
    examples = [text for _, text in given.examples]
    rows = vectors([*texts.said, *examples]).rows
    messages = unit(summed(rows[: len(texts.said)], message, len(order)))
    start = _start(rows, texts.keys, given)
    claim = grouped(messages, close, start, _fixed(texts.keys, message, len(order), given))
    narrative = _above(messages, claim, near, start)[claim]
    count = _count(narrative, given)
    centres = unit(summed(messages, narrative, count))
    names_of = list(order)
    return Told(
        message,
        messages,
        claim,
        narrative,
        likeness(messages, centres, narrative),
        _ids("claim", _first(claim, _count(claim, given)), names_of, given),
        _ids("narrative", _first(narrative, count), names_of, given),
        centres,
        _first(narrative, count),
        len(given.ids),
    )


def _start(rows: csr_matrix, keys: Sequence[str], given: Given) -> csr_matrix:
    """A centre for each given narrative: the sum of its examples and of the texts held fast."""
    held = [i for i, key in enumerate(keys) if key in given.held]
    group = [given.held[keys[i]] for i in held] + [place for place, _ in given.examples]
    examples = range(len(keys), rows.shape[0])
    return unit(summed(rows[[*held, *examples]], np.array(group, np.int64), len(given.ids)))


def _fixed(keys: Sequence[str], message: Ints, count: int, given: Given) -> Ints:
    fixed = np.full(count, -1, np.int64)
    for place, key in enumerate(keys):
        if key in given.held:
            fixed[message[place]] = given.held[key]
    return fixed


def _above(messages: csr_matrix, claim: Ints, near: float, start: csr_matrix) -> Ints:
    """The narrative of each claim; a given one is a narrative of its own."""
    given = start.shape[0]
    claims = summed(messages, claim, max(given, int(claim.max(initial=-1)) + 1))
    free = unit(claims[given:])
    own = grouped(free, near, unit((claims[:given] + start).tocsr()), np.full(free.shape[0], -1, np.int64))
    return np.concatenate((np.arange(given), own))


def _count(group: Ints, given: Given) -> int:
    return max(len(given.ids), int(group.max(initial=-1)) + 1)


def _first(group: Ints, count: int) -> Ints:
    """The first member of each group; of a group without members place 0."""
    first = np.zeros(count, np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    return first


def _ids(kind: str, first: Ints, names: Sequence[str], given: Given) -> tuple[str, ...]:
    """A group is named after the message that founded it; a given one has its own name."""
    return (*given.ids, *(content_id(kind, names[place]) for place in first[len(given.ids) :].tolist()))


def novelty(found: Told, which: Sequence[int]) -> list[float]:
    """How unlike each narrative is to the one most like it among those founded earlier (0 to 1)."""
    new = []
    for number in which:
        earlier = np.flatnonzero(found.founded < found.founded[number])
        best, _ = nearest(found.centres[[number]], found.centres[earlier])
        new.append(1 - float(best[0]))
    return new


def by_chance(found: Told, seed: int) -> float:
    """Mean cosine of a message with a narrative that it does not belong to, over pairs drawn at random."""
    if not len(found.narrative):
        return 0.0
    rng = np.random.default_rng(seed)
    message = rng.integers(len(found.narrative), size=DRAWN)
    other = found.narrative[rng.integers(len(found.narrative), size=DRAWN)]
    message, other = message[found.narrative[message] != other], other[found.narrative[message] != other]
    return float(likeness(found.messages[message], found.centres, other).mean()) if len(message) else 0.0
