"""Signals against what was planted: is a sign that is there said to be there, and one that is not, not?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from evaluation.personas.shares import Share, share
from floodwatch.model import refs

Told = Mapping[str, Any]
Pairs = set[tuple[Any, ...]]

SIGNS: dict[str, tuple[str, ...]] = {
    "false_place": ("clock_contradiction", "foreign_clock"),
    "batch": ("creation_burst",),
    "bio_template": ("copied_profile", "bio_frame"),
    "default_handle": ("handle_shape",),
    "both_sides": ("both_sides", "both_sides_stance"),
    "probe": ("opinion_probe",),
    "follow_train": ("follow_train",),
    "mutual": ("mutual_follows",),
    "shared_target": ("shared_follows",),
    "dormancy": ("dormancy",),
    "drift": ("persona_drift",),
    "language_switch": ("language_switch",),
    "swarm": ("reply_swarm",),
    "ephemeral": ("ephemeral_posts",),
    "own_amplification": ("own_reposts", "own_replies", "own_reposts_beside", "own_replies_beside"),
    "vanished": ("disappearance",),
    "holiday": ("holiday_dip",),
}
"""Planted signs, and the signals that should say so."""
WITH = {"vanished": "exposure"}
"""Signs that count only in groups with another sign: what vanishes with everybody is no loss of the group."""
PARTLY = ("mutual", "own_amplification", "bio_template", "default_handle", "batch", "dormancy")
"""Signs that groups also have where nobody planted them, so that precision is not known."""
LEVEL = 0.01
LEAST = {"own_reposts": 0.5, "own_replies": 0.5, "own_reposts_beside": 0.5, "own_replies_beside": 0.5}
"""Values from which on a signal says so, where a small share says nothing."""
NEAR_H, CLOCK_ACCOUNTS = 1.0, 20


def planted(worlds: Sequence[Told]) -> dict[str, Any]:
    """Precision and recall of each sign over groups, of accounts and pairs, and how near the inferred clocks are."""
    told = {sign: _counted(worlds, partial(_groups, sign)) for sign in SIGNS}
    parts = {name: _counted(worlds, asked) for name, asked in PARTS.items()}
    return {"signs": told, "parts": parts, "clock": clock(worlds)}


def _counted(worlds: Sequence[Told], asked: Callable[[Told], tuple[Pairs, Pairs]]) -> dict[str, Share]:
    """Of the things that are said to be there, those that are; and of those that are there, those that are said."""
    found = [asked(world) for world in worlds]
    both = [len(true & said) for true, said in found]
    return {
        "precision": share(both, [len(said) for _, said in found]),
        "recall": share(both, [len(true) for true, _ in found]),
    }


def _groups(sign: str, world: Told) -> tuple[Pairs, Pairs]:
    """Groups with the sign, and groups of which a signal says so."""
    fired = {
        (row["network_id"],)
        for row in world["given"]["signals"]
        if row["signal"] in SIGNS[sign]
        and row["p_value"] is not None
        and row["p_value"] <= LEVEL
        and row["value"] >= LEAST.get(row["signal"], 0.0)
    }
    true = {(row["group_id"],) for row in _signs(world, WITH.get(sign, sign))}
    return (true & {(row["group_id"],) for row in _signs(world, sign)}), fired


def _trains(world: Told) -> tuple[Pairs, Pairs]:
    """Accounts that posted follow trains."""
    return _accounts(world, "follow_train"), _probing(world, ("follow_train",))


def _probes(world: Told) -> tuple[Pairs, Pairs]:
    """Members of planted groups who asked their readers what they think, or polled them; the crowd does so too."""
    members = {tuple(a) for g in world["groups"] for a in g["members"]}
    return _accounts(world, "probe"), _probing(world, ("opinion_question", "opinion_poll")) & members


def _vanished(world: Told) -> tuple[Pairs, Pairs]:
    """Accounts of groups with an exposure that are said to be lost after it."""
    exposed = {row["group_id"] for row in _signs(world, "exposure")}
    true = {_account(row) for row in _signs(world, "vanished") if row["group_id"] in exposed}
    members = {tuple(a) for g in world["groups"] if g["group_id"] in exposed for a in g["members"]}
    said = {(row["platform"], row["account_id"]) for row in world["given"]["lost"]}
    return true, said & members


def _successors(world: Told) -> tuple[Pairs, Pairs]:
    """Pairs of an account and the one that succeeds it."""
    true = {(row["value"], row["account_id"]) for row in _signs(world, "successor")}
    said = {(_id(row["lost"]), _id(row["candidate"])) for row in world["given"]["successors"]}
    return true, said


PARTS: dict[str, Callable[[Told], tuple[Pairs, Pairs]]] = {
    "accounts with follow trains": _trains,
    "accounts that ask or poll": _probes,
    "accounts lost after an exposure": _vanished,
    "successors (pairs)": _successors,
}


def _signs(world: Told, sign: str) -> list[Told]:
    return [row for row in world["planted"] if row["sign"] == sign]


def _accounts(world: Told, sign: str) -> Pairs:
    return {_account(row) for row in _signs(world, sign)}


def _account(row: Told) -> tuple[Any, ...]:
    return row["platform"], row["account_id"]


def _id(ref: str) -> str:
    """The account's id, of its ref."""
    return refs.parse(ref).id


def _probing(world: Told, kinds: Sequence[str]) -> Pairs:
    return {(r["platform"], r["account_id"]) for r in world["given"]["probes"] if r["probe"] in kinds}


def clock(worlds: Sequence[Told]) -> dict[str, Any]:
    """How often the offset of a group is said and within an hour, and why it is not said.

    Asked are groups with a known offset and 20 accounts that have 50 posts each; of smaller groups nothing is to be
    said, be they planted or drawn from the crowd. A world is right where all that are asked are within an hour.
    """
    asked = [list(_clocks(world)) for world in worlds]
    answered = [[c for c in found if c.error is not None] for found in asked]
    right = [[c for c in found if c.right] for found in asked]
    some = [(len(good), len(every)) for good, every in zip(right, asked, strict=True) if every]
    small = [_small(world) for world in worlds]
    return {
        "right": share(_sizes(right), _sizes(asked)), "answered": share(_sizes(answered), _sizes(asked)),
        "right_if_answered": share(_sizes(right), _sizes(answered)),
        "worlds_right": share([good == every for good, every in some], [1] * len(some)),
        "refused": dict(sorted(Counter(c.reason for found in asked for c in found if c.error is None).items())),
        "small_refused": share([refused for refused, _ in small], [of for _, of in small]),
    }  # fmt: skip


def _sizes(found: Sequence[Sequence[Any]]) -> list[int]:
    return [len(one) for one in found]


class _Clock(NamedTuple):
    """What was said of one group with a known offset: how far off, in hours, or why nothing was said."""

    error: float | None
    reason: str

    @property
    def right(self) -> bool:
        """Whether it is within an hour."""
        return self.error is not None and abs(self.error) <= NEAR_H


def _clocks(world: Told) -> Iterator[_Clock]:
    """Groups with a known offset that are large and busy enough."""
    large, told = _large(world), _offsets(world)
    reason = {r["network_id"]: r["reason"].partition(":")[0] for r in world["given"]["clock_refused"]}
    for group, offset in {row["group_id"]: float(row["value"]) for row in _signs(world, "utc")}.items():
        if group in large:
            error = (told[group] - offset + 12) % 24 - 12 if group in told else None
            yield _Clock(error, "" if group in told else reason.get(group, "no reason given"))


def _small(world: Told) -> tuple[int, int]:
    """Groups of which nothing is to be said: those of which nothing was said, and all."""
    given = world["given"]
    known = {r["network_id"] for rows in (given["busy"], given["clock_refused"]) for r in rows}
    small = ({g["group_id"] for g in world["groups"]} | known) - _large(world)
    return len(small - _offsets(world).keys()), len(small)


def _large(world: Told) -> set[str]:
    return {r["network_id"] for r in world["given"]["busy"] if r["accounts"] >= CLOCK_ACCOUNTS}


def _offsets(world: Told) -> dict[str, float]:
    """The offsets that were said."""
    return {r["network_id"]: r["value"] for r in world["given"]["signals"] if r["signal"] == "group_offset"}
