"""How many members of a network did a thing at some moment, beside background accounts that were seen as long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from floodwatch.detectors.personas.rows import NOT_TESTED, Finding, account_refs
from floodwatch.detectors.personas.strata import Compared, compared
from floodwatch.model.units import Engine

DAY_S = 86_400
WEEK_S = 7 * DAY_S
ALONE = "no background account was seen as long: not tested"

MEMBERS = "SELECT network_id, account_no FROM persona_members ORDER BY network_id, account_no"


@dataclass(frozen=True, slots=True)
class Life:
    """One account: how long it was seen (its stratum), and when it did the thing, in seconds (None: never)."""

    platform: str
    account_id: str
    background: bool
    stratum: Hashable
    when: float | None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a network that did it: members that could be looked at, those who did, and the comparison."""

    network_id: str
    size: int
    who: tuple[Life, ...]
    compared: Compared | None
    background: bool

    @property
    def together(self) -> int:
        """The most members who did it within one week."""
        return most_within([one.when for one in self.who if one.when is not None], WEEK_S)

    @property
    def commonest(self) -> tuple[str, int]:
        """What most of them did, and how many."""
        found = Counter(one.what for one in self.who)
        return min(found.items(), key=lambda item: (-item[1], item[0]))

    def finding(self, signal: str, unit: str, said: str) -> Finding:
        """The row of the signal."""
        test = self.compared
        matched = (
            f"; {test.size} of {self.size} members could be compared with {test.others} others"
            if test
            else ""
        )
        return Finding(
            self.network_id, signal, len(self.who) / self.size, unit, said + matched,
            test.baseline if test else None, test.p_value if test else None,
            account_refs([w.platform for w in self.who], [w.account_id for w in self.who]),
            untested=ALONE if self.background else NOT_TESTED,
        )  # fmt: skip


def shares(engine: Engine, lives: Mapping[int, Life]) -> Iterator[Share]:
    """Every network of which any member did it, by network."""
    others = [(one.stratum, one.when is not None) for one in lives.values() if one.background]
    for network_id, mine in networks(engine, lives):
        who = tuple(one for one in mine if one.when is not None)
        if who:
            test = compared(((one.stratum, one.when is not None) for one in mine), others)
            yield Share(network_id, len(mine), who, test, bool(others))


def networks(engine: Engine, lives: Mapping[int, Life]) -> Iterator[tuple[str, list[Life]]]:
    """The members of every network that were looked at."""
    found: dict[str, list[Life]] = defaultdict(list)
    for row in engine.arrow(MEMBERS).to_pylist():
        if row["account_no"] in lives:
            found[row["network_id"]].append(lives[row["account_no"]])
    yield from sorted(found.items())


def most_within(moments: Iterable[float], seconds: float) -> int:
    """The most moments that lie within so many seconds."""
    ranked: Sequence[float] = sorted(moments)
    if not ranked:
        return 0
    ends = np.searchsorted(ranked, np.asarray(ranked) + seconds, side="right")
    return int((ends - np.arange(len(ranked))).max())
