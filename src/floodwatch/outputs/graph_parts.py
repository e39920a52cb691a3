"""The parts of a graph's buffer: groups in their order, edges as arrays, the backbone, bridges between groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from floodwatch.model import refs
from floodwatch.model.dossier import Network

UNKNOWN = 0xFFFFFFFF
"""Where a window or a time is not known, or an edge was found without a window."""
BITS = 32
OTHER = "other"
KINDS = ("covert", "overt", "unclear")
Array: TypeAlias = NDArray[Any]
Rows: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of nodes: its place in the picture, what it is called, and the ref that a click leads to."""

    place: int
    label: str
    ref: str
    kind: str


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges as arrays of one length; `ordered` puts the backbone first and the edges of one group together."""

    names: list[str]
    ends: Array
    weight: Array
    traces: Array
    window: Array
    q: Array
    times: Array
    backbone: int = 0
    backbone_groups: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    rest_groups: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    bridge_ends: Array = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    bridge_weight: Array = field(default_factory=lambda: np.zeros(0))

    def ordered(self, group: Array, count: int) -> Edges:
        """The backbone, then the rest; both by the group that an edge lies in, edges between groups last."""
        kept = backbone(self.ends, self.weight, self.q, len(group))
        sides = group[self.ends]
        inside = np.where(sides[:, 0] == sides[:, 1], sides[:, 0], count)
        order = np.lexsort((np.arange(len(kept)), inside, ~kept))
        split = int(kept.sum())
        pairs, weight = bridges(sides)
        return replace(
            self,
            **{
                name: getattr(self, name)[order]
                for name in ("ends", "weight", "traces", "window", "q", "times")
            },
            backbone=split,
            backbone_groups=np.searchsorted(inside[order[:split]], np.arange(count + 1)),
            rest_groups=split + np.searchsorted(inside[order[split:]], np.arange(count + 1)),
            bridge_ends=pairs,
            bridge_weight=weight,
        )


def groups(nodes: Rows, networks: Sequence[Network]) -> dict[str, Group]:
    """Groups by network id: those of `networks` that have nodes in its order, then the others, the largest first."""
    sizes = Counter(str(n["network_id"]) for n in nodes)
    kinds = {str(n["network_id"]): str(n.get("kind") or "") for n in nodes}
    numbers = {n.network_id: i for i, n in enumerate(networks, 1)}
    order = sorted(sizes, key=lambda name: (numbers.get(name, len(numbers) + 1), -sizes[name], name))
    return {
        name: Group(place, _called(name, numbers.get(name)), refs.entity("network", name), kinds[name])
        for place, name in enumerate(order)
    }


def _called(name: str, number: int | None) -> str:
    return f"Network {number}" if number else name or "Outside the networks"


def kinds(nodes: Rows, of_groups: Sequence[str]) -> dict[str, int]:
    """Classes of colour by kind: the kinds of networks first, any other after them."""
    seen = {str(n.get("kind") or "") for n in nodes} | set(of_groups)
    names = [*KINDS, *sorted(seen - set(KINDS))]
    return {name: min(i, 255) for i, name in enumerate(names)}


def edges(rows: Rows, place: Mapping[str, int]) -> Edges:
    """The rows whose ends are two nodes, as arrays in the order given."""
    held = [r for r in rows if r["source"] in place and r["target"] in place and r["source"] != r["target"]]
    names = _traces(held)
    bits = {name: 1 << min(i, BITS - 1) for i, name in enumerate(names)}
    times = [(_second(r.get("first_seen")), _second(r.get("last_seen"))) for r in held]
    return Edges(
        names if len(names) <= BITS else [*names[: BITS - 1], OTHER],
        np.array([(place[r["source"]], place[r["target"]]) for r in held], np.int64).reshape(-1, 2),
        np.array([r.get("shared_objects") or 0 for r in held], np.float32),
        np.array([_mask(r, bits) for r in held], np.uint32),
        np.array([_bounded(r.get("window_s")) for r in held], np.uint32),
        np.array([np.nan if r.get("q_value") is None else r["q_value"] for r in held], np.float32),
        np.array(times, np.uint32).reshape(-1, 2),
    )


def _traces(rows: Rows) -> list[str]:
    """Names of the traces, the most frequent first: those have a bit of their own."""
    seen = Counter(str(name) for r in rows for name in r.get("behaviours") or ())
    return sorted(seen, key=lambda name: (-seen[name], name))


def _mask(row: Mapping[str, Any], bits: Mapping[str, int]) -> int:
    mask = 0
    for name in row.get("behaviours") or ():
        mask |= bits[str(name)]
    return mask


def _second(value: datetime | None) -> int:
    return UNKNOWN if value is None else _bounded(value.timestamp())


def _bounded(value: float | None) -> int:
    return UNKNOWN if value is None else int(min(max(value, 0), UNKNOWN - 1))


def backbone(ends: Array, weight: Array, q: Array, nodes: int) -> Array:
    """The fewest edges that hold together what hangs together, the strongest ones: a maximum spanning forest."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    low, high = np.sort(ends, axis=1).T
    order = np.lexsort((high, low, np.where(np.isnan(q), 1.0, q), -weight))
    _, first = np.unique(low[order] * max(nodes, 1) + high[order], return_index=True)
    one = order[first]
    # Costs are ranks, all different: the forest is one and the same on every machine.
    matrix = coo_array((first + 1.0, (low[one], high[one])), shape=(nodes, nodes))
    kept = np.zeros(len(ends), np.bool_)
    if nodes:
        kept[order[minimum_spanning_tree(matrix.tocsr()).data.astype(np.int64) - 1]] = True
    return kept


def bridges(sides: Array) -> tuple[Array, Array]:
    """Pairs of groups with edges between them, and how many: the most first."""
    low, high = np.sort(sides, axis=1).T
    between = low != high
    pairs, counts = np.unique(np.column_stack((low, high))[between], axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return pairs.reshape(-1, 2)[order], counts[order]
