"""The form in which names and quotes are stored to be found, and in which words are looked for."""

from __future__ import annotations

import re

from floodwatch.tools.folding import folded

MOST_WORDS = 8
MOST_LETTERS = 100
_WORD = re.compile(r"[^\W_]+")


def searchable(text: str) -> str:
    """Letters and digits, folded, with one space for everything between: `Storm‑1376` is found as `storm 1376`."""
    return " ".join(_WORD.findall(folded(text)))


def patterns(words: str) -> list[str]:
    """Patterns of LIKE, all of which a text must fit that holds the words; none when there is nothing to find.

    No character needs escaping: a searchable text holds neither % nor _ nor a backslash.
    """
    return [f"%{word}%" for word in searchable(words[:MOST_LETTERS]).split()[:MOST_WORDS]]
