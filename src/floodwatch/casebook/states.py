"""What stands of a claim, by everything that was ever decided about it. Nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from floodwatch.model.claims import RELATIONS

VERDICTS = ("confirmed", "refused", "withdrawn")
SUPERSEDED, UNDONE = "superseded", "undone"
WHAT = (*VERDICTS, SUPERSEDED, *RELATIONS, UNDONE)
"""All that can be decided about a claim."""


class Logged(Protocol):
    """A line of a log, which may undo another."""

    @property
    def number(self) -> int: ...
    @property
    def undoes(self) -> int | None: ...


Kept = TypeVar("Kept", bound=Logged)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a claim's history. `other_claim` is that which it is related to or superseded by."""

    number: int
    claim_id: str
    what: str
    other_claim: str
    undoes: int | None
    reason: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class State:
    """What is held of a claim now, who decided that, when and why."""

    status: str = "suggested"
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    superseded_by: str = ""


def standing(lines: Sequence[Kept]) -> list[Kept]:
    """The lines that are not undone, oldest first; undoing what undid something brings it back."""
    gone: set[int] = set()
    for line in sorted(lines, key=lambda line: line.number, reverse=True):
        if line.undoes is not None and line.number not in gone:
            gone.add(line.undoes)
    return [line for line in sorted(lines, key=lambda line: line.number) if line.number not in gone]


def state(lines: Sequence[Line]) -> State:
    """The last verdict that stands, and the last claim that takes the place of this one."""
    left = standing(lines)
    after = [line.other_claim for line in left if line.what == SUPERSEDED]
    for line in reversed(left):
        if line.what in VERDICTS:
            return State(line.what, line.decided_by, line.decided_at, line.reason, after[-1] if after else "")
    return State(superseded_by=after[-1] if after else "")


def relations(lines: Sequence[Line]) -> dict[tuple[str, str], Line]:
    """Relations that stand, by kind and other claim; of several that say the same the first."""
    found: dict[tuple[str, str], Line] = {}
    for line in standing(lines):
        if line.what in RELATIONS:
            found.setdefault((line.what, line.other_claim), line)
    return found
