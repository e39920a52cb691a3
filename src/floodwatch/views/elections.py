"""The calendar of elections: when and where, for which offices, who stands, and who is said to aim at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import about, gathered, labels, links, of_kind, sources
from floodwatch.casebook.naming import called, folded, near
from floodwatch.casebook.resolution import Group, groups
from floodwatch.casebook.rows import entities
from floodwatch.casebook.searching import searchable
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, country_id
from floodwatch.model.units import Parameter
from floodwatch.views.conflicts import conflicts
from floodwatch.views.markings import strictest
from floodwatch.views.said import Teller
from floodwatch.views.unit import View

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 2000
"""Elections of one answer."""
PER_KIND = 50
"""Claims of each predicate about an election with its offices and candidates."""
RUNS = ("operates", "attributed_to", "tells")
"""Who is behind a campaign, an incident or a story."""
OWN = (
    "occurred_on",
    "occurred_in",
    "election_kind",
    "filled_by",
    "candidate_for",
    "located_in",
    "member_of",
    "holds",
)
"""What the calendar says; all else about an election, its offices and candidates is what is said of threats to them."""
NOTES = (
    "That somebody is said to aim at an election does not say that a vote was changed.",
    "Candidates of one name are one person here; say so with a claim where they are two.",
)


@dataclass(frozen=True, slots=True)
class _Vote:
    """An election with everything around it."""

    group: Group
    own: Sequence[Claim]
    offices: Sequence[str]
    candidates: Sequence[str]


def view(book: Book, name: str = "") -> dict[str, Any]:
    """Elections by day; `name` is words of an election's name, or a country, an office or a candidate."""
    with connected(book) as db:
        votes = _votes(db)
        chosen = _chosen(db, votes, name) if name else votes
        shown = [_shown(db, vote) for vote in chosen]
        like = [one.label for one in near(db, name)] if name and not chosen else []
    return {
        "asked": name,
        "elections": sorted(shown, key=lambda row: (row["date"] or "9999", row["name"])),
        "near": like,
        "notes": list(NOTES),
    }


def _votes(db: Connection) -> list[_Vote]:
    ids = of_kind(db, "election", MOST)
    claims = about(db, ids)
    return [_vote(group, claims) for group in groups(db, ids)]


def _vote(group: Group, claims: Iterable[Claim]) -> _Vote:
    own = [c for c in claims if c.predicate != "alias_of" and {c.subject, c.object_entity} & set(group.ids)]
    offices = _ends(own, "filled_by")
    return _Vote(group, own, offices, _ends(own, "candidate_for"))


def _ends(claims: Iterable[Claim], predicate: str) -> list[str]:
    return list(
        dict.fromkeys(c.subject for c in claims if c.predicate == predicate and c.polarity == "asserted")
    )


def _chosen(db: Connection, votes: Sequence[_Vote], name: str) -> list[_Vote]:
    """Elections whose name, or that of an office or a candidate, holds the words; or that are in the named country."""
    parts, words = [folded(word) for word in name.split()], set(searchable(name).split())
    stand = _standing(db, votes)
    beside = entities(db, {one for vote in votes for one in (*vote.offices, *stand[vote.group.ids[0]])})
    hits = {country_id(name.upper()), *(one.entity_id for one in called(db, name))}
    found = []
    for vote in votes:
        around = [*vote.offices, *stand[vote.group.ids[0]]]
        own = any(all(part in folded(one.entity.label) for part in parts) for one in vote.group.members)
        named = any(words <= set(searchable(beside[one].label).split()) for one in around)
        where = [c.object_entity for c in vote.own if c.predicate == "occurred_in"]
        if own or named or hits & {*around, *where}:
            found.append(vote)
    return found


def _standing(db: Connection, votes: Sequence[_Vote]) -> dict[str, list[str]]:
    """Candidates by election: its own, and those for its offices who do not stand in others only."""
    others: dict[str, set[str]] = {}
    for vote in votes:
        for one in vote.candidates:
            others.setdefault(one, set()).add(vote.group.ids[0])
    told = about(db, {office for vote in votes for office in vote.offices})
    ends = {(c.object_entity, c.subject) for c in told if c.predicate == "candidate_for"}
    return {
        vote.group.ids[0]: [
            *vote.candidates,
            *(one for office, one in sorted(ends) if office in vote.offices and one not in others),
        ]
        for vote in votes
    }


def _shown(db: Connection, vote: _Vote) -> dict[str, Any]:
    around = gathered(db, [*vote.offices], PER_KIND).claims if vote.offices else ()
    candidates = list(dict.fromkeys((*vote.candidates, *_ends(around, "candidate_for"))))
    people = list(gathered(db, candidates, PER_KIND).claims) if candidates else []
    candidates = [one for one in candidates if not _elsewhere(db, one, people, vote.group.ids)]
    people = [c for c in people if {c.subject, c.object_entity} & set(candidates)]
    told = list({c.claim_id: c for c in (*vote.own, *around, *people)}.values())
    behind = _behind(db, told, vote.group.ids)
    told = list({c.claim_id: c for c in (*told, *behind)}.values())
    teller = Teller(labels(db, told), sources(db, told), {})
    own = [c for c in told if c.predicate in OWN]
    dates = sorted(c.as_of_from for c in vote.own if c.predicate == "occurred_on" and _firm(c))
    return {
        "name": vote.group.members[0].entity.label,
        "entity": vote.group.ids[0],
        "kinds": sorted({c.value_text for c in vote.own if c.predicate == "election_kind"}),
        "date": dates[0] if dates else "",
        "dates": teller.rows(c for c in vote.own if c.predicate == "occurred_on"),
        "countries": [teller.name(c.object_entity) for c in vote.own if c.predicate == "occurred_in"],
        "offices": [_office(one, told, teller) for one in vote.offices],
        "candidates": [_candidate(one, told, teller) for one in candidates],
        "threats": _threats(told, {*vote.group.ids, *vote.offices, *candidates}, teller),
        "conflicts": conflicts(vote.own, vote.group.ids, links(db, vote.own), teller),
        "calendar": teller.rows(own),
        "sources": teller.sources.independent(told),
        "markings": list(strictest([{"markings": [c.tlp, c.pap]} for c in told])),
    }


def _elsewhere(db: Connection, one: str, claims: Iterable[Claim], ids: Collection[str]) -> bool:
    """Whether a candidate for an office is said to stand in other elections, and not in this one."""
    mine = [c for c in claims if c.subject == one and c.predicate == "candidate_for"]
    names = labels(db, mine)
    votes = {c.object_entity for c in mine if names[c.object_entity].kind == "election"}
    return bool(votes) and not votes & set(ids)


def _firm(claim: Claim) -> bool:
    return claim.polarity == "asserted" and not claim.hedge and bool(claim.as_of_from)


def _office(one: str, told: Sequence[Claim], teller: Teller) -> dict[str, Any]:
    return {
        "name": teller.name(one),
        "held_by": [
            teller.name(c.subject) for c in told if c.predicate == "holds" and c.object_entity == one
        ],
        "candidates": [
            teller.name(c.subject) for c in told if c.predicate == "candidate_for" and c.object_entity == one
        ],
    }


def _candidate(one: str, told: Sequence[Claim], teller: Teller) -> dict[str, Any]:
    mine = [c for c in told if c.subject == one]
    return {
        "name": teller.name(one),
        "parties": [teller.name(c.object_entity) for c in mine if c.predicate == "member_of"],
        "stands_for": [teller.name(c.object_entity) for c in mine if c.predicate == "candidate_for"],
        "holds": [teller.name(c.object_entity) for c in mine if c.predicate == "holds"],
    }


def _behind(db: Connection, told: Iterable[Claim], ids: Collection[str]) -> list[Claim]:
    """Who runs the campaigns that aim at it, and who did the incidents that harmed it."""
    names = labels(db, told)
    kinds = ("campaign", "incident", "network", "narrative")
    ends = {
        end for c in told for end in (c.subject, c.object_entity) if end in names and names[end].kind in kinds
    }
    found = gathered(db, ends - set(ids), PER_KIND).claims if ends else ()
    return [c for c in found if c.predicate in RUNS]


def _threats(told: Sequence[Claim], aims: Collection[str], teller: Teller) -> list[dict[str, Any]]:
    """What is said of others that concerns the election, by whom it is about, with who runs it where that is said."""
    runs: dict[str, list[str]] = {}
    for claim in told:
        if claim.predicate in RUNS and claim.polarity == "asserted":
            what, who = claim.object_entity, claim.subject
            if claim.predicate == "attributed_to":
                what, who = who, what
            runs.setdefault(what, []).append(teller.name(who) + (f" ({claim.hedge})" if claim.hedge else ""))
    found: dict[str, list[Claim]] = {}
    for claim in told:
        if claim.predicate not in (*OWN, *RUNS, "code"):
            found.setdefault(_whose(claim, aims), []).append(claim)
    rows = [
        {
            "who": teller.name(one),
            "run_by": list(dict.fromkeys(runs.get(one, ()))),
            "claims": teller.rows(said),
        }
        for one, said in found.items()
    ]
    return sorted(rows, key=lambda row: str(row["who"]))


def _whose(claim: Claim, aims: Collection[str]) -> str:
    """Whom a claim is about beside the election and what belongs to it."""
    if claim.predicate == "victim_of" or (claim.subject in aims and claim.object_entity not in ("", *aims)):
        return claim.object_entity
    return claim.subject


ELECTIONS = View(
    "elections",
    "Elections by day with offices, candidates, and who is said to aim at them",
    view,
    needs=(),
    parameters=(
        Parameter(
            "name",
            "",
            "Words of an election's name, a country or its code, an office or a candidate; all when empty.",
        ),
    ),
)
