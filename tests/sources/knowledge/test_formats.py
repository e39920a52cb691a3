"""Every format of knowledge: recognised by content, said in claims that fit, and what has no place is counted."""

from __future__ import annotations

import pytest

from floodwatch.model.claims import checked, checked_entity, entity_id, technique_id
from floodwatch.model.errors import FormatError, SettingError
from floodwatch.sources.knowledge import FORMATS, Read, Unread, read
from floodwatch.vocabulary.kinds import wrong
from tests.sources.knowledge.made import (
    BUNDLE,
    CSV,
    EVENT,
    FORMS,
    GALAXY,
    GROUP,
    MAPPING,
    USES,
    batch,
    bundle,
    cluster,
    galaxy,
    sentences,
    thing,
    written,
)


@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_recognised_by_what_is_in_it(tmp_path, name):
    path = written(tmp_path, name).rename(tmp_path / "x")
    (found,) = read([path], {})
    assert found.form == FORMS[name]


def test_every_format_has_an_example():
    assert {one.name for one in FORMATS} == set(FORMS.values())


@pytest.mark.parametrize("name", FORMS)
def test_what_is_read_fits_the_lists(tmp_path, name):
    for other in FORMS:
        written(tmp_path, other)
    (given,) = [one.batch for one in read([tmp_path], {}) if isinstance(one, Read) and one.file.name.endswith(name)
                and one.file.name.rpartition("/")[2] == name]  # fmt: skip
    kinds = {checked_entity(one).entity_id: one.kind for one in given.entities}
    assert given.claims
    for claim in given.claims:
        assert checked(claim).source_document in given.sources
        assert (
            wrong(claim.predicate, kinds[claim.subject], kinds.get(claim.object_entity), claim.value) is None
        )
        assert claim.said_by in kinds or not claim.said_by


def test_synonyms_are_aliases_and_shared_ones_join_nothing(tmp_path):
    given = batch(tmp_path, GALAXY)
    names = {one.entity_id: one.label for one in given.entities}
    aliases = {
        (names[c.subject], names[c.object_entity], c.value_text, c.hedge, c.hedge_low)
        for c in given.claims if c.predicate == "alias_of"
    }  # fmt: skip
    assert aliases == {
        ("Grey Heron", "Wader", "same", "", None),
        ("Grey Heron", "TA-77", "overlaps", "", None),
        ("Blue Tit", "TA-77", "overlaps", "", None),
        ("Blue Tit", "Paridae", "same", "", None),
        ("Blue Tit", "Grey Heron", "overlaps", "likely", 0.55),
    }
    assert {("Grey Heron", "originates_from", "Portugal"), ("Blue Tit", "motive", "espionage"),
            ("Grey Heron", "described_at", "https://blog.example/heron")} <= sentences(given)  # fmt: skip
    assert given.left == {
        "a reference (uses) to what is in no file": 1,
        "a reference (similar) to what is in no file": 1,
    }


def test_a_synonym_that_is_the_name_of_another_cluster_joins_nothing(tmp_path):
    given = batch(tmp_path, galaxy(cluster("One", 1, ["two"]), cluster("Two", 2)))
    assert [c.value_text for c in given.claims if c.predicate == "alias_of"] == ["overlaps"]


def test_files_of_one_import_know_one_another_and_those_of_imports_before(tmp_path):
    paths = [written(tmp_path, name) for name in ("actors.json", "techniques.json")]
    both = [one.batch for one in read(paths, {}) if isinstance(one, Read)]
    assert ("Grey Heron", "uses", "Flood the zone") in sentences(both[0])
    known = {c.value_text: e for e in both[1].entities for c in both[1].claims if c.subject == e.entity_id}
    (later,) = read(paths[:1], known)
    assert later.batch.claims == both[0].claims


def test_techniques_of_one_code_are_one_in_every_format(tmp_path):
    code = technique_id("DISARM", "T0049")
    stix = bundle(
        thing("identity", 1, name="DISARM Foundation", identity_class="organization"),
        thing("attack-pattern", 2, name="Flood",
              external_references=[{"source_name": "mitre-attack", "external_id": "T0049"}]),
    )  # fmt: skip
    for name, content in (("a.json", stix), ("techniques.json", None), ("technique.csv", None)):
        assert code in {one.entity_id for one in batch(tmp_path, content, name).entities}
    given = batch(tmp_path, stix)
    assert (given.licence, given.whole) == ("CC BY-SA 4.0", True)
    assert "DISARM Foundation" in given.credit


def test_microsofts_names_have_a_country_only_where_it_is_said(tmp_path):
    said = sentences(batch(tmp_path, MAPPING))
    assert {("Umber Flood", "originates_from", "Russia"), ("Umber Flood", "motive", "influence"),
            ("Umber Flood", "alias_of", "Storm-9001")} <= said  # fmt: skip
    older = [
        {"Threat actor name": "Dun Flood", "Origin/Threat": "Influence operations", "Other names": "Storm-2"}
    ]
    assert not [s for s in sentences(batch(tmp_path, older)) if s[1] == "originates_from"]


def test_a_bundle_says_who_made_each_object_and_keeps_what_the_lists_have(tmp_path):
    given = batch(tmp_path, BUNDLE)
    said = sentences(given)
    assert {("Grey Heron", "alias_of", "Wader"), ("Grey Heron", "uses", "Scrub"), ("Grey Heron", "targets", "Portugal"),
            ("On herons", "about", "Grey Heron"), ("On herons", "about", "Scrub")} <= said  # fmt: skip
    (uses,) = (c for c in given.claims if c.predicate == "uses")
    assert (uses.quote, uses.hedge, uses.said_by) == (
        "seen in May",
        "confidence 85 of 100",
        entity_id("organisation", "A Lab"),
    )
    assert given.left == {"an object of the type x-acme-widget": 1}
    assert not given.whole


def test_what_a_bundle_takes_back_is_no_claim(tmp_path):
    whole = batch(tmp_path, bundle(*BUNDLE["objects"]))
    gone = [{**one, "revoked": True} if one["id"] in (USES["id"],) else one for one in BUNDLE["objects"]]
    given = batch(tmp_path, bundle(*gone))
    (uses,) = (c.claim_id for c in whole.claims if c.predicate == "uses")
    assert given.taken_back == (uses,)
    assert {c.claim_id for c in whole.claims} - {c.claim_id for c in given.claims} == {uses}


@pytest.mark.parametrize(
    ("marking", "tlp"),
    [
        ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "TLP:AMBER"),
        ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "TLP:RED"),
        ("marking-definition--00000000-0000-4000-8000-000000000000", "TLP:RED"),
    ],
)
def test_markings_of_objects_go_with_their_claims(tmp_path, marking, tlp):
    given = batch(tmp_path, bundle({**GROUP, "object_marking_refs": [marking]}))
    assert {c.tlp for c in given.claims} == {tlp}


def test_an_event_is_a_report_with_indicators(tmp_path):
    given = batch(tmp_path, EVENT)
    assert {("Herons in May", "about", "Grey Heron"), ("Herons in May", "indicator", "domain: heron.example"),
            ("Herons in May", "published_by", "A CERT")} <= sentences(given)  # fmt: skip
    assert {c.tlp for c in given.claims} == {"TLP:AMBER"}
    assert given.left == {
        "an attribute of the type hat-size": 1, "a deleted attribute": 1,
    }  # fmt: skip
    assert [c.qualifier for c in given.claims if c.qualifier] == ["text of the object narrative"]


def test_tables_of_disarm_are_joined_by_codes(tmp_path):
    for name in CSV:
        written(tmp_path, name)
    batches = {one.batch.label: one.batch for one in read([tmp_path], {}) if isinstance(one, Read)}
    assert ("Ask for money", "counters", "Flood the zone") in sentences(
        batches["DISARM table counter_technique"]
    )
    used = batches["DISARM table incident_technique"]
    assert sentences(used) == {("A page", "uses", "Flood the zone")}
    assert used.rejected == {"a code that no table explains": 1}
    assert ("A page", "attributed_to", "Russia") in sentences(batches["DISARM table incident"])


def test_lists_of_sites_leave_controls_out(tmp_path):
    assert ("heron.org", "part_of", "Heronry") in sentences(batch(tmp_path, None, "domains.csv"))
    sites = batch(tmp_path, None, "sites.csv")
    assert sentences(sites) == {("heron.org", "described_as", "on the list A list")}
    assert sites.left == {"a neutral control, of which nothing is said": 1}
    assert batch(tmp_path, None, "indicators.csv").rejected == {"a row without a domain": 1}


def test_outlets_have_an_owner_a_country_and_accounts(tmp_path):
    assert {("Heron Corp", "operates", "Heron News"), ("Heron News", "sponsored_by", "Portugal"),
            ("heron.org", "part_of", "Heron News"), ("x/heronnews", "part_of", "Heron News")} <= sentences(
        batch(tmp_path, None, "matrix.csv"))  # fmt: skip


def test_clusters_that_are_none_are_counted(tmp_path):
    twice = cluster("One", 1)
    given = batch(
        tmp_path,
        galaxy(twice, twice, 3, {"uuid": "x"}, cluster("  ", 2), cluster("x" * 400, 3), cluster("a\0b", 4)),
    )
    assert given.rejected == {
        "a cluster with the uuid of another": 1, "a cluster without a name": 2, "a name that is empty": 1,
        "a name of more than 300 characters": 1, "a name with characters that cannot be stored": 1,
    }  # fmt: skip
    assert given.read == 7


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"type": "bundle", ', "not JSON"),
        ("{}", "of no format"),
        ("a,b\n1,2\n", "of no format"),
        ('operation,domain,reportUrl\n"' + "x" * 2_000_000, "no table that can be read"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, content, says):
    with pytest.raises(FormatError, match=says):
        list(read([written(tmp_path, "x", content)], {}))
    (tmp_path / "f").mkdir()
    (told,) = read([written(tmp_path / "f", "x", content).parent], {})
    assert isinstance(told, Unread)
    assert says in told.reason


def test_a_format_may_be_named_and_must_fit(tmp_path):
    path = written(tmp_path, "actors.json")
    with pytest.raises(SettingError, match="no format 'x'"):
        list(read([path], {}, "x"))
    with pytest.raises(FormatError, match="not of the format stix"):
        list(read([path], {}, "stix"))
