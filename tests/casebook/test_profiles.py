"""Profiles of actors from confirmed claims: what counts as a habit, whose it is, and what does not count."""

from __future__ import annotations

import pytest

from floodwatch.assessment.resemblance import Weights, resembles
from floodwatch.casebook import record
from floodwatch.model.habits import GROUPS, Feature, Habits
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
