"""The base rate of a forecast from cases of the past, by their share of hits or by their counts of events."""

from __future__ import annotations

from floodwatch.assessment.base_rates import beta_binomial, negative_binomial, percent
from floodwatch.model.history import COUNT, METHODS, SHARE, HistoryRate, Past

FEWEST = 6
"""Cases from which counts say more than shares do."""
VOTES = "elections"


def reckoned(past: Past, at_least: int = 1, method: str = SHARE) -> HistoryRate:
    """The rate of cases with at least so many events; ValueError where nothing can be said."""
    if at_least < 1 or method not in METHODS:
        raise ValueError(f"at least one event, and one of {', '.join(METHODS)}")
    return _counted(past, at_least) if method == COUNT else _shared(past, at_least)


def _shared(past: Past, at_least: int) -> HistoryRate:
    rate = beta_binomial(_hits(past, at_least), len(past.cases), ahead=past.ahead)
    return _rate(past, at_least, SHARE, (rate.probability, rate.low, rate.high), rate.sentence)


def _counted(past: Past, at_least: int) -> HistoryRate:
    """By a negative binomial, with the number of elections as its covariate where that varies."""
    if len(past.cases) < FEWEST:
        raise ValueError(f"counts need {FEWEST} cases or more, and there are {len(past.cases)}")
    counts, votes = [len(one.events) for one in past.cases], [one.votes for one in past.cases]
    varies = len(set(votes)) > 1
    rate = negative_binomial(counts, {VOTES: votes} if varies else {})
    found = rate.expect({VOTES: past.votes} if varies else {}, past.exposure, at_least)
    told = (
        f"{rate.events:,} events in {rate.cases:,} cases before, {found.mean:.2g} to be expected: "
        f"{percent(found.probability)} for at least {at_least:,} ({percent(found.low)} to {percent(found.high)})"
    )
    for effect in rate.effects:
        told += f"; with one more of {effect.name} {effect.ratio:.2g} times as many"
        told += f" ({effect.low:.2g} to {effect.high:.2g})"
    ends = min(found.low, found.probability), max(found.high, found.probability)
    return _rate(past, at_least, COUNT, (found.probability, *ends), told)


def _rate(
    past: Past, at_least: int, method: str, told: tuple[float, float, float], sentence: str
) -> HistoryRate:
    probability, low, high = told
    events = dict.fromkeys(event.ref for one in past.cases for event in one.events)
    return HistoryRate(
        probability=probability, low=low, high=high, hits=_hits(past, at_least), tries=len(past.cases),
        events=sum(len(one.events) for one in past.cases), method=method, reference=past.reference,
        since=past.since, as_of=past.as_of, sentence=sentence, counted=tuple(events), notes=past.notes,
    )  # fmt: skip


def _hits(past: Past, at_least: int) -> int:
    return sum(len(one.events) >= at_least for one in past.cases)
