"""Actor, campaign or tool: the nouns that a text says of a name, and those that it uses throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from floodwatch.knowledge.reading.around import by_class
from floodwatch.knowledge.reading.known import Known
from floodwatch.knowledge.reading.shapes import coded
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words

NAMING = "a noun before its naming"
NOUNS = frozenset({NAMING, "what is said behind it", "what it is asked to be"})
"""Reasons of votes that rest on a noun."""
TOLD = 1.2
"""Points of one noun."""


def reclass(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> None:
    """Mend the class of names whose own letters or verbs say less than the nouns of the text."""
    campaigns, actors = _leans(rows, "campaign", "actor"), _leans(rows, "actor", "campaign")
    for one in known.values():
        if one.kind == "organisation" and _renamed(one):
            one.kind = max(sorted(one.named), key=lambda kind: one.named[kind])
        elif (
            one.kind == "actor" and one.told["campaign"] >= TOLD and one.told["campaign"] > one.told["actor"]
        ):
            one.kind = "campaign"
        elif one.kind == "actor":
            said = one.told["campaign"] >= TOLD and one.told["campaign"] > one.told["actor"]
            unsaid = campaigns and not one.told["actor"] and not _known_actor(one)
            one.kind = "campaign" if said or unsaid else "actor"
        elif one.kind == "campaign" and actors and one.points["actor"] > one.points["campaign"]:
            one.kind = "actor"


def _leans(rows: tuple[Tokens, ...], kind: str, other: str) -> bool:
    """Whether a text speaks of one class, such as campaigns and networks, and hardly of another."""
    counts: Counter[str] = Counter()
    for row in rows:
        for token in row:
            counts["" if token.low in grammar("leaning_vague") else by_class().get(token.low, "")] += 1
    return counts[kind] >= 2 * counts[other] + 2


def _known_actor(one: Known) -> bool:
    """Whether a list or a vendor's code says that it is an actor."""
    return one.text in listed_words("names", "actors") or coded(one.words)


def _renamed(one: Known) -> bool:
    """Whether a noun where it is given its name says another class, and none that it is a body."""
    other = max((one.named[kind] for kind in ("actor", "campaign", "tool")), default=0.0)
    listed = one.text in listed_words("names", "organisations") or one.text in listed_words("names", "always")
    return other >= TOLD and not one.named["organisation"] and not listed and one.told["organisation"] < other
