"""What a profile says of an outlet: that its holder works there, its site, its account, or its name.

A name of several words counts as the list writes it; one of a single word (RT, Anis) only beside a word of work in
the same clause. What the clause takes back ("former", "unofficial", "not an endorsement") does not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from floodwatch.detectors.personas.profiles import domains_of
from floodwatch.tools.phrases import Phrases, begins, ends, plain
from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

WORKS, SITE, NAMED = 0.8, 0.7, 0.6
"""How directly a profile says it: works there, links its site, names it or its account."""
LEAST_LETTERS = 8
"""Letters of a name of several words from which on naming it is enough."""
_CLAUSE = re.compile(r"[.!?;|•·–—/\n\r]+(?=\s|$)|[|•·\n\r]+")
_ASIDE = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*$")
_BETWEEN = "\0"
_HANDLE = re.compile(r"@([\w.]{2,40})")


class Outlet(NamedTuple):
    """Whose a name, site or handle is."""

    outlet: str
    owner: str | None
    house: str
    country: str | None


class Said(NamedTuple):
    """That a profile says it belongs to an outlet: how directly, and in what words."""

    outlet: Outlet
    strength: float
    how: str


class Names:
    """Knows the names and sites of outlets and the handles of their accounts, and finds them in profiles."""

    def __init__(
        self,
        names: Mapping[str, Outlet],
        sites: Mapping[str, Outlet],
        handles: Mapping[tuple[str, str], Outlet],
    ) -> None:
        self._names, self._sites, self._handles = names, sites, handles
        self._order = sorted(names)
        self._find = _automaton(self._order)
        self._quick = _automaton(sorted({*sites, *(f"@{handle}" for _, handle in handles)}))

    def speaking(self, texts: Sequence[str], websites: Sequence[str]) -> Sequence[int]:
        """Places of the profiles (name, line break, bio; and website) in which anything is named at all.

        All are looked through as one text, since most say nothing.
        """
        quick = _BETWEEN.join(map("\n".join, zip(texts, websites, strict=True))).lower()
        each = (f"{text}\n{site}".lower() for text, site in zip(texts, websites, strict=True))
        return sorted({*_places(self._find, _BETWEEN.join(texts), texts), *_places(self._quick, quick, each)})

    def said(self, platform: str, name: str, bio: str, website: str) -> Said | None:
        """The most direct of what a profile says, None where it says nothing."""
        text = f"{name}\n{bio}"
        low = f"{text}\n{website}".lower()
        if not _any(self._find, text) and not _any(self._quick, low):
            return None
        found = (*self._in_words(text), *self._by_handle(platform, text), *self._by_site(bio, website))
        return min(found, key=lambda s: (-s.strength, s.outlet.outlet, s.how), default=None)

    def _in_words(self, text: str) -> Iterator[Said]:
        for clause in _CLAUSE.split(text):
            taken_back, works = None, None
            for place, first, last in (
                self._find.find_matches_as_indexes(clause, overlapping=True) if self._find else ()
            ):
                if not (begins(clause, first, last) and ends(clause, first, last)):
                    continue
                if taken_back is None:
                    taken_back, works = _holds("denials", clause), _holds("work", clause)
                name = self._order[place]
                if not taken_back and (works or enough(name)):
                    yield _said(self._names[name], bool(works), f"its profile names {name}")

    def _by_handle(self, platform: str, text: str) -> Iterator[Said]:
        for clause in _CLAUSE.split(text):
            for handle in _HANDLE.findall(clause):
                outlet = self._handles.get((platform, handle.lower()))
                if outlet and not _holds("denials", clause):
                    yield _said(
                        outlet, _holds("work", clause), f"its profile names the account of {outlet.outlet}"
                    )

    def _by_site(self, bio: str, website: str) -> Iterator[Said]:
        for site in domains_of(website, bio):
            if site in self._sites and not (site in bio.lower() and _holds("denials", bio)):
                yield Said(self._sites[site], SITE, f"its profile links {site}")


def _said(outlet: Outlet, works: bool, how: str) -> Said:
    return Said(outlet, WORKS, f"{how} beside a word of work") if works else Said(outlet, NAMED, how)


def names_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Outlet]:
    """Names of outlets, and of owners whose name no outlet has, in the forms in which profiles write them."""
    found: dict[str, Outlet] = {}
    given = list(rows)
    for row in given:
        for form in forms(row["outlet"]):
            found.setdefault(form, Outlet(row["outlet"], row["owner"], row["house"], row["country"]))
    for row in given:
        for form in forms(row["owner"] or ""):
            found.setdefault(form, Outlet(row["owner"], row["owner"], row["house"], row["country"]))
    return found


@cache
def forms(name: str) -> tuple[str, ...]:
    """A name without what stands before a colon, with and without an abbreviation in parentheses, and in capitals."""
    bare = name.rpartition(": ")[2].strip()
    aside = _ASIDE.match(bare)
    parts = (aside.group(1), aside.group(2)) if aside else (bare,)
    kept = [part.strip() for part in parts if len(part.strip()) > 1 and not part.strip().isdigit()]
    return tuple(dict.fromkeys(form for part in kept for form in (part, part.upper())))


def enough(name: str) -> bool:
    """Whether naming it is enough: several words and enough letters that no other phrase is meant."""
    return " " in name and sum(map(str.isalnum, name)) >= LEAST_LETTERS


def _holds(kind: str, clause: str) -> bool:
    return any(True for _ in _phrases(kind).found(plain(clause)))


@cache
def _phrases(kind: str) -> Phrases[str]:
    given: Mapping[str, list[str]] = load("state_media.yaml")[kind]
    return Phrases([(phrase, kind) for phrases in given.values() for phrase in phrases])


def _automaton(words: list[str]) -> AhoCorasick | None:
    from ahocorasick_rs import AhoCorasick, Implementation

    return AhoCorasick(words, implementation=Implementation.ContiguousNFA) if words else None


def _places(automaton: AhoCorasick | None, joined: str, texts: Iterable[str]) -> Iterator[int]:
    """Places of the texts that hold any of the words; no word holds the character between texts.

    Where one text ends and another begins is asked only if any of them holds a word.
    """
    found = automaton.find_matches_as_indexes(joined) if automaton else ()
    if found:
        ends = list(accumulate(len(text) + 1 for text in texts))
        yield from (bisect_right(ends, first) for _, first, _ in found)


def _any(automaton: AhoCorasick | None, text: str) -> bool:
    return automaton is not None and bool(automaton.find_matches_as_indexes(text))
