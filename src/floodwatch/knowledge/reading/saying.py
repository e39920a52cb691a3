"""Whether a verb says that its subject says something."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from floodwatch.knowledge.reading.spans import ByPlace
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words

CALLED = frozenset(["call", "calls", "called"])
TO_OR_AT = frozenset({"to", "at", "out"})
NAMED_KINDS = frozenset({"actor", "campaign", "tool"})
QUOTED = frozenset({":", "that", "“", '"', "„", "«"})

CLOSING = frozenset({",", '"', "”", "»"})
BEING = frozenset({"is", "are", "was", "were"})
LOOK = 6
LEAST = 3
"""Words of a clause that is said before who says it."""
SHORT = 5
"""Words behind a verb that only say when it was said."""


def says(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether the word at a place is such a verb, by itself or by what follows it."""
    word = row[place].low
    if _is_sure(row, place):
        return True
    passive = place and row[place - 1].low in grammar("saying_passive")
    if word not in listed_words("cues", "say") or passive or _undone(row, place):
        return False
    if word.startswith("describ") and "which" in [t.low for t in row[max(0, place - 5) : place]]:
        return False
    if word in CALLED or word.startswith(("speak", "spoke")):
        return not _names(spans, row, number, place)
    if word in listed_words("cues", "plain_say"):
        return True
    reports = word in listed_words("cues", "say_that")
    return reports and (_said_before(row, place) or _with_clause(spans, row, number, place))


def _is_sure(row: Tokens, place: int) -> bool:
    """ "is almost certain that", "was sure of it", "is of the opinion that"."""
    if row[place].low not in BEING or (place and row[place - 1].low in ("it", "this", "that", "there")):
        return False
    words = [token.low for token in row[place + 1 : place + 1 + LOOK]]
    if words[:3] in (["of", "the", "opinion"], ["of", "the", "view"]):
        return True
    sure = next((n for n, word in enumerate(words[:3]) if word in grammar("saying_sure")), -1)
    behind = words[sure + 1 : sure + 3]
    of_it = behind[:1] == ["of"] and behind[1:] in (["it"], ["that"], ["this"])
    return sure >= 0 and "not" not in words[:sure] and (behind[:1] == ["that"] or of_it)


def _said_before(row: Tokens, place: int) -> bool:
    """Whether what was said stands before the subject: "It is back, the firm wrote yesterday."."""
    behind = [token for token in row[place + 1 :] if token.word]
    if len(behind) > SHORT or (behind and behind[0].low not in grammar("saying_times")):
        return False
    start = max(0, place - 2 * LOOK)
    mark = next((n for n in range(place - 1, start, -1) if row[n].text in CLOSING), 0)
    return mark >= LEAST and not any(token.low in ("and", "but", "who", "which") for token in row[mark:place])


def _with_clause(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether what was said follows."""
    word, rest = row[place].low, row[place + 1 : place + 1 + LOOK]
    if not rest:
        return word.startswith(("answer", "repl", "wrote", "respond", "report", "note"))
    words = [token.low for token in rest]
    test = next((one for start, one in TESTS.items() if word.startswith(start)), None)
    return test(words, [t.low for t in row[place + 1 : place + 1 + 2 * LOOK]]) if test else True


def _evidence(words: list[str], _: list[str]) -> bool:
    return words[0] in ("no", "little") and bool(grammar("saying_evidence") & set(words[:4]))


def _that(words: list[str], _: list[str]) -> bool:
    return "that" in words[:2]


def _that_first(words: list[str], _: list[str]) -> bool:
    return words[0] == "that"


def _declared(words: list[str], more: list[str]) -> bool:
    return _clause(words, more) and words[0] not in ("a", "an")


def _agreed(words: list[str], more: list[str]) -> bool:
    return _that(words, more) or words[0] in ".,;"


def _added(words: list[str], more: list[str]) -> bool:
    return _clause(words, more) or not words[0][0].isalnum()


def _clause(words: list[str], _: list[str]) -> bool:
    numbered = words[0][0].isdigit()
    return numbered or words[0] in grammar("saying_clause") or words[0] in '"“:‘,.„«' or "that" in words


def _wrote(words: list[str], more: list[str]) -> bool:
    thing = words[0] in ("the", "a", "an", "this", "its", "his", "her") and "that" not in words
    return (
        (_clause(words, more) and not thing)
        or words[0] == "of"
        or (words[0] in ("to", "in", "on") and bool(QUOTED & set(more)))
    )


def _as(words: list[str], _: list[str]) -> bool:
    return "as" in words or words[0] in ("it", "the", "that", "them")


TESTS: Mapping[str, Callable[[list[str], list[str]], bool]] = {
    "has": _evidence, "have": _evidence, "had": _evidence,
    "see": lambda words, more: _that(words, more) or words[0] in ("no", "little"),
    "saw": _that, "know": _that, "knew": _that, "hold": _that_first, "held": _that_first, "count": _clause,
    "ask": lambda words, _: bool(grammar("saying_asked") & set(words)),
    "point": lambda words, _: words[0] in TO_OR_AT,
    "found": lambda words, _: "that" in words or words[0] in ("no", "nothing", "it", "none", "in"),
    "find": lambda words, _: "that" in words or words[0] in ("no", "nothing", "it", "none"),
    "put": lambda words, more: "at" in more or words[0] in ("it", "the", "this"),
    "report": lambda words, more: (
        words[0] in ("in", "on") or (words[0] not in ("a", "an", "to") and _clause(words, more))
    ),
    "refus": _that, "wr": _wrote, "share": lambda words, _: "view" in words[:3],
    "charge": _that, "quot": _that, "cit": _that, "agree": _agreed, "add": _added, "promis": _clause,
    "answer": lambda words, _: _clause(words, _) or words[0] in ("on", "in"),
    "claim": _clause, "declar": _declared, "state": _clause,
    "reveal": _clause, "disclos": _clause, "hope": _clause, "pledg": _clause, "counter": _clause,
    "label": _as, "brand": _as,
    "demand": _that, "signal": _that, "jok": _that, "hint": _that, "guess": _clause,
    "determin": _that, "establish": _that,
    "critici": _clause, "mock": _clause, "certif": _clause, "observ": _that, "make": lambda words, _: words[0] == "it",
    "show": _that, "rule": lambda words, _: words[0] in ("out", "that"),
}  # fmt: skip
UNDONE = (
    "say",
    "write",
    "answer",
    "comment",
    "respond",
    "reply",
    "find",
    "report",
    "confirm",
    "ask",
    "tell",
    "told",
    "said",
    "wrote",
    "react",
    "speak",
)


def _undone(row: Tokens, place: int) -> bool:
    """ "did not answer", "what did they say"."""
    before = [token.low for token in row[max(0, place - 4) : place]]
    if "not" in before or any(word.endswith("n't") for word in before) or "never" in before[-2:]:
        return row[place].low.startswith(UNDONE)
    asked = {"did", "do", "does", "will", "can"} & {token.low for token in row[:place]}
    return bool(asked) and row[-1].text == "?"


def _names(spans: ByPlace, row: Tokens, number: int, place: int) -> bool:
    """Whether somebody is only given a name: "Microsoft calls it Storm-1376"."""
    for here in range(place + 1, min(len(row), place + 1 + LOOK)):
        found = spans.get((number, here))
        if found and found.kind in NAMED_KINDS:
            return True
    return (
        place > 1
        and row[place - 1].low in ("which", "who", "we", "it", "also", "they")
        and "which" in [t.low for t in row[:place]]
    )
