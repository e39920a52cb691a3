"""Signals against what was planted: is a sign that is there said to be there, and one that is not, not?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

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
NEAR_H = 1.0


def planted(worlds: Sequence[Told]) -> dict[str, Any]:
    """Precision and recall of each sign over groups, of accounts and posts, and how near the inferred clocks are."""
    told = {sign: _counted(worlds, partial(_groups, sign)) for sign in SIGNS}
    parts = {name: _counted(worlds, asked) for name, asked in PARTS.items()}
    return {"signs": told, "parts": parts, "clock": clock(worlds)}


def _counted(worlds: Sequence[Told], asked: Callable[[Told], tuple[Pairs, Pairs]]) -> dict[str, int]:
    """Things that are there, things that are said to be, and both, over all worlds."""
    there = said = both = 0
    for world in worlds:
        true, found = asked(world)
        there, said, both = there + len(true), said + len(found), both + len(true & found)
    return {"planted": there, "said": said, "both": both}


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
    """Groups whose offset was inferred and is known: how many within an hour, by role; and worlds all right."""
    errors = [[abs(e) for e in _errors(world)] for world in worlds]
    flat = [e for found in errors for e in found]
    answered = [found for found in errors if found]
    return {
        "with_known_offset": sum(len(_signs(world, "utc")) for world in worlds),
        "answered": len(flat), "within_1h": sum(e <= NEAR_H for e in flat),
        "worlds": len(answered), "worlds_right": sum(max(found) <= NEAR_H for found in answered),
    }  # fmt: skip


def _errors(world: Told) -> Iterator[float]:
    offset = {row["group_id"]: float(row["value"]) for row in _signs(world, "utc")}
    for row in world["given"]["signals"]:
        if row["signal"] == "group_offset" and row["network_id"] in offset:
            yield (row["value"] - offset[row["network_id"]] + 12) % 24 - 12
