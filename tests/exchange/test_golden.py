"""One small casebook in every format but the wordiest, byte for byte: a change here is a change of what others get."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from floodwatch.casebook import record
from floodwatch.casebook.exports import log_export
from floodwatch.model.claims import Entity, document_id, technique_id
from floodwatch.outputs.knowledge import FORMATS
from tests.casebook.made import FLOOD, LAND, STORM, TEXT, alias, claim
from tests.exchange.made import out

GOLDEN = Path(__file__).with_name("golden")
AT = "2024-05-01T12:00:00+00:00"
SURE = {"status": "confirmed", "decided_by": "ada", "decided_at": AT, "recorded_at": AT}


def small(book):
    """A few claims of different sorts, one of which was taken back."""
    flooding = Entity(
        entity_id=technique_id("DISARM", "T0049"), kind="technique", label="Flood Information Space"
    )
    text = Entity(entity_id=document_id(TEXT), kind="document", label="A report")
    people = [replace(one, created_at=AT) for one in (STORM, FLOOD, LAND, flooding, text)]
    graded = {
        "tlp": "TLP:GREEN",
        "admiralty_source": "B",
        "admiralty_information": "2",
        "quote": "over 175 websites",
    }
    wrong = claim(STORM, "described_as", value_text="small", span_start=30, **SURE)
    claims = [
        claim(said_by=FLOOD.entity_id, **graded, **SURE),
        alias(STORM, FLOOD, **SURE),
        claim(
            STORM,
            "uses",
            object_entity=flooding.entity_id,
            as_of_from="2023-11-01",
            precision="month",
            **SURE,
        ),
        claim(flooding, "code", value_text="DISARM T0049", **SURE),
        claim(STORM, "targets", object_entity=LAND.entity_id, polarity="not_observed", **SURE),
        wrong,
    ]
    record.add(book, people, claims)
    record.relate(book, claims[0].claim_id, "supports", claims[1].claim_id, "ada")
    log_export(book, "ada", {}, [one.claim_id for one in claims], [])
    return wrong


@pytest.mark.parametrize("form", [f for f in FORMATS if f.name != "misp"], ids=lambda f: f.name)
def test_it_is_what_it_was(form, book, monkeypatch):
    wrong = small(book)
    monkeypatch.setattr("floodwatch.casebook.record.now", lambda: "2024-06-01T00:00:00+00:00")
    record.decide(book, [wrong.claim_id], "refused", "eve", "a mistake")
    assert out(book, form.render).decode() == (GOLDEN / form.file).read_text("utf-8")
