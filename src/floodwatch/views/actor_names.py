"""The names of an actor: who says each, since when, by which path it belongs here, what its form says; who may join."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.naming import Called, folded, like
from floodwatch.casebook.resolution import SAME, Group, Member, Step
from floodwatch.model.claims import Claim, country_id
from floodwatch.views.said import Teller, as_of
from floodwatch.vocabulary.knowledge.families import Family, family

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNDATED = "9999"
BRIEF = (
    "claim",
    "says",
    "said_by",
    "source",
    "as_of",
    "grade",
    "hedge",
    "status",
    "entered_by",
    "decided_by",
    "decision",
)
"""What a step of a path says of each claim."""


def names(group: Group, claims: Sequence[Claim], teller: Teller) -> list[dict[str, Any]]:
    """Every name, the earliest first, those under development before those that came after them."""
    given = [claim for claim in claims if claim.predicate in ("known_as", "uses_name")]
    steps = {c.claim_id for member in group.members for step in member.path for c in step.claims}
    beside = [claim for claim in group.same if claim.claim_id not in steps]
    found = [
        _entity(member, group.same, given, teller)
        | {"also": [_brief(claim, teller) for claim in beside if claim.subject == member.entity.entity_id]}
        for member in group.members
    ]
    words: dict[str, list[Claim]] = {}
    for claim in given:
        if claim.predicate == "known_as" and claim.subject in group.ids and claim.polarity == "asserted":
            words.setdefault(claim.value_text, []).append(claim)
    found += [_word(word, said, teller) for word, said in words.items()]
    return sorted(found, key=lambda row: (row["since"] or UNDATED, not row["in_development"], row["name"]))


def named_by(listed: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Names by whose they are, in the order in which they came; those of whom nobody says it under an empty name."""
    found: dict[str, list[str]] = {}
    for row in listed:
        for vendor in row["vendors"] or [""]:
            found.setdefault(vendor, []).append(row["name"])
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


def _entity(member: Member, same: Sequence[Claim], given: Sequence[Claim], teller: Teller) -> dict[str, Any]:
    """An entity that is one with the others, and how."""
    one = member.entity
    whose = [
        claim for claim in given if claim.predicate == "uses_name" and claim.object_entity == one.entity_id
    ]
    near = [claim for claim in same if one.entity_id in (claim.subject, claim.object_entity)]
    path = [_step(step, teller) for step in member.path]
    return _name(one.label, one.entity_id, (*near, *whose), whose, teller) | {
        "path": path,
        "status": "confirmed",
    }


def _word(word: str, said: Sequence[Claim], teller: Teller) -> dict[str, Any]:
    """A further name that is no entity of its own."""
    confirmed = any(claim.status == "confirmed" for claim in said)
    step = {
        "names": [teller.name(said[0].subject), word],
        "claims": [_brief(claim, teller) for claim in said],
    }
    told = {"path": [step], "also": [], "status": "confirmed" if confirmed else "suggested"}
    return _name(word, "", said, (), teller) | told


def _name(
    name: str, entity_id: str, said: Sequence[Claim], whose: Sequence[Claim], teller: Teller
) -> dict[str, Any]:
    form = family(name)
    vendors = {teller.name(claim.subject) for claim in whose} | ({form.vendor} if form else set())
    return {
        "name": name,
        "entity": entity_id,
        "vendors": sorted(vendors - {""}),
        "since": min((as_of(claim).removeprefix("since ") for claim in said if claim.as_of_from), default=""),
        "recorded": min((claim.recorded_at[:10] for claim in said), default=""),
        "sources": teller.sources.independent(said),
        "claims": [claim.claim_id for claim in said],
        "said_by": sorted({teller.name(claim.said_by) for claim in said} - {""}),
        "in_development": bool(form and form.developing),
        "family": _family(name, form, teller) if form else None,
    }


def _family(name: str, form: Family, teller: Teller) -> dict[str, str]:
    """What the form of a name says; a country only where the vendor gives one."""
    word = re.sub(r"\\d\{4\}", "####", form.word)
    return {
        "word": name if "[" in word else word,
        "country": form.country,
        "country_name": form.country and (teller.name(country_id(form.country)) or form.country),
        "means": form.means,
        "said_by": form.vendor,
        "source": form.source,
    }


def _step(step: Step, teller: Teller) -> dict[str, Any]:
    names = [teller.name(step.one), teller.name(step.other)]
    return {"names": names, "claims": [_brief(claim, teller) for claim in step.claims]}


def _brief(claim: Claim, teller: Teller) -> dict[str, Any]:
    row = teller.row(claim)
    return {name: row[name] for name in BRIEF}


def equivalences(
    db: Connection, group: Group, listed: Sequence[Mapping[str, Any]], teller: Teller
) -> list[dict[str, Any]]:
    """Who may be the same, with the reasons, for a person to confirm or refuse; whom somebody refused is left out."""
    reasons: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for claim in group.suggested:
        other = claim.object_entity if claim.subject in group.ids else claim.subject
        labels[other] = teller.name(other)
        quote = f": {claim.quote}" if claim.quote else ""
        whence = teller.row(claim)["source"] or claim.suggested_by
        reasons.setdefault(other, []).append(
            f"{whence} says so{quote}" if claim.value_text == SAME else teller.says(claim)
        )
    for one, mine in like(db, [row["name"] for row in listed], group.members[0].entity.kind, group.ids):
        labels[one.entity_id] = one.label
        reasons.setdefault(one.entity_id, []).append(_reason(one, mine))
    refused = _refused(group)
    return [
        {"name": labels[other], "entity": other, "reasons": list(dict.fromkeys(why))}
        for other, why in sorted(reasons.items(), key=lambda pair: (-len(pair[1]), labels[pair[0]]))
        if other not in group.ids and other not in refused
    ]


def _reason(one: Called, mine: str) -> str:
    if not one.claim_id and folded(one.label) == folded(mine):
        return f"the same name but for case, spacing and punctuation: {one.label}"
    return f"both go by the name {mine}"


def _refused(group: Group) -> set[str]:
    """Entities of which somebody said that they are not the same as one of the group."""
    return {
        end
        for claim in group.denied
        if claim.status == "confirmed" and claim.polarity == "denied" and claim.value_text == SAME
        for end in (claim.subject, claim.object_entity)
    }
