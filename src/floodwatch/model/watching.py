"""What is watched for: rules, what they look at, and the alerts that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

OVER = ("networks", "narratives", "events", "integrity", "accounts", "sites", "targets")
"""What a rule may look at."""
SEVERITIES = ("low", "medium", "high")
PHASES = ("before", "campaign", "vote", "after")
"""Of an election: long before, the weeks before, the days of voting, and 48 hours after them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must be: at least, at most, one of. A value that is missing fulfils nothing."""

    column: str
    least: float | None = None
    most: float | None = None
    one_of: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether a row fulfils it."""
        value = values.get(self.column)
        if value is None:
            return False
        if self.one_of:
            return str(value) in self.one_of
        return (self.least is None or float(value) >= self.least) and (
            self.most is None or float(value) <= self.most
        )

    def said(self) -> str:
        """The condition in words."""
        name = self.column.replace("_", " ")
        if self.one_of:
            return f"{name} {' or '.join(self.one_of)}"
        ends = [("at least", self.least), ("at most", self.most)]
        return f"{name} {' and '.join(f'{words} {end:g}' for words, end in ends if end is not None)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold over what a run returns: all conditions hold. `again` columns tell again when so many times as large.

    `phases` lets it speak only while some election is in one of them; empty for always. Things of mostly the same parts
    are one thing for `rest_days` after they were told, or for ever where that is 0.
    """

    name: str
    description: str
    over: str
    conditions: tuple[Condition, ...]
    severity: str = "medium"
    again: Mapping[str, float] = field(default_factory=dict)
    phases: tuple[str, ...] = ()
    rest_days: float = 0
    innocent: str = ""
    would_change: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """What a centre watches by name: targets with the words for each, sites, and refs of accounts."""

    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sites: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that rules look at: its values, the records that show it, and what chance would have given.

    `parts` are what it consists of (accounts of a network, posts of an event), by which it is known again.
    """

    over: str
    ref: str
    label: str
    values: Mapping[str, Any]
    evidence: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()
    chance: str = ""
    innocent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """That a rule holds of something: with its evidence, what chance would have given, and why it may be innocent."""

    alert_id: str
    rule: str
    severity: str
    over: str
    ref: str
    label: str
    said: str
    at: datetime
    values: Mapping[str, Any]
    chance: str
    innocent: str
    would_change: str
    evidence: tuple[str, ...]
    parts: tuple[str, ...] = ()
    earlier: str = ""
    """The alert that this one tells again, since it has grown."""

    def row(self) -> dict[str, Any]:
        """As plain values, without the parts by which it is known again."""
        told = asdict(self) | {"at": self.at.isoformat(), "evidence": list(self.evidence)}
        return {name: value for name, value in told.items() if name != "parts"}
