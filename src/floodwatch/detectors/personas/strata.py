"""Did more of some accounts do a thing than of others who are like them? An exact test over strata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from sys import float_info

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.rows import rate

DIRECT = 5000
"""Counts that the hits of the group can take, up to which their distribution is summed as it stands."""
BELOW = 45.0
"""Where it is not: what is e to this power times less likely than the likeliest is left out."""

Floats = npt.NDArray[np.float64]
Tally = dict[Hashable, tuple[int, int]]
"""Accounts and hits of every stratum."""


@dataclass(frozen=True, slots=True)
class Compared:
    """`size` accounts that have others in their stratum, `hits` among them, what the others' rate lets expect."""

    size: int
    hits: int
    others: int
    other_hits: int
    expected: float
    p_value: float

    @property
    def baseline(self) -> float:
        """Share expected if the accounts did it as often as the others of their strata; never zero."""
        return self.expected / self.size


def compared(
    mine: Iterable[tuple[Hashable, bool]], others: Iterable[tuple[Hashable, bool]]
) -> Compared | None:
    """Accounts as (stratum, whether they did it), beside others; None where no stratum holds both."""
    return matched(tallied((k, did, 1) for k, did in mine), tallied((k, did, 1) for k, did in others))


def matched(own: Tally, background: Tally) -> Compared | None:
    """As `compared`, from accounts and hits of every stratum.

    Null: inside a stratum, who did it has nothing to do with who is of the group. The hits of the group are then a
    sum of hypergeometric counts; p is the chance of as many or more. Source: Mantel and Haenszel 1959, exact form.
    """
    keys = sorted((k for k in own if k in background), key=repr)
    if not keys:
        return None
    table = np.array([(*own[k], *background[k]) for k in keys], dtype=np.int64)
    size, hits, more, more_hits = (int(n) for n in table.sum(axis=0))
    usual = rate(more_hits, more)
    # One account at the overall rate is added to every stratum: a thin one neither says never nor half.
    expected = float((table[:, 0] * (table[:, 3] + usual) / (table[:, 2] + 1)).sum())
    return Compared(size, hits, more, more_hits, expected, exceeding(table))


def tallied(accounts: Iterable[tuple[Hashable, bool, int]]) -> Tally:
    """Accounts and hits of every stratum, from (stratum, whether they did it, how many accounts)."""
    size, hits = Counter[Hashable](), Counter[Hashable]()
    for stratum, did, number in accounts:
        size[stratum] += number
        hits[stratum] += number * did
    return {k: (n, hits[k]) for k, n in size.items()}


def exceeding(table: npt.NDArray[np.int64]) -> float:
    """P(as many hits or more) over rows `size, hits, others, hits of the others`; never zero."""
    hits = int(table[:, 1].sum())
    if hits <= 0:
        return 1.0
    firsts, logs = zip(*(_hypergeometric(*(int(n) for n in row)) for row in table), strict=True)
    above = hits - sum(firsts)
    if sum(map(len, logs)) > DIRECT:
        chance = _tilted(logs, above)
    else:
        chance = float(_summed([np.exp(log) for log in logs])[above:].sum())
    return min(1.0, max(float_info.min, chance))


def _hypergeometric(size: int, own: int, others: int, more: int) -> tuple[int, Floats]:
    """The least hits that the group of a stratum can have, and the logarithms of the chances of these and of more."""
    from scipy.special import gammaln

    hits = own + more
    found = np.arange(max(0, hits - others), min(size, hits) + 1, dtype=np.float64)

    def chosen(of: float, number: Floats | float) -> Floats:
        return np.asarray(gammaln(of + 1.0) - gammaln(number + 1.0) - gammaln(of - number + 1.0))

    whole = size + others
    return int(found[0]), chosen(hits, found) + chosen(whole - hits, size - found) - chosen(whole, size)


def _summed(parts: Sequence[Floats]) -> Floats:
    """Distribution of the sum of independent counts."""
    whole = np.ones(1)
    for part in parts:
        whole = np.convolve(whole, part)
    return whole


def _tilted(logs: Sequence[Floats], above: int) -> float:
    """P(sum >= above) for long distributions: each weighed by exp(tilt * count), so that `above` is about the mean.

    Then only what lies around the means need be summed, however far out the tail is. Source: Esscher 1932.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    counts = [np.arange(len(log), dtype=np.float64) for log in logs]

    def bound(tilt: float) -> float:
        whole = sum(float(logsumexp(log + tilt * n)) for log, n in zip(logs, counts, strict=True))
        return whole - tilt * above

    tilt = float(minimize_scalar(bound, bounds=(0.0, 50.0), method="bounded", options={"xatol": 1e-4}).x)
    parts, least = [], 0
    for log, n in zip(logs, counts, strict=True):
        weighed = log + tilt * n - logsumexp(log + tilt * n)
        kept = np.flatnonzero(weighed > weighed.max() - BELOW)
        parts.append(np.exp(weighed[kept[0] : kept[-1] + 1]))
        least += int(kept[0])
    whole = _summed(parts)
    tail = whole[max(0, above - least) :]
    beyond = np.arange(len(tail), dtype=np.float64) + max(0, least - above)
    return float(np.exp(bound(tilt)) * (tail * np.exp(-tilt * beyond)).sum())
