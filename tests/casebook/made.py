"""Entities and claims for the tests of the casebook, and all that one holds."""

from __future__ import annotations

from sqlalchemy import select

from floodwatch.casebook import record
from floodwatch.casebook.store import connected
from floodwatch.casebook.tables import METADATA
from floodwatch.model.claims import Claim, Entity, entity_id

SAID = ("claims", "claim_decisions", "audit", "anchors")
"""Tables to which is only added."""
STANDS = ("entities", "claim_states", "claim_relations", "names", "quotes")
"""Tables that follow from the others."""


def who(label, kind="actor", **more):
    return Entity(entity_id=entity_id(kind, label), kind=kind, label=label, created_by="ada", **more)


STORM, FLOOD, BRIDGE = (who(label) for label in ("Storm-1376", "Taizi Flood", "Dragonbridge"))
LAND, BANK = who("Portugal", "country"), who("A bank", "organisation")
THEFT, SPREE = who("The theft of June", "incident"), who("All thefts", "incident")
ALL = (STORM, FLOOD, BRIDGE, LAND, BANK, THEFT, SPREE)
TEXT = "ab" * 32


def claim(subject=STORM, predicate="count", **told):
    if predicate == "count":
        told = {"value_low": 175.0, "unit": "websites", "qualifier": "over", **told}
    shared = {"suggested_by": "reader@1", "source_document": TEXT, "span_start": 0, "span_end": 40}
    return Claim(subject=subject.entity_id, predicate=predicate, **{**shared, **told})


def alias(one=STORM, other=FLOOD, how="same", **told):
    return claim(one, "alias_of", object_entity=other.entity_id, value_text=how, **told)


def amount(subject, low, **told):
    return claim(subject, "amount", value_low=low, unit="USD", **told)


def filled(book, *claims):
    record.add(book, ALL, claims)
    return [one.claim_id for one in claims]


def held(book, *tables):
    """Every row of the tables, sorted; without the numbers of names, which say nothing."""
    found = {}
    with connected(book) as db:
        for name in tables:
            table = METADATA.tables[name]
            columns = [column for column in table.c if (name, column.name) != ("names", "number")]
            found[name] = sorted((tuple(row) for row in db.execute(select(*columns))), key=repr)
    return found
