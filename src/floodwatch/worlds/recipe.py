"""What a world is asked to be, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

STRENGTHS = ("weak", "medium", "strong")
EVASIONS = ("none", "jitter", "paraphrase", "dilution", "rotation")

Regime = Mapping[str, float]
"""Laws of the background that a recipe fixes; what it leaves out is drawn from the seed."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A world to build: who lives in it, for how long, and which groups are planted.

    `operations` and `controls` name templates; a name given twice plants two groups. `accounts` counts the
    crowd without the planted groups. `languages` and `platforms` are drawn from the seed when empty.
    `regime` fixes laws of the background by name (see `regime.LAWS`).
    """

    seed: int = 0
    accounts: int = 2000
    days: int = 7
    operations: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    strength: str = "medium"
    evasion: str = "none"
    platforms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    posts_per_day: float = 2.4
    size: float = 1.0
    """Factor on the members of every planted group."""
    regime: Regime = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """A built world: the tables of records, and the truth about what was planted.

    `groups`: group_id, role, template, expected, strength, evasion, deception_signs, coordinated.
    `members`: group_id, platform, account_id.
    `latencies`: group_id, event_id, form (repost, original_media, …), seconds from the event to the group's first.
    `planted`: group_id, sign, platform, account_id, moment, value; see `truth`. The table of accounts holds one
    row per account, or where persona templates were planted one per observation, the last of each being as now.
    """

    name: str
    seed: int
    tables: dict[str, pa.Table]
    groups: pa.Table
    members: pa.Table
    latencies: pa.Table
    planted: pa.Table
