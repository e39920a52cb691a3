"""Is a network's set of personas a cast: too uniform, or too evenly spread, and how consistent are its members?

The effective number of personas is e to the entropy of the shares of the personas (all roles, the country and the
camp of an account together; accounts that declare nothing are left out). Chance is what groups of as many
accounts of the same languages have, drawn from the background with replacement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.cards import claims
from floodwatch.detectors.personas.cards.counting import Person
from floodwatch.detectors.personas.cards.reading import roles
from floodwatch.detectors.personas.cards.traits import ROLE
from floodwatch.detectors.personas.cards.words import BELIEVER
from floodwatch.vocabulary.load import load

DRAWS = 999
LEAST = 5
"""Members who must declare something for their spread to be tested."""
MOST = 300
"""Members whose spread is measured at most, drawn at random: more change nothing but time."""
OF_LANGUAGE = 20
"""Background accounts of a language that declare something, from which groups of it are drawn; members who write
another language are left out."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Effective number of personas, what the background has, and how seldom it is as even or as uniform."""

    declared: int = 0
    effective: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    p_even: float | None = None
    p_uniform: float | None = None


def label(one: Person) -> str:
    """The persona of an account as one text, empty where it declares nothing."""
    parts = ("+".join(sorted(one.of(ROLE))), one.country, one.camp)
    return "|".join(parts) if any(parts) else ""


def spread(members: Sequence[Person], outside: Mapping[str, Sequence[str]], seed: int) -> Spread:
    """The spread of a network; `outside`: personas of the background by language."""
    told = [(one.language, label(one)) for one in members if label(one)]
    mine = [one for one in told if len(outside.get(one[0], ())) >= OF_LANGUAGE] if outside else told
    rng = np.random.default_rng(seed)
    if len(mine) > MOST:
        mine = [mine[i] for i in sorted(rng.choice(len(mine), MOST, replace=False))]
    if len(mine) < LEAST:
        return Spread(len(told))
    effective = float(_effective(_codes([[text for _, text in mine]]))[0])
    if not outside:
        return Spread(len(mine), effective)
    drawn = _effective(_drawn(Counter(code for code, _ in mine), outside, rng))
    low, high = np.quantile(drawn, (0.025, 0.975)).tolist()
    even, uniform = (int((sign * (drawn - effective) >= -1e-9).sum()) for sign in (1, -1))
    return Spread(len(mine), effective, float(drawn.mean()), low, high,
                  (even + 1) / (DRAWS + 1), (uniform + 1) / (DRAWS + 1))  # fmt: skip


def declared(background: Sequence[Person]) -> dict[str, list[str]]:
    """Personas of the background by language."""
    found: dict[str, list[str]] = {}
    for one in background:
        if text := label(one):
            found.setdefault(one.language, []).append(text)
    return found


def _drawn(
    spoken: Counter[str], outside: Mapping[str, Sequence[str]], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Groups of personas as numbers, one group a row."""
    names = {text: n for n, text in enumerate(sorted({t for code in spoken for t in outside[code]}))}
    columns = []
    for code, size in sorted(spoken.items()):
        pool = np.array([names[text] for text in outside[code]], dtype=np.int64)
        columns.append(pool[rng.integers(len(pool), size=(DRAWS, size))])
    return np.concatenate(columns, axis=1)


def _codes(groups: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    names = {text: n for n, text in enumerate(sorted({t for group in groups for t in group}))}
    return np.array([[names[t] for t in group] for group in groups], dtype=np.int64)


def _effective(groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """e to the entropy of each row's values."""
    rows = np.sort(groups, axis=1)
    size = rows.shape[1]
    begins = np.concatenate([np.ones((len(rows), 1), bool), rows[:, 1:] != rows[:, :-1]], axis=1)
    starts = np.flatnonzero(begins.ravel())
    counts = np.diff(np.append(starts, rows.size))
    share = counts / size
    entropy = np.bincount(starts // size, weights=-share * np.log(share), minlength=len(rows))
    return np.asarray(np.exp(entropy), dtype=np.float64)


def fits(one: Person) -> bool | None:
    """Whether its main language is one of the country that it claims; None where that cannot be said."""
    known = places.languages_of(one.country) if one.country else frozenset()
    return one.language in known if known and one.language not in ("", "und") else None


def contradiction(one: Person) -> str:
    """What in its profile does not go together: two countries, or two roles; empty where nothing."""
    located, told = (set(one.countries.get(field, ())) for field in ("location", "bio"))
    if located and told and not located & told:
        return " and ".join(sorted(located | told))
    pairs = (pair for pair in load("personas/guards.yaml")["apart"] if set(pair) <= set(one.of(ROLE)))
    return next((" and ".join(pair) for pair in pairs), "")


def history(rows: Sequence[Mapping[str, Any]]) -> tuple[int, bool | None, bool | None]:
    """Of one account's observations: how many, whether its country and whether its roles stayed; None: never twice."""
    seen = sum(row["observations"] for row in rows)
    countries = [
        (said[0].value, row["observations"]) for row in rows if (said := claims.located(row["location"]))
    ]
    held = [
        (frozenset(r.role for r in roles(row["bio"], row["language"])) - {BELIEVER}, row["observations"])
        for row in rows if row["bio"].strip()
    ]  # fmt: skip
    return seen, _same(countries), _same([one for one in held if one[0] or len(held) > 1])


def _same(found: Sequence[tuple[Any, int]]) -> bool | None:
    """Whether all are equal; None where fewer than two observations hold one."""
    if sum(n for _, n in found) < 2:
        return None
    return len({value for value, _ in found}) == 1
