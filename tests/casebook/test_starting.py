"""Starting knowledge in a casebook: added once, undone exactly, and never against a person's word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.casebook import claims, record
from floodwatch.casebook.imports import imports
from floodwatch.centre.starting import bring as carried
from floodwatch.centre.starting import ready
from floodwatch.knowledge.importing import compare
from floodwatch.model.claims import entity_id
from floodwatch.vocabulary.knowledge.starting import BY, starting
from tests.casebook.made import STANDS, held

STORM = entity_id("actor", "Storm-1376")


def bring(book, batch, **told):
    found = compare(book, batch)
    carried(book, batch, found, **told)
    return found


def aliases(book):
    return {c.object_entity: c for c in claims.claims(book, subject=STORM, predicate="alias_of")}


def test_it_is_added_once(book):
    assert ready(book)
    before = held(book, *STANDS)
    assert not ready(book)
    bring(book, starting(), by=BY, sha256="", file="", form=BY)
    assert held(book, *STANDS) == before
    assert [one.content["new"] for one in imports(book)] == [len(starting().claims), 0]


def test_undoing_an_alias_restores_what_was_before(book):
    ready(book)
    before = held(book, *STANDS)
    one = aliases(book)[entity_id("actor", "Spamouflage")]
    assert one.status == "confirmed"
    (line,) = claims.history(book, one.claim_id)
    number = record.undo(book, line.line.number, "ada")
    assert claims.claim(book, one.claim_id).status == "suggested"
    record.undo(book, number, "ada")
    assert held(book, *STANDS) == before


@pytest.mark.parametrize("verdict", ["refused", "withdrawn"])
def test_what_a_person_decided_stays_when_it_is_said_again(book, verdict):
    ready(book)
    one = aliases(book)[entity_id("actor", "Dragonbridge")]
    record.decide(book, [one.claim_id], verdict, "ada", "another group")
    found = bring(book, starting(), by=BY, sha256="newer", file="", form=BY)
    assert [r.claim_id for r in found.refused] == [one.claim_id]
    assert claims.claim(book, one.claim_id).status == verdict


def test_what_a_newer_package_says_no_longer_is_withdrawn_and_comes_back(book):
    ready(book)
    dropped = [c for c in starting().claims if c.subject == STORM and c.predicate == "count"]
    less = replace(starting(), claims=tuple(c for c in starting().claims if c not in dropped))
    assert len(bring(book, less, by=BY, sha256="less", file="", form=BY).gone) == len(dropped) == 2
    states = {claims.claim(book, c.claim_id).status for c in dropped}
    assert states == {"withdrawn"}
    assert len(bring(book, starting(), by=BY, sha256="more", file="", form=BY).again) == 2
    assert {claims.claim(book, c.claim_id).status for c in dropped} == {"confirmed"}


def test_what_a_person_confirmed_stays_although_the_package_drops_it(book):
    ready(book)
    dropped, other = [c for c in starting().claims if c.subject == STORM and c.predicate == "count"]
    record.decide(book, [dropped.claim_id], "confirmed", "ada", "read it myself")
    less = replace(starting(), claims=tuple(c for c in starting().claims if c not in (dropped, other)))
    found = bring(book, less, by=BY, sha256="less", file="", form=BY)
    assert ([c.claim_id for c in found.kept], [c.claim_id for c in found.gone]) == (
        [dropped.claim_id],
        [other.claim_id],
    )
    assert claims.claim(book, dropped.claim_id).status == "confirmed"


def test_a_relation_that_was_undone_is_not_stated_again(book):
    ready(book)
    one = next(r for r in starting().relations if r.relation == "part_of")
    (found,) = (r for r in claims.related(book, one.claim_id) if r.claim_id == one.claim_id)
    record.undo(book, found.number, "ada")
    bring(book, starting(), by=BY, sha256="again", file="", form=BY)
    assert not [r for r in claims.related(book, one.claim_id) if r.claim_id == one.claim_id]
