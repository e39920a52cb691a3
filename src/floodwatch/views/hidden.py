"""What hides in a text: characters that nobody sees, and letters that only look like those around them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from floodwatch.model.units import Rows
from floodwatch.tools.folding import folded
from floodwatch.tools.text import letters_and_script
from floodwatch.vocabulary.load import load

MOST = 200
"""Characters that are named of one text at most."""
_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = "\u200c\u200d"
_MIXED = {"Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Lisu", "Coptic", "Georgian"}
"""Scripts whose words never need a joiner and share the shapes of their letters."""


def hidden(text: str) -> Rows:
    """Invisible characters and look-alike letters in their order: `at`, `code`, `name`, `kind`, `looks_like`."""
    found = sorted((*_invisible(text), *_disguised(text)), key=lambda row: row["at"])
    return found[:MOST]


def is_invisible(character: str) -> bool:
    """Whether a character shows nothing and is no ordinary space or new line."""
    return (
        character not in "\t\n\r" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ) or (character in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")


def code(character: str) -> str:
    """The character as its number in Unicode."""
    return f"U+{ord(character):04X}"


def _invisible(text: str) -> Iterator[dict[str, Any]]:
    for at, character in enumerate(text):
        if is_invisible(character) and not _needed(text, at):
            yield _row(at, character, "invisible", "")


def _needed(text: str, at: int) -> bool:
    """Whether it is a joiner where writing needs one: inside an emoji, or between letters of such a script."""
    if text[at] in "\U000e0020\U000e007f" or "\U000e0020" < text[at] < "\U000e007f":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (
        text[at] in _JOINERS
        and bool(before)
        and not {_script(before), _script(after)} & (_MIXED | {"Common"})
    )


def _disguised(text: str) -> Iterator[dict[str, Any]]:
    """Letters of another script than most of their word, where they are drawn like one of that script."""
    for word in _WORD.finditer(text):
        if word.group().isascii():
            continue
        scripts = Counter(s for s in map(_script, word.group()) if s in _MIXED)
        if len(scripts) < 2:
            continue
        main = min(scripts, key=lambda s: (-scripts[s], s != "Latin", s))
        for at, character in enumerate(word.group(), word.start()):
            like = next((c for c in _alike().get(folded(character), ()) if _script(c) == main), "")
            if _script(character) in _MIXED - {main} and like:
                yield _row(at, character, "look-alike", like)


def _row(at: int, character: str, kind: str, like: str) -> dict[str, Any]:
    name = unicodedata.name(character, "CONTROL")
    return {"at": at, "code": code(character), "name": name, "kind": kind, "looks_like": like}


def _script(character: str) -> str:
    if not character:
        return "Common"
    return letters_and_script(character)[1] or (
        "" if unicodedata.category(character)[0] in "SM" else "Common"
    )


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    """For each letter the letters that are drawn like it, the Latin one first."""
    groups = [(latin, *others) for latin, others in load("lookalikes.yaml")["alike"].items()]
    return {folded(c): tuple(o for o in group if o != c) for group in groups for c in group}
