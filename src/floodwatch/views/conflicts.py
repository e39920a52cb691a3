"""Where sources disagree: what excludes one another side by side, with how many independent sources each side has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations
from typing import Any

from floodwatch.casebook.gathering import Link
from floodwatch.model.claims import Claim
from floodwatch.views.said import Teller, as_of

Matter = tuple[str, ...]
ONE_VALUE = ("outcome", "impact", "election_kind")
"""Of these one value excludes the others."""
NUMBERS = ("count", "amount", "reach")
DEGREE = "sponsored_by"
ORIGIN = "originates_from"


def conflicts(
    claims: Sequence[Claim], ids: Collection[str], links: Iterable[Link], teller: Teller
) -> list[dict[str, Any]]:
    """Matters on which the claims do not agree; `ids` are one subject, and nothing is decided between the sides."""
    found = [*_matters(claims, ids), *_contradictions(claims, links)]
    return [{"matter": matter, "sides": [_side(side, teller) for side in sides]} for matter, sides in found]


def _matters(claims: Sequence[Claim], ids: Collection[str]) -> Iterable[tuple[str, list[list[Claim]]]]:
    def one(entity_id: str) -> str:
        return "" if entity_id in ids else entity_id

    by_matter: dict[Matter, list[Claim]] = {}
    for claim in claims:
        matter = (claim.predicate, one(claim.subject), *_further(claim, one))
        by_matter.setdefault(matter, []).append(claim)
    for matter, said in by_matter.items():
        sides = _sides(matter[0], said)
        if len(sides) > 1:
            yield matter[0], sides
    yield from _origins(claims, one)


def _further(claim: Claim, one: Callable[[str], str]) -> Matter:
    """What else must be the same for two claims to be about one matter."""
    if claim.predicate in ONE_VALUE:
        return ()
    if claim.predicate in NUMBERS:
        return (claim.unit, claim.value_text)
    return (one(claim.object_entity), "" if claim.predicate == DEGREE else claim.value_text)


def _sides(predicate: str, said: Sequence[Claim]) -> list[list[Claim]]:
    """The claims on one matter by what they hold, where that excludes one another; else one side."""
    yes = [claim for claim in said if claim.polarity == "asserted"]
    no = [claim for claim in said if claim.polarity != "asserted"]
    if predicate in NUMBERS:
        held = _disjoint(yes)
    elif predicate in ONE_VALUE or predicate == DEGREE:
        held = list(_by_text(yes).values())
    else:
        held = [yes] if yes else []
    return [*held, no] if no and held else held


def _by_text(said: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in said:
        if claim.value_text:
            found.setdefault(claim.value_text, []).append(claim)
    return found


def _disjoint(said: Sequence[Claim]) -> list[list[Claim]]:
    """Numbers side by side where two ranges have nothing in common."""
    if not any(_apart(one, other) for one, other in combinations(said, 2)):
        return [list(said)] if said else []
    found: dict[tuple[float | None, float | None], list[Claim]] = {}
    for claim in said:
        found.setdefault((claim.value_low, claim.value_high), []).append(claim)
    return list(found.values())


def _apart(one: Claim, other: Claim) -> bool:
    def below(left: Claim, right: Claim) -> bool:
        high, low = left.value_high, right.value_low
        return high is not None and low is not None and high < low

    return below(one, other) or below(other, one)


def _origins(claims: Iterable[Claim], one: Callable[[str], str]) -> Iterable[tuple[str, list[list[Claim]]]]:
    """Different countries of origin of one subject."""
    found: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.predicate == ORIGIN and claim.polarity == "asserted":
            found.setdefault(one(claim.subject), {}).setdefault(claim.object_entity, []).append(claim)
    yield from ((ORIGIN, list(sides.values())) for sides in found.values() if len(sides) > 1)


def _contradictions(
    claims: Sequence[Claim], links: Iterable[Link]
) -> Iterable[tuple[str, list[list[Claim]]]]:
    """Claims of which somebody says that they contradict one another."""
    known = {claim.claim_id: claim for claim in claims}
    for link in links:
        if link.relation == "contradicts" and link.claim_id in known and link.other_claim in known:
            one, other = known[link.claim_id], known[link.other_claim]
            yield f"said to contradict by {link.author}", [[one], [other]]


def _side(side: Sequence[Claim], teller: Teller) -> dict[str, Any]:
    told = list(dict.fromkeys(_dated(claim, teller) for claim in side))
    return {
        "says": told,
        "sources": teller.sources.independent(side),
        "said_by": sorted({teller.name(claim.said_by) for claim in side} - {""}),
        "claims": [claim.claim_id for claim in side],
    }


def _dated(claim: Claim, teller: Teller) -> str:
    when = as_of(claim)
    return teller.says(claim) + (f", as of {when}" if when else "")
