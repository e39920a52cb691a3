"""Questions to the audience, polls and calls to follow back, in the words that people use for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load

Chance = np.random.Generator
SAME = {"nb": "no", "fil": "tl"}
"""Languages that the vocabulary of probes calls otherwise."""
MARKS = {"ar": "؟", "fa": "؟", "ur": "؟", "zh": "？", "ja": "？"}
YES_NO = ("1|2", "A|B", "+|-", "1|2|3")


def question(rng: Chance, language: str) -> str:
    """A question for opinions in a language, English where the vocabulary has none."""
    own = load("worlds/small_talk.yaml")["questions"].get(language)
    if own and rng.random() < 0.2:
        return str(own[int(rng.integers(len(own)))])
    phrase = _phrase(rng, "opinion", language).rstrip("?؟？")
    return f"{phrase[:1].upper()}{phrase[1:]}{MARKS.get(language, '?')}"


def call(rng: Chance, language: str) -> str:
    """Words of follow-back in a language, English where the vocabulary has none."""
    return _phrase(rng, "follow_train", language)


def poll(rng: Chance) -> str:
    """The options of a poll, parted by `|`; nothing but numbers or letters."""
    return YES_NO[int(rng.integers(len(YES_NO)))]


def _phrase(rng: Chance, probe: str, language: str) -> str:
    known: dict[str, Any] = load(f"probes/{probe}.yaml")["phrases"]
    phrases = known.get(SAME.get(language, language), known["en"])
    return str(phrases[int(rng.integers(len(phrases)))]).replace("*", "")
