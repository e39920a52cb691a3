"""What goes out as STIX or MISP comes back equal, to the byte, whatever the claims and the names are."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from pathlib import Path

import pytest
import stix2
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.casebook import record
from floodwatch.centre.starting import ready
from floodwatch.model.claims import PAP, POLARITIES, TLP, Claim, Consent, Entity, entity_id, unnamed_id
from floodwatch.model.exchange import claim_of, plain
from floodwatch.outputs.knowledge import FORMATS, misp, stix
from floodwatch.sources.knowledge.own import JUDGEMENT
from floodwatch.tools.cells import dangerous
from floodwatch.vocabulary.kinds import ANY, claim_kinds, entity_kinds
from floodwatch.vocabulary.knowledge.starting.judged import judged as starting_judged
from tests.exchange.made import EVERYTHING, brought, filled, out
from tests.exchange.odd import NAMES, odd

WHOLE = pytest.mark.parametrize(
    "form", [one for one in FORMATS if one.name in ("stix", "misp")], ids=lambda f: f.name
)


def known_to_pymisp(data):
    pymisp = pytest.importorskip("pymisp")
    event = pymisp.MISPEvent()
    event.load(data.decode())
    return event


def claimed(data):
    """What is exchanged, without judgements, which stay those of whoever sends them."""
    told = json.loads(data)
    if "Event" not in told:
        return [one for one in told["objects"] if not one.get("abstract")]
    mine = [one for one in told["Event"]["Object"] if one["name"] != "floodwatch-judgement"]
    return told["Event"] | {"Object": mine}


@WHOLE
def test_the_starting_knowledge_comes_back_equal(form, book, other, tmp_path):
    ready(book)
    data = out(book, form.render)
    assert out(book, form.render) == data
    found, batch = brought(other, tmp_path, data)
    judged = {JUDGEMENT: len(starting_judged().judgements)}
    assert (batch.rejected, batch.left, found.joining, found.doubted) == ({}, judged, (), ())
    assert claimed(out(other, form.render)) == claimed(data) != []
    again, _ = brought(other, tmp_path, data)
    assert (again.any, again.known) == (False, len(found.new))


def test_the_starting_knowledge_is_what_stix2_and_pymisp_take(book):
    ready(book)
    bundle = stix2.parse(out(book, stix.render).decode())
    assert len(bundle.objects) > 500
    event = known_to_pymisp(out(book, misp.render))
    assert (len(event.objects) > 500, event.published, event.distribution) == (True, False, 0)
    assert not any(a.to_ids for one in event.objects for a in one.attributes)


@WHOLE
def test_odd_names_and_texts_come_back_equal(form, book, other, tmp_path):
    filled(book, *odd())
    data = out(book, form.render)
    _, batch = brought(other, tmp_path, data)
    assert batch.rejected == {}
    assert out(other, form.render) == data
    assert {one.label for one in batch.entities} >= set(NAMES)


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_nothing_that_is_shown_hides_or_runs(form, book):
    filled(book, *odd())
    text = out(book, form.render).decode()
    assert not any(sign in text for sign in "\x1b\x07\x85\u202e\u2066")
    if form.name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not any(map(dangerous, cells))
        assert any(map(dangerous, (cell.removeprefix("'") for cell in cells)))


@pytest.mark.parametrize("form", FORMATS, ids=lambda f: f.name)
def test_two_exports_of_one_state_are_the_same_bytes(form, book):
    filled(book, *odd())
    assert out(book, form.render) == out(book, form.render)


def kinds(told):
    return sorted(entity_kinds()) if told == ANY else list(told)


PEOPLE = {
    kind: [Entity(entity_id=entity_id(kind, f"{kind} {n}"), kind=kind, label=f"{kind} {n}") for n in range(2)]
    for kind in entity_kinds()
}
DAYS = ("2023-01-01", "2023-06-30", "2024-12-31")
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
TOLD = st.one_of(
    WORDS.filter(str.strip),
    st.sampled_from(["domain: a.example", "sha1: it's \\ it", "=1+1", "ip-src: 1.2.3.4"]),
)


@st.composite
def said(draw):
    """Any claim that the lists allow."""
    kind = claim_kinds()[draw(st.sampled_from(sorted(claim_kinds())))]
    first = draw(st.sampled_from(kinds(kind.subjects)))
    told = {}
    if kind.objects and not (kind.object_optional and draw(st.booleans())):
        second = first if kind.same_kind else draw(st.sampled_from(kinds(kind.objects)))
        told["object_entity"] = PEOPLE[second][1].entity_id
    if kind.value == "number":
        unit = (
            {"currency": "ETH", ANY: "things"}[kind.units] if isinstance(kind.units, str) else kind.units[0]
        )
        low = draw(st.floats(-1e15, 1e15))
        told |= {"value_low": low, "value_high": draw(st.sampled_from([None, low, 1e16])), "unit": unit}
    elif kind.value != "none":
        told["value_text"] = draw(st.sampled_from(kind.choices) if kind.choices else TOLD)
    if kind.dated or draw(st.booleans()):
        told |= {
            "as_of_from": draw(st.sampled_from(DAYS[:2])),
            "as_of_to": draw(st.sampled_from(("", DAYS[2]))),
        }
    if draw(st.booleans()):
        told |= {"source_document": draw(st.sampled_from(("ab" * 32, "cd" * 32)))}
        told |= {"span_start": 3, "span_end": 9} if draw(st.booleans()) else {}
    return Claim(
        subject=PEOPLE[first][0].entity_id, predicate=kind.predicate, polarity=draw(st.sampled_from(POLARITIES)),
        qualifier=draw(st.sampled_from(("", "over", "hundreds of"))),
        hedge=draw(st.sampled_from(("", "likely", "one, maybe"))),
        quote=draw(st.one_of(st.just(""), WORDS)), tlp=draw(st.sampled_from(TLP)), pap=draw(st.sampled_from(PAP)),
        said_by=draw(st.sampled_from(("", PEOPLE["source"][0].entity_id))),
        suggested_by=draw(st.sampled_from(("ada", "r@1"))),
        admiralty_source=draw(st.sampled_from("ABF")), admiralty_information=draw(st.sampled_from(("", *"126"))),
        consent=draw(st.sampled_from((None, Consent("eve", "2024-01-01", "yes, do")))), **told,
    )  # fmt: skip


def test_a_claim_is_the_same_as_plain_values():
    claim = Claim(
        subject="a", predicate="count", value_low=3, unit="x", span_start=0, span_end=4, suggested_by="r@1"
    )
    assert claim_of(json.loads(json.dumps(plain(claim)))) == claim


@settings(max_examples=12)
@given(st.lists(said(), min_size=1, max_size=8), st.data())
def test_any_claims_come_back_equal(empty_book, claims, data):
    claims = list({one.claim_id: one for one in claims}.values())
    with tempfile.TemporaryDirectory() as folder:
        book, second, third = (
            shutil.copy(empty_book, Path(folder) / name) for name in ("1.db", "2.db", "3.db")
        )
        filled(book, claims, [one for ones in PEOPLE.values() for one in ones])
        sure = data.draw(st.sets(st.sampled_from([one.claim_id for one in claims])))
        if sure:
            record.decide(book, sorted(sure), "confirmed", "ada", "read it")
        if len(claims) > 1:
            record.relate(book, claims[0].claim_id, "supports", claims[1].claim_id, "ada")
        wanted = EVERYTHING.__class__(ceiling="TLP:RED", author="desk", suggested=True)
        for form, into in ((stix, second), (misp, third)):
            sent = out(book, form.render, wanted)
            _, batch = brought(into, Path(folder), sent)
            assert batch.rejected == {}
            assert out(into, form.render, wanted) == sent
        stix2.parse(out(book, stix.render, wanted).decode())


def test_an_unnamed_one_comes_back_as_itself(book, other, tmp_path):
    one = Entity(entity_id=unnamed_id(), kind="actor", label="another group")
    claim = Claim(subject=one.entity_id, predicate="count", value_low=2.0, unit="people", suggested_by="r@1",
                  status="confirmed", decided_by="ada")  # fmt: skip
    filled(book, [claim], [one])
    _, batch = brought(other, tmp_path, out(book, stix.render))
    assert [e.entity_id for e in batch.entities] == [one.entity_id]
