"""Why a new account may be a lost one come back: same picture, website, name, handle, bio, texts, accounts followed.

Every reason is looked for between the lost and the new, and in the same way between accounts that were not lost
(decoys) and the new; the second tells how often strangers are alike by chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.profiles import domains_of, own_words, skeleton

COMMON = 10
"""Accounts from which on a picture, website or name is nobody's own."""
SHORT_NAME, SHORT_HANDLE, SHORT_BIO = 5, 6, 20
"""Characters below which names, handles and bios are alike by chance."""
EDITS = 2
"""Letters by which two handles may differ."""
NEAR_BIO = 0.8
PRIOR = 100
END = 4
"""Characters at the start or end of a handle that must be equal for two handles to be compared."""

Profile = Mapping[str, Any]
Values = Callable[[Profile], tuple[str, ...]]
"""What of a profile can be equal to another's; empty where it says nothing."""


@dataclass(frozen=True, slots=True)
class Alike:
    """One reason for one pair: the old account, the new one, the reason, and how the reader is told."""

    old: int
    new: int
    reason: str
    said: str


def profiles(lost: Sequence[Profile], decoys: Sequence[Profile], new: Sequence[Profile]) -> Iterator[Alike]:
    """All likenesses of profiles between lost accounts or decoys and new ones."""
    sides = (lost, decoys, new)
    yield from _equal(sides, "picture", "same picture", _picture)
    yield from _equal(sides, "website", "same website", _website)
    yield from _equal(sides, "name", "same name", _name)
    yield from _handles((*lost, *decoys), new)
    yield from _bios(sides)


def _picture(profile: Profile) -> tuple[str, ...]:
    return (profile["avatar"],) if profile["avatar"] else ()


def _website(profile: Profile) -> tuple[str, ...]:
    return domains_of(profile["website"])


def _bio(profile: Profile) -> tuple[str, ...]:
    words = own_words(profile["bio"])
    return (words,) if len(words) >= SHORT_BIO else ()


def _end(profile: Profile) -> tuple[str, ...]:
    return tuple(end for _, end in _ends(_handle(profile)))


def _name(profile: Profile) -> tuple[str, ...]:
    found = skeleton(profile["name"])
    return (found,) if len(found) >= SHORT_NAME else ()


def _equal(sides: Sequence[Sequence[Profile]], reason: str, said: str, values: Values) -> Iterator[Alike]:
    """Pairs with one value in common that few strangers and new accounts have."""
    lost, decoys, new = (_holders(side, values) for side in sides)
    for value in sorted(new):
        if len(decoys.get(value, ())) + len(new[value]) <= COMMON:
            older = (*lost.get(value, ()), *decoys.get(value, ()))
            yield from (Alike(a, b, reason, said) for a in older for b in new[value])


def _holders(people: Sequence[Profile], values: Values) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for one in people:
        for value in values(one):
            found[value].append(one["account_no"])
    return found


def _handles(old: Sequence[Profile], new: Sequence[Profile]) -> Iterator[Alike]:
    """Pairs whose handles differ by few letters, digits left aside at the end."""
    from rapidfuzz.distance import Levenshtein

    known: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for one in old:
        handle = _handle(one)
        for key in _ends(handle):
            known[key].append((one["account_no"], handle))
    for one in new:
        handle = _handle(one)
        near = sorted({pair for key in _ends(handle) for pair in known.get(key, ())})
        for number, other in near:
            if (
                number != one["account_no"]
                and Levenshtein.distance(handle, other, score_cutoff=EDITS) <= EDITS
            ):
                yield Alike(number, one["account_no"], "handle", "nearly the same handle")


def _handle(profile: Profile) -> str:
    return (profile["handle"] or "").casefold().replace("_", "").rstrip("0123456789")


def _ends(handle: str) -> tuple[tuple[str, str], ...]:
    return (("^", handle[:END]), ("$", handle[-END:])) if len(handle) >= SHORT_HANDLE else ()


def _bios(sides: Sequence[Sequence[Profile]]) -> Iterator[Alike]:
    """Pairs whose bios share four fifths of their runs of characters; older bios stand first, so they head groups."""
    told = [
        (side, one["account_no"], own_words(one["bio"])) for side, some in enumerate(sides) for one in some
    ]
    long = [row for row in told if len(row[2]) >= SHORT_BIO]
    for group in near_groups([words for _, _, words in long], NEAR_BIO):
        lost, decoys, new = ([long[i][1] for i in group.tolist() if long[i][0] == side] for side in range(3))
        if len(decoys) + len(new) <= COMMON:
            yield from (Alike(a, b, "bio", "nearly the same bio") for a in (*lost, *decoys) for b in new)


def telling(people: Sequence[Profile]) -> Counter[str]:
    """How many of these accounts say anything by which each reason of profiles could hold."""
    found = Counter[str]()
    for one in people:
        found.update(reason for reason, values in SAID_BY.items() if values(one))
    return found


def rates(found: Iterable[Alike], decoys: Mapping[str, int], new: Mapping[str, int]) -> dict[str, float]:
    """How often a pair of strangers is alike by each reason, of the pairs that both say what it takes; never zero.

    `decoys` and `new` hold, by reason, how many accounts of each side say it. Half a pair of `PRIOR` is added, so
    that strangers who say nothing make no likeness impossible, nor worthless.
    """
    seen = Counter(one.reason for one in found)
    return {r: (seen[r] + 0.5) / (decoys.get(r, 0) * new.get(r, 0) + PRIOR) for r in PARTS}


SAID_BY: dict[str, Values] = {
    "picture": _picture, "website": _website, "name": _name, "handle": _end, "bio": _bio,
}  # fmt: skip
PARTS = {
    "name": "name", "handle": "name", "picture": "picture", "website": "website", "bio": "bio", "texts": "texts",
    "follows": "follows",
}  # fmt: skip
"""Every reason and what it is a part of: reasons of one part are capped together."""
CAPS = {"name": 2.0, "picture": 3.0, "website": 3.0, "bio": 3.0, "texts": 3.0, "follows": 3.0}
"""What one part is worth at most: 3 as if one pair of strangers in a thousand were so alike; people share names."""
