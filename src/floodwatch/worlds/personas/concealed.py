"""What an operation's planted signs amount to: covert takes two of different dependence groups, one of deception.

This is the definition by which networks are judged, applied to the truth: an operation in which chance planted only one
such sign cannot be told from people who keep to themselves, and is expected to come out unclear. Default handles,
batches, far hours and a second language never suffice and are left out; so is support from within
(`own_amplification`), which stands in the reposts by which these groups are found.
"""

from __future__ import annotations

from floodwatch.worlds.scene import Scene

DECEIVES = {
    "false_place": "time",
    "bio_template": "identity",
    "drift": "identity",
    "undeclared": "identity",
    "both_sides": "content",
}
"""Planted signs of deception, and the dependence group that each belongs to."""
SUPPORTS = {
    "utc": "time",
    "dormancy": "time",
    "shared_target": "network",
    "follow_train": "network",
    "swarm": "network",
    "ephemeral": "content",
}
"""Planted signs that can stand beside one of deception."""


def concealment(scene: Scene) -> str:
    """`covert` or `unclear`: what the group's planted signs add up to."""
    signs = {s.sign for s in scene.draft.history.signs if s.group_id == scene.group_id}
    deceived = {DECEIVES[s] for s in signs & DECEIVES.keys()}
    every = deceived | {SUPPORTS[s] for s in signs & SUPPORTS.keys()}
    return "covert" if deceived and len(every) > 1 else "unclear"
