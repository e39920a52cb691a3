"""The words of a text as narratives compare them, in any script."""

from __future__ import annotations

import re
import unicodedata

MOST = 1000
"""Characters of a text that are read."""
STEM = 6
"""Letters of a word that are kept, so that most endings do not tell words apart."""
SHORTEST = 3
NAMED = 1.5

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
_MARKS = "\u0300-\u036f\u0591-\u05bd\u0610-\u065f\u0900-\u0e4e\u0eb0-\u0ecd\u102b-\u103e\u17b4-\u17d3"
_WORD = re.compile(rf"[@#]?\w[\w{_MARKS}'’-]*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")


def words(text: str) -> list[tuple[str, float]]:
    """Words with their weights: stems, hashtags and mentions whole and taken apart, pairs of letters without spaces.

    What names something (a hashtag, a mention, a capital) weighs `NAMED`.
    """
    found: list[tuple[str, float]] = []
    for match in _WORD.finditer(_LINK.sub(" ", unicodedata.normalize("NFKC", text[:MOST]))):
        token = match.group().rstrip("'’-")
        weight = NAMED if token[0] in "@#" or token[0].isupper() else 1.0
        found += [(part, weight) for part in _parts(token)]
    return found


def _parts(token: str) -> list[str]:
    if token[0] == "@":
        return [token.casefold()]
    if token[0] == "#":
        stems = [stem for part in _CAMEL.split(token[1:]) for stem in _stems(part)]
        return [token.casefold(), *stems] if len(stems) != 1 else stems
    return _stems(token)


def _stems(word: str) -> list[str]:
    folded = word.casefold().replace("’", "'").removesuffix("'s")
    runs = _UNSPACED.findall(folded)
    if runs:
        return [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
    return [folded[:STEM]] if len(folded) >= SHORTEST else []


def whole(text: str) -> set[str]:
    """Words as they are read, in lower case, for labels: hashtags, mentions, words of four letters and more."""
    plain = _LINK.sub(" ", unicodedata.normalize("NFKC", text[:MOST]))
    found = (m.group().rstrip("'’-").casefold() for m in _WORD.finditer(plain))
    return {word for word in found if len(word) > SHORTEST or _UNSPACED.search(word)}
