"""Shorter forms of longer names that stand by themselves: Meridian for Meridian Trust Lab, a surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.known import LEAST, Known, text_of_words
from floodwatch.knowledge.reading.shapes import eastern, own_kind, without_senior
from floodwatch.knowledge.reading.wordlists import grammar, ordinary

LITTLE = 4.0
"""Difference of two sums of weights that a full name elsewhere outweighs."""
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
    near = kinds == {"person"} and _near(seen)
    return (free or by_shape or near) and not own_kind(seen.words) and ("person" in kinds or not opening)


def _near(seen: Known) -> bool:
    """Whether the weights say only by little that it is no person."""
    return bool(seen.sums) and seen.sums[seen.kind] - seen.sums["person"] < LITTLE


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


def _of_person(one: Known) -> Iterator[str]:
    """Surname and given name, also in capitals, as the labels of a transcript have them."""
    words = [text_of_words((word,)) for word in units(without_senior(one.words))]
    if "," in words:
        yield from _turned(words)
        return
    if eastern(one.words) or words[0] in grammar("somebody_families"):
        yield from (words[0], words[0].upper(), one.text.upper())
    if eastern(one.words):
        return
    for width in range(1, len(words)):
        last = " ".join(words[-width:])
        yield from (last, last.upper(), last.title()) if width == 1 else (last,)
    if not ordinary(words[0].lower()) and len(words[0]) > 1:
        yield from (words[0], words[0].title())
    if len(words) == 2:
        yield from (one.text.upper(), one.text.title())


def _turned(words: list[str]) -> Iterator[str]:
    """The forms of SURNAME, Given Patronymic."""
    comma = words.index(",")
    surname, given = " ".join(words[:comma]), words[comma + 1 :]
    titled = surname.title().replace("'S", "'s")
    yield from (surname, titled)
    yield from (" ".join([*given[:width], titled]) for width in range(1, len(given) + 1))
    yield from given[:1]


def units(words: Sequence[str]) -> list[str]:
    """Words with what hyphens tie to them: Nowicka-Dzokoto is one."""
    found: list[str] = []
    for word in words:
        if found and (word == "-" or found[-1].endswith("-")):
            found[-1] += word
        else:
            found.append(word)
    return found
