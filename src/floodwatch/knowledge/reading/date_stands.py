"""Whether what is written like a date is one where it stands: a year and no number, a month and no verb or name."""

from __future__ import annotations

import re

from floodwatch.knowledge.reading.date_forms import Atom
from floodwatch.vocabulary.reading import word_set

_BACK = 24
_BEFORE = re.compile(r"([^\W\d_]+)[ -]?\Z")
_AFTER = re.compile(r"[ ,]*([^\W\d_]+)")
_VERBS = frozenset({"May", "March", "MAY", "MARCH"})
_NUMBER = re.compile(
    r"(?<!since )(?<!by )\b(?:some|over|more than|at least|nearly|almost|up to|fewer than|less than|about|roughly"
    r"|approximately)\s\Z",
    re.I,
)
_NAMED = re.compile(
    r"(?:\bno|\bnr|\bversion|\bv|\broom|\bline|\bflight|\bregulation|\bISO|\bRFC|\bwindows|\boffice|\bserver|#)\.? ?\Z",
    re.I,
)
_IN_THE = re.compile(r"\b(?:in|since|during|until|by|from|over|before|after|of|throughout) the \Z", re.I)
_CLOCK = re.compile(r" ?(?:hours?|hrs?|h|GMT|UTC|CET|EST|BST)\b")


def stands(text: str, atom: Atom) -> bool:
    """Whether an atom is a date by what is around it."""
    before, after = _BEFORE.search(text, max(0, atom.start - _BACK), atom.start), _AFTER.match(text, atom.end)
    ahead, behind = (before.group(1) if before else ""), (after.group(1) if after else "")
    if not atom.bare:
        return (
            atom.form != "year"
            or atom.start == 0
            or not _NUMBER.search(text, max(0, atom.start - _BACK), atom.start)
        )
    if atom.form == "year":
        return _year(text, atom, ahead, behind)
    if atom.form == "season":
        return _season(text, atom, ahead.lower(), behind.lower())
    return _month(text, atom, ahead, behind)


def _year(text: str, atom: Atom, ahead: str, behind: str) -> bool:
    start = max(0, atom.start - _BACK)
    led = ahead.lower() in word_set("dates", "leads")
    if _NUMBER.search(text, start, atom.start) and not re.search(
        r"(?:since|until|by|from)\s\S+(?: \S+)?\s\Z", text[start : atom.start], re.I
    ):
        return False
    if _NAMED.search(text, start, atom.start) or _CLOCK.match(text, atom.end):
        return False
    year = atom.year or 0
    if not 1900 <= year <= 2060:
        return led and ahead.lower() != "the"
    counted = behind.lower() in word_set("dates", "counted")
    return not counted or (
        led and ahead.lower() not in ("the", "over", "around", "about", "between", "and", "to")
    )


def _month(text: str, atom: Atom, ahead: str, behind: str) -> bool:
    name = text[atom.start : atom.end]
    if atom.third:
        return True
    led = ahead.lower() in word_set("dates", "leads")
    if name.rstrip(".") in word_set("dates", "short_months"):
        return led and not behind[:1].isupper()
    if name in ("May", "March") and ahead.lower() == "the" and _event(behind):
        return True
    if name in _VERBS or name.isupper():
        return led and ahead.lower() not in ("the", "and", "or", "each", "over", "for")
    if led and ahead.lower() not in ("and", "or", "for", "the", "by", "to", "from"):
        return True
    return not (behind[:1].isupper() and text[atom.end : atom.end + 1] == " ") and not (
        ahead[:1].isupper() and text[atom.start - 1 : atom.start] == " " and not led
    )


def _event(behind: str) -> bool:
    """Whether a noun follows that may be of a month: "the May election"."""
    return behind.islower() and behind not in word_set("dates", "leads") and not behind.endswith("ed")


def _season(text: str, atom: Atom, ahead: str, behind: str) -> bool:
    name = text[atom.start : atom.end].lower()
    if atom.third:
        return True
    if ahead in ("every", "each", "a", "an", "to"):
        return False
    if ahead == "the" and _IN_THE.search(text, max(0, atom.start - _BACK), atom.start):
        return True
    if name in ("fall", "spring"):
        return ahead in ("in", "last", "this", "next", "since", "until", "by", "during") or (
            ahead == "the" and behind not in ("of", "in", "from", "and", "to") and bool(behind)
        )
    return ahead in (
        "the",
        "in",
        "of",
        "last",
        "this",
        "next",
        "since",
        "until",
        "by",
        "during",
        "before",
        "after",
        "over",
    )
