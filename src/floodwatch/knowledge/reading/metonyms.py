"""Whether a capital stands for its government: "Beijing rejected", "Moscow-backed", not "in Beijing"."""

from __future__ import annotations

from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words

OPENING = frozenset({",", ";", ":", "(", '"', "“", "‘", "–", "—"})


def stands_for_government(row: Tokens, place: int, width: int) -> bool:
    """What comes before and behind a capital decides."""
    before = row[place - 1].low if place else ""
    rest = [token.low for token in row[place + width : place + width + 4]]
    if rest[:1] == ["-"]:
        return len(rest) > 1 and rest[1] in grammar("metonyms_steered")
    if (
        rest[:1] == [","]
        and row[place].first
        and len(row) > place + width + 1
        and row[place + width + 1].text[0].isdigit()
    ):
        return False
    served = before == "to" and place > 1 and row[place - 2].low in grammar("metonyms_masters")
    if (before in grammar("metonyms_placed") and not served) or (
        before == "-" and place > 1 and row[place - 2].low not in ("pro", "anti")
    ):
        return before == "between" and "and" in rest[:1]
    if rest[:1] == ["or"] and len(rest) > 2:
        rest = rest[2:]
    if rest[:1] == ["'s"]:
        return len(rest) > 1 and rest[1] in grammar("metonyms_policy")
    if served or before in ("-",) or before in grammar("metonyms_towards") or _quoted(row, place, rest):
        return True
    asked = before in (
        "did",
        "does",
        "will",
        "would",
        "has",
        "can",
        "could",
        "that",
        "whether",
        "if",
        "or",
        "until",
        "although",
        "though",
        "and",
        "but",
        "while",
        "as",
        "after",
        "because",
        "when",
    )
    subject = not before or row[place].first or before in OPENING or asked or place == 0
    return subject and bool(rest) and _acts(rest)


def _quoted(row: Tokens, place: int, rest: list[str]) -> bool:
    """Whether a capital is the label of what is quoted behind it."""
    return row[place].first and rest[:1] == [":"] and len(rest) > 1 and rest[1] in '"“'


def _acts(rest: list[str]) -> bool:
    word = next((word for word in rest if word not in grammar("cues_adverbs") and word != "always"), rest[0])
    return (
        word in grammar("metonyms_acts")
        or word in listed_words("cues", "say")
        or word in listed_words("cues", "body_verbs")
    )
