"""What an operation's planted signs amount to, by the definition in docs/kinds.md, applied to the truth.

Covert takes two signs of different dependence groups, one of them of deception. A sign of deception that people show
as well (a false place: emigrants do) takes a partner that is neither weak nor of that sort itself. An operation in
which chance planted less cannot be told from people who keep to themselves, and is expected to come out unclear.
Support from within (`own_amplification`) stands in the reposts by which these groups are found and is left out.
"""

from __future__ import annotations

from collections.abc import Set

from floodwatch.worlds.scene import Scene

DECEIVES = {
    "bio_template": "identity",
    "drift": "identity",
    "undeclared": "identity",
    "both_sides": "content",
}
"""Planted signs of deception, and the dependence group that each belongs to."""
LEAN = {"false_place": "time"}
"""A sign of deception that takes a full partner."""
FULL = {"swarm": "network"}
"""Signs that are a full partner."""
SUPPORTS = {
    "utc": "time",
    "batch": "time",
    "dormancy": "time",
    "default_handle": "identity",
    "shared_target": "network",
    "follow_train": "network",
    "ephemeral": "content",
    "language_switch": "content",
}
"""Signs that can stand beside one of full deception only."""


def concealment(scene: Scene) -> str:
    """`covert` or `unclear`: what the group's planted signs add up to."""
    signs = {s.sign for s in scene.draft.history.signs if s.group_id == scene.group_id}
    return "covert" if conceals(signs) else "unclear"


def conceals(signs: Set[str]) -> bool:
    """Whether these signs suffice."""
    deceived, lean, full, supports = (
        {groups[s] for s in signs & groups.keys()} for groups in (DECEIVES, LEAN, FULL, SUPPORTS)
    )
    if deceived:
        return len(deceived | lean | full | supports) > 1
    return bool(lean and full - lean)
