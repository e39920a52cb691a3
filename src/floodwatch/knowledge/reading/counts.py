"""Counts of things, with bounds, unit and qualifier; no shares, ages, measures, ranks or numbers of pages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from floodwatch.knowledge.reading.counted import is_plural, noun, of_them, singular
from floodwatch.knowledge.reading.numbers import Amount, in_blocks
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample
from floodwatch.vocabulary.reading import either, word_set

_LONGEST = 6
"""Digits without groups that a count may have; longer ones are numbers of telephones and registers."""
_BEFORE = 40
_NEAR = 45
_CAPITAL = re.compile(r"([^\s\d]{1,30})[ -]\Z")
_CAPITAL_LAST = re.compile(r"(?<![^\s\"“(])[A-Z][\w’'-]* \Z")
_RATIO = re.compile(
    r" (?:in|out of|in every) "
    r"(?:a |\d{1,3}\b(?! ?[a-z]{3,} (?:accounts|posts))|(?:one|two|three|four|five|six|eight|ten|twenty|a hundred)\b)"
)
_RATIO_BACK = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of) (?:every )?\Z", re.I
)
_END = re.compile(r"\s?(?:[\"'”’.,;:!?)]|\Z|(?:on|in|today|tomorrow|this|that|every)\b)")
_HYPHEN = re.compile(r"-([^\W\d_]+)")
_NAME = re.compile(r" [“\"(]?[A-Z]")
_SMALL = re.compile(r"[^\W\d_]{3,30}")
_OTHERS = frozenset({"other", "more", "another", "time"})
_ONE = frozenset({"one", "One"})
_CODED = re.compile(r"[^\W_]-\Z")
_HEADED = re.compile(r"\.? [A-Z][^\W\d_]+(?: [^\W\d_]+){0,4}(?:\.(?: |\Z)|\Z)")
_SUBJECT = re.compile(r" [a-z]")
_TIMES = re.compile(r"\s?[x×]\b")


class Counts:
    """Numbers of things that can be counted, and spans of time; `one` only with a qualifier or beside other counts."""

    name = "counts"
    description = "Numbers of things, with bounds, unit and qualifier."
    makes = ("count",)
    needs = ("money", "date", "technique", "indicator")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every count that is no part of another kind."""
        kinds = (*self.needs, "name", "person", "platform")
        taken = sorted((m.start, m.end) for kind in kinds for m in before.get(kind, ()))
        unit = ""
        for block, text, numbers in in_blocks(document):
            ones: list[Amount] = []
            found: list[tuple[Amount, str]] = []
            skipped: Amount | None = None
            for amount in numbers:
                if amount.currency or _within(taken, block.start + amount.start, block.start + amount.end):
                    continue
                if _listed(text, amount, skipped) or not _plain(text, amount):
                    skipped = amount
                    continue
                if text[amount.first : amount.last] in _ONE and not amount.qualifier:
                    ones.append(amount)
                    continue
                told = _unit(
                    text, amount, unit, known=bool(found), cell=text == text[amount.start : amount.end]
                )
                if told is not None:
                    unit = told or unit
                    found.append((amount, told))
            yield from _mentions(text, block.start, [*found, *_beside(text, ones, found)])

    def examples(self) -> Sequence[ReadingExample]:
        """Counts, and numbers that count nothing."""
        return (
            ReadingExample("It ran over 175 websites in 58 languages.", ("over 175", "58")),
            ReadingExample(
                "Roughly two dozen accounts, a handful of pages and hundreds of users; fourteen remained.",
                ("Roughly two dozen", "a handful of", "hundreds of", "fourteen"),
            ),
            ReadingExample(
                "At least 103 million people, four to five hours later, saw three of the 38 posts.",
                ("At least 103 million", "four to five", "three", "38"),
            ),
            ReadingExample(
                "Half of them, 40% of 3 in 10 users aged 45 on page 12 at 10:30 were 5 km away, a third time.",
                (),
            ),
            ReadingExample(
                "At least one of the servers and some 300-odd accounts; 1.2M views, 100+ sites.",
                ("At least one", "some 300-odd", "1.2M", "100+"),
            ),
            ReadingExample(
                "In section 4 of version 2.1 the group APT41 (Storm 12) was ranked No. 3; it opened at six.",
                (),
            ),
        )


def _mentions(text: str, offset: int, found: Sequence[tuple[Amount, str]]) -> Iterator[Mention]:
    for amount, unit in sorted(found, key=lambda pair: pair[0].start):
        told: dict[str, Any] = {"low": amount.low, "high": amount.high, "unit": unit}
        if amount.qualifier:
            told["qualifier"] = amount.qualifier
        start, end = amount.start, amount.end
        yield Mention("count", offset + start, offset + end, text[start:end], told)


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(spans, (end, 0))
    return any(first < end and start < last for first, last in spans[max(0, at - 4) : at])


def _listed(text: str, amount: Amount, skipped: Amount | None) -> bool:
    """Whether a number goes on with a list of numbers of pages, clauses and the like."""
    return (
        skipped is not None
        and amount.start - skipped.end < 8
        and re.fullmatch(r"(?:, ?| and | or |, and | to |-|–)", text[skipped.end : amount.start]) is not None
    )


def _plain(text: str, amount: Amount) -> bool:
    """Whether nothing around a number says that it counts nothing."""
    ahead = text[max(0, amount.start - _BEFORE) : amount.start]
    after = text[amount.last : amount.last + 1]
    written = text[amount.first : amount.last]
    if amount.core.words and (written.isupper() or (written[0].isupper() and _CAPITAL_LAST.search(ahead))):
        return False
    if (
        amount.core.plain
        and not amount.range
        and (len(written) > _LONGEST or ahead.endswith(("+", "#", "/", "=", "(")))
        and not (ahead.endswith("(") and len(written) <= _LONGEST)
    ):
        return False
    if amount.core.plain and len(written) > 1 and written[0] == "0" and written.isdigit():
        return False
    if (amount.core.plain and not amount.range and _CODED.search(ahead)) or _section(text, amount):
        return False
    if after.isalpha() and not amount.qualifier and text[amount.end - 1 : amount.end].isdigit():
        return False
    return not (
        _measure().match(text, amount.end)
        or _TIMES.match(text, amount.end)
        or (_label().search(ahead) and not amount.qualifier and (amount.core.plain or amount.core.words))
        or _RATIO.match(text, amount.end)
        or _RATIO_BACK.search(ahead)
        or _clock(text, amount, ahead)
    )


def _section(text: str, amount: Amount) -> bool:
    """Whether a number opens a paragraph, or one with a point a sentence, as that of a section: "2.1 Collection." """
    before = text[max(0, amount.start - 2) : amount.start]
    pointed = before in (". ", "? ", "! ") and "." in text[amount.first : amount.last]
    opens = not before.strip() or pointed
    return opens and not amount.qualifier and _HEADED.match(text, amount.end) is not None


def _clock(text: str, amount: Amount, ahead: str) -> bool:
    """A time of day: a small number alone behind `at` or `until`."""
    if (amount.high or 99) > 24 or amount.qualifier or amount.core.vague:
        return False
    return bool(_clocks().search(ahead) and _END.match(text, amount.end))


def _unit(text: str, amount: Amount, last: str, *, known: bool, cell: bool) -> str | None:
    """What is counted; what was counted last where only the number stands; None where nothing is."""
    hyphen = _HYPHEN.match(text, amount.end)
    if hyphen and not amount.qualifier.endswith(("odd", "ish", "plus")):
        word = hyphen.group(1).lower()
        return word if word in word_set("counts", "hyphenated") else None
    follows, inner = of_them(text, amount.end)
    if follows:
        return inner or last
    told = noun(text, amount.end, one=1 in (amount.low, amount.high), proper=amount.core.words)
    if told:
        return last if told[0] in _OTHERS else told[0]
    return _alone(text, amount, last, known=known or cell)


def _alone(text: str, amount: Amount, last: str, *, known: bool) -> str | None:
    """What a number without a noun behind it counts; None for a name's number, a decimal, and `the two`."""
    plain, part = amount.core.plain, (amount.low or 0) % 1 or (amount.high or 0) % 1
    if part or _named(text, amount) or (plain and _NAME.match(text, amount.end)):
        return None
    subject = amount.core.words and _SUBJECT.match(text, amount.end)
    if text[max(0, amount.start - 4) : amount.start].lower() == "the " and not (amount.qualifier or subject):
        return None
    if amount.core.words and not amount.low and not amount.core.vague:
        return None
    if plain and not (amount.qualifier or amount.range or known):
        return None
    return _back(text, amount.start) or last or "person"


def _back(text: str, place: int) -> str:
    """The noun in the plural that stands last before a bare number, in its sentence."""
    before = re.split(r"[.!?;] ", text[max(0, place - 2 * _BEFORE) : place])[-1]
    nouns = [word for word in _SMALL.findall(before.lower()) if is_plural(word)]
    return singular(nouns[-1]) if nouns else ""


def _named(text: str, amount: Amount) -> bool:
    """Whether digits belong to the capitalised word in front: `Spur 12`, `Storm Petrel 9`."""
    if not amount.core.plain or amount.qualifier or amount.range:
        return False
    found = _CAPITAL.search(text, max(0, amount.start - _BEFORE), amount.start)
    if found is None:
        return False
    word = found.group(1)
    return word[:1].isupper() and word.lower() not in word_set("sentences", "openers")


def _beside(
    text: str, ones: Sequence[Amount], found: Sequence[tuple[Amount, str]]
) -> Iterator[tuple[Amount, str]]:
    """Each `one` that stands in a row with other counts."""
    starts = [amount.start for amount, _ in found]
    for one in ones:
        at = bisect_left(starts, one.start)
        near = [u for a, u in found[max(0, at - 2) : at + 2] if _joined(text, one, a)]
        told = noun(text, one.end, one=True)
        if near:
            yield one, told[0] if told else near[0]


def _joined(text: str, one: Amount, other: Amount) -> bool:
    first, second = sorted((one, other), key=lambda a: a.start)
    between = text[first.end : second.start]
    return (
        len(between) <= _NEAR
        and re.search(r"(?:\band|\bor|,|;)", between) is not None
        and not re.search(r"[.!?] ", between)
    )


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        rf"\s?(?:%|‰|°|″|′)|[ -]?{either(word_set('counts', 'measures'))}(?![\w])(?!-old\w)", re.I
    )


@cache
def _label() -> re.Pattern[str]:
    short = word_set("counts", "short_labels")
    return re.compile(
        rf"(?<!\w)(?:{either(short)}\.|{either(word_set('counts', 'labels') | short)}) ?\Z", re.I
    )


@cache
def _clocks() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_set('counts', 'clock'))} \Z", re.I)


COUNTS = Counts()
