"""Deciding what a name is: each sign has a weight for each class, learnt from marked texts; the largest sum wins.

The weights are in `vocabulary/reading/weights.yaml`, which `python -m evaluation.reading.fit` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from floodwatch.knowledge.reading.kinship import kin_signs
from floodwatch.knowledge.reading.known import Known
from floodwatch.knowledge.reading.signs import name_signs
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.vocabulary.reading import words_of

CLASSES = ("", "actor", "campaign", "organisation", "person", "platform", "tool")
"""What a name may be; the first is none."""
STEPS = (0.3, 0.8, 1.5, 2.5)
"""Points for a class that are a sign each when they are reached."""
TRUST = 1.0
"""Share of the points of the rules that counts beside the weights."""
MOST = 4.0
"""Points of one class that count."""
DOUBT = 0.6
"""By how much the weights for no name have to outweigh those for a class."""
MANY = 3
"""Places from which a name is only often there."""
STRONGEST = 3
"""Signs that a name gives as the reason of its class."""
ALWAYS = "always"


def seen(rows: tuple[Tokens, ...], known: Mapping[str, Known]) -> None:
    """Add to each name what its letters and the other names of its document show."""
    for one in known.values():
        one.signs.update({sign: 1 for sign in name_signs(one.words)})
    for one, sign in kin_signs(rows, known):
        one.kin.add(sign)


def signs_of(one: Known) -> frozenset[str]:
    """Every sign of a name, as weights know them."""
    return frozenset(_signs(one))


def _signs(one: Known) -> Iterator[str]:
    yield ALWAYS
    yield from one.kin
    for sign, count in one.signs.items():
        yield sign
        if count * 2 > one.places:
            yield f"{sign} (mostly)"
    if not one.sure:
        yield "capitals never its own"
    if not one.inner:
        yield "never within a sentence"
    yield f"{min(MANY, one.places)} places"
    for kind, points in one.points.items():
        yield from (f"{kind} points {step:g}" for step in STEPS if points >= step)


def said(one: Known) -> dict[str, float]:
    """What the rules themselves say of each class: the part that is not learnt, for what few texts have."""
    return {kind: TRUST * min(MOST, one.points.get(kind, 0.0)) for kind in CLASSES}


def decide(one: Known) -> str:
    """The class with the largest sum of weights; its strongest signs are the reasons."""
    found = [(sign, weights()[sign]) for sign in sorted(signs_of(one)) if sign in weights()]
    points = said(one)
    sums = {kind: points[kind] + sum(given.get(kind, 0.0) for _, given in found) for kind in CLASSES}
    sums[""] -= DOUBT
    one.sums = sums
    best = max(CLASSES, key=lambda kind: sums[kind])
    reasons = sorted(((given.get(best, 0.0), sign) for sign, given in found if sign != ALWAYS), reverse=True)
    one.why = [
        f"{best or 'no name'} {weight:+g}: {sign}" for weight, sign in reasons[:STRONGEST] if weight > 0
    ]
    return best if len(one.text) > 1 else ""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Sign -> class -> weight."""
    found: Mapping[str, Mapping[str, float]] = words_of("weights")["weights"]
    return {
        sign: {"" if kind == "none" else kind: w for kind, w in row.items()} for sign, row in found.items()
    }
