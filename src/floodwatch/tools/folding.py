"""Letters as a reader takes them: case, width, accents and ways of writing one digit folded into one character."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

SKIPPED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U000e0000-\U000e007f"
)
"""Ranges of what may stand between two letters of a word unseen or as an accent: the inside of a class `[…]`."""

UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3040-\u30fa\u30fc-\u30ff\u3105-\u318f\u31f0-\u31ff\u3400-\u9fff\ua960-\ua97f\uaa60-\uaa7f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Ranges of the scripts that do not put spaces between words, or write endings onto them (Hangul)."""

_WITHOUT_FORMS = ((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xD800, 0xF8FF))
_LAST = 0x1F200
"""Beyond it, and in the ranges above, every character is its own only form."""
_PLAIN = {"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "ی": "ي", "ى": "ي", "ک": "ك", "ە": "ه"}
"""Letters with strokes, and Arabic letters of one shape, which Unicode does not take apart."""


def folded(text: str) -> str:
    """The text with case, width, accents and digits folded, composed; spaces and punctuation stay."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", "".join(map(_folded, unicodedata.normalize("NFKD", text))))


def variants(letter: str) -> str:
    """Every character that folds into this folded letter, itself among them."""
    return "".join(sorted({letter, *_forms()[0].get(letter, ())}))


def ligatures(letters: str) -> str:
    """Single characters that fold into these several letters, such as ß for ss."""
    return _forms()[1].get(letters, "")


def is_skipped(character: str) -> bool:
    """Whether a reader passes over the character: invisible, or an accent on the letter before."""
    return character > "\x7f" and _within(character, SKIPPED)


def is_unspaced(character: str) -> bool:
    """Whether it belongs to a script in which words are found anywhere in a run of letters."""
    return character > "\x7f" and _within(character, UNSPACED)


def is_word(character: str) -> bool:
    """Whether it is part of words: a letter, a digit or a mark."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@cache
def _bounds(ranges: str) -> tuple[tuple[str, str], ...]:
    """First and last character of each range of a class."""
    return tuple((low, high or low) for low, high in re.findall("(.)(?:-(.))?", ranges))


def _within(character: str, ranges: str) -> bool:
    return any(low <= character <= high for low, high in _bounds(ranges))


@lru_cache(maxsize=4096)
def _folded(part: str) -> str:
    """One character of a decomposed text."""
    if is_skipped(part):
        return ""
    digit = unicodedata.decimal(part, None)
    return str(digit) if digit is not None else "".join(_PLAIN.get(c, c) for c in part.casefold())


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    """For each folded letter, and for each pair of them, the characters that fold into it."""
    single, several = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for code in range(_LAST):
        if any(low <= code <= high for low, high in _WITHOUT_FORMS):
            continue
        character = chr(code)
        if not character.isalnum():
            continue
        form = folded(character)
        if form != character and form.strip():
            (single if len(form) == 1 else several)[form].append(character)
    return {k: "".join(v) for k, v in single.items()}, {
        k: "".join(v) for k, v in several.items() if len(k) == 2
    }
