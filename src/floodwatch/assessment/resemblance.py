"""Which known actors a network resembles, why, and how likely none of them: never who it is.

For each feature the rate among an actor's campaigns stands against its rate over all profiles, so that what everybody
does counts nothing and what is rare and shared counts most. Features of one group are capped together. The weights were
fitted on synthetic campaigns, so that the probabilities are calibrated there; `none` is always among the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Any

from floodwatch.model.habits import COPIED, GROUPS, OPEN, Feature, Habits, Profile
from floodwatch.vocabulary.load import load

NONE = "none of these"
MOST_REASONS = 12
CAUTION = (
    "Resemblance is not identity: it compares behaviour and content, which can be imitated, shared by one vendor or "
    "learned from the same reports. By itself it supports the word resembles and nothing above."
)
TERMS = ("shared", "unseen", "missing")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of agreement counts: by group what is shared, and what is unseen or missing.

    `none`: log-odds of none of the profiles before anything is compared; `doubt`: how many campaigns the base rate
    is worth against an actor's own; `cap`: the most that one group of shared features can count.
    """

    shared: Mapping[str, float]
    unseen: float
    missing: float
    none: float
    doubt: float = 1.0
    cap: float = 6.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature against one actor: `log_lr` as it counts, `had` of the actor's campaigns, `profiles` that have it."""

    feature: Feature
    term: str
    log_lr: float
    had: tuple[int, int]
    profiles: tuple[int, int]
    shown_by: str
    refs: tuple[str, ...] = ()

    @property
    def copied(self) -> bool:
        """Whether it is easily copied."""
        return self.feature.copied


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a network resembles one profile: the probability, its reasons, and what is left without some."""

    name: str
    country: str
    entity: str
    probability: float
    without_best: float
    without_copied: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The answer for one network: the likeliest profile first, and the chance that it is none of them."""

    likenesses: tuple[Likeness, ...]
    none: float
    profiles: int
    by_country: Mapping[str, int]
    said: str
    would_change: tuple[str, ...]
    caution: str = CAUTION


def fitted() -> Weights:
    """The weights that were fitted on synthetic campaigns (`python -m evaluation.attribution --fit`)."""
    return Weights(**load("resemblance/weights.yaml")["weights"])


def resembles(found: Habits, profiles: Sequence[Profile], weights: Weights | None = None) -> Resemblance:
    """The comparison of one network with every profile; profiles that nothing is known of are left out."""
    weights = weights or fitted()
    known = tuple(sorted((one for one in profiles if one.counts and one.seen), key=lambda one: one.name))
    reasons = [reasons_for(found, one, known, weights) for one in known]
    chances, none = probabilities(reasons, weights)
    order = sorted(range(len(known)), key=lambda i: (-chances[i], known[i].name))
    liked = tuple(_likeness(i, known, reasons, chances, weights) for i in order)
    countries = Counter(one.country or "not said" for one in known)
    return Resemblance(
        liked,
        none,
        len(known),
        dict(sorted(countries.items())),
        _said(liked, none),
        tuple(_would_change(liked, none, found)),
    )


def reasons_for(
    found: Habits, actor: Profile, known: Sequence[Profile], weights: Weights
) -> tuple[Reason, ...]:
    """Every feature that speaks for or against one actor, what counts most first, capped by group."""
    twice = _twice(found, actor)
    made = [
        _shared(found, actor, one, known, weights)
        for one in found.features
        if one not in twice and actor.knows(one.group)
    ]
    made += [
        _reason(found, actor, feature, known, weights, "missing")
        for feature in actor.counts.keys() - found.features.keys() - twice
        if feature.group not in OPEN and found.could_see(feature)
    ]
    return tuple(sorted(_capped(made, weights), key=lambda r: (-abs(r.log_lr), r.feature)))


def _twice(found: Habits, actor: Profile) -> frozenset[Feature]:
    """Techniques that only repeat traces, where traces of both are known: they would count twice."""
    both = all(any(one.group == "traces" for one in side) for side in (found.features, actor.counts))
    codes = load("frameworks/shown_by.yaml")["traces"].values() if both else ()
    return frozenset(Feature("techniques", code) for code in codes)


def base_rate(feature: Feature, known: Sequence[Profile]) -> float:
    """The share of profiles in whose campaigns a feature occurs, each counting once; never 0 or 1.

    Only profiles that know anything of the feature's group are asked.
    """
    asked = [one for one in known if one.knows(feature.group)]
    return (sum(one.counts.get(feature, 0) / one.seen for one in asked) + 0.5) / (len(asked) + 1)


def _shared(
    found: Habits, actor: Profile, feature: Feature, known: Sequence[Profile], weights: Weights
) -> Reason:
    term = "shared" if actor.counts.get(feature) else "unseen"
    return _reason(found, actor, feature, known, weights, term)


def _reason(
    found: Habits, actor: Profile, feature: Feature, known: Sequence[Profile], weights: Weights, term: str
) -> Reason:
    """One feature weighed: the log of its rate with the actor over its rate among all profiles."""
    base, had = base_rate(feature, known), actor.counts.get(feature, 0)
    rate = min((had + weights.doubt * base) / (actor.seen + weights.doubt), 1 - 1e-6)
    log_lr = log((1 - rate) / (1 - base)) if term == "missing" else log(rate / base)
    if term == "shared":
        factor, log_lr = weights.shared.get(feature.group, 0.0), max(log_lr, 0.0)
    else:
        factor, log_lr = weights.unseen if term == "unseen" else weights.missing, min(log_lr, 0.0)
    asked = [one for one in known if one.knows(feature.group)]
    with_it = sum(1 for one in asked if one.counts.get(feature))
    return Reason(
        feature, term, factor * log_lr, (had, actor.seen), (with_it, len(asked)),
        found.features.get(feature, ""), actor.refs.get(feature, ()),
    )  # fmt: skip


def _capped(made: Iterable[Reason], weights: Weights) -> list[Reason]:
    """The reasons with every group's shared features scaled down to the cap where they exceed it."""
    rows = list(made)
    sums: dict[str, float] = {}
    for one in rows:
        if one.term == "shared":
            sums[one.feature.group] = sums.get(one.feature.group, 0.0) + one.log_lr
    scale = {group: weights.cap / total for group, total in sums.items() if total > weights.cap}
    return [
        replace(one, log_lr=one.log_lr * scale.get(one.feature.group, 1.0)) if one.term == "shared" else one
        for one in rows
    ]


def probabilities(reasons: Sequence[Sequence[Reason]], weights: Weights) -> tuple[tuple[float, ...], float]:
    """The probability of each profile and of none: every profile equally likely before anything is compared."""
    if not reasons:
        return (), 1.0
    scores = [sum(one.log_lr for one in rows) - log(len(reasons)) for rows in reasons]
    top = max(*scores, weights.none)
    raw = [exp(score - top) for score in scores]
    none = exp(weights.none - top)
    whole = sum(raw) + none
    return tuple(value / whole for value in raw), none / whole


def _likeness(
    place: int,
    known: Sequence[Profile],
    reasons: Sequence[Sequence[Reason]],
    chances: Sequence[float],
    weights: Weights,
) -> Likeness:
    own = reasons[place]
    best = next((one.feature for one in own if one.term == "shared" and one.log_lr > 0), None)

    def without(left_out: Iterable[Feature]) -> float:
        gone = set(left_out)
        rest = [[one for one in rows if one.feature not in gone] for rows in reasons]
        return probabilities(rest, weights)[0][place]

    copied = {one.feature for rows in reasons for one in rows if one.feature.group in COPIED}
    return Likeness(
        known[place].name,
        known[place].country,
        known[place].entity,
        chances[place],
        without([best] if best else []),
        without(copied),
        tuple(one for one in own if one.log_lr)[:MOST_REASONS],
    )


def _said(liked: Sequence[Likeness], none: float) -> str:
    """The answer in one sentence."""
    if not liked:
        return "There is no profile to compare it with."
    first = liked[0]
    if none >= first.probability:
        return f"It resembles none of {len(liked)} known profiles ({none:.0%}); a nearest one is not named."
    return f"It resembles {first.name} ({first.probability:.0%}; none of {len(liked)} profiles: {none:.0%})."


def _would_change(liked: Sequence[Likeness], none: float, found: Habits) -> Iterable[str]:
    """What would change the view."""
    if liked and liked[0].probability > none:
        first = liked[0]
        yield f"Without its strongest shared feature {first.name} has {first.without_best:.0%}."
        yield f"Without all that is easily copied {first.name} has {first.without_copied:.0%}."
    for group in GROUPS:
        if not any(feature.group == group for feature in found.features):
            yield f"Nothing is known of its {group}."
    yield "A profile of somebody who is not among these; evidence from outside behaviour and content, such as who pays."


def as_row(found: Resemblance, most: int = 5) -> dict[str, Any]:
    """The answer as plain values, with the likeliest profiles alone."""
    return {
        "said": found.said,
        "none": found.none,
        "profiles": found.profiles,
        "profiles_by_country": dict(found.by_country),
        "resembles": [_row(one) for one in found.likenesses[:most]],
        "would_change": list(found.would_change),
        "caution": found.caution,
    }


def _row(one: Likeness) -> dict[str, Any]:
    return {
        "name": one.name,
        "country": one.country,
        "entity": one.entity,
        "probability": one.probability,
        "without_strongest": one.without_best,
        "without_easily_copied": one.without_copied,
        "reasons": [
            {
                "group": reason.feature.group,
                "value": reason.feature.value,
                "term": reason.term,
                "log_lr": reason.log_lr,
                "had": list(reason.had),
                "profiles": list(reason.profiles),
                "easily_copied": reason.copied,
                "shown_by": reason.shown_by,
                "refs": list(reason.refs),
            }
            for reason in one.reasons
        ],
    }
