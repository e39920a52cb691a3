"""Whether the kinds were measured to be as fair to one group of people as to another, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

SAID = {"people": "stand in a network", "accused": "stand in a covert network"}


def sentences(calibration: Mapping[str, Any], named: Callable[[str], str] = str) -> tuple[str, ...]:
    """What the calibration file says of groups of people; `named` names a language by its code.

    One sentence for every group that is flagged too often, or one that says that there is none.
    """
    people = calibration.get("people")
    if not people:
        return ("By language, script, age and activity of accounts the rates were not measured.",)
    found = [
        _sentence(trait, named(str(group)) if trait == "language" else str(group), rate, row[rate])
        for trait, groups in sorted(people.items())
        for group, row in sorted(groups.items(), key=lambda item: str(item[0]))
        for rate in row["unequal"]
    ]
    counted = ", ".join(f"{len(groups)} of {trait}" for trait, groups in sorted(people.items()))
    known = f"Rates of innocent accounts were measured by groups of people ({counted})"
    these = "these exceed twice the median beyond chance:"
    none = "none exceeds twice the median beyond chance."
    return (f"{known}; {these if found else none}", *found)


def _sentence(trait: str, group: str, rate: str, counts: Mapping[str, int]) -> str:
    share = 1e4 * counts["hits"] / counts["of"]
    return f"{trait} {group}: {share:.0f} of 10,000 {SAID[rate]}."
