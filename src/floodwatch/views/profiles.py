"""What known actors are in the habit of doing, as far as confirmed claims say: the profiles that networks resemble."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import about, labels, of_kind
from floodwatch.casebook.habits import Observed, observed
from floodwatch.casebook.resolution import Group, groups
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity
from floodwatch.model.habits import Feature, Profile
from floodwatch.model.units import Parameter
from floodwatch.tools.folding import folded
from floodwatch.views.habits import LOOKED
from floodwatch.views.unit import View
from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 2000
"""Actors that are read."""
PARTS = {"operates": "object_entity", "attributed_to": "subject"}
"""Claims that make a campaign, network, persona or site an actor's, and the end at which it stands."""
PLATFORM_NAMES = {"twitter": "x", "twitter/x": "x", "x (twitter)": "x", "fb": "facebook", "meta": "facebook"}
CODE = re.compile(r"\bT\d{4}(?:\.\d{3})?\b")
SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
Lookup = Mapping[str, Entity]


def view(book: Book, most: int = MOST) -> list[dict[str, Any]]:
    """The profiles as rows: who, from where, and every habit with its claims."""
    return [
        {
            "name": one.name,
            "entity": one.entity,
            "country": one.country,
            "habits": [
                {"group": f.group, "value": f.value, "easily_copied": f.copied, "refs": list(one.refs[f])}
                for f in sorted(one.counts)
            ],
        }
        for one in profiles(book, most)
    ]


def profiles(book: Book, most: int = MOST, without: str = "") -> tuple[Profile, ...]:
    """One profile for each actor of whom a confirmed claim tells a habit; names that are one are one profile.

    Claims count once each feature, whoever repeats them: a profile from claims is one observation, not many. Each
    confirmed network that a confirmed claim attributes to the actor is one more, those of the case `without` left out.
    """
    with connected(book) as db:
        seen = observed(db, without)
        found = groups(db, of_kind(db, "actor", most))
        return tuple(one for group in found if (one := _profile(db, group, seen)).counts)


def said_of(db: Connection, group: Group, suggested: bool = False) -> list[Claim]:
    """What is said of an actor, and of the campaigns, networks, personas and sites that are said to be its own."""
    own = _stands(about(db, group.ids), suggested)
    parts = {
        getattr(c, PARTS[c.predicate])
        for c in own
        if c.predicate in PARTS and getattr(c, _other(c)) in group.ids
    } - set(group.ids)
    claims = [*own, *_stands(about(db, sorted(parts)), suggested)] if parts else own
    both = {*group.ids, *parts}
    found = (
        c for c in claims if c.subject in both or (c.predicate == "attributed_to" and c.object_entity in both)
    )
    return list({c.claim_id: c for c in found}.values())


def _profile(db: Connection, group: Group, seen: Mapping[str, Observed]) -> Profile:
    """The profile of one actor."""
    mine = said_of(db, group)
    people, codes = labels(db, mine), codes_of(db, mine)
    refs: dict[Feature, list[str]] = {}
    for claim in mine:
        for feature in features(claim, people, codes):
            refs.setdefault(feature, []).append(f"claim:{claim.claim_id}")
    own = {c.subject for c in mine if c.predicate == "attributed_to" and c.object_entity in group.ids}
    networks = [seen[name] for name in sorted(own & seen.keys())]
    counts = Counter([*refs, *(feature for one in networks for feature in one.features)])
    for one in networks:
        for feature in one.features:
            refs.setdefault(feature, []).append(one.ref)
    measured = LOOKED if networks else frozenset()
    return Profile(
        group.members[0].entity.label,
        dict(counts),
        len(networks) + bool(_told(refs)),
        _country(mine, group, people),
        group.ids[0],
        {feature: tuple(sorted(set(found))) for feature, found in refs.items()},
        measured | {feature.group for feature in refs},
    )


def _told(refs: Mapping[Feature, Sequence[str]]) -> bool:
    """Whether any claim tells a habit."""
    return any(ref.startswith("claim:") for found in refs.values() for ref in found)


def _stands(claims: Iterable[Claim], suggested: bool) -> list[Claim]:
    """Asserted claims that are confirmed, or also those that wait for a decision."""
    wanted = ("confirmed", "suggested") if suggested else ("confirmed",)
    return [c for c in claims if c.status in wanted and c.polarity == "asserted"]


def _other(claim: Claim) -> str:
    return "subject" if PARTS[claim.predicate] == "object_entity" else "object_entity"


def codes_of(db: Connection, claims: Iterable[Claim]) -> dict[str, str]:
    """Codes in a catalogue, without its name, of the techniques that claims say are used, by entity."""
    wanted = sorted({c.object_entity for c in claims if c.predicate == "uses" and c.object_entity})
    if not wanted:
        return {}
    told = [c for c in about(db, wanted) if c.predicate == "code" and c.status == "confirmed"]
    found = ((c.subject, CODE.search(c.value_text)) for c in told)
    return {subject: code.group() for subject, code in found if code}


def _country(own: Sequence[Claim], group: Group, people: Lookup) -> str:
    """The country it is said to act from; empty where sources differ or none says so."""
    said = {c.object_entity for c in own if c.predicate == "originates_from" and c.subject in group.ids}
    return people[next(iter(said))].label if len(said) == 1 and said <= people.keys() else ""


def features(claim: Claim, people: Lookup, codes: Mapping[str, str]) -> Iterable[Feature]:
    """The features that one claim tells, spelled as those of networks are."""
    name = people[claim.object_entity].label if claim.object_entity in people else ""
    read: Callable[[Claim, str, Mapping[str, str]], Iterable[Feature]] | None = READ.get(claim.predicate)
    return read(claim, name, codes) if read else ()


def _platform(claim: Claim, _name: str, _codes: Mapping[str, str]) -> Iterable[Feature]:
    slug = folded(claim.value_text).strip()
    if slug:
        yield Feature("platforms", PLATFORM_NAMES.get(slug, slug))


def _language(claim: Claim, _name: str, _codes: Mapping[str, str]) -> Iterable[Feature]:
    text = claim.value_text.strip().casefold()
    if code := _languages().get(text):
        yield Feature("languages", code)


def _used(claim: Claim, name: str, codes: Mapping[str, str]) -> Iterable[Feature]:
    code = codes.get(claim.object_entity, "")
    if code:
        yield Feature("techniques", code)
    elif SITE.fullmatch(name.casefold()):
        yield Feature("infrastructure", name.casefold())
    elif name:
        yield Feature("infrastructure", f"tool {folded(name)}")


def _run(_claim: Claim, name: str, _codes: Mapping[str, str]) -> Iterable[Feature]:
    if SITE.fullmatch(name.casefold()):
        yield Feature("infrastructure", name.casefold())


def _indicator(claim: Claim, _name: str, _codes: Mapping[str, str]) -> Iterable[Feature]:
    text = claim.value_text.strip().casefold()
    if text.startswith("#"):
        yield Feature("narratives", text)
    elif SITE.fullmatch(text):
        yield Feature("infrastructure", text)


def _story(_claim: Claim, name: str, _codes: Mapping[str, str]) -> Iterable[Feature]:
    if name:
        yield Feature("narratives", folded(name))


READ: Mapping[str, Callable[[Claim, str, Mapping[str, str]], Iterable[Feature]]] = {
    "active_on": _platform,
    "in_language": _language,
    "uses": _used,
    "operates": _run,
    "indicator": _indicator,
    "tells": _story,
}
"""Kinds of claims that tell a habit."""


@cache
def _languages() -> dict[str, str]:
    """Codes of languages by code and by English name."""
    told = load("languages.yaml")["languages"]
    return {code: code for code in told} | {row["name"].casefold(): code for code, row in told.items()}


PROFILES = View(
    "profiles",
    "What known actors are in the habit of doing, as confirmed claims say",
    view,
    needs=(),
    parameters=(Parameter("most", MOST, "So many actors are read."),),
)
