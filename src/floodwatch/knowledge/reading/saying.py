"""Whether a verb says that its subject says something."""

from __future__ import annotations

from floodwatch.knowledge.reading.spans import ByPlace
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import listed_words

CLAUSE = frozenset(
    "that it no the a an he she they we there its his her this these those all some about over at least most none nothing how"
    " what whether why losses damage who as similar such".split()
)
ASKED = frozenset("how whether why what if who when where".split())
CALLED = frozenset("call calls called".split())
TO_OR_AT = frozenset({"to", "at"})
NAMED_KINDS = frozenset({"actor", "campaign", "tool"})
PASSIVE = frozenset("be been being is are was were get gets got".split())
LOOK = 6


def says(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether the word at a place is such a verb, by itself or by what follows it."""
    word = row[place].low
    if word not in listed_words("cues", "say") or (place and row[place - 1].low in PASSIVE):
        return False
    if word in CALLED:
        return not _names(spans, row, number, place)
    if word in listed_words("cues", "plain_say"):
        return True
    return word in listed_words("cues", "say_that") and _with_clause(spans, row, number, place)


def _with_clause(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether what was said follows."""
    word, rest = row[place].low, row[place + 1 : place + 1 + LOOK]
    if not rest or word.startswith("see") or word in ("saw", "know", "knows", "knew", "hold", "holds", "held", "counts", "count"):
        return any(token.low == "that" for token in rest[:2])
    words = [token.low for token in rest]
    if word.startswith("ask"):
        return bool(ASKED & set(words))
    if word.startswith("point"):
        return words[0] in TO_OR_AT
    if word.startswith(("found", "find")):
        return "that" in words or words[0] in ("no", "nothing", "it", "none")
    if word.startswith(("put", "refus", "report", "wrote", "write", "charge", "quot", "cit", "agree", "promis")):
        return words[0] in CLAUSE or words[0] in "\"“:‘" or "that" in words or "of" in words[:1]
    return True


def _names(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether somebody is only given a name: "Microsoft calls it Storm-1376"."""
    for here in range(place + 1, min(len(row), place + 1 + LOOK)):
        found = spans.get((number, here))
        if found and found.kind in NAMED_KINDS:
            return True
    return place > 1 and row[place - 1].low in ("which", "who", "we", "it", "also", "they") and "which" in [t.low for t in row[:place]]


