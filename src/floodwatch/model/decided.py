"""What people decided about a finding, as it is laid over the computed tables when these are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STATUSES = ("unassessed", "true", "contested", "false", "unverifiable", "satire", "opinion")
"""What a narrative can be said to be. A narrative is not disinformation because it is tracked."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One entity: what it is called, what it is now (`found` is empty when the latest run has no match), what was said.

    `into` is the entity that it was merged into. `rebuttals` say who answered, with link and date; `history` holds
    every decision, undone ones too.
    """

    entity_id: str
    found: str = ""
    name: str = ""
    status: str = "unassessed"
    into: str = ""
    rejected: bool = False
    tracked: bool = False
    rebuttals: tuple[Mapping[str, Any], ...] = ()
    history: tuple[Mapping[str, Any], ...] = ()
