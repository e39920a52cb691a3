"""What a world remembers of its earlier days: profiles before they changed, silences, dated follows, planted signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.worlds.columns import Columns, Ints, Texts, texts

NEVER = 1 << 60
"""A second that no world reaches."""


@dataclass(frozen=True, slots=True)
class Past:
    """Until `second`, a column of some accounts had other values."""

    rows: Ints
    second: Ints
    column: str
    values: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Silence:
    """From `since` to `until`, accounts wrote nothing; each account once."""

    rows: Ints
    since: Ints
    until: Ints


@dataclass(frozen=True, slots=True)
class Tongue:
    """From `since` to `until`, accounts wrote a share of their posts in another language."""

    rows: Ints
    since: Ints
    until: Ints
    language: Texts
    share: float


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of sign planted in a group: a row for each of `rows`, or one about the group where it is None."""

    group_id: str
    sign: str
    platform: str
    rows: Ints | None
    second: Ints | None
    value: Texts | None
    about: Ints | None = None


@dataclass(slots=True)
class History:
    """Everything that a world with observations over time knows beyond its last day.

    `kept` says whether accounts are observed more than once. `follows`: follower, followed, second. `moments`:
    author, second, kind of things that accounts do beside their daily life. `reaches`: group, platform, accounts
    whose followers are its audience, and how many followers each collected one stands for. `listed`: rows of
    listings, with seconds and events. `sites`: domains, when they went, and what is seen of them then. `tidy`:
    group, accounts and the seconds after which each deletes what it wrote. `shy`: accounts that collectors often
    fail to reach. `cast`: members of persona groups.
    """

    kept: bool = False
    past: list[Past] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    tongues: list[Tongue] = field(default_factory=list)
    follows: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    moments: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    reaches: list[tuple[str, str, Ints, int]] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)
    sites: list[tuple[str, int, str, str]] = field(default_factory=list)
    tidy: list[tuple[str, Ints, Ints]] = field(default_factory=list)
    shy: list[Ints] = field(default_factory=list)
    cast: list[Ints] = field(default_factory=list)

    def change(self, people: Columns, rows: Ints, second: Ints, columns: Mapping[str, Any]) -> None:
        """Give accounts new values from a second on; changes of one account come in the order of time."""
        when = _each(second, rows)
        for name, values in columns.items():
            self.past.append(Past(rows, when, name, people[name][rows].copy()))
            people.put(name, rows, values)

    def silence(self, rows: Ints, since: Ints | int, until: Ints | int) -> None:
        """Let accounts write nothing for a time."""
        self.silences.append(Silence(rows, _each(since, rows), _each(until, rows)))

    def speak(self, rows: Ints, since: Ints | int, until: Ints | int, language: Any, share: float) -> None:
        """Let accounts write in another language for a time."""
        tongue = np.broadcast_to(np.asarray(language, dtype=object), (len(rows),))
        self.tongues.append(Tongue(rows, _each(since, rows), _each(until, rows), tongue, share))

    def members(self) -> Ints:
        """Accounts of the groups that were planted with signs of personas."""
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *self.cast]))

    def at(self, people: Columns, names: tuple[str, ...], second: Ints) -> dict[str, NDArray[Any]]:
        """Columns of all accounts as each was at its own second."""
        state = {name: people[name].copy() for name in names}
        for past in reversed(self.past):
            if past.column in state:
                earlier = past.second > second[past.rows]
                state[past.column][past.rows[earlier]] = past.values[earlier]
        return state


def _each(value: Ints | int, rows: Ints) -> Ints:
    """One number for each row."""
    return np.broadcast_to(np.asarray(value, dtype=np.int64), (len(rows),))


def planted(
    group_id: str,
    sign: str,
    platform: str,
    rows: Ints | None = None,
    second: Any = None,
    value: Any = None,
    about: Ints | None = None,
) -> Sign:
    """A sign from plain values: one second or value may stand for all rows."""
    count = 1 if rows is None else len(rows)
    when = None if second is None else np.broadcast_to(np.asarray(second, dtype=np.int64), (count,))
    said = None if value is None else _texts(value, count)
    return Sign(group_id, sign, platform, rows, when, said, about)


def _texts(value: Any, count: int) -> Texts:
    given = [value] * count if isinstance(value, str | int | float) else list(value)
    return texts([v if isinstance(v, str) else f"{v:g}" for v in given])
