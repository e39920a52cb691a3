"""What happened before, as cases that a forecast can be held against, and what they alone say of it."""

from __future__ import annotations

from dataclasses import dataclass

SHARE, COUNT = "share", "count"
"""How a rate follows from cases: from how many were hits, or from how many events each had."""
METHODS = (SHARE, COUNT)
MOST_COUNTED = 5000
"""Events that one rate may name."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: its ref, what it is called, and its day."""

    ref: str
    label: str
    on: str


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case like the one to come: a stretch of days, an election, a forecast that came out.

    `events` are what came in it, `votes` how many elections fell into it.
    """

    name: str
    events: tuple[Event, ...] = ()
    votes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Cases of one sort from `since` to `as_of`, and the case to come.

    `reference` says what they are. Ahead lie `ahead` such cases, or the part `exposure` of one, with `votes` elections.
    """

    reference: str
    since: str
    as_of: str
    cases: tuple[PastCase, ...]
    ahead: int = 1
    exposure: float = 1.0
    votes: int = 0
    notes: tuple[str, ...] = ()
    markings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRate:
    """What history alone said on a day: a probability with its interval, and all that it was counted from.

    Of `tries` cases `hits` had what was asked; `events` are all events in them, and `counted` their refs.
    """

    probability: float
    low: float
    high: float
    hits: int
    tries: int
    events: int
    method: str
    reference: str
    since: str
    as_of: str
    sentence: str
    counted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
