"""Which finding of the latest run is the one that a person named, confirmed or refused before?"""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 0.5
"""Weighted share of what was seen then that a finding must hold to be taken for the same."""


def matched(
    anchors: Mapping[str, Mapping[str, float]],
    findings: Mapping[str, str],
    refused: frozenset[tuple[str, str]] = frozenset(),
    least: float = LEAST,
) -> dict[str, str]:
    """The finding that each entity is now, one to one, by greatest weighted overlap of at least `least`.

    `anchors`: refs and scores seen when the entity was made. `findings`: the finding that each ref is in now.
    Pairs that a person refused are not made again. Ties go by the ids.
    """
    pairs = sorted(
        (-share, entity, finding)
        for entity, seen in anchors.items()
        for finding, share in _overlaps(seen, findings).items()
        if share >= least and (entity, finding) not in refused
    )
    found: dict[str, str] = {}
    for _, entity, finding in pairs:
        if entity not in found and finding not in found.values():
            found[entity] = finding
    return found


def _overlaps(seen: Mapping[str, float], findings: Mapping[str, str]) -> dict[str, float]:
    """For each finding the share of the anchors' weight that it holds; refs that are gone count against all."""
    total = sum(seen.values())
    held: dict[str, float] = {}
    for ref, score in sorted(seen.items()):
        if ref in findings and total > 0:
            held[findings[ref]] = held.get(findings[ref], 0.0) + score / total
    return held
