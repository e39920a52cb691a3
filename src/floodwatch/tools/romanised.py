"""Whether a text in Latin letters is in a language that is usually written in another script."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from floodwatch.tools.language_models import Opinion
from floodwatch.vocabulary.load import load

SURE_OF_LATIN = 0.9
"""From this probability of a language of Latin script on, a text must consist mostly of frequent words."""
SURE_OF_FOREIGN = 0.97
DOUBTFUL = 0.6
LEAST_DIFFERENT = 2
MOSTLY = 0.5
"""Share of frequent words, more than two of them different, that outweighs any likeness to another language."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def romanised(plain: str, said: Opinion | None, latin: float) -> tuple[str, float, str] | None:
    """Language, confidence and group of a romanised text; None where it is none.

    `latin` is the probability of the likeliest language of Latin script, `said` the second opinion.
    """
    language, share, different = _by_words(plain)
    if share >= MOSTLY and different > LEAST_DIFFERENT:
        return language, min(0.6 + share / 2, 0.95), _group(language)
    if latin >= SURE_OF_LATIN:
        return None
    if said and said.romanised and said.probability >= SURE_OF_FOREIGN:
        if said.language == language or _group(said.language) == _group(language):
            return language, said.probability * 0.99, _group(language)
        if latin < DOUBTFUL:
            return said.language, said.probability * 0.9, _group(said.language)
    if share >= load("languages_romanised.yaml")["share"] and latin < DOUBTFUL:
        return language, min(0.6 + share / 2, 0.95), _group(language)
    return None


def _by_words(plain: str) -> tuple[str, float, int]:
    """The language of which most words are frequent ones, their share, how many differ; '' where fewer than two do."""
    words = _WORD.findall(plain.lower())
    hits = Counter(words)
    by: dict[str, list[int]] = {}
    for word in hits:
        for language in _languages_by_word().get(word, ()):
            by.setdefault(language, []).append(hits[word])
    enough = {c: sum(own) for c, own in by.items() if len(own) >= LEAST_DIFFERENT}
    best = min(enough, key=lambda c: (-enough[c], c), default="")
    return best, enough[best] / len(words) if best else 0.0, len(by.get(best, ()))


@cache
def _languages_by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in load("languages_romanised.yaml")["words"].items():
        for word in dict.fromkeys(map(str, words)):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def _group(language: str) -> str:
    groups = load("languages_romanised.yaml")["groups"]
    return next(("/".join(g) for g in groups if language in g), language)
