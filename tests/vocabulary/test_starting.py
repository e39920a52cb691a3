"""What a new centre knows: each claim fits the lists, says whence it is, and the best-known actor hangs together."""

from __future__ import annotations

from collections import Counter

import pytest

from floodwatch.model.claims import checked, checked_entity, country_id, entity_id
from floodwatch.vocabulary.estimates import band, vocabularies
from floodwatch.vocabulary.kinds import claim_kinds, wrong
from floodwatch.vocabulary.knowledge.families import families
from floodwatch.vocabulary.knowledge.starting import BY, starting

KNOWN = {one.entity_id: one for one in starting().entities}


def actor(name):
    return entity_id("actor", name)


def about(subject, predicate):
    return [c for c in starting().claims if c.subject == subject and c.predicate == predicate]


def the(label):
    (found,) = (one.entity_id for one in KNOWN.values() if one.label.startswith(label))
    return found


def test_every_claim_and_entity_fits_the_lists():
    for one in KNOWN.values():
        checked_entity(one)
    for claim in starting().claims:
        other = KNOWN[claim.object_entity].kind if claim.object_entity else None
        assert wrong(claim.predicate, KNOWN[claim.subject].kind, other, claim.value) is None, claim
        assert claim.as_of_from or claim.as_of_to or not claim_kinds()[claim.predicate].dated
        assert checked(claim).source_document
        assert (claim.status, claim.decided_by) == ("confirmed", BY)


def test_no_claim_says_the_same_twice_and_no_two_handles_mean_one_entity():
    assert not [c for c, n in Counter(c.claim_id for c in starting().claims).items() if n > 1]
    used = {end for c in starting().claims for end in (c.subject, c.object_entity, c.said_by)}
    assert [one.label for one in KNOWN.values() if one.entity_id not in used and one.kind != "document"] == []


def test_storm_1376_is_joined_to_its_other_names():
    groups = {one: {one} for one in KNOWN}
    for claim in starting().claims:
        if claim.predicate == "alias_of" and claim.value_text == "same":
            whole = groups[claim.subject] | groups[claim.object_entity]
            groups |= dict.fromkeys(whole, whole)
    names = {KNOWN[one].label for one in groups[actor("storm-1376")]}
    assert names == {"Storm-1376", "Spamouflage", "Dragonbridge", "Taizi Flood"}


def test_what_has_no_name_is_not_found_by_its_description():
    firm = the("an Estonia-based")
    assert firm != entity_id("organisation", KNOWN[firm].label)


def test_sums_lie_within_sums():
    within = {r.claim_id: r.other_claim for r in starting().relations if r.relation == "part_of"}
    amounts = {c.claim_id: c for c in starting().claims if c.predicate == "amount"}
    (total,) = (c for c in amounts.values() if c.claim_id not in within)
    assert (total.value_low, total.value_high, total.qualifier) == (3e9, None, "over")
    assert total.as_of_from == "2017-01-01"
    (reported,) = (one for one, other in within.items() if other == total.claim_id)
    parts = sorted(amounts[one].value_high for one, other in within.items() if other == reported)
    assert parts == [5e7, 1.7e8]


def test_judgements_that_do_not_agree_say_so():
    claims = {c.claim_id: c for c in starting().claims}
    against = [r for r in starting().relations if r.relation == "contradicts"]
    assert {claims[r.claim_id].subject for r in against} >= {
        the("influence operations"),
        entity_id("election", "Presidential election in Taiwan 2024"),
    }


@pytest.mark.parametrize(
    ("subject", "predicate", "says"),
    [
        (actor("Storm-1376"), "count", {("over", 175.0, None, "websites"), ("", 58.0, 58.0, "languages")}),
        (the("Taizi Flood's posts about Marco"), "count", {("roughly two dozen", 24.0, 24.0, "accounts")}),
        (the("Storm-0558 against"), "count", {("about", 25.0, 25.0, "victims")}),
        (the("staff of Chinese"), "reach", {("over, combined and not unique people", 1.03e8, None, "followers")}),
        (the("compromise of hundreds"), "count", {("hundreds of", 200.0, None, "victims")}),
    ],
)  # fmt: skip
def test_numbers_keep_their_words(subject, predicate, says):
    assert {
        (c.qualifier, c.value_low, c.value_high, c.unit) for c in about(subject, predicate)
    } == says  # fmt: skip


def test_what_was_not_seen_is_kept_as_that():
    unseen = [c for c in starting().claims if c.polarity == "not_observed" and c.predicate == "works_with"]
    apart = {(c.subject, c.object_entity) for c in unseen}
    assert apart == {(country_id(a), country_id(b)) for a, b in (("RU", "CN"), ("RU", "IR"), ("CN", "IR"))}


def test_likelihood_has_a_band_only_where_the_word_has_one():
    assert band("Almost certainly") == (0.95, 0.99)
    assert band("likely") == (0.55, 0.8)
    assert band("likely", "stix_dni") == (0.6, 0.79)
    assert band("may") == band("possible", "kent") == (None, None)
    for one in vocabularies().values():
        assert all(0 <= term.low <= term.high <= 1 for term in one.terms)
        assert list(one.terms) == sorted(one.terms, key=lambda term: term.low)


def test_a_family_says_a_country_or_not():
    assert families()["typhoon"].country == "CN"
    assert families()["flood"].country == ""
    assert families()["flood"].means
