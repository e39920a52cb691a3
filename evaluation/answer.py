"""What a method says about a world, in one form for Floodwatch and for every baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evaluation.truth import Account

if TYPE_CHECKING:
    import pyarrow as pa

Pair = tuple[Account, Account]


@dataclass(frozen=True, slots=True)
class Network:
    """A set of accounts said to act together, and what kind of network it is said to be."""

    network_id: str
    members: frozenset[Account]
    kind: str = "unclear"


@dataclass(frozen=True, slots=True)
class Answer:
    """Scores of accounts (those not named score 0), tested pairs `(behaviour, a, b)`, and networks."""

    scores: Mapping[Account, float] = field(default_factory=dict)
    edges: tuple[tuple[str, Account, Account], ...] = ()
    networks: tuple[Network, ...] = ()

    def pairs(self) -> frozenset[Pair]:
        """Distinct unordered pairs of accounts with an edge under any behaviour."""
        return frozenset((min(a, b), max(a, b)) for _, a, b in self.edges)


def from_findings(found: Mapping[str, pa.Table]) -> Answer:
    """Read the finding tables of a Floodwatch run."""
    kinds: dict[str, str] = dict(_rows(found["networks"], "network_id", "kind"))
    scores: dict[Account, float] = {}
    held: dict[str, set[Account]] = {}
    for network, platform, account, score in _rows(
        found["members"], "network_id", "platform", "account_id", "score"
    ):
        held.setdefault(network, set()).add((platform, account))
        scores[platform, account] = max(score or 0.0, scores.get((platform, account), 0.0))
    edges = tuple(
        (behaviour, (platform_a, a), (platform_b, b))
        for behaviour, platform_a, a, platform_b, b in _rows(
            found["edges"], "behaviour", "source_platform", "source_id", "target_platform", "target_id"
        )
    )
    networks = tuple(Network(n, frozenset(m), kinds.get(n, "unclear")) for n, m in sorted(held.items()))
    return Answer(scores, edges, networks)


def _rows(table: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table.column(name).to_pylist() for name in names), strict=True))
