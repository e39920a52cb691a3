"""The names of targets: what a user wrote as one text each, and where they stand in posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from floodwatch.tools.words import UNSPACED, closes, glued, head, opens, plain, tail
from floodwatch.vocabulary.load import load

SHORTEST_IN_TAG = 4
_TAG = re.compile(r"#([^\s#@.,:;!?…()\"'|/]{1,80})")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom posts may speak for or against: a name, its other names, and slogans that take sides by themselves."""

    name: str
    aliases: tuple[str, ...] = ()
    slogans: tuple[tuple[str, int], ...] = ()
    found: bool = False
    """Whether the machine found it, rather than a user giving it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A target in a text; `sign` where the hashtag or slogan takes a side itself, `weak` where only likely."""

    start: int
    end: int
    target: str
    sign: int = 0
    weak: bool = False


def target(text: str) -> Target:
    """`name=alias;alias;+slogan for;-slogan against` as a target."""
    name, _, rest = text.partition("=")
    parts = [p.strip() for p in rest.split(";") if p.strip(" +-")]
    signs = {"+": 1, "-": -1}
    slogans = tuple((p[1:].strip(), signs[p[0]]) for p in parts if p[0] in signs)
    return Target(name.strip(), tuple(p for p in parts if p[0] not in signs), slogans)


class Names:
    """All names of all targets as one automaton."""

    def __init__(self, targets: Sequence[Target]) -> None:
        from ahocorasick_rs import AhoCorasick

        meant: dict[str, tuple[str, int]] = {}
        for one in targets:
            for name in (one.name, *one.aliases):
                meant.setdefault(plain(name), (one.name, 0))
            for slogan, sign in one.slogans:
                meant.setdefault(plain(slogan), (one.name, sign))
        meant.pop("", None)
        self.patterns = sorted(meant)
        self.meant = [meant[p] for p in self.patterns]
        self.automaton: Any = AhoCorasick(self.patterns) if meant else None

    def hits(self, text: str) -> list[Named]:
        """Where targets are named in a text made `plain`, in order; of names inside one another the longest."""
        if self.automaton is None:
            return []
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return []
        tags = [(m.start(1), m.end(1)) for m in _TAG.finditer(text)]
        named = [n for place, start, end in found if (n := self._named(text, place, start, end, tags))]
        kept: list[Named] = []
        for one in sorted(named, key=lambda n: (n.start - n.end, n.start, n.target)):
            if all(one.end <= k.start or one.start >= k.end for k in kept):
                kept.append(one)
        return sorted(kept, key=lambda n: n.start)

    def _named(
        self, text: str, place: int, start: int, end: int, tags: list[tuple[int, int]]
    ) -> Named | None:
        who, sign = self.meant[place]
        if sign:
            return Named(start, end, who, sign) if opens(text, start) and closes(text, end) else None
        around = next(((a, b) for a, b in tags if a <= start and end <= b), None)
        if around and around != (start, end):
            return _in_tag(text, start, end, who, around)
        return Named(start, end, who) if _is_name(text, start, end) else None


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the name stands as a word, with an ending or a glued word at most."""
    if UNSPACED.search(text, start, end):
        return True
    if not opens(text, start) and (text[start] == "@" or head(text, start) not in glued()):
        return False
    return closes(text, end) or (text[start] != "@" and tail(text, end) in _endings())


def _in_tag(text: str, start: int, end: int, who: str, around: tuple[int, int]) -> Named | None:
    """A hashtag that holds the name: what stands before and behind it says which side it takes."""
    before, after = text[around[0] : start].strip("_"), text[end : around[1]].strip("_")
    if end - start < SHORTEST_IN_TAG and not UNSPACED.search(text, start, end):
        return None
    sides, behind = _sides(), after.rstrip("0123456789")
    sign = (
        sides["before"].get(before)
        or sides["after"].get(behind)
        or sides["after"].get(behind[1:] if behind[:1] == "s" else "", 0)
    )
    if not sign and not before and after[-2:].isdigit():
        return Named(start, end, who, 1, weak=True)
    return Named(start, end, who, sign)


@lru_cache(maxsize=1)
def _sides() -> dict[str, dict[str, int]]:
    content, signs = load("stance/tags.yaml"), {"for": 1, "against": -1}
    return {
        place: {plain(t).replace(" ", ""): sign for side, sign in signs.items() for t in content[place][side]}
        for place in ("before", "after")
    }


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset(plain(e) for e in load("stance/tags.yaml")["endings"])
