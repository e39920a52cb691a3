"""Who declares what, in a network and in its background, and the share that people of its languages let expect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from floodwatch.detectors.personas.cards.traits import CAMP, COUNTRY, LANGUAGE, PLACE, ROLE, TONGUE
from floodwatch.detectors.personas.rows import binomial, rate
from floodwatch.model import refs
from floodwatch.model.units import Engine

OF_LANGUAGE = 20
"""Background accounts of a language from which members who write it can be compared with anybody: places and words
differ by language, and words are found better in some. Other members are counted, and left out of the tests."""
EXAMPLES = 5
"""Accounts named with each kind: the first by number."""
KIND = "kind"
NEEDED = {ROLE: "has_bio", COUNTRY: "has_text", PLACE: "has_text", TONGUE: "has_bio", KIND: "has_text"}
"""What a profile must hold to be able to declare a trait; all are counted for the others."""
TRAITS = (ROLE, COUNTRY, PLACE, CAMP, LANGUAGE, TONGUE)
Kind = tuple[str, str, str]
"""Role, country and camp, empty where none is declared."""


@dataclass(slots=True)
class Person:
    """One account that was read."""

    ref: str
    language: str
    member: bool
    has_bio: bool
    has_text: bool
    values: dict[str, list[str]] = field(default_factory=dict)
    countries: dict[str, list[str]] = field(default_factory=dict)
    """Countries by the field that names them."""
    camps: list[tuple[str, str]] = field(default_factory=list)
    """Field and value of each side taken."""

    def of(self, trait: str) -> Sequence[str]:
        """Values of a trait, each once."""
        return self.values.get(trait, ())

    @property
    def country(self) -> str:
        """The country that it says it lives in: the one of the field for it, else of the bio."""
        named = self.countries.get("location") or self.countries.get("bio") or [""]
        return named[0]

    @property
    def camp(self) -> str:
        """The side that it takes: in the bio before posts, for somebody before against somebody."""
        found = min(
            self.camps, key=lambda c: (c[0] == "posts", c[1].startswith("against "), c[1]), default=("", "")
        )
        return found[1]

    def kinds(self) -> list[Kind]:
        """The kinds of persona that it plays: one for each role that it claims."""
        found = list(product(self.of(ROLE) or ("",), (self.country,), (self.camp,)))
        return [k for k in found if any(k)]

    def things(self, trait: str) -> Sequence[Hashable]:
        """Values of a trait, or its kinds of persona."""
        return self.kinds() if trait == KIND else self.of(trait)

    def may(self, trait: str) -> bool:
        """Whether its profile holds what the trait is read from."""
        needed = NEEDED.get(trait)
        return needed is None or bool(getattr(self, needed))


def people(engine: Engine) -> dict[int, Person]:
    """Every account that was read, by number."""
    found = {
        r["account_no"]: Person(
            refs.account(r["platform"], r["account_id"]),
            r["language"],
            r["member"],
            r["has_bio"],
            r["has_text"],
        )
        for r in engine.arrow("SELECT * FROM persona_profiles ORDER BY account_no").to_pylist()
    }
    sql = (
        "SELECT account_no, trait, value, field FROM persona_traits ORDER BY account_no, trait, value, field"
    )
    for row in engine.arrow(sql).to_pylist():
        _add(found[row["account_no"]], row)
    return found


def _add(one: Person, row: Mapping[str, Any]) -> None:
    held = one.values.setdefault(row["trait"], [])
    if row["value"] not in held:
        held.append(row["value"])
    if row["trait"] == COUNTRY:
        one.countries.setdefault(row["field"], []).append(row["value"])
    if row["trait"] == CAMP:
        one.camps.append((row["field"], row["value"]))


def networks(engine: Engine) -> dict[str, list[int]]:
    """Numbers of the members of each network."""
    found: dict[str, list[int]] = {}
    for row in engine.arrow("SELECT * FROM persona_members ORDER BY network_id, account_no").to_pylist():
        found.setdefault(row["network_id"], []).append(row["account_no"])
    return found


class Outside:
    """How many of the background's accounts declare each thing of a trait, by language."""

    def __init__(self, background: Iterable[Person], trait: str) -> None:
        self._sizes: Counter[str] = Counter()
        self._hits: dict[Hashable, Counter[str]] = defaultdict(Counter)
        self._by_language = trait != LANGUAGE
        for one in background:
            if one.may(trait):
                self._sizes[self._key(one.language)] += 1
                for thing in one.things(trait):
                    self._hits[thing][self._key(one.language)] += 1
        self.size = self._sizes.total()

    def hits(self, thing: Hashable) -> int:
        """Accounts of the background that declare it."""
        return self._hits[thing].total() if thing in self._hits else 0

    def compares(self, language: str) -> bool:
        """Whether there are background accounts enough of a language."""
        return self._sizes[self._key(language)] >= OF_LANGUAGE

    def rate(self, thing: Hashable, language: str) -> float:
        """The share of the background's accounts of a language that declare it, never zero."""
        key = self._key(language)
        return rate(self._hits[thing][key] if thing in self._hits else 0, self._sizes[key])

    def _key(self, language: str) -> str:
        return language if self._by_language else ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a network's accounts declare one thing, beside the background; p times the things looked at."""

    thing: Any
    members: int
    size: int
    background: int
    background_size: int
    baseline: float | None
    p_value: float | None
    accounts: tuple[str, ...]


def shares(
    members: Sequence[Person], trait: str, outside: Outside, least: int = 1, looks: int = 0
) -> Iterator[Share]:
    """Each thing of a trait that at least `least` members declare, the commonest first; `looks` 0: those declared."""
    able = [one for one in members if one.may(trait)]
    who: dict[Any, list[Person]] = defaultdict(list)
    for one in able:
        for thing in one.things(trait):
            who[thing].append(one)
    compared = Counter(one.language for one in able if outside.compares(one.language))
    for thing, named in sorted(who.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(named) >= least:
            baseline = _expected(thing, compared, outside)
            hits = sum(outside.compares(one.language) for one in named)
            chance = (
                None if baseline is None else binomial(hits, compared.total(), baseline, looks or len(who))
            )
            yield Share(thing, len(named), len(able), outside.hits(thing), outside.size, baseline, chance,
                        tuple(one.ref for one in named[:EXAMPLES]))  # fmt: skip


def _expected(thing: Hashable, compared: Counter[str], outside: Outside) -> float | None:
    """The share of accounts of such languages that would declare it; None where none can be compared."""
    if not compared:
        return None
    return sum(n * outside.rate(thing, code) for code, n in sorted(compared.items())) / compared.total()
