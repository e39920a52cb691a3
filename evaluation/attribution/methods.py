"""What is compared: the resemblance of the product, and the nearest profile by cosine or by Jaccard's index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from evaluation.attribution.measure import Found
from floodwatch.assessment.resemblance import Weights, resembles
from floodwatch.model.habits import Feature, Habits, Profile

NONE = "none"
Answer = tuple[str, dict[str, float]]
"""The name that a method gives, and its probabilities (scores, for a method that has none) by name."""
Method = Callable[[Habits, Sequence[Profile]], Answer]


@dataclass(frozen=True, slots=True)
class Case:
    """One campaign held out: its habits, the profiles made from all other campaigns, and who it is."""

    seed: int
    truth: str
    habits: Habits
    profiles: tuple[Profile, ...]


def cases(seed: int, periods: Sequence[Found]) -> Iterator[Case]:
    """Every campaign that was found, held out in turn; once with its actor among the profiles, once without.

    Where no other campaign of its actor was found there is no profile to be right with, so only the second is made.
    """
    for place, period in enumerate(periods):
        for actor, habits in sorted(period.items()):
            rest = [{a: h for a, h in p.items() if (i, a) != (place, actor)} for i, p in enumerate(periods)]
            known = profiles(rest)
            if any(one.name == name(actor) for one in known):
                yield Case(seed, name(actor), habits, known)
            yield Case(seed, NONE, habits, tuple(one for one in known if one.name != name(actor)))


def name(actor: int) -> str:
    """What an actor is called."""
    return f"actor {actor}"


def profiles(periods: Sequence[Found]) -> tuple[Profile, ...]:
    """The profile of each actor: in how many of its campaigns each feature was seen."""
    counts: dict[int, dict[Feature, int]] = {}
    seen: dict[int, int] = {}
    for period in periods:
        for actor, habits in period.items():
            seen[actor] = seen.get(actor, 0) + 1
            for feature in habits.features:
                own = counts.setdefault(actor, {})
                own[feature] = own.get(feature, 0) + 1
    return tuple(Profile(name(actor), counts.get(actor, {}), seen[actor]) for actor in sorted(seen))


def ours(weights: Weights) -> Method:
    """The product's answer: calibrated probabilities, none of these among them."""

    def ask(habits: Habits, known: Sequence[Profile]) -> Answer:
        found = resembles(habits, known, weights)
        chances = {one.name: one.probability for one in found.likenesses} | {NONE: found.none}
        return max(chances, key=lambda one: (chances[one], one)), chances

    return ask


def nearest(likeness: Callable[[Habits, Profile], float], least: float, slope: float) -> Method:
    """The nearest profile by a likeness, or none below `least`; `slope` turns likenesses into probabilities."""

    def ask(habits: Habits, known: Sequence[Profile]) -> Answer:
        scores = {one.name: slope * likeness(habits, one) for one in known} | {NONE: slope * least}
        top = max(scores.values())
        raw = {key: exp(value - top) for key, value in scores.items()}
        whole = sum(raw.values())
        return max(scores, key=lambda one: (scores[one], one)), {k: v / whole for k, v in raw.items()}

    return ask


def cosine(habits: Habits, profile: Profile) -> float:
    """Cosine between a network's features and the rates of a profile's."""
    shared = sum(profile.counts.get(f, 0) / profile.seen for f in habits.features)
    length = sqrt(sum((n / profile.seen) ** 2 for n in profile.counts.values()))
    return shared / (sqrt(len(habits.features)) * length) if length and habits.features else 0.0


def jaccard(habits: Habits, profile: Profile) -> float:
    """Shared features over all features of the network and those in at least half of a profile's campaigns."""
    own = {f for f, n in profile.counts.items() if 2 * n >= profile.seen}
    both = own | habits.features.keys()
    return len(own & habits.features.keys()) / len(both) if both else 0.0


LIKENESSES = {"cosine": cosine, "Jaccard": jaccard}
