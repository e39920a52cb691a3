"""Did more of some accounts do a thing than of others who are like them? An exact test over strata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.rows import rate

EXACT = 5000
"""Accounts up to which the distribution is summed exactly; above, it is normal with the same mean and variance."""

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
    """P(as many hits or more) over rows `size, hits, others, hits of the others`."""
    hits = int(table[:, 1].sum())
    if hits <= 0:
        return 1.0
    if int(table[:, 0].sum()) > EXACT:
        return _nearly(table, hits)
    whole = np.ones(1)
    for size, own, others, more in table:
        whole = np.convolve(whole, _hypergeometric(int(size), int(own + more), int(size + others)))
    return float(min(1.0, whole[hits:].sum()))


def _hypergeometric(drawn: int, hits: int, whole: int) -> Floats:
    """Chances of 0, 1, … hits among `drawn` of `whole`, of which `hits` are hits."""
    from scipy.special import gammaln

    def chosen(of: int, number: Floats) -> Floats:
        inside = (number >= 0) & (number <= of)
        safe = np.where(inside, number, 0.0)
        ways = gammaln(of + 1.0) - gammaln(safe + 1) - gammaln(of - safe + 1)
        return np.where(inside, ways, -np.inf)

    found = np.arange(drawn + 1, dtype=np.float64)
    log = chosen(hits, found) + chosen(whole - hits, drawn - found) - chosen(whole, np.array([float(drawn)]))
    return np.asarray(np.exp(log))


def _nearly(table: npt.NDArray[np.int64], hits: int) -> float:
    from scipy.special import ndtr

    size, own, others, more = table.T.astype(np.float64)
    whole, all_hits = size + others, own + more
    mean = size * all_hits / whole
    spread = mean * (whole - all_hits) / whole * others / np.maximum(whole - 1, 1)
    if spread.sum() <= 0:
        return 1.0
    return float(ndtr(-(hits - 0.5 - mean.sum()) / np.sqrt(spread.sum())))
