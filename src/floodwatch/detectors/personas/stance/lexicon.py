"""The words of `vocabulary/stance` as one automaton, and where they stand in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from floodwatch.detectors.personas.stance.names import plain
from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Phrases
from floodwatch.vocabulary.load import load

QUALITY, OBJECT, SUBJECT = "quality", "object", "subject"
BEFORE, AFTER, REPORTED, BUT = "not_before", "not_after", "reported", "but"
_CUES = {
    ("words", "praise"): (QUALITY, 1), ("words", "blame"): (QUALITY, -1),
    ("calls", "for"): (OBJECT, 1), ("calls", "against"): (OBJECT, -1),
    ("calls", "is_for"): (SUBJECT, 1), ("calls", "is_against"): (SUBJECT, -1),
}  # fmt: skip
_GUARDS = (BEFORE, AFTER, REPORTED, BUT)


@dataclass(frozen=True, slots=True)
class Word:
    """One entry: what it does (`kind`), which way (`sign`, 0 for guards), in which languages."""

    kind: str
    sign: int
    languages: frozenset[str]
    tight: bool
    """Whether it counts only directly beside a name."""
    unspaced: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a text."""

    start: int
    end: int
    word: Word


@cache
def languages() -> frozenset[str]:
    """Languages with words of praise and blame."""
    content = load("stance/words.yaml")
    return frozenset(content["praise"]) & frozenset(content["blame"])


@cache
def verb_last() -> frozenset[str]:
    """Languages in which the name stands before the verb that has it as object."""
    return frozenset(load("stance/guards.yaml")["verb_last"])


def hits(text: str) -> list[Hit]:
    """Entries that stand as words in a text made `plain`, in order; of two that overlap both are given."""
    found = [Hit(*found) for found in _words().found(text)]
    return sorted(found, key=lambda h: (h.start, -h.end, h.word.kind, h.word.sign))


@cache
def _words() -> Phrases[Word]:
    spoken: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for text, language, kind, sign in written():
        spoken[text, kind, sign].add(language)
    meant = [
        (
            text.removesuffix(" +"),
            Word(kind, sign, frozenset(codes), text.endswith(" +"), any(map(is_unspaced, text))),
        )
        for (text, kind, sign), codes in spoken.items()
    ]
    return Phrases(meant, plain)


def written() -> Iterator[tuple[str, str, str, int]]:
    """Every entry as text, language, kind and sign."""
    for (file, topic), (kind, sign) in _CUES.items():
        for language, found in load(f"stance/{file}.yaml")[topic].items():
            yield from ((text, language, kind, sign) for text in found)
    for topic in _GUARDS:
        for language, found in load("stance/guards.yaml")[topic].items():
            yield from ((text, language, topic, 0) for text in found)
