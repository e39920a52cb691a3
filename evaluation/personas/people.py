"""Whom the personas' signals concern: innocent accounts in covert networks, and members of operations that are found.

By main language, its script, the region where most of its speakers live, age of the account and activity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from babel.core import get_global

from evaluation.personas.shares import share
from evaluation.scoring import people
from evaluation.truth import Account, Truth
from evaluation.unequal import LEAST_GROUPS, Counts, exceeding

if TYPE_CHECKING:
    import pyarrow as pa

REGIONS = {
    "Africa": "EG ET KE MA NG SN TZ ZA SO",
    "Americas": "AR BR CA CL CO MX US",
    "East and South-East Asia": "CN HK ID JP KH KR LA MM MN MY PH SG TH TW VN",
    "Europe": "AL AT BA BE BG BY CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LV MK NL NO PL PT RO RS RU SE SI "
    "SK UA",
    "South and Central Asia": "AF BD IN IR KZ LK NP PK UZ KG",
    "West Asia": "AM AZ GE IL SA TR IQ",
    "Oceania": "AU NZ",
}
LEAST = 200
"""Accounts below which a group has no rate of its own."""
LEAST_WORLDS = 5
"""Worlds in which the worst group must be hit for more than chance to be said: one network hits many at once."""
ERROR = 0.05
Rates = dict[str, dict[str, list[int]]]


def region_of(language: str) -> str:
    """The region of the territory where a language is likeliest spoken (CLDR)."""
    territory = str(get_global("likely_subtags").get(language.split("-", maxsplit=1)[0], "")).rpartition("_")[
        2
    ]
    return next((region for region, codes in REGIONS.items() if territory in codes.split()), "elsewhere")


def concerned(
    truth: Truth,
    opened: frozenset[Account],
    found: Iterable[Mapping[str, Any]],
    tables: Mapping[str, pa.Table],
) -> dict[str, Rates]:
    """`accused`: innocent accounts in covert networks; `recalled`: hidden members of operations in covert networks.

    `opened` are members who say whose they are: neither innocent nor hidden.
    """
    known = people.traits(tables["posts"], tables["accounts"])
    known = {a: {**t, "region": region_of(t["language"])} for a, t in known.items()}
    covert = frozenset(tuple(a) for row in found if row["kind"] == "covert" for a in row["accounts"])
    guilty = frozenset(a for g in truth.operations for a in g.members) & truth.accounts
    return {
        "accused": _rates(truth.accounts - guilty, covert, known),
        "recalled": _rates(guilty - opened, covert, known),
    }


def _rates(some: frozenset[Any], flagged: frozenset[Any], known: people.Traits) -> Rates:
    counts: Rates = {}
    for account in sorted(some):
        for trait, band in known.get(account, {}).items():
            cell = counts.setdefault(trait, {}).setdefault(band, [0, 0])
            cell[0] += account in flagged
            cell[1] += 1
    return counts


def summed(worlds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Per rate and trait: groups with their shares, the median, and the worst beside twice the median.

    `recalled` counts those that are missed. `marked` are groups whose rate exceeds twice the median beyond chance.
    """
    told: dict[str, Any] = {}
    for rate in ("accused", "recalled"):
        traits = sorted({t for w in worlds for t in w["people"][rate]})
        told[rate] = {trait: _trait(worlds, rate, trait) for trait in traits}
    return told


def _trait(worlds: Sequence[Mapping[str, Any]], rate: str, trait: str) -> dict[str, Any]:
    cells = [w["people"][rate].get(trait, {}) for w in worlds]
    table = {
        g: np.array([c.get(g, (0, 0)) for c in cells], dtype=float)
        for g in sorted({g for c in cells for g in c})
    }
    kept = {g: (t[:, 0] if rate == "accused" else t[:, 1] - t[:, 0], t[:, 1]) for g, t in table.items()
            if t[:, 1].sum() >= LEAST}  # fmt: skip
    return {
        "groups": {g: share(hits.tolist(), of.tolist()) for g, (hits, of) in kept.items()},
        "too_small": len(table) - len(kept), **_worst(kept),
    }  # fmt: skip


def _worst(kept: Counts) -> dict[str, Any]:
    """The worst group beside twice the median: `holds`, `fails`, `too few` to tell from chance, or `not tested`."""
    rates = {g: float(hits.sum() / of.sum()) for g, (hits, of) in kept.items()}
    worst = max(rates, key=lambda g: (rates[g], g), default=None)
    told: dict[str, Any] = {
        "worst": worst,
        "median": None,
        "worlds": 0,
        "marked": [],
        "verdict": "not tested",
    }
    if worst is None or len(kept) < LEAST_GROUPS:
        return told
    median, seen = float(np.median(list(rates.values()))), int((kept[worst][0] > 0).sum())
    marked = sorted(exceeding(kept, ERROR / len(kept)))
    verdict = "holds" if rates[worst] <= 2 * median else "fails"
    if verdict == "fails" and seen < LEAST_WORLDS and not marked:
        verdict = "too few"
    return {"worst": worst, "median": median, "worlds": seen, "marked": marked, "verdict": verdict}
