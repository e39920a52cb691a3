"""Shorter forms of longer names that stand by themselves: Meridian for Meridian Trust Lab, a surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from floodwatch.knowledge.reading.known import LEAST, Known
from floodwatch.knowledge.reading.shapes import eastern, own_kind, without_senior
from floodwatch.knowledge.reading.wordlists import ordinary

MARK = 3
"""Letters of a last word that may be only the number or the form of a body: Network B, Orion Ltd."""


def shorter(accepted: Mapping[str, Known], known: Mapping[str, Known]) -> Iterator[tuple[str, Known]]:
    """Every shorter form of an accepted name that the text has, with its class."""
    forms: dict[str, list[Known]] = defaultdict(list)
    for one in accepted.values():
        for form in _forms(one):
            forms[form].append(one)
    for form, owners in sorted(forms.items()):
        seen, kinds = known.get(form), {owner.kind for owner in owners}
        if seen and len(kinds) == 1 and _may_be_short(seen, kinds):
            why = [f"short for {owners[0].text}"]
            yield form, Known(form, seen.words, kind=owners[0].kind, why=why)


def _may_be_short(seen: Known, kinds: set[str]) -> bool:
    """Whether a form that stands by itself is no ordinary word that only begins a sentence, and nothing else."""
    opening = len(seen.words) == 1 and not seen.sure and ordinary(seen.text.lower())
    town = seen.kind == "place" and seen.points["place"] < LEAST and kinds == {"person"}
    free = seen.kind in ("", "organisation") or seen.kind in kinds or town
    by_shape = kinds == {"person"} and not any(seen.points[kind] >= LEAST for kind in _OTHERS)
    return (free or by_shape) and not own_kind(seen.words) and ("person" in kinds or not opening)


_OTHERS = ("actor", "campaign", "tool", "organisation", "platform")


def _forms(one: Known) -> Iterable[str]:
    if len(one.words) < 2:
        return ()
    if one.kind == "person":
        return _of_person(one)
    if one.kind == "organisation" and "of" not in one.words:
        last = (one.words[-1],) if one.words[-1].isalpha() and len(one.words[-1]) > MARK else ()
        return (*(" ".join(one.words[:n]) for n in range(1, len(one.words))), *last)
    return (one.words[0],) if one.words[-1] in ("Group", "Team", "Gang", "Crew") else ()


def _of_person(one: Known) -> tuple[str, ...]:
    """Surname and given name, also in capitals, as the labels of a transcript have them."""
    words = without_senior(one.words)
    if eastern(words):
        return words[0], words[0].upper(), one.text.upper()
    first = () if ordinary(words[0].lower()) or len(words[0]) < 2 else (words[0], words[0].title())
    whole = (one.text.upper(), one.text.title()) if len(words) == 2 else ()
    return (words[-1], words[-1].upper(), words[-1].title(), *first, *whole)
