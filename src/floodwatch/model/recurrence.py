"""What comes again: values that accounts used, where each was seen before, and what such a meeting means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

FEW = 32
"""Accounts that are held of one value in one source; more than that many are said to be at least so many."""
BACKGROUND = ("sample", "firehose", "keyword")
"""Ways of collecting that choose nobody, so that their accounts, those in networks apart, are controls."""
TAKEDOWN = "takedown"


class Taken(NamedTuple):
    """One value of one record: the number of its kind, its key, how it is shown, and what near ones are compared by."""

    kind: int
    key: int
    shown: str
    form: str = ""


class Use(NamedTuple):
    """That an account used a value: when (microseconds since 1970, None where unknown) and in which record."""

    value: Taken
    account: str
    moment: int | None
    ref: str


@dataclass(frozen=True, slots=True)
class Source:
    """What came into one case in one way from one publisher, as far as matching must know it."""

    number: int
    case_name: str
    method: str
    released_by: str
    markings: tuple[str, ...]
    accounts: int

    @property
    def background(self) -> bool:
        """Whether its accounts were chosen by nobody."""
        return self.method in BACKGROUND


@dataclass(slots=True)
class Seen:
    """A value in one source: the first `FEW` accounts that used it, how often, when, and a record that holds it."""

    kind: int
    key: int
    source: int
    shown: str
    ref: str
    who: list[str]
    uses: int
    first_at: int | None
    last_at: int | None
    form: str = ""

    def join(self, use: Use) -> None:
        """Count one more use."""
        self.uses += 1
        if use.account and len(self.who) < FEW and use.account not in self.who:
            self.who.append(use.account)
        if use.moment is not None:
            self.first_at = use.moment if self.first_at is None else min(self.first_at, use.moment)
            self.last_at = use.moment if self.last_at is None else max(self.last_at, use.moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A value of this case that was met before: what, where, when, released by whom, and how common it is.

    `controls` of `control_accounts` ordinary accounts use it too; None where there are none to ask. `likeness` is
    below one for a near copy. Of a case that is closed to whoever asks only `says` tells anything.
    """

    kind: str
    value: str
    refs: tuple[str, ...]
    place: str
    says: str
    accounts: int = 0
    case: str = ""
    released_by: str = ""
    method: str = ""
    first_seen: str = ""
    last_seen: str = ""
    accounts_there: str = ""
    ref_there: str = ""
    who_there: tuple[str, ...] = ()
    likeness: float = 1.0
    controls: str = ""
    control_accounts: int | None = None
    markings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    innocent: str = ""

    def row(self) -> dict[str, Any]:
        """As a row of results."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What matching gives: hits, the strongest first, and counts by kind of what was seen but is no hit."""

    hits: tuple[Hit, ...] = ()
    seen_only: Mapping[str, int] = field(default_factory=dict)
    common: Mapping[str, int] = field(default_factory=dict)
    not_weighed: Mapping[str, int] = field(default_factory=dict)
    matched: int = 0
    notes: tuple[str, ...] = ()
