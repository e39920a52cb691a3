"""Numbers of a text as amounts: ranges, multipliers, currencies, and the words in front and behind that bound them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from floodwatch.knowledge.reading.currencies import Currency, after, ahead
from floodwatch.knowledge.reading.number_words import value_of, whole
from floodwatch.model.documents import Block, Document
from floodwatch.vocabulary.reading import either, word_set, words_of

_NEAR = 34
"""Characters in front of a number and behind it in which its qualifier may stand."""
_SIGNS = {"~": "near", "≈": "near", ">": "low", "≥": "low", "<": "high", "≤": "high"}
_GLUED = (
    *("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "INR", "IDR", "PHP", "KES", "NGN", "PLN"),
    *("Rp", "Rs", "KSh", "TSh", "USh"),
)
"""Codes and marks that may stand right before a number."""
_JOIN = re.compile(r"\s?(?:(-|–|—)|(?<=\s)(to|and|or|through|till|until)(?=\s))\s?")
_CHANGE = re.compile(
    r"(?:r[io]se|risen|gr[eo]w|grown|f[ae]ll|fallen|drop|increas|decreas|jump|clim|up|down|shr[aiu]nk|declin|went|gone|move|chang|cut|reduc|rais|revis|correct|lower)\w*(?:\s\w+){0,4}\s\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Core:
    """One number without anything around it; `plain` are digits without groups or multipliers."""

    start: int
    end: int
    low: float | None
    scale: float = 1
    words: bool = False
    plain: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or a range with its qualifier and currency: `start` to `end`; the numbers alone: `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    low: float | None
    high: float | None
    qualifier: str
    currency: Currency | None
    core: Core
    range: bool = False


@lru_cache(maxsize=2)
def in_blocks(document: Document) -> tuple[tuple[Block, str, tuple[Amount, ...]], ...]:
    """The blocks of a document that are read, with their text and the amounts in it."""
    return tuple((block, text, tuple(amounts(text))) for block, text in document.said())


def amounts(text: str) -> Iterator[Amount]:
    """Every amount of a text, in order; the numbers of a range make one."""
    found, at = list(cores(text)), 0
    while at < len(found):
        one = found[at]
        two = found[at + 1] if at + 1 < len(found) else None
        made = _ranged(text, one, two) if two else None
        at += 2 if made else 1
        yield made or _single(text, one)


def cores(text: str) -> Iterator[Core]:
    """The numbers themselves."""
    for found in _numbers().finditer(text):
        written = found.group()
        if found.lastgroup == "vague":
            yield Core(found.start(), found.end(), _at_least(written.lower()), words=True, vague=True)
            continue
        value = value_of(written)
        if value is not None:
            worded = not written[0].isdigit()
            yield Core(*found.span(), value[0], value[1], words=worded, plain=written.isdigit())


def _single(text: str, one: Core) -> Amount:
    start, end, currency = _currency(text, one, one)
    first_word, start = _qualified(text, start) if not one.vague else ("", start)
    word, end = _behind(text, end)
    bound = _meaning(word) or _meaning(first_word)
    if one.vague:
        name = text[one.start : one.end].lower()
        return Amount(start, end, one.start, one.end, one.low, None, name, currency, one)
    low, high = (None if bound == "high" else one.low), (None if bound == "low" else one.low)
    return Amount(start, end, one.start, one.end, low, high, _shown(word or first_word), currency, one)


def _ranged(text: str, one: Core, two: Core) -> Amount | None:
    """One amount for two numbers that a dash, `to`, `or` or `between … and` joins."""
    if one.vague or two.vague or two.start - one.end > _NEAR or one.low is None or two.low is None:
        return None
    left, right = after(text, one.end), ahead(text, two.start)
    gap_start, gap_end = (left.end if left else one.end), (right.start if right else two.start)
    join = _JOIN.fullmatch(text, gap_start, gap_end) if gap_start < gap_end else None
    if join is None:
        return None
    opening = _opening(text, min(one.start, getattr(ahead(text, one.start), "start", one.start)))
    if not _may_join(text, join.group(2), one, two, opening):
        return None
    low, high = one.low, two.low
    if one.scale == 1 and two.scale > 1 and low < high / two.scale:
        low = whole(low * two.scale)
    if low >= high or (left and right and left.code != right.code):
        return None
    start, end, currency = _currency(text, one, two)
    currency = currency or left or right
    if opening:
        start = opening.start("open")
    word, start = _qualified(text, start)
    return Amount(start, end, one.start, two.end, low, high, _shown(word), currency, two, range=True)


def _may_join(text: str, word: str | None, one: Core, two: Core, opening: re.Match[str] | None) -> bool:
    if opening and opening.group("open").lower() == "from":
        return word in ("to", "until", "till", "through", None) and not _CHANGE.search(
            text, max(0, opening.start("open") - 40), opening.start("open")
        )
    if word == "and":
        return opening is not None
    if word == "or":
        return one.low is not None and two.low is not None and 0 < two.low - one.low <= max(2, one.low)
    if word is None:
        return not (one.words ^ two.words)
    return word == "to" or opening is not None


def _opening(text: str, place: int) -> re.Match[str] | None:
    return _OPEN.search(text, max(0, place - 10), place)


_OPEN = re.compile(r"(?<!\w)(?P<open>between|from)\s(?:\Z)", re.I)


def _currency(text: str, one: Core, two: Core) -> tuple[int, int, Currency | None]:
    """Start and end with the currency in front of the first number or behind the last."""
    front, back = ahead(text, one.start), after(text, two.end)
    if front:
        named = back if back and back.code == front.code else None
        return front.start, named.end if named else two.end, front
    return one.start, back.end if back else two.end, back


def _qualified(text: str, start: int) -> tuple[str, int]:
    """The words in front that bound an amount, and where they begin."""
    found = _front().search(text, max(0, start - _NEAR), start)
    if found is None:
        return "", start
    return found.group("word"), found.start("word")


def _behind(text: str, end: int) -> tuple[str, int]:
    found = _back().match(text, end)
    return (found.group("word") or found.group("sign"), found.end()) if found else ("", end)


def _meaning(word: str) -> str:
    """What a qualifier leaves open: `low`, `high`, or neither (`near`); empty for none."""
    plain = " ".join(word.lower().replace("-", " ").rstrip(".").split())
    for name, kinds in (("low", ("only_low", "after_low")), ("high", ("only_high", "after_high"))):
        if any(plain in word_set("numbers", kind) for kind in kinds):
            return name
    if plain in ("+", "plus"):
        return "low"
    return _SIGNS.get(word, "near" if word else "")


def _shown(word: str) -> str:
    """A qualifier as it is written, in lower case; signs are none."""
    return "" if word in _SIGNS else word.lower()


def _at_least(written: str) -> float | None:
    """The least that `dozens of`, `tens of thousands of` or `several hundred` say."""
    words = [w for w in re.findall(r"[a-z]+", written) if w != "of"]
    vague, scale = words_of("numbers")["vague"], words_of("numbers")["multipliers"]
    if "handful" in words:
        return None
    total = 1.0
    for place, word in enumerate(w for w in words if w in vague or w in scale):
        factor = vague[word] if word in vague else 2 * scale[word]
        total *= factor if place == 0 else scale.get(word, scale.get(word.removesuffix("s"), 1))
    return whole(total)


@cache
def _numbers() -> re.Pattern[str]:
    words = words_of("numbers")
    unit, ten = either(words["units"]), either(words["tens"])
    scale = either([*words["multipliers"], *words["foreign"]])
    small = rf"(?:{ten}(?:[- ]{unit})?|{unit})(?!\w)"
    step = rf"(?:[ -]{scale}(?!\w)){{1,3}}(?:,? (?:and )?{small}(?![ -](?:to|or)\b))?"
    first = rf"(?:{small}(?: and a half(?=[ -]{scale}))?|(?:half|quarter of) an?(?= {scale})|an?(?= {scale}(?!\w)))"
    digit = (
        r"(?:\d{1,3}(?:[,'’]\d{2,3}){1,6}(?:\.\d{1,6})?(?!\d)|\d{1,3}(?:\.\d{3}){1,5},\d\d(?!\d)|\d{1,3}(?:\.\d{3}){2,5}(?!\d)"
        r"|\d{1,3}(?: \d{3}){1,5}(?![\d,.]\d|\d)|\d{1,18}(?:[.,]\d{1,8})?(?!\d))(?![.:/,]\d)"
    )
    letter = either(words["letters"])
    plural, some = either(words["vague"]), either(words["some"])
    singular = either(["hundred", "thousand", "million", "billion", "dozen"])
    vague = (
        rf"(?:{some} )?{plural}(?!\w)(?: of {plural}(?!\w)){{0,2}}(?: of(?!\w)(?! course))?"
        rf"|{some} {singular}(?!\w)(?: {singular}(?!\w))?(?: of(?= (?:the|these|those|its|their|them)\b))?"
        rf"|a (?:small )?handful(?: of)?(?!\w)"
    )
    glued = "|".join(rf"(?<=\b{code})" for code in _GLUED)
    return re.compile(
        rf"(?P<vague>(?<![\w-])(?:{vague}))"
        rf"|(?P<words>(?<![\w.-]){first}(?:{step}){{0,4}}(?!-(?:year|day)-old))"
        rf"|(?P<digits>(?:(?<![\w.,:/])|{glued})(?<![^\W\d][-'’])(?:{digit})(?:{letter}(?!\w))?"
        rf"(?:(?:[ -]| de ){scale}(?!\w)){{0,2}})",
        re.I,
    )


@cache
def _front() -> re.Pattern[str]:
    words = [
        *word_set("numbers", "only_low"),
        *word_set("numbers", "only_high"),
        *word_set("numbers", "near"),
    ]
    return re.compile(rf"(?<![\w-])(?P<word>(?:{either(words)}\.?(?=\s)|[~≈<>≥≤]))\s?\Z", re.I)


@cache
def _back() -> re.Pattern[str]:
    words = [word for key in ("after_low", "after_high", "after_near") for word in word_set("numbers", key)]
    ends = r"(?:at (?:the )?(?:least|most)|at (?:a )?(?:maximum|minimum))(?=\s?(?:[.,;:!?)\]]|\Z))"
    word = rf"(?P<word>{ends}|(?!at ){either(words)}(?!\w))"
    return re.compile(rf",? {word}|-?(?P<sign>\+|(?:odd|ish|plus)(?!\w))", re.I)
