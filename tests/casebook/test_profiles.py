"""Profiles of actors from confirmed claims: what counts as a habit, whose it is, and what does not count."""

from __future__ import annotations

import pytest

from floodwatch.assessment.resemblance import Weights, resembles
from floodwatch.casebook import record
from floodwatch.casebook.ceiling import MARKED, up_to
from floodwatch.casebook.habits import HABITS as HABITS_OF
from floodwatch.casebook.habits import content
from floodwatch.casebook.marks import mark
from floodwatch.casebook.recurring import CLOSED, CONFIRMED, case_id
from floodwatch.casebook.write import add_case, add_entity, decide, undo
from floodwatch.model.claims import Claim
from floodwatch.model.habits import GROUPS, Feature, Habits
from floodwatch.model.markings import Marking
from floodwatch.model.refs import content_id
from floodwatch.views.profiles import profiles, view
from tests.casebook.made import who
from tests.casebook.told import FLOOD, GRAPH, LAND, LEAK, NEAR, OTHER, SAME, STORM, say, told

TECHNIQUE, SITE, TALE = (
    who("Flood a hashtag", "technique"),
    who("Mirror.example", "site"),
    who("A tale", "narrative"),
)
TOOL = who("A video generator", "tool")
HABITS = (
    say(STORM, "active_on", value="Twitter"),
    say(GRAPH, "in_language", value="Polish"),
    say(STORM, "in_language", value="several languages"),
    say(FLOOD, "operates", SITE),
    say(STORM, "uses", TECHNIQUE),
    say(STORM, "uses", TOOL),
    say(TECHNIQUE, "code", value="DISARM T0049.002"),
    say(STORM, "tells", TALE),
    say(STORM, "indicator", value="Other.example"),
    say(STORM, "originates_from", LAND),
    say(OTHER, "active_on", value="Telegram", status="suggested", decided_by=""),
    say(OTHER, "active_on", value="TikTok", polarity="denied"),
)


def known(book, *claims):
    record.add(book, [TECHNIQUE, SITE, TALE, TOOL])
    told(book, *claims)
    return {one.name: one for one in profiles(book)}


def test_names_that_are_one_have_one_profile_with_all_that_is_said(book):
    found = known(book, *SAME, *HABITS)
    (one,) = found.values()
    assert set(one.counts) == {
        Feature("platforms", "x"), Feature("languages", "pl"), Feature("infrastructure", "mirror.example"),
        Feature("infrastructure", "other.example"), Feature("infrastructure", "tool a video generator"),
        Feature("techniques", "T0049.002"), Feature("narratives", "a tale"),
    }  # fmt: skip
    assert (one.seen, one.country) == (1, "Examplia")


def test_every_feature_names_the_claims_that_tell_it(book):
    (one,) = known(book, *SAME, *HABITS).values()
    said = next(c for c in HABITS if c.value_text == "Polish")
    assert one.refs[Feature("languages", "pl")] == (f"claim:{said.claim_id}",)


def test_the_view_lists_every_habit_with_its_claims(book):
    known(book, *SAME, *HABITS)
    (row,) = view(book)
    assert [h["group"] for h in row["habits"]] == sorted(h["group"] for h in row["habits"])
    assert all(h["refs"] for h in row["habits"]) and row["country"] == "Examplia"


def test_suggested_and_denied_claims_make_no_profile(book):
    assert "Grey Lynx" not in known(book, *SAME, *HABITS)


def test_what_an_attributed_campaign_does_is_the_actors(book):
    found = known(book, say(LEAK, "attributed_to", OTHER), say(LEAK, "active_on", value="Telegram"))
    assert set(found["Grey Lynx"].counts) == {Feature("platforms", "telegram")}


def test_sources_that_name_different_countries_leave_it_open(book):
    found = known(
        book,
        say(OTHER, "active_on", value="VK"),
        say(OTHER, "originates_from", LAND),
        say(OTHER, "originates_from", NEAR),
    )
    assert found["Grey Lynx"].country == ""


def test_one_claim_and_its_retellings_are_one_observation(book):
    found = known(
        book,
        say(OTHER, "active_on", value="VK"),
        say(OTHER, "active_on", value="VK", source_document="bb" * 32),
    )
    assert found["Grey Lynx"].counts == {Feature("platforms", "vk"): 1}


def test_a_network_is_compared_with_what_claims_say(book):
    several = tuple(known(book, *SAME, *HABITS, say(OTHER, "active_on", value="VK")).values())
    ones = Weights(dict.fromkeys(GROUPS, 1.0), 1.0, 1.0, 0.0)
    shared = {
        Feature("infrastructure", "mirror.example"): "4 of 9 members",
        Feature("languages", "pl"): "all",
    }
    found = resembles(Habits(shared, frozenset({"languages"})), several, ones)
    assert found.likenesses[0].country == "Examplia"
    assert found.likenesses[0].reasons[0].refs[0].startswith("claim:")
    assert found.by_country == {"Examplia": 1, "not said": 1}


@pytest.mark.parametrize("value", ["", "  ", "http://", "=1+1", "a" * 500])
def test_odd_values_do_no_harm(book, value):
    known(book, say(OTHER, "indicator", value=value or "x"), say(OTHER, "in_language", value=value or "x"))


WEEKDAYS = Feature("rhythm", "weekdays")


def network(book, case="spring", name="n-1", actor=STORM, features=(WEEKDAYS,)):
    """A confirmed network of a case with its habits, and the claim that attributes it."""
    entity_id = content_id("network entity", case, name)
    add_case(book, case)
    add_entity(book, entity_id, "network", case, {"account:x/1": 1.0}, "ada")
    confirmed = decide(book, entity_id, CONFIRMED, {"name": name}, "ada")
    decide(book, entity_id, HABITS_OF, content([*features, Feature("platforms", "x")], name), "ada")
    claim = Claim(
        subject=entity_id, predicate="attributed_to", object_entity=actor.entity_id, suggested_by="ada"
    )
    record.add(book, claims=[claim])
    return confirmed, record.decide(book, [claim.claim_id], "confirmed", "ada")[0]


def test_a_confirmed_network_is_an_observation_more_of_the_actor_to_whom_it_is_attributed(book):
    told(book, *SAME, *HABITS[:1])
    before = {one.name: one for one in profiles(book)}
    network(book)
    network(book, name="n-2", actor=GRAPH)  # the same actor by another name
    (one,) = profiles(book)
    assert before[one.name].seen == 1 and one.seen == 3
    assert one.counts[Feature("platforms", "x")] == 3
    assert one.counts[Feature("rhythm", "weekdays")] == 2
    assert one.knows("rhythm") and not before[one.name].knows("rhythm")
    assert one.refs[Feature("rhythm", "weekdays")] == ("finding:spring/n-1", "finding:spring/n-2")


def test_an_actor_of_whom_nothing_is_written_has_a_profile_from_its_networks(book):
    told(book)
    network(book, actor=OTHER)
    (one,) = profiles(book)
    assert (one.name, one.seen) == (OTHER.label, 1)


def test_what_does_not_stand_or_is_of_the_same_or_a_closed_or_stricter_case_does_not_count(book):
    told(book)
    confirmed, attributed = network(book)
    assert profiles(book, without="spring") == ()
    number = record.undo(book, attributed, "bo")
    assert profiles(book) == ()
    record.undo(book, number, "bo")
    assert len(profiles(book)) == 1
    closing = decide(book, case_id("spring"), CLOSED, {"owner": "ada", "readers": []}, "ada")
    assert profiles(book) == ()
    undo(book, closing, "ada")
    mark(book, "case:spring", MARKED, {"tlp": "TLP:AMBER"}, "ada")
    with up_to(Marking("TLP:GREEN")):
        assert profiles(book) == ()
    assert len(profiles(book)) == 1
    undo(book, confirmed, "ada")
    assert profiles(book) == ()


def test_a_network_with_the_same_rhythm_resembles_it_the_more(book):
    told(book, say(STORM, "active_on", value="X"), say(OTHER, "active_on", value="X"))
    rhythm = [Feature("rhythm", one) for one in ("weekdays", "busy 09:00 to 12:00 UTC", "within a minute")]
    for name in ("n-1", "n-2", "n-3"):
        network(book, name=name, features=rhythm)
    mine = Habits(dict.fromkeys([*rhythm, Feature("platforms", "x")], "seen"), frozenset(GROUPS))
    first, second = resembles(mine, profiles(book)).likenesses[:2]
    assert (first.name, second.name) == (STORM.label, OTHER.label)
    assert first.probability > second.probability
