"""The roles that a bio claims for its owner, by rules that can be read aloud.

A bio is a list of clauses: commas, bars, line ends and emoji part them. A role counts where its word stands in a
clause and nothing takes it back: no negation before or behind it, no word that makes it somebody else's ("my
husband is a nurse", "nurse's wife"), only wished for ("future nurse") or part of another phrase ("spin doctor").
A negation holds on through a list of bare roles ("not a doctor, lawyer or nurse", "医師、弁護士ではない") until
anything else is said or another mark than a comma or & comes; "not a doctor, mom of two" still claims the mother.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from floodwatch.detectors.personas.cards.words import (
    AFTER,
    EVERYWHERE,
    INDEPENDENT,
    INSTEAD,
    NOT,
    NOT_AFTER,
    OTHERS,
    ROLE,
    STILL,
    Meaning,
    automaton,
    folded,
    ors,
    spoken,
)
from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Found
from floodwatch.tools.text import normalised

LONGEST = 1_000
"""Characters of a bio that are read; what comes later is left out."""
NEAR, NEAR_UNSPACED = 28, 8
"""Greatest distance from a guard to the role that it takes back, in characters."""
_PARTS = re.compile(
    r"[|/\\•·●▪◆★☆✦✨,،、;；!?！？。।؟…\n\r\t()\[\]{}:：“”«»「」『』]+|(?<=\w\w)\.(?=\s|$)|\.{2,}|\s[-–—~&+]\s"
    '|(?<!\\w)"|"(?!\\w)|[\U0001f000-\U0001faff\u2190-\u2bff]+'
)
_MARKS = re.compile(f"({_PARTS.pattern})")
_COMMAS = frozenset(",،、&")
"""Marks that part the items of one list."""
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)@[\w.]+")


class Role(NamedTuple):
    """A role that a text claims, and the words that say so."""

    role: str
    words: str


class _Heard(NamedTuple):
    """A role that stands in a clause, its place there, and the kinds of guards that take it back."""

    role: str
    first: int
    last: int
    against: frozenset[str]


def clauses(text: str) -> Iterator[str]:
    """The parts of a bio that belong together, as written, without links and mentions."""
    for items in _lists(text):
        yield from items


@lru_cache(maxsize=8)
def _lists(text: str) -> tuple[tuple[str, ...], ...]:
    """The clauses of each list: those that nothing but commas parts. Kept, since one bio is read several times."""
    return tuple(map(tuple, _parted(text)))


def _parted(text: str) -> Iterator[list[str]]:
    pieces = _MARKS.split(_LINK.sub(" ", text[:LONGEST]))
    items: list[str] = []
    for place in range(0, len(pieces), 2):
        if place and not set(pieces[place - 1].strip(" ")) <= _COMMAS:
            yield items
            items = []
        if pieces[place].strip():
            items.append(pieces[place].strip())
    yield items


def roles(text: str, language: str = "") -> list[Role]:
    """Roles that a bio claims, in their order; `language`: the main language of its account, if known."""
    found: dict[str, str] = {}
    for items in _lists(text or ""):
        read = [folded(item) for item in items]
        heard = [list(_heard(item, spoken(language))) for item in read]
        denied = _denied(read, heard)
        for place, item in enumerate(read):
            for one in heard[place]:
                if not one.against and place not in denied:
                    found.setdefault(one.role, item[one.first : one.last])
    return [Role(*item) for item in found.items()]


def _denied(items: Sequence[str], heard: Sequence[Sequence[_Heard]]) -> set[int]:
    """Places of the items to which the negation of another item of their list holds on."""
    denied: set[int] = set()
    forward = range(len(items))
    for kind, order in ((NOT, forward), (NOT_AFTER, reversed(forward))):
        holds = False
        for place in order:
            if holds and _is_bare(items[place], heard[place]):
                denied.add(place)
            else:
                holds = any(kind in one.against for one in heard[place])
    return denied


def _is_bare(item: str, heard: Sequence[_Heard]) -> bool:
    """Whether an item of a list is a role or several, and nothing else is said."""
    left = list(item)
    for one in heard:
        left[one.first : one.last] = " " * (one.last - one.first)
    return bool(heard) and set("".join(left).split()) <= ors()


def titled(name: str, language: str = "") -> list[Role]:
    """A role with which a name of several words begins: `Nurse Jane`, not the surname of `Jane Farmer`."""
    first, _, rest = " ".join(re.findall(r"[^\W\d_]+", normalised(_camel(name)))).partition(" ")
    return roles(first, language) if rest and len(first) > len(EVERYWHERE) + 1 else []


def _camel(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _heard(text: str, language: str) -> Iterator[_Heard]:
    hits = sorted(automaton().found(text), key=lambda h: (h.first, -h.last, h.meaning))
    guards = [h for h in hits if h.meaning.kind not in (ROLE, INSTEAD) and not _covered(h, hits, (STILL,))]
    for first, last, role in sorted(
        {(h.first, h.last, h.meaning.role) for h in hits if h.meaning.kind == ROLE}
    ):
        own = [h for h in hits if (h.first, h.last, h.meaning.role) == (first, last, role)]
        counted = [h for h in own if not h.meaning.own_only or h.meaning.language == language]
        if not counted or _covered(own[0], hits, (ROLE, INSTEAD)):
            continue
        codes = {h.meaning.language for h in counted} | {language}
        against = (g for g in guards if g.meaning.language in codes and _takes_back(text, g, first, last))
        yield _Heard(role, first, last, frozenset(g.meaning.kind for g in against))


def _covered(hit: Found[Meaning], hits: Sequence[Found[Meaning]], kinds: Collection[str]) -> bool:
    """Whether the hit is part of a longer phrase that means something itself; "just a dad" is a dad too."""
    return any(
        h.first <= hit.first and hit.last <= h.last and h.last - h.first > hit.last - hit.first
        for h in hits
        if h.meaning.kind in kinds and h.meaning.role != INDEPENDENT
    )


def _takes_back(text: str, guard: Found[Meaning], first: int, last: int) -> bool:
    """Whether a guard says that the role between two places is not the owner's."""
    near = NEAR_UNSPACED if is_unspaced(text[first]) else NEAR
    kind = guard.meaning.kind
    if kind in (NOT, OTHERS):
        inside = kind == OTHERS and guard.first < first and last <= guard.last
        return inside or (guard.last <= first and first - guard.last <= near)
    if kind == AFTER:
        return 0 <= guard.first - last <= 1
    return kind == NOT_AFTER and 0 <= guard.first - last <= near
