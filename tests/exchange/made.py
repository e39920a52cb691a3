"""Casebooks that exchange what they know, and readers of what they send that know the declared extensions."""

from __future__ import annotations

from pathlib import Path

import stix2

from floodwatch.casebook import record
from floodwatch.casebook.imports import coded
from floodwatch.centre.starting import bring
from floodwatch.knowledge.importing import compare
from floodwatch.model.claims import TLP
from floodwatch.sources.knowledge import Read, read
from floodwatch.views.exchange import Wanted, view
from tests.casebook.made import ALL

EVERYTHING = Wanted(ceiling=TLP[-1], author="The heron desk")
TEXTS = ("description", "name", "narrative_types", "channel_types", "event_types", "aliases", "roles")


def declared():
    """Register the types that OpenCTI's extension adds, so that a strict parser knows what the objects declare."""
    text, many = stix2.properties.StringProperty, stix2.properties.ListProperty
    time = stix2.properties.TimestampProperty
    shared = [("name", text(required=True)), ("description", text())]
    own = {
        "narrative": [("aliases", many(text))],
        "channel": [("aliases", many(text))],
        "event": [("event_types", many(text)), ("start_time", time()), ("stop_time", time())],
    }
    for name, properties in own.items():
        stix2.v21.CustomObject(name, [*shared, *properties])(type(name, (), {}))
    persona = [("persona_name", text(required=True)), ("persona_type", text(required=True))]
    stix2.v21.CustomObservable("persona", persona)(type("persona", (), {}))


def filled(book, claims, entities=ALL):
    record.add(book, entities, claims)


def out(book, render, wanted=EVERYTHING):
    return render(view(book, wanted))


def brought(book, folder: Path, data: bytes, name="bundle.json", by="ada"):
    """What an import of some bytes changes, done."""
    path = folder / name
    path.write_bytes(data)
    (one,) = read([path], coded(book))
    assert isinstance(one, Read)
    found = compare(book, one.batch)
    bring(book, one.batch, found, by=by, sha256=one.file.sha256, file=one.file.name, form=one.form)
    return found, one.batch
