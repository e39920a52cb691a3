"""Imports into a casebook: twice is once, newer versions take the place of older, and people have the last word."""

from __future__ import annotations

import pytest

from floodwatch.casebook import claims, record
from floodwatch.casebook.imports import coded, imports
from floodwatch.centre.starting import bring, counted, ready
from floodwatch.knowledge.importing import compare
from floodwatch.model.claims import entity_id
from floodwatch.sources.knowledge import Read, read
from tests.casebook.made import STANDS, held
from tests.sources.knowledge.made import BUNDLE, GALAXY, USES, bundle, cluster, galaxy, written


def brought(book, folder, content, by="ada", **told):
    """What an import of a file changes, done."""
    (one,) = read([written(folder, "x.json", content)], coded(book), **told)
    assert isinstance(one, Read)
    found = compare(book, one.batch)
    bring(book, one.batch, found, by=by, sha256=one.file.sha256, file=one.file.name, form=one.form)
    return found


def actor(name):
    return entity_id("actor", name)


def alias(book, one, other):
    return next(
        c
        for c in claims.claims(book, subject=actor(one), predicate="alias_of")
        if c.object_entity == actor(other)
    )


def test_a_second_import_adds_nothing(book, tmp_path):
    first = brought(book, tmp_path, GALAXY)
    before = held(book, *STANDS)
    again = brought(book, tmp_path, GALAXY)
    assert held(book, *STANDS) == before
    assert (len(first.new), again.any, again.known) == (again.known, False, len(first.new))
    assert [one.imported_by for one in imports(book)] == ["ada", "ada"]


def test_what_a_person_ordered_is_confirmed_by_that_person(book, tmp_path):
    brought(book, tmp_path, GALAXY)
    one = alias(book, "Grey Heron", "Wader")
    assert (one.status, one.decided_by, one.reason) == ("confirmed", "ada", "From: MISP galaxy Threat Actor")


def test_a_newer_version_changes_adds_and_withdraws(book, tmp_path):
    old = galaxy(cluster("Heron", 1, ["Wader"], description="tall"), cluster("Tit", 2, description="small"))
    new = galaxy(cluster("Heron", 1, ["Fisher"], description="grey"), cluster("Tit", 2, description="small"))
    brought(book, tmp_path, old)
    found = brought(book, tmp_path, new)
    assert {c.value_text for c in found.new} == {"same", "grey"}
    assert [(was.value_text, now.value_text) for was, now in found.changed] == [("tall", "grey")]
    assert {one.value_text for one in found.gone} == {"same", "tall"}
    assert alias(book, "Heron", "Wader").status == "withdrawn"
    back = brought(book, tmp_path, old)
    assert len(back.again) == 2
    assert alias(book, "Heron", "Wader").status == "confirmed"


def test_what_one_source_drops_another_still_says(book, tmp_path):
    brought(book, tmp_path, galaxy(cluster("Heron", 1, ["Wader"])))
    other = galaxy(cluster("Heron", 1, ["Wader"]), kind="mitre-intrusion-set", name="Sets")
    brought(book, tmp_path, other)
    brought(book, tmp_path, galaxy(cluster("Heron", 1)))
    states = sorted(c.status for c in claims.claims(book, subject=actor("Heron"), predicate="alias_of"))
    assert states == ["confirmed", "withdrawn"]


def test_a_refusal_is_remembered_whoever_says_it_next(book, tmp_path):
    brought(book, tmp_path, galaxy(cluster("Heron", 1, ["Wader"])))
    record.decide(book, [alias(book, "Heron", "Wader").claim_id], "refused", "eve", "two groups")
    assert len(brought(book, tmp_path, galaxy(cluster("Heron", 1, ["Wader"]))).refused) == 1
    turned = galaxy(cluster("Wader", 2, ["Heron"]), kind="mitre-intrusion-set", name="Sets")
    found = brought(book, tmp_path, turned)
    assert [c.value_text for c in found.doubted] == ["same"]
    assert alias(book, "Wader", "Heron").status == "suggested"


def test_what_a_person_confirmed_stays_when_the_source_drops_it(book, tmp_path):
    brought(book, tmp_path, galaxy(cluster("Heron", 1, ["Wader"])))
    record.decide(book, [alias(book, "Heron", "Wader").claim_id], "confirmed", "eve", "seen myself")
    found = brought(book, tmp_path, galaxy(cluster("Heron", 1)))
    assert (len(found.gone), len(found.kept)) == (0, 1)
    assert alias(book, "Heron", "Wader").status == "confirmed"


def test_two_sources_that_share_a_synonym_make_no_two_actors_one(book, tmp_path):
    brought(book, tmp_path, galaxy(cluster("Heron", 1, ["Wader", "Stilt"])))
    other = galaxy(cluster("Lapwing", 2, ["Stilt", "Peewit"]), kind="mitre-intrusion-set", name="Sets")
    found = brought(book, tmp_path, other)
    assert [c.object_entity for c in found.joining] == [actor("Stilt")]
    assert alias(book, "Lapwing", "Stilt").status == "suggested"
    assert alias(book, "Lapwing", "Peewit").status == "confirmed"
    assert counted(brought(book, tmp_path, other))["joining"] == 0


def test_undoing_an_alias_restores_what_was_before(book, tmp_path):
    ready(book)
    brought(book, tmp_path, GALAXY)
    before = held(book, *STANDS)
    one = alias(book, "Grey Heron", "Wader")
    (line,) = claims.history(book, one.claim_id)
    number = record.undo(book, line.line.number, "eve")
    assert alias(book, "Grey Heron", "Wader").status == "suggested"
    record.undo(book, number, "eve")
    assert held(book, *STANDS) == before


def test_a_part_of_a_bundle_takes_nothing_back_but_what_it_revokes(book, tmp_path):
    brought(book, tmp_path, BUNDLE)
    assert not brought(book, tmp_path, bundle(BUNDLE["objects"][0])).any
    rest = [{**one, "revoked": True} if one["id"] == USES["id"] else one for one in BUNDLE["objects"]]
    found = brought(book, tmp_path, bundle(*rest))
    assert [one.predicate for one in found.gone] == ["uses"]


def test_a_bundle_goes_by_the_name_it_is_given(book, tmp_path):
    brought(book, tmp_path, BUNDLE, source="Lab")
    (one,) = read([written(tmp_path, "y.json", BUNDLE)], coded(book), source="Lab")
    assert not compare(book, one.batch).any
    (other,) = read([written(tmp_path, "y.json", BUNDLE)], coded(book))
    assert compare(book, other.batch).new


@pytest.mark.parametrize("name", ["Storm-1376", "Taizi Flood"])
def test_the_best_known_actor_has_its_names_before_anything_is_imported(book, name):
    from floodwatch.views.actor import view

    ready(book)
    told = str(view(book, name))
    assert all(other in told for other in ("Storm-1376", "Spamouflage", "Dragonbridge", "Taizi Flood"))
