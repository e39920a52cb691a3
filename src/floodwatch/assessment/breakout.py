"""How far an operation broke out: Nimmo's Breakout Scale as a rule over what was seen outside the network.

1 one platform and one community; 2 several platforms or several communities; 3 several of both; 4 taken up by
mainstream media; 5 passed on by a high-profile person; 6 a policy response or other concrete action, or a call for
violence. The rule sees dated sightings and never minds: it says how far a message went, not whom it changed. What
exposes or debunks does not raise, nor what came before the network, nor what the network did itself. What nobody
looked for leaves the categories open that it could have shown. Source: B. Nimmo, The Breakout Scale, Brookings, 2020.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["post", "media", "amplifier", "action", "violence"]
Attitude = Literal["passes_on", "exposes", "debunks"]

MEANINGS: Mapping[int, str] = {
    1: "one platform, one community, no spread",
    2: "several platforms or several communities, not both",
    3: "several platforms and several communities, no mainstream media",
    4: "taken up by mainstream media",
    5: "passed on by a high-profile person",
    6: "set off a policy response or other concrete action, or calls for violence",
}
LOOKED_FOR: Mapping[Kind, str] = {
    "post": "posts of outsiders on platforms and in communities",
    "media": "mainstream media",
    "amplifier": "high-profile people",
    "action": "policy responses and other action",
    "violence": "calls for violence",
}
RAISES: Mapping[Kind, int] = {"media": 4, "amplifier": 5, "action": 6, "violence": 6}
"""The category that one sighting of a kind is enough for."""
OPEN = "what was not looked for leaves open"
CAUTION = "The category says how far content went, not whom it changed. It is of its day and can fall again."


@dataclass(frozen=True, slots=True)
class Sighting:
    """One dated piece of evidence: content of the network outside of it, or a call for violence in it.

    `by`: ref of who passed it on; `attitude`: whether it was passed on, or exposed or debunked. `after`: the day on
    which the network began with this very content, where it is known; else the network's first day counts.
    """

    kind: Kind
    on: date
    ref: str
    platform: str = ""
    community: str = ""
    by: str = ""
    attitude: Attitude = "passes_on"
    after: date | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of a network's spread: where and from when it acted, its members, what was seen, what looked for.

    `looked` says until which day each kind of evidence was looked for; a kind that is missing was not.
    """

    since: date
    platforms: Collection[str]
    communities: Collection[str]
    sightings: Sequence[Sighting]
    looked: Mapping[Kind, date]
    members: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Breakout:
    """The category on a day. `at_most` is higher where evidence was not collected or its order in time is unknown.

    `category` is None where not even posts of outsiders were looked for and nothing higher was seen.
    """

    category: int | None
    at_most: int
    on: date
    because: tuple[str, ...]
    refs: tuple[str, ...]
    not_counted: tuple[tuple[str, str], ...]
    not_looked_for: tuple[str, ...]
    would_raise: tuple[str, ...]
    caution: str = CAUTION

    @property
    def said(self) -> str:
        """The category in words."""
        if self.category is None:
            return f"not measurable as of {self.on}: nobody looked outside the network"
        least = f"category {self.category} as of {self.on}: {MEANINGS[self.category]}"
        return least if self.at_most == self.category else f"{least}; {OPEN} up to {self.at_most}"


def breakout(spread: Spread, on: date) -> Breakout:
    """The category that the evidence up to a day supports, and what would raise it."""
    known = [one for one in spread.sightings if one.on <= on]
    reasons = {one: _set_aside(spread, one) for one in known}
    counted = [one for one in known if not reasons[one]]
    unsure = [one for one in known if reasons[one] == ORDER]
    unlooked = _unlooked(spread, on)
    category, because, refs = _category(spread, counted)
    highest = _category(spread, [*counted, *unsure])[0]
    open_to = max([RAISES.get(kind, 3) for kind in unlooked], default=0)
    nothing = "post" not in spread.looked and category < 4
    return Breakout(
        None if nothing else category,
        max(highest, open_to),
        on,
        () if nothing else because,
        () if nothing else refs,
        tuple((one.ref, reasons[one]) for one in known if reasons[one]),
        tuple(LOOKED_FOR[kind] for kind in unlooked),
        () if category == 6 else _would_raise(spread, counted, category),
    )


ORDER = "seen on the day on which the network began: which was first is not known"


def _set_aside(spread: Spread, one: Sighting) -> str:
    """Why a sighting does not raise the category; empty where it does."""
    since = one.after or spread.since
    if one.kind == "violence":
        return ""
    if one.attitude != "passes_on":
        return "it exposes the network" if one.attitude == "exposes" else "it debunks the content"
    if one.by and one.by in spread.members:
        return "it is the network's own"
    if one.on < since:
        return "it came before the network"
    return ORDER if one.on == since else ""


def _unlooked(spread: Spread, on: date) -> list[Kind]:
    """Kinds of evidence that nobody looked for, or not up to the day."""
    return [kind for kind in LOOKED_FOR if spread.looked.get(kind, date.min) < on]


def _category(spread: Spread, counted: Sequence[Sighting]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """The category of what counts, why, and the sightings that decide."""
    for kind in ("violence", "action", "amplifier", "media"):
        found = [one for one in counted if one.kind == kind]
        if found:
            level, first = RAISES[found[0].kind], min(found, key=lambda one: (one.on, one.ref))
            why = f"{LOOKED_FOR[first.kind]}: {len(found)} seen, the first on {first.on}"
            return level, (why,), tuple(sorted(one.ref for one in found))
    return _social(spread, [one for one in counted if one.kind == "post"])


def _social(spread: Spread, posts: Sequence[Sighting]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Categories 1 to 3: on social media alone."""
    reached = _reached(posts)
    taken_up = {one.platform for one in posts if one.platform}
    platforms = taken_up | set(spread.platforms)
    several = len(reached | _others(spread, reached)) > 1
    refs = tuple(sorted(one.ref for one in posts))
    why = (
        f"platforms: {_listed(platforms)}; of these passed on by outsiders: {_listed(taken_up)}",
        f"communities in which outsiders passed it on: {_listed(reached)}",
    )
    if several and len(taken_up) > 1:
        return 3, why, refs
    return 2 if several or len(platforms) > 1 else 1, why, refs


def _reached(posts: Sequence[Sighting]) -> set[str]:
    return {one.community for one in posts if one.community}


def _others(spread: Spread, reached: set[str]) -> set[str]:
    """The community in which a network posted, beside the others that it reached.

    One that posted into several without being passed on in any has not reached several.
    """
    return set(spread.communities) if len(spread.communities) == 1 and reached else set()


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _would_raise(spread: Spread, counted: Sequence[Sighting], category: int) -> tuple[str, ...]:
    """What would have to be seen for a higher category, nearest first."""
    told: list[str] = []
    posts = [one for one in counted if one.kind == "post"]
    if category < 3:
        reached = _reached(posts)
        several = len(reached | _others(spread, reached)) > 1
        if not several:
            told.append("outsiders of a second community pass it on")
        if len({one.platform for one in posts if one.platform}) < 2:
            told.append("outsiders pass it on on a second platform")
    if category < 4:
        told.append("a mainstream medium repeats the content as its own or as true, without exposing it")
    if category < 5:
        told.append("a celebrity, candidate or other high-profile person passes it on")
    told.append(
        "a policy response or other action that follows from the content, or a call for violence in it"
    )
    return tuple(told)
