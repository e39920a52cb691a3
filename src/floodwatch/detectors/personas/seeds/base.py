"""What the proposals share: bounds on size and number, and the table they make.

A seed is a group of accounts worth testing, proposed by what the accounts look like and never by what
they did together. It accuses nobody: the group test decides. At most `max_groups` groups of `min_members`
to `max_members` accounts are proposed by each unit, the most surprising first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from floodwatch.model.refs import content_id
from floodwatch.model.units import Engine, Example, Parameter, Value, sql_name

if TYPE_CHECKING:
    import pyarrow as pa

Account = tuple[str, str]


class Proposal(NamedTuple):
    """A group of accounts `(platform, account_id)` and how surprising it is (greater is more)."""

    surprise: float
    accounts: tuple[Account, ...]


BOUNDS = (
    Parameter("min_members", 4, "Smallest group that is proposed", "accounts"),
    Parameter("max_members", 500, "Largest group that is proposed", "accounts"),
    Parameter("max_groups", 200, "How many groups one unit proposes at most", "groups"),
)


class Seed:
    """Base of the proposing units: a subclass names itself and yields proposals."""

    name = ""
    description = ""
    version = 1
    parameters: tuple[Parameter, ...] = BOUNDS
    needs: tuple[str, ...] = ("accounts",)
    grows = False

    @property
    def makes(self) -> tuple[str, ...]:
        """The one table, called like the unit."""
        return (self.name,)

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """Find groups; a subclass says how."""
        raise NotImplementedError

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave the table of proposed groups, within the bounds."""
        chosen = bounded(self.proposals(engine, settings), bounds(settings))
        engine.register(sql_name(self.name), table(self.name.split("/")[-1], chosen))

    def examples(self) -> Sequence[Example]:
        """Accounts that make a group and accounts that do not."""
        return ()


def bounds(settings: Mapping[str, Value]) -> tuple[int, int, int]:
    """Smallest and largest size, and number of groups."""
    low, high, number = (int(str(settings.get(p.name, p.default))) for p in BOUNDS)
    return low, high, number


def bounded(proposals: Iterable[Proposal], limits: tuple[int, int, int]) -> list[tuple[Account, ...]]:
    """The most surprising distinct groups within the bounds, in a fixed order."""
    low, high, number = limits
    sets: dict[tuple[Account, ...], float] = {}
    for surprise, accounts in proposals:
        if len(accounts) < low:
            continue
        group = tuple(sorted(set(accounts)))
        if low <= len(group) <= high:
            sets[group] = max(surprise, sets.get(group, surprise))
    return nsmallest(number, sets, key=lambda g: (-sets[g], g))


def table(seed: str, groups: Iterable[tuple[Account, ...]]) -> pa.Table:
    """Rows `seed, group_id, platform, account_id`, sorted."""
    import pyarrow as pa

    rows: list[tuple[str, str, str, str]] = []
    for group in groups:
        identity = content_id(seed, *(f"{p}/{a}" for p, a in group))
        rows.extend((seed, identity, platform, account) for platform, account in group)
    rows.sort()
    names = ("seed", "group_id", "platform", "account_id")
    return pa.table({n: pa.array([r[i] for r in rows], pa.string()) for i, n in enumerate(names)})
