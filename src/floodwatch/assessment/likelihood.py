"""How likely each of several explanations is: Bayes with one capped term for each group of evidence.

The log of the odds is that of the prior plus one term per group. Within a group the strongest item for and the
strongest against each hypothesis count, since the others say the same again. No group says more than its cap, whatever
numbers were put in. Chances are judged, so that each has a spread of its own; what that comes to is drawn at random.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floodwatch.assessment.evidence import RESPONSIBILITY, TOLD, Item, Matrix, Range
from floodwatch.vocabulary.estimates import FIRST, number, percent, word, wording
from floodwatch.vocabulary.load import load

Floats = npt.NDArray[np.float64]

UNSURE = 3.0
"""A ratio of two chances that were given as single numbers is taken to be within this factor, 19 times out of 20."""
Z95 = 1.959964
TAKES_PART, SOMEBODY = "the state takes part", "some state or sponsor"
"""What several hypotheses say together."""
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Term:
    """What one group says: log10 weights, relative to one another, and whether the cap held them back."""

    group: str
    items: tuple[str, ...]
    cap: float
    capped: bool
    copied: tuple[str, ...]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Share:
    """How likely a hypothesis, or one of several together, is: before, after, with the interval, and in words.

    `words` names both ends where the interval lies in several bands.
    """

    hypothesis: str
    prior: float
    probability: float
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of a waterfall: how far it moves the log10 odds of a hypothesis against all others."""

    term: str
    log10: float
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From the prior to the odds after everything, group by group in the order given."""

    hypothesis: str
    bars: tuple[Bar, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Without:
    """What comes out without one group: who is likeliest then, and how likely."""

    group: str
    likeliest: str
    probability: float
    flips: bool


@dataclass(frozen=True, slots=True)
class Odds:
    """Everything that follows. `unused` are items without chances; `prior` says what was held before, and why."""

    shares: tuple[Share, ...]
    together: tuple[Share, ...]
    terms: tuple[Term, ...]
    waterfalls: tuple[Waterfall, ...]
    without: tuple[Without, ...]
    unused: tuple[str, ...]
    prior: str
    note: str


def odds(matrix: Matrix, seed: int = 1, vocabulary: str = FIRST) -> Odds:
    """How likely each hypothesis is after the evidence; the likeliest first."""
    names = [one.name for one in matrix.hypotheses]
    terms = tuple(term(group, items, names) for group, items in _used(matrix).items())
    start = _prior(matrix, names)
    before, after = _shares(start), _shares(start + _sum(terms, names))
    drawn = _drawn(matrix, terms, names, seed)

    def told(said: str, which: Sequence[str]) -> Share:
        places = [names.index(name) for name in which]
        point = float(after[places].sum())
        low, high = (float(q) for q in np.quantile(drawn[:, places].sum(axis=1), (0.025, 0.975)))
        low, high = min(low, point), max(high, point)
        return Share(said, float(before[places].sum()), point, low, high, in_words(low, high, vocabulary))

    shares = sorted((told(name, (name,)) for name in names), key=lambda one: -one.probability)
    return Odds(
        tuple(shares), tuple(told(said, which) for said, which in _sets(matrix)), terms,
        tuple(_waterfall(place, name, start, terms, names) for place, name in enumerate(names)),
        _without(start, terms, names), tuple(i.name for i in matrix.items if not i.chances),
        _prior_said(matrix, before, names), NOTE,
    )  # fmt: skip


NOTE = (
    "Chances are judged by people, not measured; the interval says what their spread comes to, not whether hypotheses "
    "are missing. Each group of evidence counts once and no more than its cap."
)


def in_words(low: float, high: float, vocabulary: str = FIRST) -> str:
    """An interval in words: both bands where it lies in two or more; a number where there is no word."""
    said = wording(low, high, vocabulary)
    if said:
        return said
    ends = [word(end, vocabulary) or percent(end) for end in (low, high)]
    return number(low, high) if not any(word(end, vocabulary) for end in (low, high)) else " to ".join(ends)


def term(group: str, items: Sequence[Item], names: Sequence[str]) -> Term:
    """What a group of items says of each hypothesis, held to its cap."""
    rows = np.array([_held(centred(item, names), cap(item))[0] for item in items])
    said = np.maximum(rows, 0).max(axis=0) + np.minimum(rows, 0).min(axis=0)
    most = max(cap(item) for item in items)
    held, over = _held(said, most)
    over = over or any(_held(centred(item, names), cap(item))[1] for item in items)
    copied = tuple(sorted({feature for item in items for feature in item.copied}))
    weights = dict(zip(names, held.tolist(), strict=True))
    return Term(group, tuple(i.name for i in items), most, over, copied, weights)


def cap(item: Item) -> float:
    """The most that an item may say, in log10."""
    most = float(load(TOLD)["kinds"][item.kind]["cap"])
    return min(most, float(load(TOLD)["copied_cap"])) if item.copied else most


def centred(item: Item, names: Sequence[str]) -> Floats:
    """An item's log10 chances, less their mean: above 0 for hypotheses that it speaks for."""
    logs = np.array([_middle(item.chances[name]) for name in names])
    return np.asarray(logs - logs.mean(), dtype=np.float64)


def _middle(chance: Range) -> float:
    return float(np.log10(chance[0]) + np.log10(chance[1])) / 2


def _held(said: Floats, most: float) -> tuple[Floats, bool]:
    """Weights drawn together so that none is further from another than `most`."""
    spread = float(np.ptp(said))
    if spread <= most * (1 + 1e-12):
        return said, False
    return np.asarray(said * (most / spread), dtype=np.float64), True


def _used(matrix: Matrix) -> dict[str, list[Item]]:
    groups = {name: [i for i in items if i.chances] for name, items in matrix.groups().items()}
    return {name: items for name, items in groups.items() if items}


def _sum(terms: Sequence[Term], names: Sequence[str]) -> Floats:
    return np.array([sum(one.weights[name] for one in terms) for name in names], dtype=np.float64)


def _prior(matrix: Matrix, names: Sequence[str]) -> Floats:
    if not matrix.priors:
        return np.zeros(len(names))
    return np.array([_middle(matrix.priors[name]) for name in names])


def _prior_said(matrix: Matrix, before: Floats, names: Sequence[str]) -> str:
    if not matrix.priors:
        return f"No prior was given: each of {len(names)} hypotheses is held to be {percent(1 / len(names))} likely."
    said = ", ".join(f"{name} {percent(float(p))}" for name, p in zip(names, before, strict=True))
    return f"Before the evidence: {said}. {matrix.prior_reason or 'No reason was given.'}"


def _shares(logs: Floats) -> Floats:
    """Probabilities from log10 weights, along the last axis."""
    raised = 10.0 ** (logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


def _drawn(matrix: Matrix, terms: Sequence[Term], names: Sequence[str], seed: int) -> Floats:
    """Shares drawn from what chances and priors leave open, each group drawn again and held to its cap."""
    rng = np.random.default_rng(seed)
    wide = np.array([_spread(matrix.priors[n]) if matrix.priors else 0.0 for n in names])
    logs = _prior(matrix, names) + wide * rng.standard_normal((DRAWS, len(names)))
    groups = _used(matrix)
    for one in terms:
        middle = np.array([one.weights[name] for name in names])
        spread = np.array([max(_judged(item.chances[name]) for item in groups[one.group]) for name in names])
        drawn = middle + spread * rng.standard_normal((DRAWS, len(names)))
        drawn -= drawn.mean(axis=1, keepdims=True)
        logs += drawn * np.minimum(1, one.cap / np.maximum(np.ptp(drawn, axis=1, keepdims=True), 1e-12))
    return _shares(logs)


def _spread(given: Range) -> float:
    return float(np.log10(given[1] / given[0])) / (2 * Z95)


def _judged(chance: Range) -> float:
    """Standard deviation of the log10 of a chance: from its range, else as for any judged number."""
    return _spread(chance) or float(np.log10(UNSURE)) / (Z95 * 2**0.5)


def _sets(matrix: Matrix) -> list[tuple[str, tuple[str, ...]]]:
    """Hypotheses that answer a wider question together."""
    kinds = ("state",) if matrix.asks == RESPONSIBILITY else ("state", "sponsor", "other_state")
    said = TAKES_PART if matrix.asks == RESPONSIBILITY else SOMEBODY
    which = tuple(one.name for one in matrix.hypotheses if one.kind in kinds)
    return [(said, which)] if 1 < len(which) < len(matrix.hypotheses) else []


def _log_odds(logs: Floats, place: int) -> float:
    """Log10 odds of one hypothesis against all others."""
    top = logs.max()
    others = np.delete(logs, place)
    return float(logs[place] - top - np.log10((10.0 ** (others - top)).sum()))


def _waterfall(
    place: int, name: str, start: Floats, terms: Sequence[Term], names: Sequence[str]
) -> Waterfall:
    at, bars = start.copy(), [Bar("prior", _log_odds(start, place))]
    for one in terms:
        then = at + np.array([one.weights[n] for n in names])
        bars.append(Bar(one.group, _log_odds(then, place) - _log_odds(at, place), one.capped))
        at = then
    return Waterfall(name, tuple(bars), _log_odds(at, place))


def _without(start: Floats, terms: Sequence[Term], names: Sequence[str]) -> tuple[Without, ...]:
    first = int(np.argmax(start + _sum(terms, names)))
    rows = []
    for one in terms:
        shares = _shares(start + _sum([t for t in terms if t is not one], names))
        # Level with another one is no longer ahead.
        best = int(np.argmax(shares))
        level = int((shares >= shares[best] - 1e-12).sum()) > 1
        rows.append(Without(one.group, names[best], float(shares[best]), level or best != first))
    return tuple(rows)
