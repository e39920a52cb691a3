"""Kinds of the networks that were found: how often they are right, and which groups are found at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.personas.rows import HALF, World, majority, open_part
from evaluation.personas.shares import Share, share

NOBODY = "nobody"
"""Stands for the group of networks most of whose accounts belong to no planted group: any kind but covert is right."""
LEAST = 3
"""Accounts from which a network can be called covert at all; the kind of two is told apart from that of networks."""
CALLED = ("concealing", "too_few_signs", "others", NOBODY)


@dataclass(frozen=True, slots=True)
class Judged:
    """One network: the place of its world, its kind, and the role, template and right kind of most of its accounts."""

    world: int
    kind: str
    role: str
    template: str
    expected: str
    size: int

    @property
    def whose(self) -> str:
        """One that conceals, one of an operation with too few signs for that, another group's, or nobody's."""
        if self.template == NOBODY:
            return NOBODY
        if self.expected == "covert":
            return "concealing"
        return "too_few_signs" if self.role == "operation" and self.expected == "unclear" else "others"


def kinds(worlds: Sequence[World]) -> dict[str, Any]:
    """How often the kind is right, in both readings, for whom it is covert, and what each template is called."""
    both = [row for number, world in enumerate(worlds) for row in _judged(number, world)]
    every = [row for row in both if row.size >= LEAST]
    twos = [row for row in both if row.size < LEAST and row.template != NOBODY]
    planted = [row for row in every if row.template != NOBODY]
    mixed = [row["kind"] for w in worlds for row in w.told["found"] if row["share"] < HALF]
    by_template: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in every:
        by_template[row.template][row.kind] += 1
    size = len(worlds)
    return {
        "exact_of_two": _share(twos, [r.kind == r.expected for r in twos], size),
        "exact": _share(planted, [r.kind == r.expected for r in planted], size),
        "exact_by": {
            kind: _share(mine, [r.kind == kind for r in mine], size)
            for kind in ("covert", "overt", "unclear")
            if (mine := [r for r in planted if r.expected == kind])
        },
        "covert_or_not": _share(
            every, [(r.kind == "covert") == (r.expected == "covert") for r in every], size
        ),
        "called_covert": {
            whose: _share(mine, [r.kind == "covert" for r in mine], size)
            for whose in CALLED
            for mine in [[r for r in every if r.whose == whose]]
        },
        "mixed": {"covert": sum(kind == "covert" for kind in mixed), "of": len(mixed)},
        "by_template": {t: dict(sorted(k.items())) for t, k in sorted(by_template.items())},
        "groups_found": _groups_found(worlds),
    }  # fmt: skip


def _judged(number: int, world: World) -> Iterator[Judged]:
    groups = {g["group_id"]: g for g in world.told["groups"]}
    for row in majority(world):
        group = groups.get(row["group_id"], {"role": "", "template": NOBODY, "expected": ""})
        expected = "overt" if open_part(world, row) else group["expected"]
        size = len(row["accounts"])
        yield Judged(number, row["kind"], group["role"], group["template"], expected, size)


def _share(rows: Sequence[Judged], right: Sequence[bool], worlds: int) -> Share:
    """The share of rows that are right, by world."""
    hits, of = [0] * worlds, [0] * worlds
    for row, good in zip(rows, right, strict=True):
        hits[row.world] += good
        of[row.world] += 1
    return share(hits, of)


def _groups_found(worlds: Sequence[World]) -> dict[str, list[int]]:
    """Per template: groups of which a network holds at least half, and all groups."""
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for world in worlds:
        networks = [{tuple(a) for a in row["accounts"]} for row in world.told["found"]]
        for group in world.told["groups"]:
            members = {tuple(a) for a in group["members"]}
            told[group["template"]][0] += any(len(members & n) >= HALF * len(members) for n in networks)
            told[group["template"]][1] += 1
    return dict(sorted(told.items()))
