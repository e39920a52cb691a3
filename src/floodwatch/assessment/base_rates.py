"""What history alone says of a question: how often it came in like cases, and how many events like ones had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

JEFFREYS = (0.5, 0.5)
"""Prior of a share of which nothing is known (Jeffreys): one case, half of it a hit."""
FEWEST_GROUPS = 3
STRONGEST = 200.0
"""Cases that a prior taken from other groups may count for at most."""
SPREAD = 2.5
"""Standard deviation of a covariate's effect before the data: on the log of a rate, per standard deviation."""
DISPERSIONS = np.exp(np.arange(-6.0, 3.01, 0.5))
EXPECTED_DISPERSION = (-0.7, 1.5)
"""Mean and standard deviation of the log of the dispersion before the data: from nearly Poisson to very uneven."""
DRAWS = 4000
STEPS = 100


@dataclass(frozen=True, slots=True)
class BaseRate:
    """A probability from counts, with its interval, the counts, and the prior as hits and misses."""

    probability: float
    low: float
    high: float
    hits: int
    tries: int
    prior: tuple[float, float]
    sentence: str


def beta_binomial(
    hits: int, tries: int, prior: tuple[float, float] = JEFFREYS, ahead: int = 1, level: float = 0.95
) -> BaseRate:
    """Probability that at least one of the next `ahead` cases is a hit, after `hits` in `tries` like cases.

    The interval is that of the share itself, carried over to so many cases, and holds the probability.
    """
    from scipy.special import betaincinv, betaln

    if not 0 <= hits <= tries or ahead < 1 or min(prior) <= 0:
        raise ValueError(f"no base rate from {hits} of {tries} for {ahead} cases with the prior {prior}")
    a, b = prior[0] + hits, prior[1] + tries - hits
    chance = -float(np.expm1(betaln(a, b + ahead) - betaln(a, b)))
    ends = (float(betaincinv(a, b, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    at_low, at_high = (1 - (1 - share) ** ahead for share in ends)
    low, high = min(at_low, chance), max(at_high, chance)
    said = f"{hits:,} of {tries:,} like cases before" if tries else "no like case before"
    which = "the next one" if ahead == 1 else f"at least one of the next {ahead:,}"
    words = f"{said}: {percent(chance)} for {which} ({percent(low)} to {percent(high)})"
    return BaseRate(chance, low, high, hits, tries, prior, words)


def percent(probability: float) -> str:
    """A probability in words that never make a certainty of it."""
    if 0.01 <= probability <= 0.99:
        return f"{probability:.0%}"
    return "under 1%" if probability < 0.01 else "over 99%"


def prior_from(groups: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The prior that hits and tries of like groups suggest (maximum likelihood); Jeffreys' where they are few.

    It counts for at most 200 cases, however much alike the groups are.
    """
    from scipy.optimize import minimize
    from scipy.special import betaln

    known = np.array([group for group in groups if group[1] > 0], float).reshape(-1, 2)
    if len(known) < FEWEST_GROUPS:
        return JEFFREYS
    hits, misses = known[:, 0], known[:, 1] - known[:, 0]

    def against(at: Floats) -> float:
        a, b = _shape(at)
        return -float(np.sum(betaln(a + hits, b + misses) - betaln(a, b)))

    share = (hits.sum() + 0.5) / (known[:, 1].sum() + 1)
    start = np.array([np.log(share / (1 - share)), np.log(10.0)])
    limits = [(-10.0, 10.0), (np.log(0.5), np.log(STRONGEST))]
    return _shape(minimize(against, start, method="L-BFGS-B", bounds=limits).x)


def _shape(at: Floats) -> tuple[float, float]:
    """Hits and misses of a prior from the log-odds of its mean and the log of its strength."""
    mean, strength = 1 / (1 + np.exp(-at[0])), np.exp(at[1])
    return float(mean * strength), float((1 - mean) * strength)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a covariate does: with one more of it, events are `ratio` times as many."""

    name: str
    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """Events to expect in one case to come: their mean, and the probability of at least so many, with intervals."""

    mean: float
    mean_low: float
    mean_high: float
    at_least: int
    probability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of events as a negative binomial: variance mean + dispersion · mean², log of the mean linear.

    `drawn` are coefficients (the first is the constant, the last the log of the dispersion) drawn from what the
    data leaves open; predictions average over them.
    """

    cases: int
    events: int
    constant: float
    effects: tuple[Effect, ...]
    dispersion: float
    drawn: Floats

    def expect(
        self, covariates: Mapping[str, float] | None = None, exposure: float = 1.0, at_least: int = 1
    ) -> Expected:
        """What a case with these covariates is to be expected to bring, over so much exposure (days, posts, …)."""
        from scipy.special import betainc

        given = covariates or {}
        if set(given) != {effect.name for effect in self.effects} or exposure <= 0:
            raise ValueError(
                f"give an exposure above 0 and {[e.name for e in self.effects]}, not {list(given)}"
            )
        row = np.array([1.0, *(float(given[effect.name]) for effect in self.effects)])
        means = np.exp(np.clip(self.drawn[:, :-1] @ row + np.log(exposure), -50, 50))
        size = np.exp(-self.drawn[:, -1])
        tails = betainc(at_least, size, means / (means + size)) if at_least > 0 else np.ones_like(means)
        ends, chances = np.quantile(means, (0.025, 0.975)), np.quantile(tails, (0.025, 0.975))
        return Expected(
            float(np.median(means)), float(ends[0]), float(ends[1]), at_least,
            float(tails.mean()), float(chances[0]), float(chances[1]),
        )  # fmt: skip


def negative_binomial(
    counts: Sequence[int],
    covariates: Mapping[str, Sequence[float]] | None = None,
    exposure: Sequence[float] | None = None,
    spread: float | None = SPREAD,
    seed: int = 1,
) -> Rate:
    """The rate of events from counts in past cases, each with its covariates and its exposure.

    Effects are held to plausible sizes by a weak prior of `spread`, without which few cases give endless ones; None
    leaves it out, so that the fit is plain maximum likelihood. The dispersion is averaged over a grid.
    """
    y, x, names = _table(counts, covariates or {})
    over = np.ones_like(y) if exposure is None else np.asarray(exposure, float)
    if over.shape != y.shape or not ((over > 0) & np.isfinite(over)).all():
        raise ValueError("one exposure above 0 for each count")
    middle, scale = x.mean(axis=0), x.std(axis=0)
    middle[0], scale[0] = 0.0, 1.0
    if not scale.all():
        raise ValueError(
            f"{', '.join(n for n, s in zip(names, scale[1:], strict=True) if not s)} never varies"
        )
    fit = _Fit(y, (x - middle) / scale, np.log(over), _hold(len(names), spread), spread is not None)
    alpha = fit.best()
    drawn = fit.drawn(seed)
    drawn[:, :-1] /= scale
    drawn[:, 0] -= drawn[:, 1:-1] @ middle[1:]
    beta = fit.coefficients(alpha)[0] / scale
    ends = np.exp(np.quantile(drawn[:, 1:-1], (0.025, 0.975), axis=0))
    effects = tuple(
        Effect(name, float(np.exp(beta[i + 1])), float(ends[0, i]), float(ends[1, i]))
        for i, name in enumerate(names)
    )
    constant = float(beta[0] - beta[1:] @ middle[1:])
    return Rate(y.size, int(y.sum()), constant, effects, alpha, drawn)


def _table(
    counts: Sequence[int], covariates: Mapping[str, Sequence[float]]
) -> tuple[Floats, Floats, list[str]]:
    y = np.asarray(counts, float)
    if y.ndim != 1 or not y.size or (y < 0).any() or (y % 1).any():
        raise ValueError("counts are whole numbers from 0 up, and at least one")
    x = np.column_stack([np.ones(y.size), *(np.asarray(c, float) for c in covariates.values())])
    if not np.isfinite(x).all():
        raise ValueError("a covariate is a number in every case")
    return y, x, list(covariates)


def _hold(effects: int, spread: float | None) -> Floats:
    """Precision of the prior of each coefficient; the constant has none to speak of."""
    return np.array([0.01, *[spread**-2.0] * effects]) if spread else np.zeros(effects + 1)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Counts, scaled covariates, log exposure, and how tightly each coefficient is held."""

    y: Floats
    x: Floats
    offset: Floats
    hold: Floats
    held: bool

    def coefficients(self, alpha: float) -> tuple[Floats, Floats, float]:
        """At one dispersion: the best coefficients, their covariance, and the log-likelihood with the priors."""
        beta = np.zeros(self.x.shape[1])
        beta[0] = np.log((self.y.sum() + 0.5) / np.exp(self.offset).sum())
        value = self.value(beta, alpha)
        for _ in range(STEPS):
            mean = self.mean(beta)
            slope = self.x.T @ ((self.y - mean) / (1 + alpha * mean)) - self.hold * beta
            information = (self.x.T * (mean / (1 + alpha * mean))) @ self.x + np.diag(self.hold)
            step: Floats = np.linalg.lstsq(information, slope, rcond=None)[0].astype(np.float64)
            beta, moved = self.climb(beta, step, value, alpha)
            if moved - value < 1e-10:
                break
            value = moved
        return beta, np.linalg.pinv(information).astype(np.float64), self.value(beta, alpha)

    def climb(self, beta: Floats, step: Floats, value: float, alpha: float) -> tuple[Floats, float]:
        """As much of a step as makes the likelihood no smaller."""
        for halved in range(30):
            tried = beta + step * 0.5**halved
            reached = self.value(tried, alpha)
            if reached >= value:
                return tried, reached
        return beta, value

    def mean(self, beta: Floats) -> Floats:
        return np.asarray(np.exp(np.clip(self.x @ beta + self.offset, -50, 50)), dtype=np.float64)

    def value(self, beta: Floats, alpha: float) -> float:
        """Log-likelihood and log-priors, up to what depends on neither."""
        from scipy.special import gammaln

        mean, size = self.mean(beta), 1 / alpha
        told = gammaln(self.y + size) - gammaln(size) - gammaln(self.y + 1)
        told += self.y * np.log(alpha * mean) - (self.y + size) * np.log1p(alpha * mean)
        prior = -0.5 * float(self.hold @ beta**2)
        if self.held:
            middle, spread = EXPECTED_DISPERSION
            prior -= 0.5 * ((np.log(alpha) - middle) / spread) ** 2
        return float(told.sum()) + prior

    def best(self) -> float:
        """The likeliest dispersion."""
        from scipy.optimize import minimize_scalar

        ends = (float(np.log(DISPERSIONS[0])), float(np.log(DISPERSIONS[-1])))
        found = minimize_scalar(
            lambda at: -self.coefficients(float(np.exp(at)))[2], bounds=ends, method="bounded"
        )
        return float(np.exp(found.x))

    def drawn(self, seed: int) -> Floats:
        """Coefficients and log dispersion drawn from what the data leaves open (normal at each dispersion)."""
        fits = [self.coefficients(float(alpha)) for alpha in DISPERSIONS]
        # Laplace: the height of the likelihood times the room around its top.
        weight = np.array([top + 0.5 * np.linalg.slogdet(room + 1e-12)[1] for _, room, top in fits])
        shares = np.exp(weight - weight.max())
        rng = np.random.default_rng(seed)
        often = rng.multinomial(DRAWS, shares / shares.sum())
        rows = [
            np.column_stack(
                [rng.multivariate_normal(beta, room, n, method="eigh"), np.full(n, np.log(alpha))]
            )
            for (beta, room, _), n, alpha in zip(fits, often, DISPERSIONS, strict=True)
            if n
        ]
        return np.concatenate(rows)
