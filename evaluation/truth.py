"""What is true in a world: who acts together, and what an ideal analyst would call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Account = tuple[str, str]
"""Platform and account id."""


@dataclass(frozen=True, slots=True)
class Group:
    """A planted group: an operation, or a benign control.

    `coordinated` says that its members act together beyond chance (an open campaign does, a diaspora does
    not); `deceptive` that the data carry a deception sign, so that `covert` can be known from them.
    """

    group_id: str
    role: str
    template: str
    members: frozenset[Account]
    coordinated: bool = True
    expected: str = "unclear"
    strength: str = ""
    evasion: str = ""
    deceptive: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """Everyone who posted in a world, and the groups among them."""

    accounts: frozenset[Account]
    groups: tuple[Group, ...]

    @property
    def coordinated(self) -> tuple[Group, ...]:
        """Groups whose members act together: operations and openly organised controls."""
        return tuple(g for g in self.groups if g.coordinated)

    @property
    def operations(self) -> tuple[Group, ...]:
        """The operations among the groups."""
        return tuple(g for g in self.groups if g.role == "operation")

    def home(self) -> dict[Account, str]:
        """The coordinated group of each account that is in one (the first by id where there are several)."""
        return {a: g.group_id for g in sorted(self.coordinated, key=_by_id, reverse=True) for a in g.members}

    def uncoordinated(self) -> frozenset[Account]:
        """Accounts that act together with nobody: the ones that must not be flagged."""
        return self.accounts - frozenset(self.home())


def _by_id(group: Group) -> str:
    return group.group_id


def from_tables(posts: pa.Table, groups: pa.Table, members: pa.Table) -> Truth:
    """Read the truth that a synthetic world carries beside its records."""
    held: dict[str, set[Account]] = {}
    for row in members.to_pylist():
        held.setdefault(row["group_id"], set()).add((row["platform"], row["account_id"]))
    found = tuple(_group(row, held.get(row["group_id"], set())) for row in groups.to_pylist())
    return Truth(authors(posts), tuple(sorted(found, key=_by_id)))


def authors(posts: pa.Table) -> frozenset[Account]:
    """Everyone who wrote at least one post."""
    pairs = zip(posts.column("platform").to_pylist(), posts.column("account_id").to_pylist(), strict=True)
    return frozenset(pairs)


def _group(row: Mapping[str, Any], members: Iterable[Account]) -> Group:
    return Group(
        row["group_id"], row["role"], row["template"], frozenset(members), bool(row["coordinated"]),
        row["expected"], row["strength"] or "", row["evasion"] or "",
        is_deceptive(row["deception_signs"] or ()),
    )  # fmt: skip


def is_deceptive(signs: Iterable[str], at_least: float = 0.5) -> bool:
    """Whether a sign such as `b:0.8` is strong enough (`at_least`) to be seen in the data."""
    return any(float(sign.partition(":")[2] or 1.0) >= at_least for sign in signs)
