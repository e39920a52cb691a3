"""What is left of a text once everything is folded that an eye passes over: the form in which edits are compared."""

from __future__ import annotations

import unicodedata
from functools import cache

from floodwatch.vocabulary.load import load

_KEPT = {"L", "N", "M"}
_DRAWN_OUT = "\u0640\u30fc"
"""Letters that only lengthen a line (Arabic tatweel) or a vowel (Japanese)."""
_NOT_WORDS = bytes(c for c in range(128) if not chr(c).isalnum())


def bare(normalised: str) -> str:
    """A normalised text without spaces, punctuation and emoji, letters drawn like Latin ones folded to these.

    Two scripts become one only letter by letter: the result is for comparing, not for reading.
    """
    if normalised.isascii():
        return normalised.encode("ascii").translate(None, _NOT_WORDS).decode("ascii")
    return normalised.translate(_folds())


class _Folds(dict[int, str | None]):
    """What becomes of each character, found once: its look-alike, itself, or nothing."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        word = unicodedata.category(character)[0] in _KEPT and character not in _DRAWN_OUT
        self[code] = character if word else None
        return self[code]


@cache
def _folds() -> _Folds:
    alike: dict[str, str] = load("lookalikes.yaml")["alike"]
    return _Folds({ord(c): latin for latin, others in alike.items() for c in others})
