"""Phrases in many languages as one pattern that the engine's regular expressions understand.

A phrase of a script written with spaces must stand between word boundaries; `*` at its end stands for
any ending, at its start for any beginning. Scripts without spaces, and those that glue particles to
words, match anywhere; short words that are looked for in their own language only (`clause_in`) match
anywhere only where a script has no spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load

_GLUED = re.compile(
    "[\u0590-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_PREFIXING = re.compile("[\u0590-\u06ff\u0750-\u077f]")
_START, _END = r"(?:^|[^\pL\pN\pM])", r"(?:[^\pL\pN\pM]|$)"
_GLUED_AND = "[\u0648\u0641\u05d5\u05e9]"
WHOLE = 3
"""Longest word, in code points, to which a script that glues endings may glue none: it begins too many others."""

STEM = 5
"""Letters from which on a phrase's last word may have any ending: plurals, cases, persons."""

_SPECIAL = re.compile(r"([\\.+?^${}()|\[\]])")


LONGEST = 9_000
"""Letters of one pattern: a longer one leaves the fast way of matching and takes a hundred times as long."""


@cache
def patterns(*topics: str) -> tuple[str, ...]:
    """Patterns for the phrases of `phrases/<topic>.yaml`, any of which may match lower-case NFKC text."""
    parts: dict[int, list[str]] = defaultdict(list)
    letters = 0
    for phrase in sorted({p for topic in topics for p in phrases_of(topic)}):
        letters += len(_escaped(phrase)) + 1
        parts[letters // LONGEST].append(phrase)
    return tuple(_joined(tuple(part)) for part in parts.values())


def _joined(phrases: tuple[str, ...]) -> str:
    glued = [_escaped(p) for p in phrases if _GLUED.search(p)]
    spaced = [_escaped(p) for p in phrases if not _GLUED.search(p)]
    parts = [f"(?:{'|'.join(glued)})"] if glued else []
    if spaced:
        parts.append(rf"(?:^|[^\pL\pN])(?:{'|'.join(spaced)})(?:[^\pL\pN]|$)")
    return "|".join(parts)


@cache
def phrases_of(topic: str) -> tuple[str, ...]:
    """Every phrase of a topic, all languages, in the form that it is searched in."""
    content: dict[str, Any] = load(f"phrases/{topic}.yaml")
    return tuple(sorted({_open_ended(normal(p)) for found in content["phrases"].values() for p in found}))


def clause_in(topic: str, text: str, language: str) -> str:
    """SQL that is true where the text holds a phrase of its own language, for words that are short everywhere."""
    cases = "".join(f" WHEN '{code}' THEN {_of_language(topic, code, text)}" for code in languages(topic))
    return f"(CASE {language}{cases} ELSE false END)"


@cache
def languages(topic: str) -> tuple[str, ...]:
    """Languages that a topic has phrases in."""
    return tuple(sorted(load(f"phrases/{topic}.yaml")["phrases"]))


def _of_language(topic: str, code: str, text: str) -> str:
    bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
    for phrase in (normal(p) for p in load(f"phrases/{topic}.yaml")["phrases"][code]):
        bodies[_ends(phrase)].add(_escaped(phrase))
    # The ends stand once around all words that have them: classes of letters are what makes a pattern slow.
    parts = (f"{a}(?:{'|'.join(sorted(some))}){z}" for (a, z), some in sorted(bodies.items()))
    quoted = "|".join(parts).replace("'", "''")
    return f"coalesce(regexp_matches(lower({text}), '{quoted}'), false)"


def _ends(phrase: str) -> tuple[str, str]:
    """Patterns around a word that may stand inside others: it must stand alone as far as its script shows."""
    if _UNSPACED.search(phrase):
        return "", ""
    if _PREFIXING.search(phrase):
        return f"{_START}{_GLUED_AND}?", _END
    return _START, "" if _GLUED.search(phrase) and len(phrase) > WHOLE else _END


def _open_ended(phrase: str) -> str:
    last = phrase.rpartition(" ")[2]
    return f"{phrase}*" if len(last) >= STEM and last.isalpha() else phrase


def normal(text: str) -> str:
    """Text as patterns expect it: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def clause(topics: tuple[str, ...] | str, text: str) -> str:
    """SQL that is true where the text expression holds a phrase of the topics."""
    names = (topics,) if isinstance(topics, str) else topics
    quoted = (p.replace("'", "''") for p in patterns(*names))
    tests = (f"regexp_matches(lower({text}), '{p}')" for p in quoted)
    return f"coalesce({' OR '.join(tests)}, false)"


def _escaped(phrase: str) -> str:
    body = _SPECIAL.sub(r"\\\1", phrase)
    return body.replace("*", r"[^\s]*").replace(" ", r"[\s'’-]+")
