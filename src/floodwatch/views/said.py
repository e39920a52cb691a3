"""Claims as rows for people: what is said, as a range where it is a number, when, by whom, from where, how sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from floodwatch.casebook.gathering import Sources
from floodwatch.model.claims import Claim, Entity
from floodwatch.vocabulary.kinds import CURRENCY, claim_kinds

SIMPLE = (
    "about", "almost", "approximately", "around", "as many as", "at a minimum", "at least", "at most", "close to",
    "fewer than", "just over", "just under", "less than", "more than", "nearly", "over", "roughly", "some", "under",
    "up to",
)  # fmt: skip
"""Qualifiers that stand before a number; others ("hundreds of") hold one themselves."""
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
PLURAL = re.compile(r"[a-z]+(?<!ie)(?<!s)s")
PRECISE = {"day": 10, "month": 7, "year": 4}
UNNAMED = "(unnamed)"
ALIASES = {
    "same": "is the same as",
    "overlaps": "overlaps with",
    "part_of": "is a part of",
    "successor": "is the successor of",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Writes claims, knowing everybody they name, their sources and the decisions that confirmed them."""

    people: Mapping[str, Entity]
    sources: Sources
    numbers: Mapping[str, int]

    def name(self, entity_id: str) -> str:
        """What an entity is called."""
        one = self.people.get(entity_id)
        return (one.label or UNNAMED) if one else ""

    def row(self, claim: Claim) -> dict[str, Any]:
        """One claim."""
        return {
            "claim": claim.claim_id,
            "predicate": claim.predicate,
            "subject": self.name(claim.subject),
            "object": self.name(claim.object_entity),
            "says": self.says(claim),
            "value": value(claim),
            "polarity": claim.polarity,
            "hedge": hedge(claim),
            "as_of": as_of(claim),
            "said_by": self.name(claim.said_by),
            "source": self.sources.titles.get(claim.source_document, claim.source_document[:12]),
            "document": claim.source_document,
            "span": None if claim.span_start is None else [claim.span_start, claim.span_end],
            "quote": claim.quote,
            "grade": f"{claim.admiralty_source}{claim.admiralty_information}",
            "markings": [mark for mark in (claim.tlp, claim.pap) if mark],
            "status": claim.status,
            "entered_by": claim.suggested_by,
            "decided_by": claim.decided_by,
            "decided_at": claim.decided_at,
            "reason": claim.reason,
            "decision": self.numbers.get(claim.claim_id),
        }

    def rows(self, claims: Iterable[Claim]) -> list[dict[str, Any]]:
        """Several claims, in their order."""
        return [self.row(claim) for claim in claims]

    def says(self, claim: Claim) -> str:
        """The claim as a sentence, with its hedge, and marked where it is denied or was looked for in vain."""
        parts = {
            "subject": self.name(claim.subject),
            "object": self.name(claim.object_entity) if claim.object_entity else "",
            "value": value(claim),
            "number": "" if claim.value_low is None else _scaled(claim.value_low),
            "as_of": as_of(claim),
        }
        kind = claim_kinds()[claim.predicate]
        if kind.value == "choice":
            parts["value"] = parts["value"].replace("_", " ")
        text = kind.wording
        if claim.predicate == "alias_of":
            text = f"{{subject}} {ALIASES[claim.value_text]} {{object}}"
        if claim.object_entity and "{object}" not in text:
            text = text.replace(": {value}", ", on {object}: {value}")
        for name, part in parts.items():
            text = text.replace("{" + name + "}", part)
        text = text.strip().removesuffix(":").replace(" : ", ": ").replace(" on since ", " since ")
        before = {"denied": "denied: ", "not_observed": "not observed: "}.get(claim.polarity, "")
        beside = (claim.qualifier if claim.value_text else "", claim.hedge)
        return before + text + "".join(f" ({words})" for words in beside if words)


def value(claim: Claim) -> str:
    """What is said beside the object: a number with unit and qualifier, or the text."""
    if claim.value_low is None and claim.value_high is None:
        return claim.value_text
    return quantity(claim.value_low, claim.value_high, claim.unit, claim.qualifier)


def quantity(low: float | None, high: float | None, unit: str, qualifier: str = "") -> str:
    """A number as a range: `over 175 websites`, `hundreds of victims (200 to 999)`, `$170 million to $220 million`."""
    bare = _range(low, high, unit)
    if not qualifier:
        return bare
    before, comma, behind = qualifier.partition(",")
    if comma and before.casefold() in SIMPLE:
        return f"{quantity(low, high, unit, before)}{comma}{behind}"
    if qualifier.casefold() in SIMPLE:
        end = next(number for number in (low, high) if number is not None)
        if low is None or high is None or low == high:
            return f"{qualifier} {_number(end, unit)}"
        return f"{qualifier} {_number(_named(qualifier, low, high), unit)} ({bare})"
    of = " of" if CURRENCY.fullmatch(unit) and not qualifier.casefold().endswith(" of") else ""
    return f"{qualifier}{of} {_bare_unit(unit)} ({bare})".replace("  ", " ")


def _named(qualifier: str, low: float, high: float) -> float:
    """Which end of a closed range the words name: that from which it is an approach, else its middle."""
    below = (
        "nearly",
        "almost",
        "under",
        "just under",
        "up to",
        "less than",
        "fewer than",
        "at most",
        "as many as",
    )
    above = ("over", "more than", "at least", "at a minimum", "just over")
    word = qualifier.casefold()
    return high if word in below else low if word in above else (low + high) / 2


def _range(low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        word, end = ("over", low) if low is not None else ("up to", high or 0.0)
        return f"{word} {_number(end, unit)}"
    if low == high:
        return _number(low, unit)
    money = CURRENCY.fullmatch(unit) is not None
    return f"{_number(low, unit) if money else _scaled(low)} to {_number(high, unit)}"


def _number(number: float, unit: str) -> str:
    money = CURRENCY.fullmatch(unit) is not None
    text = _scaled(number)
    return (
        f"${text}"
        if unit == "USD"
        else f"{text} {unit}".rstrip()
        if money
        else f"{text} {_bare_unit(_one(unit) if number == 1 else unit)}".rstrip()
    )


def _one(unit: str) -> str:
    """The unit of a single thing, where it is one plain word: `account` of `accounts`."""
    return unit[:-1] if PLURAL.fullmatch(unit) else unit


def _bare_unit(unit: str) -> str:
    return "dollars" if unit == "USD" else unit.replace("_", " ")


def _scaled(number: float) -> str:
    """`3 billion`, `56,771`, `1.5`: a scale only where it loses no digit."""
    for size, name in SCALES:
        if abs(number) >= size and round(number / size, 3) == number / size:
            return f"{number / size:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.6g}"


def as_of(claim: Claim) -> str:
    """When it is true of, as exactly as it is known: `2017`, `since 2017`, `2023-11`, `2017 to 2024`."""
    length = PRECISE.get(claim.precision, 10)
    start, end = claim.as_of_from[:length], claim.as_of_to[:length]
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else ""


def hedge(claim: Claim) -> str:
    """Hedging words with the band of probability that they have, where they have one."""
    if not claim.hedge or claim.hedge_low is None or claim.hedge_high is None:
        return claim.hedge
    return f"{claim.hedge} ({claim.hedge_low:.0%} to {claim.hedge_high:.0%})"
