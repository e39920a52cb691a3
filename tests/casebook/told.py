"""A small casebook about made-up actors, incidents and a vote, for the tests of the views over it."""

from __future__ import annotations

from floodwatch.casebook import record
from floodwatch.model.claims import Claim, Entity, country_id, document_id, unnamed_id
from tests.casebook.made import who

STORM, FLOOD, GRAPH = (who(label) for label in ("Storm-9001", "Harbour Flood", "Paper Lantern"))
OTHER = who("Grey Lynx")
VENDOR, LAB, PAPER = who("Microsoft", "organisation"), who("A lab", "organisation"), who("A paper", "source")
LAND = Entity(entity_id=country_id("XA"), kind="country", label="Examplia", created_by="ada")
NEAR = Entity(entity_id=country_id("XB"), kind="country", label="Nearland", created_by="ada")
BANKS, MINISTRY = who("Banking", "sector"), who("A ministry", "organisation")
BANK, HOUSE = who("A bank", "organisation"), who("An exchange", "organisation")
ALL_THEFTS, JUNE, JULY = (
    who("All thefts", "incident"),
    who("The theft of June", "incident"),
    who("The theft of July", "incident"),
)
LEAK = who("The leaked letters", "campaign")
GROUP = Entity(entity_id=unnamed_id(), kind="actor", label="another group", created_by="ada")
VOTE, SEAT = who("General election of Examplia", "election"), who("Examplia, House, district 2", "office")
ADA = who("Ada Example", "person")
FIRST, RETOLD = "aa" * 32, "bb" * 32
TEXTS = [
    Entity(entity_id=document_id(FIRST), kind="document", label="First report", created_by="ada"),
    Entity(entity_id=document_id(RETOLD), kind="document", label="A retelling", created_by="ada"),
]
EVERYBODY = (
    STORM, FLOOD, GRAPH, OTHER, VENDOR, LAB, PAPER, LAND, NEAR, BANKS, MINISTRY, BANK, HOUSE, ALL_THEFTS, JUNE, JULY,
    LEAK, GROUP, VOTE, SEAT, ADA, *TEXTS,
)  # fmt: skip


def say(one, predicate, other=None, value="", **told):
    """A claim of the first report, confirmed by ada unless told otherwise."""
    shared = {
        "suggested_by": "reader@1", "status": "confirmed", "decided_by": "ada", "source_document": FIRST,
        "said_by": VENDOR.entity_id, "recorded_at": "2026-01-02T00:00:00+00:00",
    }  # fmt: skip
    ends = {"subject": one.entity_id, "object_entity": other.entity_id if other else ""}
    return Claim(predicate=predicate, value_text=value, **{**shared, **ends, **told})


def dollars(one, low=None, high=None, **told):
    return say(one, "amount", value_low=low, value_high=high, unit="USD", **told)


def when(start, end="", precision="month"):
    return {"as_of_from": start, "as_of_to": end, "precision": precision}


SAME = (
    say(STORM, "alias_of", GRAPH, "same", **when("2024-04-01", "2024-04-30")),
    say(FLOOD, "alias_of", GRAPH, "same", source_document="cc" * 32, **when("2024-10-01", "2024-10-31")),
    say(LAB, "uses_name", GRAPH, said_by=LAB.entity_id),
    say(GRAPH, "known_as", value="Paper Lantern Group"),
)
ACTOR = (
    *SAME,
    say(STORM, "originates_from", LAND, **when("2024-04-01", "2024-04-30")),
    say(FLOOD, "sponsored_by", MINISTRY, "ordered"),
    say(FLOOD, "sponsored_by", MINISTRY, "shaped", source_document="cc" * 32, said_by=LAB.entity_id),
    say(STORM, "count", value_low=175.0, unit="websites", qualifier="over"),
    say(STORM, "impact", value="low", hedge="probably", hedge_low=0.55, hedge_high=0.8, admiralty_source="B",
        admiralty_information="2"),
    say(STORM, "works_with", OTHER, polarity="not_observed"),
    say(MINISTRY, "denies", STORM, "that it stands behind it", said_by=MINISTRY.entity_id),
    say(STORM, "operates", LEAK),
    say(LEAK, "targets", VOTE),
)  # fmt: skip
LEDGER = (
    dollars(ALL_THEFTS, 3e9, qualifier="over"),
    say(ALL_THEFTS, "occurred_on", as_of_from="2017-01-01", precision="year"),
    say(ALL_THEFTS, "attributed_to", STORM),
    dollars(JUNE, high=50e6, qualifier="nearly"),
    say(JUNE, "occurred_on", **when("2023-06-01", "2023-06-30")),
    say(JUNE, "part_of", ALL_THEFTS),
    say(JUNE, "attributed_to", FLOOD),
    say(HOUSE, "victim_of", JUNE),
    say(HOUSE, "located_in", NEAR),
    say(HOUSE, "in_sector", BANKS),
    dollars(JULY, 170e6, 170e6),
    say(JULY, "occurred_on", **when("2023-07-01", "2023-07-31")),
    say(JULY, "part_of", ALL_THEFTS),
    say(JULY, "attributed_to", STORM),
    say(BANK, "victim_of", JULY),
    say(BANK, "in_sector", BANKS),
    say(JULY, "occurred_in", LAND),
    say(JULY, "motive", value="financial_gain"),
)
CALENDAR = (
    say(VOTE, "occurred_on", as_of_from="2026-05-03", as_of_to="2026-05-03", precision="day"),
    say(VOTE, "occurred_in", LAND),
    say(VOTE, "election_kind", value="parliamentary"),
    say(SEAT, "filled_by", VOTE),
    say(ADA, "candidate_for", SEAT),
    say(LEAK, "denigrates", ADA),
    say(STORM, "operates", LEAK),
    say(LEAK, "targets", VOTE),
)


def told(book, *claims):
    """A casebook with everybody in it, and these claims."""
    record.add(book, EVERYBODY, claims)
    return book
