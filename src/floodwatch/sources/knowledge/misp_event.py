"""A MISP event: a report with its tags, the clusters it is about, and its indicators.

Attributes, those of objects too, and their sightings are claims about the report (`misp_attributes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from floodwatch.model.batches import Batch
from floodwatch.sources.knowledge import own
from floodwatch.sources.knowledge.base import Known, Loaded, part, parts, text
from floodwatch.sources.knowledge.making import Making
from floodwatch.sources.knowledge.misp_attributes import attribute, marking, objects
from floodwatch.vocabulary.load import load

GALAXIES = "knowledge/galaxies.yaml"
_CLUSTER = re.compile(r'misp-galaxy:([a-z0-9-]{1,60})="([^"]{1,300})"')
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Item = Mapping[str, Any]


class MispEvent:
    """Reads one event, or the events of an answer of MISP's API."""

    name = "misp_event"
    description = "A MISP event as JSON"

    def recognises(self, file: Loaded) -> bool:
        """An object with an event that has a uuid and says what it is about."""
        return bool(_events(file))

    def collect(self, file: Loaded, known: Known) -> None:
        """The events, to which others may refer."""
        made = _making(file)
        for event in _events(file):
            if not _ours(event) and (one := made.entity("report", text(event.get("info")))):
                known.add(event["uuid"], made.entities[one])

    def read(self, file: Loaded, known: Known) -> Batch:
        """All events."""
        made = _making(file)
        for event in _events(file):
            made.read += 1
            if _ours(event):
                _sent(made, event)
            else:
                _event(made, event)
        return made.batch()


def _events(file: Loaded) -> list[Item]:
    """The events of a file: one, a list of them, or the answer of a search."""
    told = part(file.json).get("response", file.json)
    rows = [part(row.get("Event", row)) for row in parts(told)] or [part(part(told).get("Event"))]
    return [row for row in rows if _UUID.fullmatch(text(row.get("uuid"))) and text(row.get("info"))]


def _making(file: Loaded) -> Making:
    events = _events(file)
    first = events[0]
    name = file.source or (f"event {first['uuid']}" if len(events) == 1 else f"events with {first['uuid']}")
    publisher = text(part(first.get("Orgc")).get("name")) or text(part(first.get("Org")).get("name"))
    shared = all(map(_ours, events))
    return Making(
        key=f"misp {name}", label=f"MISP {name}"[:200], unit="misp_event@2", publisher="" if shared else publisher,
        tlp="", shared=shared,
    )  # fmt: skip


def _ours(event: Item) -> bool:
    """Whether another casebook sent the event."""
    return any(own.in_misp(item) for item in parts(event.get("Object")))


def _sent(made: Making, event: Item) -> None:
    """What another casebook sent; its attributes and tags say that again for others."""
    sorts = [(own.in_misp(item), item) for item in parts(event.get("Object"))]
    for sort, item in sorts:
        if sort == "entity":
            own.misp_entity(made, item)
    for sort, item in sorts:
        if sort == "claim":
            own.misp_claim(made, item)
        elif sort == "judgement":
            made.left[own.JUDGEMENT] += 1
        elif not sort:
            made.left["an object that is not of the casebook which sent the event"] += 1


def _event(made: Making, event: Item) -> None:
    one = made.entity("report", text(event.get("info")))
    if not one:
        return
    tags = [text(tag.get("name")) for tag in parts(event.get("Tag"))]
    made.tlp, made.pap = marking(tags)
    made.say(one, "code", value=event["uuid"])
    if found := _DAY.match(text(event.get("date"))):
        made.say(one, "published_on", since=found.group(0), until=found.group(0))
    if made.speaker:
        made.say(one, "published_by", made.speaker)
    for galaxy, name in _clusters(event, tags):
        _about(made, one, galaxy, name)
    for report in parts(event.get("EventReport")):
        made.say(one, "described_as", value=text(report.get("content")))
    for row in parts(event.get("Attribute")):
        attribute(made, one, row)
    objects(made, one, parts(event.get("Object")))


def _clusters(event: Item, tags: list[str]) -> Iterator[tuple[str, str]]:
    """Galaxy and name of what an event is tagged with, each once."""
    found = {(m.group(1), m.group(2)): None for tag in tags if (m := _CLUSTER.fullmatch(tag))}
    for galaxy in parts(event.get("Galaxy")):
        for cluster in parts(galaxy.get("GalaxyCluster")):
            found[text(cluster.get("type")) or text(galaxy.get("type")), text(cluster.get("value"))] = None
    yield from found


def _about(made: Making, one: str, galaxy: str, name: str) -> None:
    kind = load(GALAXIES)["types"].get(galaxy, {}).get("kind", "")
    if not kind or kind == "technique":
        made.left[f"a tag of the galaxy {galaxy[:60]}"] += 1
        return
    other = made.country(name) if kind == "country" else made.entity(kind, name)
    if other:
        made.say(one, "about", other)
