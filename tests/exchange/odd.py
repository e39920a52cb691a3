"""Entities with hostile names, and claims of every sort about them."""

from __future__ import annotations

from floodwatch.model.claims import Claim, Consent, Entity, document_id, entity_id

NAMES = (
    "=HYPERLINK(1)", "+1", "@SUM(A1)", "a\x1b[31mred\x07", "\u202egnp.exe", "\u2066x\u2069", "nel\x85line\u2028end",
    'quote " and \\', " space ", "\u200bzero", "\u200fright", "=1\n=2", "x" * 400,
)  # fmt: skip
TEXT = "ef" * 32


def odd():
    """Confirmed claims, and whom they name."""
    people = [Entity(entity_id=entity_id("actor", name), kind="actor", label=name) for name in NAMES]
    site = Entity(entity_id=entity_id("site", "bad\u202e.example"), kind="site", label="bad\u202e.example")
    text = Entity(entity_id=document_id(TEXT), kind="document", label="=A report\x1b")
    shared = {"source_document": TEXT, "suggested_by": "ada", "status": "confirmed", "decided_by": "ada"}
    claims = [
        Claim(subject=one.entity_id, predicate="described_as", value_text=one.label, quote=f"=\u202e{one.label}",
              span_start=number, span_end=number + 1, said_by=people[0].entity_id, **shared)
        for number, one in enumerate(people)
    ]  # fmt: skip
    first, second = people[0].entity_id, people[1].entity_id
    same = Claim(
        subject=first,
        predicate="alias_of",
        object_entity=second,
        value_text="same",
        hedge="=likely",
        **shared,
    )
    uses = Claim(
        subject=first,
        predicate="operates",
        object_entity=site.entity_id,
        consent=Consent("=eve", "", "@ok"),
        **shared,
    )
    marks = ("domain: a'b\\.example", "sha256: " + "0" * 64, "mutex: =x", "domain: \u202e.example", "odd: =1")
    found = [Claim(subject=first, predicate="indicator", value_text=mark, **shared) for mark in marks]
    return [*claims, same, uses, *found], [*people, site, text]
