"""Which language a short text is in, and how sure that is; `und` where it cannot be told.

The script decides first: a language that is not written in it is out, and where only one is left that is it. Then
py3langid's scores and cld3's opinion become one probability, by the weights of `vocabulary/calibration`. A language
that is easily confused with others carries them as its group, and the probability is that of the group.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from floodwatch.tools.language_models import Opinion, knows, languages_of, likelihoods, opinion
from floodwatch.tools.romanised import romanised
from floodwatch.tools.text import scripts
from floodwatch.vocabulary.load import load

UNKNOWN = "und"
LONGEST = 1000
"""Characters of a text that are looked at."""
ENOUGH = 400
"""Characters that the libraries are asked about at once."""
LEAST_WEIGHT = 5
"""Letters below which nothing is said; one of Chinese, Japanese or Korean counts as three."""
ALONE = 0.99
"""Probability of the only language of a script: another one in the same letters is possible, and rare."""
SURE = 0.95
SECOND_SHARE = 0.25
LEAST_PIECE = 40
"""Characters of a sentence that is judged by itself: in shorter ones, a second language is claimed too easily."""
MOST_PIECES = 4
_HEAVY = {"Han": 3, "Hiragana": 3, "Katakana": 3, "Hangul": 3, "Yi": 3}
_KANA = ("Hiragana", "Katakana")
_KANA_SHARE = 0.05
_NOISE = re.compile(
    r"(?:https?://|www\.)\S*|(?<![\w@])@+[\w.]*|^RT\b|[#_]"
    "|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u2190-\u2bff\ud800-\udfff\U0001f000-\U0001faff]"
)
_STYLED = re.compile("[\u2460-\u24ff\ufb00-\ufdff\ufe70-\ufefc\uff00-\uffef\U0001d400-\U0001d7ff]")
_PAUSE = re.compile(r"[.!?;:|\n…。！？؟।]+|\s[-–—]+\s")


@dataclass(frozen=True, slots=True)
class Identified:
    """A text's language (ISO 639) and what else was seen.

    `confidence` (0 to 1) is the probability that one of `group`, such as `id/ms`, is right. `second` is another
    language of a good part of the text, `second_opinion` what cld3 said where it was asked.
    """

    language: str = UNKNOWN
    confidence: float = 0.0
    group: str = UNKNOWN
    second: str | None = None
    romanised: bool = False
    second_opinion: str | None = None


NOTHING = Identified()


def identify(text: str) -> Identified:
    """The language of a text of any kind and length."""
    plain = cleaned(text)
    weights = _weights(plain)
    if weights.total() < LEAST_WEIGHT:
        return NOTHING
    (script, _), *others = sorted(weights.items(), key=lambda s: (-s[1], s[0]))
    found = _of_script(_only(plain, script) if others else plain, script)
    if others and others[0][1] >= max(SECOND_SHARE * weights.total(), 2 * LEAST_WEIGHT):
        other = _of_script(_only(plain, others[0][0]), others[0][0])
        return _with_second(found, other)
    return found


def cleaned(text: str) -> str:
    """The start of a text without links, mentions, signs of hashtags, emoji and other ornaments."""
    plain = _NOISE.sub(" ", text[:LONGEST])
    if _STYLED.search(plain):
        plain = unicodedata.normalize("NFKC", plain)[:LONGEST]
    return plain.strip()


@cache
def group_of(language: str) -> str:
    """The languages with which this one is easily confused, itself among them, as `id/ms`."""
    groups = load("languages.yaml")["groups"]
    return next(("/".join(sorted(g)) for g in groups if language in g), language)


def _weights(plain: str) -> Counter[str]:
    """Letters by script, those of other scripts than the known ones left out. Kana makes Han Japanese."""
    weights = Counter({s: n * _HEAVY.get(s, 1) for s, n in scripts(plain).items() if languages_of(s)})
    kana = sum(weights[s] for s in _KANA)
    if kana:
        own = kana + weights["Han"]
        for script in (*_KANA, "Han"):
            weights.pop(script, None)
        weights["Hiragana" if kana >= _KANA_SHARE * own else "Han"] = own
    return weights


def _only(plain: str, script: str) -> str:
    """The text with the letters of other scripts blanked."""
    kept = {script, ""} | ({"Katakana", "Han"} if script == "Hiragana" else set())
    return "".join(c if _script(c) in kept else " " for c in plain)


@cache
def _script(character: str) -> str:
    return next(iter(scripts(character)), "")


def _of_script(plain: str, script: str) -> Identified:
    """The language of a text in one script, and a second one where sentences are in another."""
    whole = _guess(plain, script)
    if script != "Latin" and len(languages_of(script)) == 1:
        return whole
    far_ahead = whole.second_opinion is None and whole.confidence >= SURE
    pieces = [] if whole.romanised or far_ahead else _pieces(plain)
    if len(pieces) < 2 or (whole.confidence >= SURE and all(_fits(p, whole) for p in pieces)):
        return whole
    return _from_pieces(whole, [(len(p), _guess(p, script)) for p in pieces])


def _fits(piece: str, whole: Identified) -> bool:
    """Whether cld3, the quicker of the two, finds the language of the whole in a piece of it."""
    said = opinion(piece)
    return said is not None and group_of(said.language) == whole.group


def _pieces(plain: str) -> list[str]:
    """Sentences, short ones with what follows; at most four."""
    pieces: list[str] = []
    for part in _PAUSE.split(plain):
        if pieces and (
            len(pieces[-1]) < LEAST_PIECE or len(part) < LEAST_PIECE or len(pieces) == MOST_PIECES
        ):
            pieces[-1] = f"{pieces[-1]} {part}".strip()
        elif part.strip():
            pieces.append(part.strip())
    return pieces


def _from_pieces(whole: Identified, pieces: Sequence[tuple[int, Identified]]) -> Identified:
    """The whole's language with a second one beside it, or the pieces' where the whole's is not known."""
    sizes: Counter[str] = Counter()
    best: dict[str, Identified] = {}
    for size, piece in pieces:
        if piece.language != UNKNOWN:
            sizes[piece.group] += size
            best[piece.group] = max(best.get(piece.group, piece), piece, key=lambda p: p.confidence)
    total = sum(size for size, _ in pieces)
    large = [g for g, n in sorted(sizes.items(), key=lambda s: (-s[1], s[0])) if n >= SECOND_SHARE * total]
    if whole.language == UNKNOWN and large:
        whole = replace(best[large[0]], second_opinion=whole.second_opinion)
    other = next((g for g in large if g != whole.group), None)
    return _with_second(whole, best[other]) if other and whole.group in large else whole


def _with_second(found: Identified, other: Identified) -> Identified:
    if other.language == UNKNOWN or other.group == found.group:
        return found
    if found.language == UNKNOWN:
        return other
    return replace(found, second=other.language)


def _guess(plain: str, script: str) -> Identified:
    """The language of a text that is taken to be in one language and one script."""
    candidates = languages_of(script)
    if len(candidates) == 1:
        return Identified(candidates[0], ALONE, group_of(candidates[0]))
    plain = plain[:ENOUGH]
    chances, said = _chances(plain, script)
    groups: dict[str, float] = {}
    for language, chance in chances.items():
        groups[group_of(language)] = groups.get(group_of(language), 0.0) + chance
    group = min(groups, key=lambda g: (-groups[g], g))
    confidence = round(min(groups[group], ALONE), 3)
    word = said.language if said else None
    foreign = romanised(plain, said, confidence) if script == "Latin" else None
    if foreign:
        return Identified(foreign[0], round(foreign[1], 3), foreign[2], None, True, word)
    if confidence < _weighing()["least"]:
        return Identified(confidence=confidence, second_opinion=word)
    language = max((c for c in chances if group_of(c) == group), key=lambda c: (chances[c], c))
    return Identified(language, confidence, group, None, False, word)


def _chances(plain: str, script: str) -> tuple[dict[str, float], Opinion | None]:
    """Probability of each likely language of a script, and cld3's opinion where py3langid is not far ahead."""
    how = _weighing()
    scores = likelihoods(plain, script)
    size = len(plain.encode("utf-8", "replace")) or 1
    unit = how["scale"] * size ** how["power"]
    top, *rest = [*scores.values()] or [0.0]
    gap = (top - rest[0]) / unit if rest else 0.0
    logs = {c: (s - top) / unit + (how["small"] if c in _small() else 0.0) for c, s in scores.items()}
    said = opinion(plain) if gap < how["far"] else None
    if said and said.language in languages_of(script) and not said.romanised:
        before = logs.get(said.language, _unscored(said.language, gap))
        logs[said.language] = before + _gain(said, size, how["opinion"])
    return _shares(logs or dict.fromkeys(languages_of(script), 0.0)), said


def _unscored(language: str, gap: float) -> float:
    """Height of a language that cld3 names and py3langid did not put among the likely ones."""
    how = _weighing()["only_opinion"]
    own = _weighing()["small"] if language in _small() else 0.0
    return float(own + how["base"] + (0.0 if knows(language) else how["named"] - how["per_gap"] * gap))


def _gain(said: Opinion, size: int, how: Mapping[str, float]) -> float:
    sure = min(max(said.probability, 0.01), 0.995)
    logit = math.log(sure / (1 - sure))
    return max(
        how["at_50_bytes"] + how["per_log_bytes"] * math.log(size / 50) + how["per_logit"] * logit, 0.0
    )


def _shares(logs: Mapping[str, float]) -> dict[str, float]:
    top = max(logs.values())
    parts = {c: math.exp(v - top) for c, v in logs.items()}
    total = math.fsum(parts.values())
    return {c: part / total for c, part in parts.items()}


@cache
def _weighing() -> Any:
    return load("calibration/languages.yaml")


@cache
def _small() -> frozenset[str]:
    return frozenset(c for c, one in load("languages.yaml")["languages"].items() if one.get("small"))
