"""The accounts of one group and one event beside their controls: matched, tested, and what was said of the lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.ranks import Crowd
from floodwatch.detectors.personas.strata import Compared, Tally, matched, tallied
from floodwatch.model.units import Rows

BANDS = {"platform": "platform", "language": "language", "age_band": "age", "activity_band": "activity"}
LEVELS = (
    ("platform", "language", "age_band", "activity_band"),
    ("platform", "age_band", "activity_band"),
    ("platform", "activity_band"),
    ("platform",),
)
"""What controls have in common with the group, from the closest; one level is used for the whole group."""
MATCHED = 0.8
"""Share of the group's accounts that must have controls for a level to be used."""
SEEN = ("told",)
"""What controls share with the group at every level where losses are compared: a look that could tell of a loss."""
NOTICES = 3
UNKNOWN = "unknown"
NO_CONTROLS = "no control was looked at: not tested"

Row = Mapping[str, Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Loss:
    """One row of `lifecycle`: of `before` things `checked` were reached again, and `lost` of these were gone."""

    event_id: str
    group_id: str
    thing: str
    before: int
    checked: int
    lost: int | None
    expected: float | None
    control_before: int
    control_lost: int
    p_value: float | None
    unreachable: int
    unchecked: int
    matched: int
    matched_lost: int
    matched_by: str
    statuses: str
    cause: str
    explanation: str

    def record(self) -> dict[str, Any]:
        """The row as the table holds it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Controls:
    """Controls of one event, each row with `accounts`, how many they are. Counted once for all groups of the event."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._tallies: dict[tuple[object, ...], Tally] = {}

    @cached_property
    def reached(self) -> Controls:
        """Those that were looked at again."""
        return Controls([row for row in self.rows if row["fate"] in ("lost", "alive")])

    @cached_property
    def active(self) -> Controls:
        """Those that posted in the days before the date."""
        return Controls([row for row in self.rows if row["was_active"]])

    def tally(self, level: Sequence[str], hit: str, value: object) -> Tally:
        """Accounts and hits of every stratum."""
        key = (*level, hit, value)
        if key not in self._tallies:
            self._tallies[key] = _tally(self.rows, level, hit, value)
        return self._tallies[key]

    @cached_property
    def size(self) -> int:
        """How many accounts they are."""
        return sum(row["accounts"] for row in self.rows)

    @cached_property
    def sums(self) -> tuple[int, int]:
        """Posts in the days before the date, and in those after."""
        return posts_around(self.rows)

    @cached_property
    def changes(self) -> Crowd:
        """Change of every account's posts."""
        return Crowd.of(changes(self.rows))


def posts_around(rows: Rows) -> tuple[int, int]:
    """Posts in the days before the date, and in those after."""
    several = [(row.get("accounts", 1), row) for row in rows]
    return sum(n * r["recent"] for n, r in several), sum(n * r["following"] for n, r in several)


def changes(rows: Rows) -> Floats:
    """Change of every account's posts, from -1 (all gone) to 1."""
    each = [(row["following"] - row["recent"]) / (row["following"] + row["recent"]) for row in rows]
    return np.repeat(np.array(each, np.float64), [row.get("accounts", 1) for row in rows])


def best(
    mine: Sequence[Row], controls: Controls, hit: str, value: object, always: Sequence[str] = ()
) -> tuple[Compared | None, str]:
    """The comparison at the closest level at which most of the group has controls, and what they share.

    `hit` is a hit where it equals `value`; what stands in `always` is shared at every level.
    """
    found: tuple[Compared | None, str] = (None, "")
    for level in LEVELS:
        own = _tally(mine, (*level, *always), hit, value)
        test = matched(own, controls.tally((*level, *always), hit, value))
        if test and (found[0] is None or test.size > found[0].size):
            found = (test, ", ".join(BANDS[f] for f in level))
        if test and test.size >= MATCHED * len(mine):
            break
    return found


def _tally(rows: Sequence[Row], level: Sequence[str], hit: str, value: object) -> Tally:
    return tallied((tuple(row[f] for f in level), row[hit] == value, row.get("accounts", 1)) for row in rows)


def lost_accounts(event_id: str, group_id: str, mine: Rows, controls: Controls) -> Loss:
    """Accounts that were there before the date, and those that were gone the last time they were reached.

    Beside controls that were looked at in the same way: a crawl does not meet those who are gone.
    """
    fates = Counter(row["fate"] for row in mine)
    reached = [row for row in mine if row["fate"] in ("lost", "alive")]
    gone = [row for row in mine if row["fate"] == "lost"]
    test, by = best(reached, controls.reached, "fate", "lost", SEEN)
    causes = cause([row["notice"] for row in gone])
    said = (
        f"{len(gone)} of {len(reached)} accounts that were reached again were gone, {fates['unreachable']} could not "
        f"be reached (that is no loss), {fates['unchecked']} were not looked at"
    )
    return Loss(
        event_id, group_id, "accounts", len(mine), len(reached), len(gone) if reached else None,
        *_numbers(test), fates["unreachable"], fates["unchecked"], *_sizes(test), by,
        counted([row["status"] for row in gone]), causes,
        ended(said, test, by) + "; people also leave and platforms also clear up on their own",
    )  # fmt: skip


def silent_accounts(event_id: str, group_id: str, mine: Rows, controls: Controls) -> Loss | None:
    """Accounts that posted in the days before the date and not in those after: silence, which is not loss."""
    active = [row for row in mine if row["was_active"]]
    if not active:
        return None
    still = [row for row in active if not row["following"]]
    test, by = best(active, controls.active, "silent", True)
    said = (
        f"{len(still)} of {len(active)} accounts that posted in the {active[0]['days']} days before did not post in "
        "as many after, in this data; silence is no loss"
    )
    return Loss(
        event_id, group_id, "silence", len(active), len(active), len(still), *_numbers(test), 0, 0,
        *_sizes(test), by, "", UNKNOWN,
        ended(said, test, by) + "; people pause, and collections miss posts",
    )  # fmt: skip


def _numbers(test: Compared | None) -> tuple[float | None, int, int, float | None]:
    """Expected loss, controls, lost controls, p."""
    return (test.expected, test.others, test.other_hits, test.p_value) if test else (None, 0, 0, None)


def _sizes(test: Compared | None) -> tuple[int, int]:
    """Accounts of the group that have controls, and the lost among them."""
    return (test.size, test.hits) if test else (0, 0)


def ended(said: str, test: Compared | None, by: str) -> str:
    """What was found, and beside what."""
    if test is None:
        return f"{said} ({NO_CONTROLS})"
    return (
        f"{said}; {test.size} could be matched by {by} with {test.others} controls: {test.hits} of these {test.size}, "
        f"{test.expected:.1f} expected, {test.other_hits} of the controls"
    )


def counted(values: Sequence[str | None]) -> str:
    """How often each value comes, the commonest first: `suspended 4, deleted 1`."""
    found = Counter(v for v in values if v)
    return ", ".join(f"{v} {n}" for v, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def cause(notices: Sequence[str | None]) -> str:
    """`unknown`, unless the platform or the host said something of what is gone: then what it said, quoted."""
    found = Counter(n.strip() for n in notices if n and n.strip())
    if not found:
        return UNKNOWN
    most = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:NOTICES]
    quoted = ", ".join(f"“{text}” ({number})" for text, number in most)
    return f"said by the notices of {found.total()} of {len(notices)}: {quoted}"
