"""Who says something in a sentence: another who is named, or the author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from floodwatch.assessment.lint.base import whole
from floodwatch.vocabulary.linting import listed, word_set
from floodwatch.vocabulary.reading import words_of

_WORDS = re.compile(r"[^\W_][\w'’-]*")
_NEAR = 90
_OPENING = 12
"""Characters of marks before the first word of a sentence."""
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_SINGULAR = re.compile(
    r" (?:says|believes|suspects|thinks|claims|assesses|reports|estimates|denies|attributes|blames)\b"
)
_FIRST = re.compile(r"\W*The (?:[A-Z][\w'’-]* (?:of |for |the |on ){0,2}){2,8}(?:[a-z]+ )?[a-z]+ed ")
"""`The Ministry of Health tested it and found nothing`."""
_NOTE = re.compile(r"\[\d{1,3}\]|\(\w[\w .&,-]{2,60},? (?:19|20)\d\d\)")


def another(text: str) -> bool:
    """Whether a sentence names somebody else who says what it says."""
    return bool(_according().search(text) or _PAPER.search(text)) or any(
        who == "other" for who, _ in _said(text)
    )


def author(text: str) -> bool:
    """Whether the author says it as a judgement: `we assess that …`."""
    return any(who == "own" for who, _ in _said(text)) or bool(_OWN_VIEW.search(text))


def ties(text: str) -> bool:
    """Whether somebody who is named, or the author with a reason, ties one thing to another in a sentence."""
    return another(text) or any(_subjects(text, _tie()))


def noted(text: str) -> bool:
    """Whether a sentence carries the mark of a note, or a work in brackets with its year."""
    return bool(_NOTE.search(text))


def measured(text: str) -> bool:
    """Whether a text says who counted, or where the figures stand."""
    return (
        another(text)
        or author(text)
        or noted(text)
        or bool(_records().search(text) or _WE.search(text) or _ours().search(text))
        or any(_subjects(text, _measure()))
    )


_PAPER = re.compile(
    r"(?<!\w)(?:report|reports|paper|papers|study|studies|analysis|survey|audit|brief|bulletin|dossier|white paper"
    r"|dataset|statement|assessment|advisory|article)(?: (?!(?:by|from)\b)\w+){0,5} (?:by|from) (?:the )?[A-Z]\w"
    r"|(?:[A-Z][\w-]*|analysts|researchers|experts|officials)(?:['’]s|['’]) (?:\w+ )?"
    r"(?:hypothesis|assessment|view|opinion|estimate|conclusion) (?:is|was|that)\b"
)
"""`a paper on the posts by Meridian Lab`: a work and whose it is."""
_OURS = re.compile(r"(?<!\w)(?:[Ww]e|[Oo]ur)(?!\w)")
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_WE = re.compile(
    r"(?<!\w)(?:we|I) (?:have |had |also |then |first |later ){0,2}(?!need|want|believ|suppos|call)[a-z]+ed\b"
)
"""`we interviewed`: the author did it, so the author counted."""


def first_person(text: str) -> bool:
    """Whether the authors speak of themselves, and so answer for what they count."""
    return bool(_OURS.search(text))


def searcher(text: str, place: int) -> str:
    """Who looked for something in vain, by the verb at a place: `own`, `other`, or empty where it is not said."""
    words = list(_WORDS.finditer(text, max(0, place - _NEAR), place))
    while words and words[-1].group().lower() in word_set("speakers", "aux"):
        words.pop()
    if not words:
        return ""
    last = words[-1].group()
    if last.lower() in _PRONOUNS:
        return "other"
    named = last[0].isupper() and not is_common(last.lower()) and last.lower() not in _speakers()
    return _subject(text, place) if named or text[words[-1].end() :].startswith(",") else ""


_OWN_VIEW = re.compile(
    r"(?<!\w)(?:in our (?:view|judgement|judgment|assessment)|our assessment|our judgement)(?!\w)", re.I
)


def _said(text: str) -> Iterator[tuple[str, int]]:
    yield from _subjects(text, _say())


def _subjects(text: str, verbs: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Every verb of a list whose subject can speak: `own` or `other`, and the verb's place."""
    for found in verbs.finditer(text):
        if found.group() == "States":
            continue
        if text[found.end() : found.end() + 4].lower() in (" to ", " wit") and verbs is _tie():
            continue
        who = _subject(text, found.start())
        if who:
            yield who, found.start()


def _subject(text: str, place: int) -> str:
    words = list(_WORDS.finditer(text, max(0, place - _NEAR), place))
    passive, end = False, place
    while words and words[-1].group().lower() in word_set("speakers", "aux"):
        end = words[-1].start()
        passive = words.pop().group().lower() in _BE or passive
    if passive or not words:
        return ""
    gap = text[words[-1].end() : end]
    if words[-1].group() == "which" and len(words) > 1 and words[-2].group()[0].isupper():
        return _speaks(text, words[-2])
    if words[-1].group() == "and":
        return "other" if _FIRST.match(text) else ""
    if _aside(gap):
        return _before_aside(text, words, end)
    if len(words) > 1 and words[-2].group().lower() in ("our", "my"):
        return "own"
    return _speaks(text, words[-1])


def _aside(gap: str) -> bool:
    return gap.strip(" ·") in (",", ")", "),")


def _before_aside(text: str, words: list[re.Match[str]], place: int) -> str:
    """`Reuters, citing Microsoft, reported`: the subject stands before the commas."""
    head = text[max(0, place - 2 * _NEAR) : place].rstrip(", )")
    cut = max(head.rfind(","), head.rfind("("))
    if cut < 0:
        return ""
    ahead = list(_WORDS.finditer(head, 0, cut))
    offset = max(0, place - 2 * _NEAR)
    return _speaks(text, ahead[-1], offset) if ahead else ""


def _speaks(text: str, word: re.Match[str], offset: int = 0) -> str:
    written, small = word.group(), word.group().lower()
    if small in word_set("speakers", "own"):
        return "own"
    if small in word_set("speakers", "mute"):
        return ""
    if small in word_set("speakers", "names") and written[0].isupper():
        return "other"
    if small in _speakers() or small.removesuffix("'s").removesuffix("’s") in _speakers():
        return "other"
    here = offset + word.start()
    first = here < _OPENING and not text[:here].strip(' ·*_"“«-–—')
    common = first and is_common(small) and not _is_named(text, word, offset)
    name = written[0].isupper() and not common
    return "other" if name else ""


def _is_named(text: str, word: re.Match[str], offset: int) -> bool:
    """`Spark suspects …`: an ordinary word in the singular that speaks, and has no article, is a name."""
    small = word.group().lower()
    if small in word_set("speakers", "nobody") or small.endswith("s"):
        return False
    return bool(_SINGULAR.match(text, offset + word.end()))


def is_common(small: str) -> bool:
    """Whether a word is an ordinary one that only stands with a capital."""
    plain = _common()
    return any(form in plain for form in (small, small.removesuffix("s"), small.removesuffix("es")))


@cache
def _common() -> frozenset[str]:
    return frozenset(str(words_of("common")["words"]).split())


@cache
def _speakers() -> frozenset[str]:
    nouns = words_of("cues")["speaker_nouns"]
    named = {str(noun) for row in nouns.values() for noun in row}
    return frozenset(named) | word_set("speakers", "holders")


@cache
def _ours() -> re.Pattern[str]:
    """`our customers`, `we can trace`: the authors speak of what is theirs."""
    return whole(
        rf"our (?:\w+ )?(?:{listed('speakers', 'ours')})|we (?:can |could )?(?:{listed('speakers', 'count')})"
    )


@cache
def _say() -> re.Pattern[str]:
    return whole(listed("speakers", "say"))


@cache
def _tie() -> re.Pattern[str]:
    return whole(listed("speakers", "tie"))


@cache
def _measure() -> re.Pattern[str]:
    return whole(listed("speakers", "measure"))


@cache
def _according() -> re.Pattern[str]:
    return whole(listed("speakers", "according"))


@cache
def _records() -> re.Pattern[str]:
    return whole(listed("speakers", "records"))
