"""A table of elections -> entities and claims: the vote, its day and country, offices with their districts, who stands.

One row for each candidate, office or election. Columns: election, country, date; kind, until, office, district,
candidate, party. Names of columns are taken without regard to case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from floodwatch.model.claims import Claim, Entity, country_id, document_id, entity_id
from floodwatch.model.errors import FormatError
from floodwatch.sources import countries
from floodwatch.sources.base import ReadOptions, Reject
from floodwatch.sources.task import Raw
from floodwatch.vocabulary.kinds import claim_kinds

UNIT = "calendar@1"
NEEDED = ("election", "country", "date")
KNOWN = (*NEEDED, "kind", "until", "office", "district", "candidate", "party")
LONGEST = 300
"""Characters of a name; what is longer is no name."""


@dataclass
class Calendar:
    """What a table says, each entity and claim once, and the rows that cannot be used."""

    entities: dict[str, Entity] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    rows: int = 0


class _Wrong(Exception):
    """Why a row cannot be used."""


def read(
    path: Path,
    sha256: str,
    by: str,
    raws: Callable[[Path, ReadOptions, Callable[[Reject], None]], Iterator[Raw]],
) -> Calendar:
    """The table at a path, vouched for by a person; `sha256` names it, `raws` gives its rows."""
    found = Calendar()
    document = Entity(
        entity_id=document_id(sha256), kind="document", label=path.name[:LONGEST], created_by=by
    )
    found.entities[document.entity_id] = document
    shared = {
        "source_document": sha256, "suggested_by": UNIT, "status": "confirmed", "decided_by": by,
        "reason": "imported from a calendar",
    }  # fmt: skip
    for raw in raws(path, ReadOptions(), found.rejects.append):
        columns = _columns(raw.table.column_names, path)
        for line, row in zip(raw.lines.to_pylist(), raw.table.to_pylist(), strict=True):
            found.rows += 1
            try:
                _add(found, {ours: _cell(row[theirs]) for ours, theirs in columns.items()}, shared)
            except _Wrong as problem:
                found.rejects.append(Reject(path.name, line, str(problem)))
    return found


def _columns(names: Iterable[str], path: Path) -> dict[str, str]:
    columns = {name.strip().casefold(): name for name in names}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise FormatError(
            f"A calendar of elections needs the column {missing[0]}",
            where=str(path),
            do=f"It takes: {', '.join(KNOWN)}.",
        )
    return {name: columns[name] for name in KNOWN if name in columns}


def _cell(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _add(found: Calendar, row: Mapping[str, str], shared: Mapping[str, Any]) -> None:
    """Add what one row says, all of it or nothing."""
    wrong = next(
        (f"{name} is longer than {LONGEST} characters" for name, c in row.items() if len(c) > LONGEST), ""
    )
    missing = next((f"{name} is empty" for name in NEEDED if not row[name]), "")
    if wrong or missing:
        raise _Wrong(wrong or missing)
    entities, claims = _said(row, shared)
    found.entities |= {one.entity_id: one for one in entities if one.entity_id not in found.entities}
    found.claims |= {claim.claim_id: claim for claim in claims}


def _said(row: Mapping[str, str], shared: Mapping[str, Any]) -> tuple[list[Entity], list[Claim]]:
    by = str(shared["decided_by"])
    vote, country = _entity("election", row["election"], by), _country(row["country"], by)
    start, end = _days(row)
    entities, claims = [vote, country], [
        Claim(subject=vote.entity_id, predicate="occurred_in", object_entity=country.entity_id, **shared),
        Claim(
            subject=vote.entity_id, predicate="occurred_on", as_of_from=start, as_of_to=end, precision="day", **shared
        ),
    ]  # fmt: skip
    if row.get("kind"):
        kind = _kind(row["kind"])
        claims.append(Claim(subject=vote.entity_id, predicate="election_kind", value_text=kind, **shared))
    office = _office(row, country.label, by)
    if office:
        entities.append(office)
        claims += _joined(office, "filled_by", vote, shared), _joined(office, "located_in", country, shared)
    if row.get("candidate"):
        person = _entity("person", row["candidate"], by)
        entities.append(person)
        claims += [_joined(person, "candidate_for", one, shared) for one in (vote, office) if one]
        if row.get("party"):
            party = _entity("organisation", row["party"], by)
            entities.append(party)
            claims.append(_joined(person, "member_of", party, shared))
    return entities, claims


def _joined(one: Entity, predicate: str, other: Entity, shared: Mapping[str, Any]) -> Claim:
    return Claim(subject=one.entity_id, predicate=predicate, object_entity=other.entity_id, **shared)


def _entity(kind: str, name: str, by: str) -> Entity:
    return Entity(entity_id=entity_id(kind, name), kind=kind, label=name, created_by=by)


def _country(name: str, by: str) -> Entity:
    from babel import Locale

    code = countries.code(name)
    if code is None:
        raise _Wrong(f"the country {name!r} is not known")
    label = str(Locale("en").territories.get(code, code))
    return Entity(entity_id=country_id(code), kind="country", label=label, created_by=by)


def _office(row: Mapping[str, str], country: str, by: str) -> Entity | None:
    """An office with its district and country, without which two of one name would be one."""
    if not row.get("office"):
        if row.get("district"):
            raise _Wrong("a district needs an office")
        return None
    parts = [row["office"], row.get("district", "")]
    named = country.casefold() in row["office"].casefold()
    return _entity("office", ", ".join(p for p in ("" if named else country, *parts) if p), by)


def _kind(text: str) -> str:
    kind = "_".join(text.casefold().replace("-", " ").split())
    choices = claim_kinds()["election_kind"].choices
    if kind not in choices:
        raise _Wrong(f"the kind {text!r} is not one of: {', '.join(choices)}")
    return kind


def _days(row: Mapping[str, str]) -> tuple[str, str]:
    start, end = row["date"], row.get("until") or row["date"]
    for text in (start, end):
        try:
            fine = date.fromisoformat(text).isoformat() == text
        except ValueError:
            fine = False
        if not fine:
            raise _Wrong(f"the date {text!r} is not written YYYY-MM-DD")
    if start > end:
        raise _Wrong("it ends before it begins")
    return start, end
