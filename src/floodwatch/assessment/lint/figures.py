"""Figures of which nobody says who counted, or as of when."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, hit
from floodwatch.assessment.lint.text import Sentence, Text
from floodwatch.assessment.lint.who import first_person, measured
from floodwatch.model.documents import Block
from floodwatch.vocabulary.linting import listed, word_set
from floodwatch.vocabulary.reading import either, words_of

CARRIED = 4
"""Blocks of a section, the figure's own among them, over which a reader keeps a source and a date in mind."""
FEW = 10
"""Counts up to this are what a reader can see or count again."""


OPENING, SHORT = 3, 12
"""Paragraphs of an opening, and sentences of a text that is too short to have one."""
HEAD, LINE = 6, 90
"""Blocks of a document's head, and characters of a line of it, in which its date stands."""


_MODEL = re.compile(
    r"\w (?!(?:In|On|By|Of|Some|About|Over|January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b)[A-Z][a-z]+ \Z"
)
"""A name in front of a number that belongs to it: `Office 365`."""
_NAME = re.compile(r"(?:^| )[A-Z][a-z][\w-]*$")
"""A name behind a number, as in an address."""
_RANGE = re.compile(r"\d ?[–-] ?\Z|\bto \Z")
"""Before the upper end of a range, whose lower end was looked at."""


class BareFigure:
    """A count, share or sum without the one who counted, or without a date."""

    name = "bare_figure"
    description = "A count, share or sum without a source or without the date or period that it holds for."
    severity: Severity = "warning"
    why = "A figure without {missing} cannot be checked, and is stale without anybody noticing."
    remedy = "Say who counted it, in what, and as of when or for which period."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every figure whose paragraph lacks a source or a date."""
        told, table = _Blocks(text), -2
        for sentence in text.sentences:
            figures = list(_figures(sentence))
            if sentence.kind == "cell" and figures:
                figures = figures[:1] if sentence.block > table else []
                table = self._end(text, sentence.block)
            missing = told.missing(sentence.block) if figures else ""
            if missing and not _supposed().search(sentence.text):
                for found in figures:
                    yield hit(sentence, found, self.why.format(missing=missing))

    @staticmethod
    def _end(text: Text, block: int) -> int:
        """The last cell of a table, which wants a source and a date once."""
        while block + 1 < len(text.blocks) and text.blocks[block + 1].kind == "cell":
            block += 1
        return block

    def examples(self) -> Sequence[LintExample]:
        """A bare figure, a told one, and numbers that are no figures."""
        return (
            LintExample("The network has 3,400 accounts.", ("3,400 accounts",)),
            LintExample("Meta removed 3,400 accounts in May 2024.", ()),
            LintExample("Section 12 of the act of 1996 gives 30 days.", ()),
        )


class Told(NamedTuple):
    """What a reader has been told when a block ends: who counts, and for which time."""

    source: bool = False
    date: bool = False

    def __or__(self, other: Any) -> Told:
        return Told(self.source or other.source, self.date or other.date)


class _Blocks:
    """What a reader has been told in each block, and what is still missing there."""

    def __init__(self, text: Text) -> None:
        self.text, self.told = text, _told(text)

    def missing(self, block: int) -> str:
        """What a reader does not know when a figure of a block comes, nor finds beside it."""
        if not all(self.told[block]):
            self.told[block] |= _says(self.text.beside(block)) | self._below(block)
        told = self.told[block]
        lacks = (("a source", told.source), ("a date", told.date))
        return " and ".join(name for name, there in lacks if not there)

    def _below(self, block: int) -> Told:
        """What a heading's own section says at once."""
        blocks = self.text.blocks
        if blocks[block].kind != "heading" or block + 1 >= len(blocks) or blocks[block + 1].kind == "heading":
            return Told()
        return self.told[block + 1]


def _told(text: Text) -> list[Told]:
    """For each block what it says and what its section said before; what holds for all figures holds everywhere."""
    says = [Told()] * len(text.blocks)
    for sentence in text.sentences:
        says[sentence.block] |= _says(sentence.text)
    scope, section = _scope(text), deque[Told](maxlen=CARRIED)
    found: list[Told] = []
    for block, said in zip(text.blocks, says, strict=True):
        if block.kind == "heading":
            section.clear()
        section.append(said)
        found.append(reduce(or_, section, scope))
    return found


def _says(text: str) -> Told:
    return Told(measured(text), bool(_date().search(text)))


def _scope(text: Text) -> Told:
    """Whether the document says once, for all its figures, whose they are, and of which period.

    The opening of a report holds for the rest: what the authors say they counted, and of which period it tells.
    """
    said = [s.text for s in text.sentences if _all_figures().search(s.text)]
    first = set(list(dict.fromkeys(text.prose_blocks))[:OPENING]) if len(text.prose_blocks) > SHORT else set()
    opening = [s.text for s in text.prose[: 10 * OPENING] if s.block in first]
    return Told(
        any(_of_all().search(s) for s in said) or any(first_person(s) for s in opening),
        any(_date().search(s) for s in said) or _bears(text) or any(_span().search(s) for s in opening),
    )


def _bears(text: Text) -> bool:
    """Whether the document bears its date: in its data, its title, a dateline, or a line of its head."""
    whole = text.document
    if whole.published:
        return True
    head = (block for block in whole.blocks[:HEAD] if _is_head(block, whole.text[block.start : block.end]))
    return any(_date().search(whole.text[block.start : block.end]) for block in head)


def _is_head(block: Block, text: str) -> bool:
    if block.kind == "boilerplate" or (block.kind == "heading" and block.level == 1):
        return True
    return len(text) <= LINE and not text.rstrip().endswith((".", "!", "?", ":"))


def _figures(sentence: Sentence) -> Iterator[re.Match[str]]:
    for found in _pattern().finditer(sentence.text):
        if not _NAME.search(found.group("unit") or "") and _counts(sentence.text, found):
            yield found


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a number is a count, share or sum, and not a date, a law, a version, a span of time."""
    ahead = text[max(0, found.start() - 60) : found.start()]
    if _MODEL.search(ahead) and "," not in found.group():
        return False
    if _label().search(ahead) or _rate().match(text, found.end()):
        return False
    if found.group("share"):
        return not (_level().match(text, found.end()) or _RANGE.search(ahead))
    if found.group("sum") or found.group("vague"):
        return True
    unit = found.group("unit").lower().split()
    return _is_unit(unit, ahead) and _is_many(found, unit)


def _is_unit(unit: Sequence[str], ahead: str) -> bool:
    """Whether what is counted is neither a span of time or measure, nor the pages of a book."""
    if unit[-1] in word_set("figures", "spans") or {unit[0], unit[-1]} & word_set("figures", "no_units"):
        return False
    if unit[0] in word_set("figures", "months"):
        return False
    return unit != ["pages"] or not _written().search(ahead)


def _is_many(found: re.Match[str], unit: Sequence[str]) -> bool:
    """Whether a count is more than a reader sees at once, and no year."""
    digits = found.group("number")
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", digits):
        return unit[-1] in word_set("figures", "units")
    return bool(found.group("scale")) or float(digits.replace(",", "")) > FEW


@cache
def _pattern() -> re.Pattern[str]:
    number = r"(?<![\w.,:/-])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    scale = r"(?:[ -](?P<scale>thousand|million|billion|trillion|k|m|bn)(?![\w]))?"
    plural = r"(?:[a-z][\w-]+ ){0,2}?(?:[a-z][\w-]*s|people|media|children|women|men)"
    unit = rf"(?P<unit>{plural})(?![\w-])"
    return re.compile(
        rf"(?P<sum>[$€£¥₹]\d[\d,.]*\d?(?: ?(?:thousand|million|billion|m|bn|k)\b)?"
        rf"|\b\d[\d,.]* (?:thousand |million |billion )?(?:{_currencies()})\b)"
        r"|(?P<share>(?<![\w.,])\d+(?:\.\d+)? ?(?:%|per ?cent\b))"
        rf"|(?<![\w-])(?P<vague>(?:tens of |hundreds of )?(?:dozens|hundreds|thousands|millions) of) {plural}(?![\w-])"
        rf"|{number}{scale}(?: of the)? {unit}",
        re.I,
    )


def _currencies() -> str:
    return "dollars|euros|pounds|roubles|rubles|yuan|hryvnia"


@cache
def _level() -> re.Pattern[str]:
    """A level that is chosen, not counted."""
    return re.compile(
        r" (?:\w+ )?(?:intervals?|bounds?|confidence|false|level|quantiles?|limit|significance)\b", re.I
    )


@cache
def _rate() -> re.Pattern[str]:
    """A price or a rate: so much each, a month, per piece."""
    return re.compile(
        r"\W{0,2}(?:each|apiece|per \w|p\.a\.|an? (?:day|week|month|year|piece|post|licen[cs]e|head|hour)\b)",
        re.I,
    )


@cache
def _written() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:report|document|book|study|paper|ruling|indictment|annex)\b", re.I)


@cache
def _date() -> re.Pattern[str]:
    months = either([*words_of("dates")["months"], *words_of("dates")["short_months"]])
    days = either(words_of("dates")["weekdays"])
    return re.compile(
        rf"(?<![\w,.$€£-])(?:19|20)\d\d(?![\w%]|[.,]\d)|\b\d{{1,2}} {months}\b|\b{months} \d{{1,2}}\b"
        rf"|\b\d{{4}}-\d\d-\d\d\b"
        rf"|\b(?:in|since|until|by|of|from|before|after|around|during|late|early|mid|last) {months}\b"
        rf"|\b(?i:(?:first|second|third|fourth) (?:quarter|half)|yesterday|{days}"
        r"|(?:last|this) (?:week|month|year|quarter|spring|summer|autumn|winter))\b"
    )


@cache
def _span() -> re.Pattern[str]:
    """A period with both its ends."""
    day = r"(?:\w+ ){0,3}(?:(?:19|20)\d\d)"
    return re.compile(rf"(?<!\w)(?:between|from) (?:\w+ ){{0,3}}?{day}?,? ?(?:and|to|until) {day}\b")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{listed('figures', 'labels')})\.? ?(?:no\.? ?)?\Z", re.I)


@cache
def _all_figures() -> re.Pattern[str]:
    return re.compile(listed("figures", "scope"), re.I)


@cache
def _of_all() -> re.Pattern[str]:
    return re.compile(listed("figures", "of_all"), re.I)


@cache
def _supposed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{listed('figures', 'supposed')})(?!\w)", re.I)
