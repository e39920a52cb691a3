"""Whose networks the measured rates speak for: groups of people flagged too often hold a verdict back.

The evaluation marks groups whose innocent accounts stand in networks (`people`) or in covert ones (`accused`)
more than twice as often as those of the median group. How much an account posts decides how much can be seen
of it, of the innocent and the guilty alike, so for activity only the rate of accusations counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from floodwatch.tools.bands import activity_band, age_band, script_of

COUNTS = {
    "language": ("people", "accused"),
    "script": ("people", "accused"),
    "age": ("people", "accused"),
    "activity": ("accused",),
}
"""Rates that hold a verdict back when they are unequal, by trait."""
SAID = {
    "language": "that write {}", "script": "that write the script {}", "age": "that are {} old",
    "activity": "that have {}",
}  # fmt: skip
MOST = 0.5
"""Share of a network's members in marked groups from which on its kind is held back."""

MEMBERS = """
    SELECT m.network_id, p.account_no, p.language, p.created_at, p.posts, max(x.created_at) AS last_at
    FROM persona_members m JOIN personas p USING (account_no)
    LEFT JOIN posts x ON x.platform = p.platform AND x.account_id = p.account_id
    GROUP BY ALL ORDER BY m.network_id, p.account_no
"""


def marked(calibration: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Traits and groups that hold a verdict back, from the calibration file; none where none were measured."""
    return frozenset(
        (trait, str(group))
        for trait, groups in (calibration.get("people") or {}).items()
        for group, row in groups.items()
        if set(row["unequal"]).intersection(COUNTS.get(trait, ()))
    )


def held_back(
    members: Iterable[Mapping[str, Any]], groups: frozenset[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Per network the marked groups that most of its members belong to, in words."""
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in members:
        for trait, group in _groups(row).items():
            seen[row["network_id"], trait].append(group)
    told: dict[str, list[str]] = defaultdict(list)
    for (network_id, trait), found in seen.items():
        inside = [g for g in found if (trait, g) in groups]
        if inside and len(inside) >= MOST * len(found):
            told[network_id] += [SAID[trait].format(g) for g in sorted(set(inside))]
    return {network_id: tuple(said) for network_id, said in told.items()}


def _groups(row: Mapping[str, Any]) -> dict[str, str]:
    found = {
        "language": row["language"], "script": script_of(row["language"]), "activity": activity_band(row["posts"])
    }  # fmt: skip
    return found | ({"age": age_band(row["created_at"], row["last_at"])} if row["last_at"] else {})
