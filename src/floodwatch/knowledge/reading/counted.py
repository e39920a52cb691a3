"""What is counted: the noun behind a number, in the singular."""

from __future__ import annotations

import re
from functools import cache

from floodwatch.vocabulary.reading import word_set, words_of

_WORD = re.compile(r"\s*(?:[“\"‘'(])?([^\W\d_](?:[\w.'’-]{0,38}[^\W_])?)")
_OF = re.compile(
    r" of (?:the|these|those|its|their|his|her|our|all|all the|which|whose|them|us|it|him)\b ?", re.I
)
_MOST = 6
"""Words between a number and the noun that it counts."""
_MANY = re.compile(r"\s*(?:of )?\d")


def noun(text: str, place: int, *, one: bool = False, proper: bool = False) -> tuple[str, int] | None:
    """The noun behind a number, in the singular, and where it ends; None where none follows."""
    alone: tuple[str, int] | None = None
    before = ""
    for count in range(_MOST):
        found = _WORD.match(text, place)
        if found is None:
            break
        word = found.group(1)
        small = word.lower()
        if small in word_set("counts", "stops") or (count and not found.group()[0].isspace()):
            break
        if is_plural(small):
            return _compound(before, singular(small)), found.end()
        one = one and (count > 0 or proper or word[0].islower())
        alone = (small, found.end())
        before, place = small, found.end()
        if text[place : place + 1] in ",;:.)":
            break
    return alone if one else None


def of_them(text: str, place: int) -> tuple[bool, str]:
    """Whether `of the …` or `of them` follows a number, and the noun there, if one is."""
    found = _OF.match(text, place)
    if found is None:
        return False, ""
    place = found.end()
    inner = re.compile(r"[\d,.]+ ?|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) ").match(
        text, place
    )
    told = noun(text, inner.end() if inner else place)
    return True, told[0] if told else ""


def is_plural(word: str) -> bool:
    """Whether a word in lower case is a noun in the plural, by its ending or the list."""
    if word in words_of("counts")["irregular"]:
        return True
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "ous", "'s", "’s", "us", "is")):
        return False
    return word not in word_set("counts", "none")


def singular(word: str) -> str:
    """The singular of a noun in lower case."""
    known = words_of("counts")["irregular"]
    if word in known:
        return str(known[word])
    last = word.rpartition("-")[2]
    if last != word and last in known:
        return word.removesuffix(last) + str(known[last])
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "zzes")) else word[:-1]


def _compound(before: str, head: str) -> str:
    return f"{before} {head}" if f"{before} {head}" in _compounds() else head


@cache
def _compounds() -> frozenset[str]:
    return word_set("counts", "compounds")
