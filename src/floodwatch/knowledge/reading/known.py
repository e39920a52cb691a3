"""A name while it is being decided: what the text has said of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

LEAST = 0.5
"""Points below which a text says nothing of a class."""


@dataclass(slots=True)
class Known:
    """A name as the document has it: its points by class, and why.

    `told` are the points of nouns that are said of it, `named` those of a noun where it is given the name.
    `signs` are what was seen around its places and how often, `kin` what other names say, `stands` the
    characters, `sums` the weights of each class.
    In `sure` places its capitals are its own, in `inner` ones it stands within a sentence.
    """

    text: str
    words: tuple[str, ...]
    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    told: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    named: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    why: list[str] = field(default_factory=list)
    signs: Counter[str] = field(default_factory=Counter)
    kin: set[str] = field(default_factory=set)
    stands: list[tuple[int, int]] = field(default_factory=list)
    sums: Mapping[str, float] = field(default_factory=dict)
    places: int = 0
    sure: int = 0
    inner: int = 0
    kind: str = ""


def text_of_words(words: tuple[str, ...]) -> str:
    """Words as a name is written."""
    return " ".join(words).replace(" - ", "-").replace(" & ", " & ").replace(" ’s", "’s").replace(" 's", "'s")
