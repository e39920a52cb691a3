"""Likeness, frameworks and impact in a terminal: everything that qualifies an answer stands beside it."""

from __future__ import annotations

from floodwatch.assessment.frameworks import Fact, frameworks
from floodwatch.assessment.resemblance import Weights, as_row, resembles
from floodwatch.cli.attributed import framed, likened
from floodwatch.model.habits import GROUPS, Feature, Habits, Profile

SITE, X = Feature("infrastructure", "a.example\x1b[2J"), Feature("platforms", "x")
KNOWN = (Profile("Storm-9001", {SITE: 1, X: 1}, 1, "Examplia"), Profile("Other", {X: 1}, 1))
SURE = Weights(dict.fromkeys(GROUPS, 1.0), 1.0, 1.0, -2.0)


def printed(*features: Feature, weights: Weights = SURE) -> str:
    found = as_row(
        resembles(Habits(dict.fromkeys(features, "3 of 9 members"), frozenset(GROUPS)), KNOWN, weights)
    )
    return "\n".join(likened({"networks": [{"network_id": "n-1", **found}], "note": "NOTE"}))


def test_reasons_come_with_base_rates_and_what_is_easily_copied():
    text = printed(SITE, X)
    assert "resembles Storm-9001" in text and "1 of 2 profiles have it" in text and "easily copied" in text
    assert "profiles by country: Examplia 1, not said 1" in text and "NOTE" in text
    assert "Resemblance is not identity" in text


def test_no_name_is_printed_where_none_is_likelier():
    text = printed(Feature("platforms", "vk"), weights=Weights(SURE.shared, 1.0, 1.0, 1.0))
    assert "none of 2 known profiles" in text and "Storm-9001" not in text


def test_control_characters_do_not_reach_the_terminal():
    assert "\x1b[2J" not in printed(SITE, X)


def test_a_case_without_networks_says_so():
    assert list(likened({"networks": [], "note": "NOTE"})) == ["The case has no network.", "NOTE"]


def test_frameworks_name_whence_each_entry_comes_and_what_speaks_against_advice():
    facts = [
        Fact("uses", "it uses polls\x07", "claim:1", "claim", "suggested", code="T0029", said_by="A lab"),
        Fact("platforms", "x", "network:n", "finding"),
    ]
    text = "\n".join(framed({"about": "n", **frameworks(facts)}))
    assert "[claim, suggested, A lab]" in text and "[finding, measured]" in text and "\x07" not in text
    assert "T0029 Online Polls" in text and "but: " in text
