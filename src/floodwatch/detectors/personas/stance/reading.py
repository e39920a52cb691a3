"""What a text says of each target that it names: attack, support or mention, by rules that can be read aloud.

A word of praise or blame counts for the nearest name of its sentence; a verb for the name that is its object or
subject. A negation turns it round. What stands in a question, between quotation marks or in a sentence that says
who said it counts for nothing. More words for than against is support, more against is attack, all else mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from floodwatch.detectors.personas.stance import lexicon
from floodwatch.detectors.personas.stance.lexicon import (
    AFTER,
    BEFORE,
    BUT,
    OBJECT,
    QUALITY,
    REPORTED,
    SUBJECT,
    Hit,
)
from floodwatch.detectors.personas.stance.names import Named, Names, plain
from floodwatch.vocabulary.load import load

SUPPORT, ATTACK, MENTION = "support", "attack", "mention"
LONGEST = 2_000
"""Characters of a text that are read; what comes later is left out."""
MOST_NAMES = 40
"""Names of a text that words of praise and blame are counted for, the first."""
REACH = {QUALITY: 60, OBJECT: 30, SUBJECT: 60}
"""Greatest distance from word to name in characters; half of it in scripts without spaces."""
COMMA = 20
"""What a comma between word and name adds to their distance."""
NEGATED = 18
TIGHT = 2

_END = re.compile(r"[!?！？。।؟۔¶|;；…]+|\.(?=\s|$)|\.{2,}")
_ASKS = frozenset("?？؟")
_QUOTED = re.compile(
    r'“[^”]{1,400}”|„[^“”]{1,400}[“”]|«[^»]{1,400}»|「[^」]{1,400}」|『[^』]{1,400}』|(?<!\w)"[^"]{1,400}"'
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text whose words belong together; `guarded` where they are not the author's statement."""

    start: int
    end: int
    guarded: bool


def stances(text: str, names: Names) -> dict[str, str]:
    """Stance toward every target that the text names."""
    if not names.known:
        return {}
    read = plain(text[:LONGEST])
    named = names.hits(read)
    return _judged(read, named) if named else {}


def _judged(text: str, named: Sequence[Named]) -> dict[str, str]:
    words = lexicon.hits(text)
    plainly = [n for n in named if n.weak or not n.sign][:MOST_NAMES]
    strong: dict[str, list[int]] = {n.target: [] for n in named}
    for one in named:
        if one.sign and not one.weak:
            strong[one.target].append(one.sign)
    for who, sign in _bound(text, words, plainly):
        strong[who].append(sign)
    return {who: _side(signs or _weak(text, who, named)) for who, signs in strong.items()}


def _side(signs: Sequence[int]) -> str:
    total = sum(signs)
    return SUPPORT if total > 0 else ATTACK if total < 0 else MENTION


def _weak(text: str, who: str, named: Sequence[Named]) -> list[int]:
    """Signs that count only where no word does: a name with a year as hashtag, and emoji beside the one target."""
    signs = [n.sign for n in named if n.target == who and n.weak]
    if len({n.target for n in named}) == 1:
        signs += [_emoji()[c] for c in text if c in _emoji()]
    return signs


@cache
def _emoji() -> Mapping[str, int]:
    content = load("stance/tags.yaml")["emoji"]
    return {c: sign for side, sign in (("for", 1), ("against", -1)) for c in content[side]}


def _bound(text: str, words: Sequence[Hit], named: Sequence[Named]) -> list[tuple[str, int]]:
    """Which name each word of praise, blame or call counts for, and which way."""
    quoted = [m.span() for m in _QUOTED.finditer(text)] if named else []
    cues = [h for h in words if h.word.sign and not any(a <= h.start < b for a, b in quoted)]
    sentences = _sentences(text, words)
    starts = [s.start for s in sentences]
    found: list[tuple[Hit, Named]] = []
    for cue in cues:
        sentence = sentences[max(0, bisect_right(starts, cue.start) - 1)]
        inside = [n for n in named if sentence.start <= n.start < sentence.end]
        one = _nearest(text, cue, inside)
        if one and not sentence.guarded and not _reported(cue, one, inside, words, sentence):
            found.append((cue, one))
    kept = _longest(found)
    negations = [
        h for h in words if h.word.kind in (BEFORE, AFTER) and not any(_inside(h, c) for c, _ in kept)
    ]
    return [(n.target, -c.word.sign if _negated(text, c, n, negations) else c.word.sign) for c, n in kept]


def _sentences(text: str, words: Sequence[Hit]) -> list[Sentence]:
    """Stretches between full stops; a new clause begins a stretch as well."""
    cuts = [(m.start(), m.end(), bool(_ASKS & set(m.group()))) for m in _END.finditer(text)]
    cuts += [(h.start, h.end, False) for h in words if h.word.kind == BUT]
    cuts.append((len(text), len(text), False))
    made, first = [], 0
    for start, end, asks in sorted(cuts):
        if start >= first:
            made.append(Sentence(first, start, asks))
            first = end
    return made or [Sentence(0, len(text), False)]


def _nearest(text: str, cue: Hit, named: Sequence[Named]) -> Named | None:
    """The name that the word can count for and that is nearest to it."""
    distances = [(d, n.start, n) for n in named if (d := _distance(text, cue, n)) is not None]
    return min(distances, key=lambda d: d[:2])[2] if distances else None


def _distance(text: str, cue: Hit, name: Named) -> int | None:
    """Characters between word and name with commas counted, or None where the two cannot belong together."""
    behind, before = name.start >= cue.end, name.end <= cue.start
    if not ((behind and _takes(cue, after=True)) or (before and _takes(cue, after=False))):
        return None
    between = text[cue.end : name.start] if behind else text[name.end : cue.start]
    if cue.word.tight:
        return len(between) if len(between.strip(" #@'\"")) == 0 and len(between) <= TIGHT else None
    commas = between.count(",") + between.count("،") + between.count("、") + between.count("，")
    distance = len(between) + COMMA * commas
    return distance if distance <= REACH[cue.word.kind] // (2 if cue.word.unspaced else 1) else None


def _takes(cue: Hit, after: bool) -> bool:
    """Whether the word can count for a name behind it (or before it)."""
    if cue.word.kind == QUALITY:
        return True
    if cue.word.kind == SUBJECT:
        return not after
    last = cue.word.languages & lexicon.verb_last()
    return bool(cue.word.languages - last) if after else bool(last)


def _reported(
    cue: Hit, one: Named, inside: Sequence[Named], words: Sequence[Hit], sentence: Sentence
) -> bool:
    """Whether the sentence says whose words these are; praise or blame of the speaker is the author's own."""
    verbs = [h for h in words if h.word.kind == REPORTED and sentence.start <= h.start < sentence.end]
    if not verbs:
        return False
    speaker = cue.word.kind == QUALITY and cue.end <= one.start and len({n.target for n in inside}) == 1
    return not (speaker and all(v.start >= one.end for v in verbs))


def _longest(found: Sequence[tuple[Hit, Named]]) -> list[tuple[Hit, Named]]:
    """Of words inside one another the longest."""
    kept: list[tuple[Hit, Named]] = []
    for cue, one in sorted(found, key=lambda f: (f[0].start - f[0].end, f[0].start, -abs(f[0].word.sign))):
        if all(cue.end <= k.start or cue.start >= k.end for k, _ in kept):
            kept.append((cue, one))
    return sorted(kept, key=lambda f: f[0].start)


def _inside(hit: Hit, cue: Hit) -> bool:
    return cue.start <= hit.start and hit.end <= cue.end


def _negated(text: str, cue: Hit, one: Named, negations: Sequence[Hit]) -> bool:
    """Whether a negation of the word's own language stands close to it in the same clause."""
    reach = NEGATED // (3 if cue.word.unspaced else 1)
    for hit in negations:
        if not hit.word.languages & cue.word.languages:
            continue
        if hit.word.kind == BEFORE and hit.end <= cue.start:
            between = text[hit.end : cue.start]
        elif hit.word.kind == AFTER and hit.start >= cue.end:
            # A name between the verb and its negation takes no room: "ich wähle X nicht".
            named = one.end - one.start if cue.end <= one.start < hit.start else 0
            between = text[cue.end : hit.start - named]
        else:
            continue
        if len(between) <= reach and not _CLAUSE.search(between):
            return True
    return False


_CLAUSE = re.compile(r"[,.!?;:¶،。，！？]")
