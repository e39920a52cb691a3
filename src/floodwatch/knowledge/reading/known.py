"""A name while it is being decided: what the text has said of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

LEAST = 0.5
"""Points below which nothing is decided."""


@dataclass(slots=True)
class Known:
    """A name as the document has it: its points by class, and why.

    `told` are the points of nouns that are said of it, `named` those of a noun where it is given the name.
    In `sure` places its capitals are its own, in `inner` ones it stands within a sentence.
    """

    text: str
    words: tuple[str, ...]
    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    told: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    named: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    why: list[str] = field(default_factory=list)
    places: int = 0
    sure: int = 0
    inner: int = 0
    kind: str = ""
