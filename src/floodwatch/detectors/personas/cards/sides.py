"""Which side a bio takes: whom it supports or opposes by name or hashtag, and what it says that it is.

Whom a case looks for (table `stance_targets`) is read by the rules of `detectors/personas/stance`. Besides, a
name counts directly beside a word such as "supporter of", where capitals or a hashtag show that it is one; a
hashtag counts where a beginning that takes sides (`stance/tags.yaml`) meets a capital: #VoteAlderon. A word such
as "conservative" counts in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from floodwatch.detectors.personas.cards.claims import Said
from floodwatch.detectors.personas.cards.reading import clauses
from floodwatch.detectors.personas.cards.words import EVERYWHERE, INSTEAD, NOT, folded, spoken
from floodwatch.detectors.personas.stance.names import Names
from floodwatch.detectors.personas.stance.reading import ATTACK, SUPPORT, stances
from floodwatch.tools.folding import is_unspaced
from floodwatch.tools.phrases import Found, Phrases, accented
from floodwatch.vocabulary.load import load

LEANING, BEFORE, AFTER = "leaning", "before", "after"
FOR, AGAINST = "for", "against"
MOST_WORDS = 3
LONGEST = 40
LONGEST_UNSPACED = 8
NEAR = 20
_TAG = re.compile(r"#([^\W_][\w]{2,40})")
_WORD = re.compile(r"[#@]?[\w’'&-]+")


class Cue(NamedTuple):
    """A word of `camps.yaml`: what it does, the leaning that it tells, and its language."""

    kind: str
    leaning: str
    language: str


def camps(bio: str, language: str = "", names: Names | None = None) -> list[Said]:
    """Sides that a bio takes, each once."""
    text = bio or ""
    found: dict[str, str] = {}
    for value, words in (*_targets(text, names), *_tagged(text), *_in_clauses(text, spoken(language))):
        known = _known(value, names)
        found.setdefault(known, words)
    return [Said(*item) for item in found.items()]


def _targets(text: str, names: Names | None) -> Iterator[tuple[str, str]]:
    sides = {SUPPORT: FOR, ATTACK: AGAINST}
    for who, side in sorted(stances(text, names).items()) if names else ():
        if side in sides:
            yield f"{sides[side]} {who}", who


def _known(value: str, names: Names | None) -> str:
    """The value with the target's own name where it names one."""
    side, _, who = value.partition(" ")
    hits = names.hits(accented(who)) if names and side in (FOR, AGAINST) else []
    return f"{side} {hits[0].target}" if hits else value


def _tagged(text: str) -> Iterator[tuple[str, str]]:
    """Hashtags that begin with a word that takes sides, a capital after it."""
    for match in _TAG.finditer(text):
        tag = match.group(1)
        for side, beginnings in _beginnings().items():
            size = next((len(b) for b in beginnings if tag.casefold().startswith(b)), 0)
            if size and len(tag) - size >= MOST_WORDS and _parted(tag, size):
                yield f"{side} {tag[size:].casefold()}", match.group()


def _parted(tag: str, place: int) -> bool:
    return (tag[place].isupper() and tag[place - 1].islower()) or is_unspaced(tag[place])


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """Beginnings of hashtags by side, longest first."""
    loose = set(load("personas/camps.yaml")["loose"])
    given = load("stance/tags.yaml")["before"]
    return {
        side: tuple(sorted(set(given[side]) - loose, key=lambda b: (-len(b), b))) for side in (FOR, AGAINST)
    }


def _in_clauses(text: str, language: str) -> Iterator[tuple[str, str]]:
    for clause in clauses(text):
        read = folded(clause)
        hits = sorted(_cues().found(read), key=lambda h: (h.first, -h.last, h.meaning))
        mine = [h for h in hits if h.meaning.language in (language, EVERYWHERE) and not _denied(h, hits)]
        for hit in mine:
            if hit.meaning.kind == LEANING:
                yield hit.meaning.leaning, read[hit.first : hit.last]
            elif hit.meaning.kind in (BEFORE, AFTER) and (who := _beside(clause, read, hit)):
                yield f"{FOR} {who}", f"{read[hit.first : hit.last]} {who}"


def _denied(hit: Found[Cue], hits: list[Found[Cue]]) -> bool:
    """Whether a negation stands before the word, or the word is part of another phrase or of a longer cue."""
    return any(
        (h.meaning.kind == NOT and 0 <= hit.first - h.last <= NEAR)
        or (h.meaning.kind in (INSTEAD, BEFORE) and h != hit and h.first <= hit.first and hit.last <= h.last
            and h.last - h.first > hit.last - hit.first)
        for h in hits
    )  # fmt: skip


def _beside(clause: str, read: str, hit: Found[Cue]) -> str:
    """The name directly behind the word, or before it."""
    if hit.meaning.kind == BEFORE:
        return _name(_WORD.findall(read[hit.last :]), clause)
    words = _WORD.findall(read[: hit.first])
    return _name(words[-MOST_WORDS:], clause, last=True)


def _name(words: list[str], clause: str, last: bool = False) -> str:
    """As many words as are written like a name, from the one beside the cue on; empty where that is none."""
    kept: list[str] = []
    for word in reversed(words) if last else words:
        if not kept and word in _ordinary():
            continue
        if len(kept) == MOST_WORDS or not _like_a_name(word, clause):
            break
        kept.append(word.strip("#'’")[: LONGEST_UNSPACED if is_unspaced(word[0]) else LONGEST])
    return " ".join(reversed(kept) if last else kept)


def _like_a_name(word: str, clause: str) -> bool:
    """A hashtag, a word with a capital in the clause as written, or a word of a script without capitals."""
    if word[0] == "#":
        return len(word) > MOST_WORDS
    if word.upper() == word.lower():
        return len(word) > 1
    return any(w[0].isupper() and accented(w) == word for w in _WORD.findall(clause) if w[0].isalpha())


@cache
def _ordinary() -> frozenset[str]:
    """Words beside a cue that are no name: articles, titles, and what supporters say that they are."""
    return frozenset(load("personas/camps.yaml")["ordinary"])


@cache
def _cues() -> Phrases[Cue]:
    content = load("personas/camps.yaml")
    given = [
        (phrase, Cue(LEANING, leaning, language))
        for leaning, spoken_in in content["leanings"].items()
        for language, phrases in spoken_in.items()
        for phrase in phrases
    ]
    for kind, spoken_in in (
        (BEFORE, content[BEFORE]), (AFTER, content[AFTER]), (NOT, load("stance/guards.yaml")[NOT]),
        (INSTEAD, load("personas/guards.yaml")[INSTEAD]),
    ):  # fmt: skip
        given += [(p, Cue(kind, "", language)) for language, phrases in spoken_in.items() for p in phrases]
    return Phrases(given, accented)
