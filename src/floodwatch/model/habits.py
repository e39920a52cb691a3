"""What a network or an actor is in the habit of doing, as features by group: plain values for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

GROUPS = ("platforms", "languages", "rhythm", "traces", "techniques", "infrastructure", "narratives")
"""Groups of features; features of one group hang together and count together at most so much."""
OPEN = ("infrastructure", "narratives")
"""Groups whose values change with every campaign: that one is missing says nothing."""
COPIED = ("platforms", "languages", "traces", "techniques", "narratives")
"""Groups that whoever has read a report can imitate at no cost. Hours and own sites cost something; neither proves."""


class Feature(NamedTuple):
    """One habit: its group, and a value that is spelled the same wherever it comes from."""

    group: str
    value: str

    @property
    def copied(self) -> bool:
        """Whether it is easily copied."""
        return self.group in COPIED


@dataclass(frozen=True, slots=True)
class Habits:
    """The features of one network with what shows each, and the groups (or single features) that were looked for."""

    features: Mapping[Feature, str]
    looked: frozenset[str]
    also: frozenset[Feature] = frozenset()

    def could_see(self, feature: Feature) -> bool:
        """Whether it would have been seen, had it been there."""
        return feature.group in self.looked or feature in self.also


@dataclass(frozen=True, slots=True)
class Profile:
    """The habits of a known actor: in how many of its `seen` campaigns, or sources, each feature was observed.

    `refs`: what says so, by feature. `country`: where it is said to act from, for counting profiles only. `told`: the
    groups of which anything is known, all where None: that nobody wrote of an actor's hours says nothing of them.
    """

    name: str
    counts: Mapping[Feature, int]
    seen: int
    country: str = ""
    entity: str = ""
    refs: Mapping[Feature, tuple[str, ...]] = field(default_factory=dict)
    told: frozenset[str] | None = None

    def knows(self, group: str) -> bool:
        """Whether anything is known of the actor's habits of a group."""
        return self.told is None or group in self.told
