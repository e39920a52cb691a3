"""Found against marked: which mention is which item, and whether it says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.reading.check import STATEMENTS
from evaluation.reading.fields import COMMON, FIELDS, Item
from evaluation.reading.texts import places

CLAUSES = frozenset({"judges", "of", "who", "office", "district", "by"})
"""Fields of words: right when most of the words are the same."""
SYMMETRIC = frozenset({"same", "overlaps"})


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a reader found, in the coordinates of the reading text; no span where that lacks the words."""

    kind: str
    text: str
    fields: dict[str, Any]
    span: tuple[int, int] | None


@dataclass(slots=True)
class Pairs:
    """The outcome for one kind in one text."""

    pairs: list[tuple[Item, Found]] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)
    wrong: list[Found] = field(default_factory=list)
    refused: list[Found] = field(default_factory=list)


def span(item: Item, read: str) -> tuple[int, int]:
    """Where an item stands in its reading text."""
    start = places(item["text"], read)[item.get("occurrence", 1) - 1]
    return start, start + len(item["text"])


def paired(
    kind: str,
    items: Sequence[Item],
    refused: Sequence[Item],
    found: Sequence[Found],
    read: str,
    *,
    exact: bool,
) -> Pairs:
    """Each item with at most one find: of the same span, or of the one that shares most of it."""
    outcome, left = Pairs(), list(found)
    for item in items:
        match = _match(item, left, read, exact=exact)
        if match is None:
            outcome.missed.append(item)
        else:
            left.remove(match)
            outcome.pairs.append((item, match))
    banned = [span(item, read) for item in refused]
    for one in left:
        if one.span and any(_shared(one.span, place) for place in banned):
            outcome.refused.append(one)
        if not (kind in STATEMENTS and _again(one, items)):
            outcome.wrong.append(one)
    return outcome


def _match(item: Item, left: Sequence[Found], read: str, *, exact: bool) -> Found | None:
    place = span(item, read)
    if exact and item["kind"] not in STATEMENTS:
        return next((one for one in left if one.span == place), None)
    near = [one for one in left if one.span and _shared(one.span, place) and _fits(item, one)]
    crossed = [one for one in left if _crossed(item, one)]
    return max(near, key=lambda one: _shared(one.span or place, place), default=next(iter(crossed), None))


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _fits(item: Item, one: Found) -> bool:
    """An alias is of the same name: two may stand at one place."""
    return item["kind"] not in ("alias", "origin") or _words_alike(item.get("of"), one.fields.get("of"))


def _crossed(item: Item, one: Found) -> bool:
    """The same two names the other way round, where the relation is the same from both ends."""
    if item["kind"] != "alias" or item["relation"] not in SYMMETRIC:
        return False
    return _plain(item["of"]) == _plain(one.text) and _plain(item["text"]) == _plain(one.fields.get("of"))


def _again(one: Found, items: Sequence[Item]) -> bool:
    """Whether it says once more, elsewhere, what an item says."""
    for item in items:
        ends = {_plain(item["text"]), _plain(item.get("of"))}
        if _plain(one.text) in ends and (item["kind"] != "alias" or _plain(one.fields.get("of")) in ends):
            return True
    return False


def unlike(item: Item, one: Found) -> Iterator[str]:
    """Names of the fields in which a find differs from its item."""
    needed, allowed = FIELDS[item["kind"]]
    for name in sorted((needed | allowed) - COMMON):
        told, said = item.get(name), one.fields.get(name)
        alike = _words_alike(told, said) if name in CLAUSES else _alike(told, said)
        if not alike:
            yield name


def _alike(told: Any, said: Any) -> bool:
    if isinstance(told, list | tuple) and isinstance(said, list | tuple):
        return list(told) == list(said)
    return bool((told or None) == (said or None)) or told == said


def _words_alike(told: Any, said: Any) -> bool:
    one, other = set(_plain(told).split()), set(_plain(said).split())
    return one == other or len(one & other) * 2 > len(one | other)


def _plain(words: Any) -> str:
    return " ".join(re.findall(r"\w+", str(words or "").casefold()))
