"""The names of targets: what a user wrote as one text each, and where they stand in posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Phrases, accented, begins, ends, parted
from floodwatch.vocabulary.load import load

SHORTEST_IN_TAG = 4
LONGEST_ENDING = 4
_HELD = {"@": "\x01", "_": "\x02", "-": "\x03"}
_REPOST = re.compile(r"\s*rt @\w{1,30}:\s*")
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


def plain(text: str) -> str:
    """Plain text with accents, handles and hyphens, and `¶` for line ends; without `RT @name:` at its start."""
    for sign, held in _HELD.items():
        text = text.replace(sign, held)
    read = accented(text.replace("\n", " ¶ "))
    for sign, held in _HELD.items():
        read = read.replace(held, sign)
    shared = _REPOST.match(read)
    return read[shared.end() :] if shared else read


def target(text: str) -> Target:
    """`name=alias;alias;+slogan for;-slogan against` as a target."""
    name, _, rest = text.partition("=")
    parts = [p.strip() for p in rest.split(";") if p.strip(" +-")]
    signs = {"+": 1, "-": -1}
    slogans = tuple((p[1:].strip(), signs[p[0]]) for p in parts if p[0] in signs)
    return Target(name.strip(), tuple(p for p in parts if p[0] not in signs), slogans)


class Names:
    """All names of all targets, found as they are and inside hashtags."""

    def __init__(self, targets: Sequence[Target]) -> None:
        meant: dict[str, tuple[str, int]] = {}
        for one in targets:
            for name in (one.name, *one.aliases):
                meant.setdefault(plain(name.replace("*", " ")), (one.name, 0))
            for slogan, sign in one.slogans:
                meant.setdefault(plain(slogan.replace("*", " ")), (one.name, sign))
        meant.pop("", None)
        self.known = Phrases(((f"*{name}*", meaning) for name, meaning in meant.items()), str)

    def hits(self, text: str) -> list[Named]:
        """Where targets are named in a text made `plain`, in order; of names inside one another the longest."""
        found = list(self.known.found(text))
        if not found:
            return []
        tags = [m.span(1) for m in _TAG.finditer(text)]
        named = [n for one in found if (n := _named(text, *one, tags))]
        kept: list[Named] = []
        for one in sorted(named, key=lambda n: (n.start - n.end, n.start, n.target)):
            if all(one.end <= k.start or one.start >= k.end for k in kept):
                kept.append(one)
        return sorted(kept, key=lambda n: n.start)


def _named(
    text: str, start: int, end: int, meant: tuple[str, int], tags: Sequence[tuple[int, int]]
) -> Named | None:
    who, sign = meant
    around = next((tag for tag in tags if tag[0] <= start and end <= tag[1]), (start, end))
    if not sign and around != (start, end):
        return _in_tag(text, start, end, who, around)
    return Named(start, end, who, sign) if _stands(text, start, end, open_end=not sign) else None


def _stands(text: str, start: int, end: int, open_end: bool) -> bool:
    """Whether the name stands as a word; with `open_end` it may take an ending, unless it is a handle."""
    if not begins(text, start, end):
        return False
    return ends(text, start, end) or (open_end and text[start] != "@" and _takes_ending(text, end))


def _takes_ending(text: str, end: int) -> bool:
    """Whether one of the endings of names, and no more, follows."""
    places = range(end + 1, min(end + LONGEST_ENDING, len(text)) + 1)
    return any(parted(text, place) and text[end:place] in _endings() for place in places)


def _in_tag(text: str, start: int, end: int, who: str, around: tuple[int, int]) -> Named | None:
    """A hashtag that holds the name: what stands before and behind it says which side it takes."""
    before, after = text[around[0] : start].strip("_"), text[end : around[1]].strip("_")
    if end - start < SHORTEST_IN_TAG and not any(map(is_unspaced, text[start:end])):
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
