"""How two names are related by the words between them, before them and behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from floodwatch.knowledge.reading.between import Line
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.wordlists import grammar, pattern
from floodwatch.model.reading import Mention

NAMING = frozenset({"calls", "call", "called", "names", "named", "dubs", "dubbed", "tracks"})
NEVER = frozenset({"not", "never", "no", "n't"})
CLOSING = frozenset({", and", ", or"})
CLAUSES = frozenset({"which", "that", "who"})
ASIDE = re.compile(r"^(?:, [^,()]{1,80} , |\( [^()]{1,80} \) )")
"""An apposition right behind a name: "X, a name coined by Dataline, is …"."""
JOINS = frozenset({",", "and", "or", ", and", ", or", "/"})


class Told(NamedTuple):
    """What is said of a second name: its relation to the first; `turned` where it is said of the first."""

    relation: str
    polarity: str = "asserted"
    turned: bool = False


_BY_PATTERN = (
    ("alias_denied", Told("same", "denied")),
    ("alias_overlaps", Told("overlaps")),
    ("alias_part", Told("part_of", turned=True)),
    ("alias_holds", Told("part_of")),
    ("alias_followed", Told("successor")),
    ("alias_succeeds", Told("successor", turned=True)),
)


def alias(one: Closed, of: Closed, found: Told, by: str = "") -> Mention:
    """A name with the one that it is related to, and who uses it."""
    fields: dict[str, Any] = {
        "of": of.text,
        "relation": found.relation,
        "polarity": found.polarity,
        "of_start": of.start,
        "of_end": of.end,
    }
    return Mention("alias", one.start, one.end, one.text, fields | ({"by": by} if by else {}))


def told(line: Line, one: Closed, other: Closed, between: str) -> Told | None:
    """What the words of a sentence say of two names, one behind the other."""
    if between == "'s" and _word(line, other.last) in grammar("aliases_parts"):
        return Told("part_of")
    left = line.words(0, one.first)
    if _led(left, between):
        return Told("same", turned=bool(pattern("alias_opening_name_left").search(left)))
    behind = line.words(other.last, len(line.row))
    if pattern("alias_is").search(between) and pattern("alias_reborn").match(behind):
        return Told("successor", turned=True)
    if pattern("alias_of_which").match(between) and pattern("alias_of_which_behind").match(behind):
        return Told("part_of")
    if around := _around(left, between):
        return around
    found = related(between, "tool" in (one.kind, other.kind))
    same = _same(line, one, other, between) or _same(line, one, other, ASIDE.sub("", between))
    return Told("same") if found is None and same else found


def _around(left: str, between: str) -> Told | None:
    """What is begun before the first name: "Overlaps between X and Y", "former members of X set up Y"."""
    for key, last, found in (("between", "and", "overlaps"), ("former", "between", "successor")):
        opened = pattern(f"alias_{key}_left").search(left)
        if opened and pattern(f"alias_{key}_{last}").search(between):
            return Told(found, "denied" if NEVER & set(left.split()) else "asserted")
    return None


def related(between: str, tools: bool = False) -> Told | None:
    """What a verb between two names, or between a name and what stands for one, says."""
    for key, found in _BY_PATTERN:
        if pattern(key).search(between):
            if key == "alias_overlaps" and (tools or pattern("alias_shared").search(between)):
                return None
            denied = NEVER & set(between.split())
            return found._replace(polarity="denied") if denied else found
    return None


def _same(line: Line, one: Closed, other: Closed, between: str) -> bool:
    """Whether the second is another name of the first."""
    if between == "was" and _word(line, other.last) in ("until", "before"):
        return True
    verb = line.row[one.first - 1].low if one.first else ""
    if (between == "" and verb in NAMING) or (between == "as" and verb in grammar("aliases_as")):
        return True
    if between.endswith("(") and other.kind != one.kind and "tool" in (one.kind, other.kind):
        return False
    if _another(between) or NEVER & set(between.split()):
        return False
    return bool(pattern("alias_same").search(between))


def _led(left: str, between: str) -> bool:
    """Whether what stands before the first name makes the second another one: "Aliases of X include Y"."""
    return any(
        pattern(f"{key}_left").search(left) and pattern(f"{key}_between").search(between)
        for key in ("alias_of", "alias_opening_name")
    )


def _another(between: str) -> bool:
    """Whether something new is named that is no apposition of the first: "X drops a tool named Y"."""
    found = pattern("alias_new").search(between)
    if found is None:
        return False
    apposed = pattern("alias_apposed").match(between)
    return apposed is None or not CLAUSES.isdisjoint(between[: found.start()].split())


def of_all(line: Line, names: tuple[Closed, ...]) -> Told | None:
    """What is said behind a list of names of all of them: "X and Y are one and the same"."""
    behind = line.words(names[-1].last, len(line.row))
    if pattern("alias_all_denied").search(behind):
        return Told("same", "denied")
    if pattern("alias_all_overlap").search(behind):
        return Told("overlaps")
    if not pattern("alias_all_same").search(behind):
        return None
    doubted = pattern("alias_all_negated").search(line.words(0, names[0].first))
    return Told("same", "denied" if doubted else "asserted")


def listed(line: Line) -> Iterator[tuple[Closed, ...]]:
    """The names of a sentence in their lists: joined by commas, "and" and "or"; most stand alone."""
    group: list[Closed] = []
    for thing in line.things:
        if group and line.words(group[-1].last, thing.first) not in JOINS:
            yield tuple(group)
            group = []
        group.append(thing)
    if group:
        yield tuple(group)


def chained(line: Line, root: Closed, one: Closed, between: str) -> bool:
    """Whether a name goes on a list of other names; ", and" behind a single one in commas ends the apposition."""
    if not pattern("alias_chain").match(between):
        return False
    return not (between in CLOSING and line.words(root.last, one.first).startswith(","))


def stand_in(words: str) -> tuple[str, str] | None:
    """The last "it" or "the group" in some words, and the words behind it."""
    found = _standing_in().search(words)
    return (found.group(1), (found.group(2) or "").strip()) if found else None


def behind_it(words: str) -> str | None:
    """The words from a name to the first "it" or "the group" behind it."""
    found = _stood_for().match(words)
    return found.group(1).strip() if found else None


@cache
def _nouns() -> str:
    groups = "|".join(sorted(grammar("aliases_groups")))
    return rf"(?:it|they|them|(?:the|this|that|these|those)(?: [a-z-]+){{0,5}}? (?:{groups}))"


@cache
def _standing_in() -> re.Pattern[str]:
    return re.compile(rf"(?:.*[^\w]|^)({_nouns()})(?: ([^.;:]*))?$")


@cache
def _stood_for() -> re.Pattern[str]:
    return re.compile(rf"([^.;:]*?) ?\b{_nouns()}\b")


def _word(line: Line, place: int) -> str:
    return line.row[place].low if place < len(line.row) else ""
