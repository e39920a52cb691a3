"""The words of `vocabulary/personas` as one automaton, and the rules on whose words count where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Phrases, accented, plain
from floodwatch.vocabulary.load import load

ROLE, OTHERS, AFTER, INSTEAD, STILL, NOT, NOT_AFTER = (
    "role", "others", "others_after", "instead", "still", "not_before", "not_after",
)  # fmt: skip
FILES = ("work", "trades", "home", "stand")
INDEPENDENT, BELIEVER = "independent", "believer"
EVERYWHERE = "en"
"""Language whose words count in accounts of every language, short ones too: people everywhere borrow them."""
SHORT = 3
"""Longest word, in letters, that counts only in accounts of its own language: it is another word elsewhere."""
BARE = 6
"""Shortest phrase of Latin letters that is also looked for without its accents, as many people write it."""
_ALIASES = {"nb": "no", "nn": "no", "in": "id", "iw": "he", "fil": "tl", "bs": "hr", "cmn": "zh", "yue": "zh"}


class Meaning(NamedTuple):
    """What a phrase is listed for, in which language; `role` is empty for guards."""

    kind: str
    role: str
    language: str
    own_only: bool


@lru_cache(maxsize=256)
def spoken(language: str) -> str:
    """The language's code as the lists have it."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return _ALIASES.get(code, code)


@lru_cache(maxsize=64)
def folded(clause: str) -> str:
    """The clause made `accented`: roles, places, sides and languages are all read from the clauses of one bio."""
    return accented(clause)


@cache
def roles() -> dict[str, dict[str, list[str]]]:
    """Role -> language -> phrases."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in FILES:
        found |= load(f"personas/{name}.yaml")
    return found | {INDEPENDENT: load("phrases/independence.yaml")["phrases"]}


@cache
def languages() -> tuple[str, ...]:
    """Languages with words for most roles, sorted."""
    counts: dict[str, int] = {}
    for spoken_in in roles().values():
        for code in spoken_in:
            counts[code] = counts.get(code, 0) + 1
    return tuple(sorted(code for code, n in counts.items() if 2 * n > len(roles())))


def said(role: str, many: bool = False) -> str:
    """A role in English, one or several."""
    return str(load("personas/labels.yaml")[role][int(many)])


@cache
def ors() -> frozenset[str]:
    """Words that join the items of a list that is denied, in any language."""
    spoken_in: dict[str, list[str]] = load("personas/guards.yaml")["or"]
    return frozenset(accented(word) for words in spoken_in.values() for word in words)


@cache
def automaton() -> Phrases[Meaning]:
    """Roles and guards together, searched for in text made `accented`."""
    return Phrases(written(), accented)


def written() -> Iterator[tuple[str, Meaning]]:
    """Every phrase with what it means; long Latin ones also without accents."""
    only = {accented(word) for word in load("personas/guards.yaml")["own_only"]}
    for role, spoken_in in roles().items():
        for phrase, language in _each(spoken_in):
            own = accented(phrase.strip("*")) in only or _short(phrase, language)
            yield phrase, Meaning(ROLE, role, language, own)
    for kind in (OTHERS, AFTER, INSTEAD, STILL):
        yield from _guards(kind, load("personas/guards.yaml")[kind])
    for kind in (NOT, NOT_AFTER):
        yield from _guards(kind, load("stance/guards.yaml")[kind])


def _guards(kind: str, given: Mapping[str, list[str]]) -> Iterator[tuple[str, Meaning]]:
    for phrase, language in _each(given):
        yield phrase, Meaning(kind, "", language, False)


def _each(given: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for language, phrases in given.items():
        for phrase in phrases:
            yield phrase, language
            bare = plain(phrase)
            if len(bare) >= BARE and bare.isascii() and bare != accented(phrase):
                yield ("*" * phrase.startswith("*")) + bare + ("*" * phrase.endswith("*")), language


def _short(phrase: str, language: str) -> bool:
    """Whether a word is so short that it means other things in other languages of its script."""
    bare = phrase.strip("*")
    return language != EVERYWHERE and len(bare) <= SHORT and not any(map(is_unspaced, bare))
