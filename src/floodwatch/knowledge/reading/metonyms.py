"""Whether a capital stands for its government: "Beijing rejected", "Moscow-backed", not "in Beijing"."""

from __future__ import annotations

from floodwatch.knowledge.reading.cues import ADVERBS
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import listed_words

PLACED = frozenset("in at near outside around across from to through via between towards toward into inside of".split())
OPENING = frozenset({",", ";", ":", "(", "\"", "“", "‘", "–", "—"})
STEERED = frozenset("linked backed aligned sponsored directed controlled friendly affiliated funded run ordered led supported loyal".split())
TOWARDS = frozenset("by against with blamed blames blame accused accuses accuse for support supports supporting attributed pro anti on criticised criticized criticize pressure".split())
ACTS = frozenset(
    "began begins wants wanted seeks sought uses used has had will would may might could should is was does did sees views fears tries tried"
    " plans planned signed agreed ordered sends sent recalled expelled imposed lifted banned backs backed supports supported funds funded"
    " finances financed directs directed runs aims hopes needs moves moved acts acted pays paid pushes pushed continues continued threatened"
    " hit retaliated welcomed condemned criticised criticized defends defended demanded demands offered launched seized summoned withdrew".split()
)
POLICY = frozenset("foreign defence defense ministry policy government interests interest allies ally influence ambitions position goals strategy leaders leadership regime response line"
                   " narrative narratives intelligence propaganda view war invasion denial involvement role support embassy backing".split())  # fmt: skip


def stands_for_government(row: Tokens, place: int, width: int) -> bool:
    """What comes before and behind a capital decides."""
    before = row[place - 1].low if place else ""
    rest = [token.low for token in row[place + width : place + width + 4]]
    if rest[:1] == ["-"]:
        return len(rest) > 1 and rest[1] in STEERED
    if rest[:1] == [","] and row[place].first and len(row) > place + width + 1 and row[place + width + 1].text[0].isdigit():
        return False
    if before in PLACED or (before == "-" and place > 1 and row[place - 2].low not in ("pro", "anti")):
        return before == "between" and "and" in rest[:1]
    if rest[:1] == ["'s"]:
        return len(rest) > 1 and rest[1] in POLICY
    if before in ("-",) or before in TOWARDS:
        return True
    asked = before in ("did", "does", "will", "would", "has", "can", "could", "that", "and", "but", "while", "as", "after", "because", "when")
    subject = not before or row[place].first or before in OPENING or asked or place == 0
    return subject and bool(rest) and _acts(rest)


def _acts(rest: list[str]) -> bool:
    word = next((word for word in rest if word not in ADVERBS and word != "always"), rest[0])
    return word in ACTS or word in listed_words("cues", "say") or word in listed_words("cues", "body_verbs")
