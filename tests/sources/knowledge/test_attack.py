"""A bundle of ATT&CK's shape, made up: what is said of techniques, groups, software and measures, and what is not."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks.attack import bundle
from floodwatch.model.claims import entity_id, technique_id
from floodwatch.sources.knowledge import read


@pytest.fixture(scope="module")
def told():
    return bundle(0.05)


@pytest.fixture(scope="module")
def found(told, tmp_path_factory):
    return batch(tmp_path_factory.mktemp("attack"), told)


def batch(folder, told):
    path = folder / "enterprise-attack.json"
    path.write_text(json.dumps(told), "utf-8")
    (one,) = read([path], {})
    return one.batch


def gone(one):
    return bool(one.get("revoked") or one.get("x_mitre_deprecated"))


def objects(told, kind):
    return [one for one in told["objects"] if one["type"] == kind]


def said(found, predicate):
    return [claim for claim in found.claims if claim.predicate == predicate]


def test_it_is_a_whole_catalogue_with_its_version(found):
    assert (found.key, found.label, found.version) == (
        "attack enterprise-attack", "ATT&CK (enterprise-attack)", "15.1",
    )  # fmt: skip
    assert found.whole
    assert {claim.tlp for claim in found.claims} == {"TLP:CLEAR"}, "its statement of copyright is no TLP"


def test_techniques_go_by_their_codes_and_know_tactics_and_wholes(told, found):
    code = {
        one["id"]: one["external_references"][0]["external_id"] for one in objects(told, "attack-pattern")
    }
    standing = [one for one in objects(told, "attack-pattern") if not gone(one)]
    held = {one.entity_id for one in found.entities}
    assert {technique_id("ATT&CK", code[one["id"]]) for one in standing} <= held
    part = next(one for one in standing if "." in code[one["id"]])
    wholes = {
        c.object_entity
        for c in said(found, "part_of")
        if c.subject == technique_id("ATT&CK", code[part["id"]])
    }
    tactic = f"TA{1000 + int(part['kill_chain_phases'][0]['phase_name'].removeprefix('tactic-')):04d}"
    assert wholes <= {
        technique_id("ATT&CK", code[part["id"]].partition(".")[0]),
        technique_id("ATT&CK", tactic),
    }


def test_every_use_between_what_stands_is_a_claim_with_its_words(told, found):
    by_id = {one["id"]: one for one in told["objects"]}
    uses = [one for one in objects(told, "relationship") if one["relationship_type"] == "uses"]
    wanted = [one for one in uses if not any(gone(by_id[one[end]]) for end in ("source_ref", "target_ref"))]
    kinds = Counter(by_id[one["source_ref"]]["type"] for one in wanted)
    assert min(kinds["malware"], kinds["intrusion-set"], kinds["tool"], kinds["campaign"]) > 0
    pairs = {(one["source_ref"], one["target_ref"]) for one in wanted}
    assert len(said(found, "uses")) == len(pairs)
    assert {claim.quote for claim in said(found, "uses")} <= {one["description"] for one in wanted}


def test_what_was_revoked_says_nothing_but_what_took_its_place(told, found):
    old = next(one for one in objects(told, "attack-pattern") if one.get("revoked"))
    link = next(
        one
        for one in objects(told, "relationship")
        if one["source_ref"] == old["id"] and one["relationship_type"] == "revoked-by"
    )
    new = next(one for one in objects(told, "attack-pattern") if one["id"] == link["target_ref"])
    ends = [technique_id("ATT&CK", one["external_references"][0]["external_id"]) for one in (new, old)]
    about = [claim for claim in found.claims if ends[1] in (claim.subject, claim.object_entity)]
    assert [(c.subject, c.object_entity, c.predicate, c.value_text) for c in about] == [
        (*ends, "alias_of", "successor")
    ]


def test_what_is_deprecated_is_not_there(told, found):
    labels = {one.label for one in found.entities}
    for kind in ("intrusion-set", "malware", "course-of-action"):
        for one in objects(told, kind):
            assert (one["name"] in labels) is not gone(one), one["name"]


def test_two_groups_with_one_alias_only_overlap_with_it(told, found):
    first, second = objects(told, "intrusion-set")[:2]
    (shared,) = set(first["aliases"]) & set(second["aliases"])
    ties = {
        c.subject: c.value_text
        for c in said(found, "alias_of")
        if c.object_entity == entity_id("actor", shared)
    }
    assert ties == dict.fromkeys((entity_id("actor", one["name"]) for one in (first, second)), "overlaps")


def test_measures_block_techniques(told, found):
    assert {claim.value_text for claim in said(found, "counters")} == {"blocks"}


def test_what_has_no_place_is_counted_by_why(told, found):
    assert found.left["an object of the type x-mitre-data-component"] > 0
    patterns = objects(told, "attack-pattern")
    assert found.left["the property x_mitre_detection of attack-pattern"] == len(patterns)
    assert not [why for why in found.left if why.startswith("a relationship of the type uses")]
    whys = {why.partition("with an end that ")[2] for why in found.rejected}
    assert whys == {"was revoked or is deprecated", "is nowhere or no entity"}
    assert not [why for why in found.rejected if "nowhere" in why and "(detects)" not in why]
    assert found.read == len(told["objects"])


def test_a_newer_version_takes_back_what_it_revokes(told, found, tmp_path):
    one = next(o for o in objects(told, "intrusion-set") if not gone(o))
    newer = {
        **told,
        "objects": [{**o, "revoked": True} if o["id"] == one["id"] else o for o in told["objects"]],
    }
    left = {claim.claim_id for claim in batch(tmp_path, newer).claims}
    lost = [claim for claim in found.claims if claim.claim_id not in left]
    assert lost
    assert all(
        entity_id("actor", one["name"]) in (c.subject, c.object_entity) or c.predicate == "alias_of"
        for c in lost
    )
