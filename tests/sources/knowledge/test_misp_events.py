"""Attributes, objects and sightings of MISP events that pymisp makes, and what of them has no place."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from floodwatch.sources.knowledge import read

pymisp = pytest.importorskip("pymisp")
URL, DOMAIN, HASH = "https://odd.example/login", "odd.example", "ab" * 32
MAY, JUNE, JULY = (datetime(2024, month, 3, 12, tzinfo=UTC) for month in (5, 6, 7))


def sighting(attribute, when, sort="0", who="Hollow Labs"):
    """As MISP answers: the time as text, and who saw it as an organisation."""
    one = attribute.add_sighting({"type": sort, "date_sighting": int(when.timestamp()), "source": "probe"})
    one.Organisation = {"name": who} if who else {}
    return one


@pytest.fixture
def event():
    made = pymisp.MISPEvent()
    made.info, made.date = "Herons at the gate", "2024-06-12"
    made.add_tag("tlp:green")
    made.Orgc = {"name": "The heron desk", "uuid": "7d9f2b1e-0000-4000-8000-000000000003"}
    return made


def batch(tmp_path, event):
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"Event": json.loads(event.to_json())}, default=str), "utf-8")
    (one,) = read([path], {})
    return one.batch


def said(found, predicate):
    return [claim for claim in found.claims if claim.predicate == predicate]


def names(found):
    return {one.entity_id: one.label for one in found.entities}


def test_attributes_of_objects_come_in_with_what_they_are_there(tmp_path, event):
    thing = pymisp.MISPObject("file")
    thing.comment = "as it was sent"
    thing.add_attribute("sha256", HASH, type="sha256", comment="the second stage")
    thing.add_attribute("size-in-bytes", "1234", type="size-in-bytes")
    thing.add_attribute("malware-sample", f"a.exe|{'cd' * 16}", type="malware-sample")
    thing.add_reference("7d9f2b1e-0000-4000-8000-000000000009", "drops")
    event.add_object(thing)
    found = batch(tmp_path, event)
    (indicator,) = said(found, "indicator")
    assert (indicator.value_text, indicator.quote) == (f"sha256: {HASH}", "the second stage")
    assert indicator.qualifier == f"sha256 of the object file {thing.uuid[:8]}"
    assert {(c.value_text, c.qualifier) for c in said(found, "described_as")} == {
        ("as it was sent", f"of the object file {thing.uuid[:8]}"),
        ("1234", f"size-in-bytes of the object file {thing.uuid[:8]}"),
    }
    left = {why: number for why, number in found.left.items() if number}
    assert left == {
        "an attribute of the type malware-sample of an object": 1,
        "a reference of one object to another": 1,
    }
    assert not found.rejected


def test_two_objects_with_one_value_stay_two(tmp_path, event):
    for _ in range(2):
        thing = pymisp.MISPObject("domain-ip")
        thing.add_attribute("domain", DOMAIN, type="domain")
        event.add_object(thing)
    assert len({claim.qualifier for claim in said(batch(tmp_path, event), "indicator")}) == 2


def test_sightings_are_counted_by_who_saw_it_with_first_and_last_day(tmp_path, event):
    one = event.add_attribute("domain", DOMAIN)
    sighting(one, JUNE), sighting(one, MAY), sighting(one, JULY, who=""), sighting(one, JULY, who="")
    found = batch(tmp_path, event)
    seen = {names(found)[c.said_by]: (c.value_low, c.as_of_from, c.as_of_to) for c in said(found, "count")}
    assert seen == {"Hollow Labs": (2, "2024-05-03", "2024-06-03"), "probe": (2, "2024-07-03", "2024-07-03")}
    assert {c.unit for c in said(found, "count")} == {f"sightings of domain: {DOMAIN}"}


def test_who_calls_it_harmless_denies_it_and_what_expired_ends(tmp_path, event):
    one = event.add_attribute("url", URL, first_seen=MAY)
    sighting(one, JUNE, "1"), sighting(one, JULY, "2")
    found = batch(tmp_path, event)
    told = {c.polarity: c for c in said(found, "indicator")}
    assert (told["asserted"].as_of_from, told["asserted"].as_of_to) == ("2024-05-03", "2024-07-03")
    assert (names(found)[told["denied"].said_by], told["denied"].as_of_from) == ("Hollow Labs", "2024-06-03")
    assert not said(found, "count")


@pytest.mark.parametrize(
    ("tag", "label"),
    [("tlp:amber+strict", "TLP:AMBER+STRICT"), ("tlp:white", "TLP:GREEN"), ("TLP:EX:CHR", "TLP:RED")],
)
def test_an_attribute_is_as_strict_as_its_event_and_its_own_tags(tmp_path, event, tag, label):
    event.add_tag("PAP:AMBER")
    event.add_attribute("domain", DOMAIN).add_tag(tag)
    event.add_attribute("domain", "other.example")
    found = {c.value_text: (c.tlp, c.pap) for c in said(batch(tmp_path, event), "indicator")}
    assert found == {
        f"domain: {DOMAIN}": (label, "PAP:AMBER"),
        "domain: other.example": ("TLP:GREEN", "PAP:AMBER"),
    }


def test_what_has_no_place_is_counted(tmp_path, event):
    one = event.add_attribute("domain", DOMAIN)
    one.add_tag("kill-chain:Delivery")
    event.add_attribute("attachment", "note.pdf")
    gone = event.add_attribute("domain", "gone.example")
    gone.deleted = True
    left = {why: number for why, number in batch(tmp_path, event).left.items() if number}
    assert left == {
        "a tag of an attribute": 1, "an attribute of the type attachment": 1, "a deleted attribute": 1,
    }  # fmt: skip


def test_sightings_of_odd_shapes_are_left_out_or_undated(tmp_path, event):
    event.add_attribute("domain", DOMAIN)
    told = json.loads(event.to_json())
    told["Attribute"][0]["Sighting"] = [
        {"type": "0", "date_sighting": "soon", "Organisation": ["x"], "source": 7},
        {"type": 9}, "text", {"type": "1", "date_sighting": {}},
    ]  # fmt: skip
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"Event": told}, default=str), "utf-8")
    (one,) = read([path], {})
    (count,) = said(one.batch, "count")
    assert (count.value_low, count.as_of_from) == (1, "")
    assert one.batch.left["a sighting of a sort that has no place"] == 1
    assert [c.polarity for c in said(one.batch, "indicator")] == ["asserted", "denied"]
