"""What an item of each kind has to say, and whether it says it rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

Item = dict[str, Any]
COMMON = frozenset({"kind", "text", "occurrence"})
FIELDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    kind: (frozenset(needed.split()), frozenset(allowed.split()))
    for kind, needed, allowed in (
        ("name", "class", ""),
        ("country", "code form", ""),
        ("count", "low high unit", "qualifier"),
        ("money", "low high currency", "qualifier"),
        ("date", "from to precision", "year conflict"),
        ("person", "", "office district who"),
        ("platform", "", ""),
        ("technique", "id framework", ""),
        ("indicator", "type value", ""),
        ("estimate", "vocabulary judges", "band"),
        ("speaker", "role who", ""),
        ("negation", "polarity of", ""),
        ("alias", "of relation polarity", "by"),
        ("origin", "of relation polarity", ""),
        ("target", "", "by polarity"),
        ("event", "type", "country office district"),
        ("narrative", "", ""),
        ("rebuttal", "", "by"),
        ("unnamed", "class", "country"),
    )
}
CHOICES: dict[tuple[str, str], frozenset[str]] = {
    (kind, field): frozenset(values.split())
    for kind, field, values in (
        ("name", "class", "actor campaign tool organisation"),
        ("country", "form", "noun adjective metonym"),
        ("date", "precision", "day month year relative"),
        ("date", "year", "inferred"),
        ("technique", "framework", "attack disarm"),
        ("indicator", "type", "domain url ip md5 sha1 sha256 wallet email handle"),
        ("estimate", "vocabulary", "icd203 confidence everyday"),
        ("speaker", "role", "official company expert media person reporter"),
        ("negation", "polarity", "denied not_observed"),
        ("alias", "relation", "same overlaps part_of successor"),
        ("alias", "polarity", "asserted denied"),
        ("origin", "relation", "origin sponsor"),
        ("origin", "polarity", "asserted denied"),
        ("target", "polarity", "denied"),
        ("unnamed", "class", "actor victim person other"),
    )
}
BANDS = {
    word: list(band)
    for band, words in (
        ((1, 5), ("almost no chance", "remote")),
        ((5, 20), ("very unlikely", "highly improbable")),
        ((20, 45), ("unlikely", "improbable")),
        ((45, 55), ("roughly even chance", "roughly even odds")),
        ((55, 80), ("likely", "probable", "probably")),
        ((80, 95), ("very likely", "highly probable")),
        ((95, 99), ("almost certainly", "almost certain", "nearly certain")),
    )
    for word in words
}
ONLY_HIGH = frozenset(
    {"nearly", "almost", "up to", "under", "just under", "less than", "fewer than"}
    | {"at most", "no more than", "not more than"}
)
ONLY_LOW = frozenset(
    {"over", "just over", "more than", "at least", "upwards of", "no fewer than", "no less than"}
    | {"or more", "+", "-plus"}
)
TICKERS = frozenset({"BTC", "ETH", "XMR", "USDT"})
BEYOND_ISO = frozenset({"XKX"})
TECHNIQUE = {"attack": re.compile(r"T[1-9]\d{3}(?:\.\d{3})?"), "disarm": re.compile(r"T0\d{3}(?:\.\d{3})?")}


def problems_of(item: Item, read: str) -> Iterator[str]:
    """What is wrong with the fields of one item."""
    kind, shown = item.get("kind"), f"{item.get('kind')} {item.get('text')!r}"
    if kind not in FIELDS:
        yield f"{shown}: no such kind"
        return
    needed, allowed = FIELDS[kind]
    yield from (f"{shown}: lacks {field}" for field in sorted(needed - item.keys()))
    yield from (f"{shown}: has {field}" for field in sorted(item.keys() - needed - allowed - COMMON))
    for field in sorted(item.keys() - {"kind"}):
        if (kind, field) in CHOICES and item[field] not in CHOICES[kind, field]:
            yield f"{shown}: {field} is {item[field]!r}"
    if needed <= item.keys():
        yield from (f"{shown}: {problem}" for problem in _values(item, read))


def _values(item: Item, read: str) -> Iterator[str]:
    kind = item["kind"]
    if kind in ("count", "money"):
        yield from _range(item)
    if kind == "money" and item["currency"] not in TICKERS | _currencies():
        yield f"no currency {item['currency']}"
    if (
        code := item.get("code" if kind == "country" else "country")
    ) and code not in BEYOND_ISO | _countries():
        yield f"no country {code}"
    if kind == "date":
        yield from _dates(item)
    if kind == "technique" and not TECHNIQUE[item["framework"]].fullmatch(item["id"]):
        yield f"no id {item['id']}"
    if kind == "estimate" and item.get("band") != BANDS.get(item["text"].lower()):
        yield f"band is {item.get('band')}"
    if (clause := {"estimate": "judges", "negation": "of"}.get(kind)) and item[clause] not in read:
        yield f"not in the text: {item[clause]!r}"


def _range(item: Item) -> Iterator[str]:
    low, high = item["low"], item["high"]
    if low is None and high is None and "handful" not in item["text"]:
        yield "no bound"
    if (item.get("qualifier") in ONLY_HIGH and low is not None) or (
        item.get("qualifier") in ONLY_LOW and high is not None
    ):
        yield f"both bounds under {item['qualifier']!r}"
    if low is not None and high is not None and low > high:
        yield "low is above high"
    if "qualifier" in item and item["qualifier"] not in item["text"].lower():
        yield f"qualifier {item['qualifier']!r} is not in its text"


def _dates(item: Item) -> Iterator[str]:
    for pair in (item, *([item["conflict"]] if "conflict" in item else [])):
        try:
            ends = [date.fromisoformat(pair[end]) for end in ("from", "to") if pair[end] is not None]
        except (KeyError, TypeError, ValueError):
            yield "no dates"
            continue
        if not ends or ends != sorted(ends):
            yield "from is after to, or both are open"


@cache
def _countries() -> frozenset[str]:
    from babel.core import get_global

    return frozenset(code for code in get_global("territory_aliases") if re.fullmatch("[A-Z]{3}", code))


@cache
def _currencies() -> frozenset[str]:
    from babel import Locale

    return frozenset(Locale("en").currencies)
