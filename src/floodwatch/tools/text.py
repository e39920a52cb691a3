"""Texts: the normalised form in which two copies of one message are equal, and simple measures of a text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

LEAST_WORDS = 4
LEAST_CHARACTERS = 12
KEY_LENGTH = 96

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_PILE = re.compile(r"[^\w\s\x00-\u02ff]{64,}")
_MOST_MARKS = 30
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MENTION = re.compile(r"(?<![\w@])(?:@+[\w.]*\w)+")
_ASCII_NOT_LETTERS = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_SCRIPTS = {"Cjk": "Han", "Ideographic": "Han", "Old": "Other", "Modifier": "Other"}


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of one text: key (None when too short), words, letters, script ('' without letters)."""

    key: str | None
    words: int
    letters: int
    script: str


def normalised(text: str) -> str:
    """Text in folded case, without links, mentions, invisible characters and runs of space.

    Idempotent. The folding is Unicode's NFKC_Casefold.
    """
    folded = text.lower() if text.isascii() else _folded(text)
    if "http" in folded or "www." in folded:
        folded = _LINK.sub(" ", folded)
    if "@" in folded:
        folded = _MENTION.sub(" ", folded)
    return " ".join(folded.split())


def measured(text: str) -> Measures:
    """All measures of one text. The key is the normalised text; a long one is cut, and its hash added."""
    plain = normalised(text)
    words = plain.count(" ") + 1 if plain else 0
    letters, script = letters_and_script(plain)
    enough = words >= LEAST_WORDS or len(plain) - words + 1 >= LEAST_CHARACTERS
    return Measures(_key(plain) if enough and letters else None, words, letters, script)


def letters_and_script(text: str) -> tuple[int, str]:
    """Number of letters, and the Unicode script that most of them belong to."""
    if text.isascii():
        letters = len(text.encode("ascii").translate(None, _ASCII_NOT_LETTERS))
        return letters, "Latin" if letters else ""
    counts = scripts(text)
    return counts.total(), min(counts, key=lambda s: (-counts[s], s), default="")


def scripts(text: str) -> Counter[str]:
    """Number of letters of each Unicode script."""
    counts = Counter(map(_SCRIPT_OF.__getitem__, text))
    counts.pop("", None)
    return counts


class _ScriptOf(dict[str, str]):
    """Script of a letter, read from its Unicode name once; '' for what is no letter."""

    def __missing__(self, character: str) -> str:
        script = ""
        if character.isalpha():
            first = unicodedata.name(character, "OTHER").split(" ", 1)[0].split("-", 1)[0].title()
            script = _SCRIPTS.get(first, first)
        self[character] = script
        return script


_SCRIPT_OF = _ScriptOf()


def _folded(text: str) -> str:
    return form(visible(form(form(text).casefold())))


def visible(text: str) -> str:
    """The text without characters that nobody sees."""
    return _INVISIBLE.sub("", text)


def form(text: str) -> str:
    """The text in NFKC. Piled marks are cut first: to sort them takes the square of their number."""
    few = _PILE.sub(_thinned, text) if len(text) > _MOST_MARKS else text
    return unicodedata.normalize("NFKC", few)


def _thinned(pile: re.Match[str]) -> str:
    """The characters, with no more marks on one letter than Unicode's stream-safe form allows (UAX 15)."""
    kept, marks = [], 0
    for character in pile.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _key(plain: str) -> str:
    if len(plain) <= KEY_LENGTH:
        return plain
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{plain[: KEY_LENGTH - 24]} … {digest}"
