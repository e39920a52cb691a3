"""Who goes by a name: every other name with who says so, and all that is said of it, by whom and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import confirmations, gathered, labels, links, sources
from floodwatch.casebook.naming import Called, called, near
from floodwatch.casebook.resolution import Group, groups
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim
from floodwatch.model.units import Parameter
from floodwatch.views.actor_names import equivalences, named_by, names
from floodwatch.views.conflicts import conflicts
from floodwatch.views.judgements import about
from floodwatch.views.markings import strictest
from floodwatch.views.said import Teller
from floodwatch.views.unit import View

if TYPE_CHECKING:
    from sqlalchemy import Connection

KINDS = ("actor",)
"""Whom the answer is about where one of them goes by the name; else it is about whatever does."""
MOST_FOUND = 5
MOST_PARTS = 12
"""Campaigns and the like whose own claims stand under their actor's."""
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "origin": ("originates_from", "located_in"),
    "sponsor": ("sponsored_by",),
    "motive": ("motive",),
    "incidents": ("attributed_to",),
    "targets": ("targets", "victim_of", "denigrates"),
    "allies": ("supports", "works_with", "member_of", "part_of"),
    "methods": ("uses", "operates", "poses_as", "tells", "amplifies", "active_on", "in_language", "in_sector"),
    "numbers": ("count", "reach", "amount"),
    "activity": (
        "active", "occurred_on", "occurred_in", "leads_to", "election_kind", "filled_by", "candidate_for", "holds",
    ),
    "impact": ("impact", "outcome"),
    "forecasts": ("likelihood",),
    "statements": ("described_as", "states", "rebuts", "cites"),
}  # fmt: skip
"""Predicates by section of the card; those of none of them stand under `other`."""
NOTES = (
    "Every line is what a source says, not a fact. Names are one only where confirmed claims say so; "
    "each of them can be undone by its number.",
)


def view(book: Book, name: str = "", most: int = 12) -> dict[str, Any]:
    """A card for each that goes by the name, kept apart where nothing joins them; near names where nobody does."""
    with connected(book) as db:
        hits = called(db, name)
        chosen = _chosen(hits)
        found = groups(db, [one.entity_id for one in chosen])[:MOST_FOUND]
        shown = {entity_id for group in found for entity_id in group.ids}
        return {
            "asked": name,
            "found": [_card(db, group, most) for group in found],
            "also_called_so": _brief(one for one in hits if one.entity_id not in shown),
            "near": [] if hits else _brief(near(db, name, KINDS)),
            "notes": list(_notes(chosen, found)),
        }


def _chosen(hits: Sequence[Called]) -> list[Called]:
    """Actors before others; whose own name it is before whom a claim calls so, and confirmed before suggested ones."""
    actors = [one for one in hits if one.kind in KINDS] or list(hits)
    own = [one for one in actors if not one.claim_id]
    return own or [one for one in actors if one.status != "suggested"] or actors


def _brief(hits: Iterable[Called]) -> list[dict[str, str]]:
    found = {one.entity_id: {"name": one.label, "kind": one.kind, "entity": one.entity_id} for one in hits}
    return list(found.values())


def _notes(chosen: Sequence[Called], found: Sequence[Group]) -> Iterable[str]:
    if len(found) > 1:
        yield f"{len(found)} go by this name and no confirmed claim says that they are one: they are kept apart."
    if chosen and all(one.status == "suggested" for one in chosen):
        yield "Only suggested claims give this name; nobody has confirmed it."
    if any(group.more for group in found):
        yield "There is more said of these names than was read: look at the claims that join them."
    yield from NOTES


def _card(db: Connection, group: Group, most: int) -> dict[str, Any]:
    """Everything about one group."""
    told = gathered(db, group.ids, most)
    aliases = _aliases(group)
    claims = [*told.claims, *aliases]
    teller = Teller(labels(db, claims), sources(db, claims), confirmations(db, aliases))
    said = [claim for claim in told.claims if not _names(claim, group.ids)]
    listed = names(group, told.claims, teller)
    judged = about(db, group.ids)
    return {
        "label": group.members[0].entity.label,
        "kind": group.members[0].entity.kind,
        "entities": list(group.ids),
        "names": listed,
        "by_vendor": named_by(listed),
        "kept_apart": teller.rows(group.apart),
        "disputed": [
            {"says": teller.rows(one.claims), "against": teller.rows(one.against)} for one in group.disputed
        ],
        "denied": teller.rows(group.denied),
        "suggested": equivalences(db, group, listed, teller),
        **_sections(said, teller),
        "judgements": judged,
        "parts": _parts(db, group, said),
        "conflicts": conflicts(said, group.ids, links(db, said), teller),
        "totals": {name: count for name, count in told.totals.items() if count > most},
        "sources": teller.sources.independent(claims),
        "markings": list(strictest([*({"markings": [c.tlp, c.pap]} for c in claims), *judged])),
    }


def _names(claim: Claim, ids: Sequence[str]) -> bool:
    """Whether a claim gives the actor a name, which stands among the names."""
    if claim.predicate == "known_as":
        return claim.subject in ids and claim.polarity == "asserted"
    return claim.predicate == "uses_name" and claim.object_entity in ids


def _parts(db: Connection, group: Group, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """What is said of the campaigns, networks, stories and incidents that are the actor's, beside that they are."""
    theirs = {
        c.object_entity for c in claims if c.predicate in ("operates", "tells") and c.subject in group.ids
    }
    theirs |= {c.subject for c in claims if c.predicate == "attributed_to" and c.object_entity in group.ids}
    ids = sorted(theirs - set(group.ids))[:MOST_PARTS]
    if not ids:
        return []
    shown = {claim.claim_id for claim in claims}
    told = [claim for claim in gathered(db, ids, MOST_PARTS).claims if claim.claim_id not in shown]
    teller = Teller(labels(db, told), sources(db, told), {})
    lines = {one: [c for c in told if one in (c.subject, c.object_entity)] for one in ids}
    named = sorted((teller.name(one), said) for one, said in lines.items() if said)
    return [{"name": name, "claims": teller.rows(said)} for name, said in named]


def _aliases(group: Group) -> list[Claim]:
    """Every claim on aliases that the card shows."""
    disputed = [claim for one in group.disputed for claim in (*one.claims, *one.against)]
    found = (*group.same, *group.apart, *disputed, *group.denied, *group.suggested)
    return list({claim.claim_id: claim for claim in found}.values())


def _sections(claims: Sequence[Claim], teller: Teller) -> dict[str, list[dict[str, Any]]]:
    """Each claim once: denials and negative findings for themselves, the others by what they say."""
    section = {predicate: name for name, listed in SECTIONS.items() for predicate in listed}
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in (*SECTIONS, "other", "denials", "negative_findings")
    }
    for claim in claims:
        where = section.get(claim.predicate, "other")
        if claim.polarity == "denied" or claim.predicate == "denies":
            where = "denials"
        elif claim.polarity == "not_observed":
            where = "negative_findings"
        found[where].append(teller.row(claim))
    return found


ACTOR = View(
    "actor",
    "Who goes by a name, under which other names, and what is said of them by whom",
    view,
    needs=(),
    parameters=(
        Parameter("name", "", "A name, in any spelling."),
        Parameter(
            "most", 12, "So many claims of each predicate at most, the confirmed and the newest first."
        ),
    ),
)
