"""Watch rules: thresholds, what is news, phases of elections, and surges that chance alone seldom gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from floodwatch.assessment.watch.alerts import alerts
from floodwatch.assessment.watch.phases import Vote, phase, phases
from floodwatch.assessment.watch.rules import rules
from floodwatch.assessment.watch.surges import surges
from floodwatch.assessment.watch.words import digest, message
from floodwatch.model.errors import SettingError
from floodwatch.model.watching import Condition, Subject

NOW = datetime(2026, 5, 1, tzinfo=UTC)
COVERT = [rule for rule in rules() if rule.name == "covert_network"]


def network(ref: str, size: int, first: int = 0, **values: object) -> Subject:
    held = {"kind": "covert", "members": size, "q_value": 0.001} | values
    return Subject(
        "networks", ref, ref, held, ("post:x/1",), frozenset(f"account:x/{first + i}" for i in range(size))
    )


def test_a_rule_speaks_once_and_again_when_the_thing_has_grown():
    first = alerts(COVERT, [network("entity:network/a", 10)], NOW)
    assert [one.ref for one in first] == ["entity:network/a"]
    assert first[0].evidence == ("post:x/1",) and first[0].innocent and first[0].would_change
    # The next run finds two members more, under another id: the same network, and no news.
    assert not alerts(COVERT, [network("entity:network/b", 12)], NOW + timedelta(days=1), known=first)
    grown = alerts(COVERT, [network("entity:network/c", 15)], NOW + timedelta(days=2), known=first)
    assert [one.earlier for one in grown] == [first[0].alert_id]
    assert alerts(COVERT, [network("entity:network/d", 10, first=100)], NOW, known=first)


def test_growth_is_counted_from_the_last_time_it_was_told():
    told = alerts(COVERT, [network("a", 10)], NOW)
    told += alerts(COVERT, [network("b", 16)], NOW + timedelta(days=1), known=told)
    assert len(told) == 2
    assert not alerts(COVERT, [network("c", 20)], NOW + timedelta(days=2), known=told)


def test_what_one_network_pushes_in_a_week_is_told_once():
    rule = [rule for rule in rules() if rule.name == "pushed_event"]

    def event(ref: str) -> Subject:
        values = {"q_value": 1e-9, "accounts": 20, "network_share": 0.9}
        return Subject("events", ref, ref, values, (), frozenset({"account:x/1", "account:x/2"}))

    first = alerts(rule, [event("a"), event("b"), event("c")], NOW)
    assert [one.ref for one in first] == ["a"]
    assert not alerts(rule, [event("d")], NOW + timedelta(days=6), known=first)
    assert alerts(rule, [event("d"), event("a")], NOW + timedelta(days=8), known=first)[0].ref == "d"


@pytest.mark.parametrize(
    "values", [{"kind": "overt"}, {"q_value": 0.2}, {"q_value": None}, {"members": 3}], ids=str
)
def test_every_condition_must_hold(values):
    assert not alerts(COVERT, [network("a", 10, **values)], NOW)


def test_a_rule_of_a_phase_is_silent_outside_of_it():
    claims = Subject("integrity", "e", "e", {"q_value": 1e-6, "posts": 100})
    only = [rule for rule in rules() if rule.name == "integrity_claims"]
    assert not alerts(only, [claims], NOW, phases=("campaign",))
    assert alerts(only, [claims], NOW, phases=("campaign", "after"))


def test_high_ones_come_first():
    every = rules({"low": {"over": "networks", "severity": "low", "when": {"members": {"least": 1}}}})
    assert [one.severity for one in alerts(every, [network("a", 10)], NOW)] == ["high", "low"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"x": {"over": "planets", "when": {"n": {"least": 1}}}}, "over must be one of"),
        ({"x": {"over": "networks"}}, "needs conditions"),
        ({"x": {"over": "networks", "when": {"n": {"above": 1}}}}, "needs least, most or one_of"),
        ({"x": {"over": "networks", "when": {"n": {"least": "many"}}}}, "must be numbers"),
        ({"x": {"over": "networks", "when": {"n": {"one_of": "covert"}}}}, "must be a list"),
        ({"covert_network": {"phases": ["dawn"]}}, "phases are"),
        ({"covert_network": {"again": {"members": 1}}}, "number above 1"),
        ({"covert_network": {"colour": "red"}}, "no part of a rule"),
        ({"covert_network": {"rest_days": -1}}, "number of days"),
        ({"covert_network": None}, "has no parts"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_name(told, why):
    with pytest.raises(SettingError, match=why):
        rules(told)


def test_a_rule_can_be_changed_in_part_and_switched_off():
    changed = {
        rule.name: rule for rule in rules({"covert_network": {"severity": "low"}}, without=("site_surge",))
    }
    assert changed["covert_network"].severity == "low" and "site_surge" not in changed
    assert changed["covert_network"].conditions == COVERT[0].conditions
    with pytest.raises(SettingError, match="no such rule"):
        rules(without=("nothing",))


def test_a_missing_value_fulfils_nothing():
    assert not Condition("n", most=5).holds({"n": None}) and not Condition("n", most=5).holds({})
    assert Condition("n", 1, 5).said() == "n at least 1 and at most 5"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-01T00:00", "before"),
        ("2026-03-05T00:00", "campaign"),
        ("2026-05-03T23:59", "campaign"),
        ("2026-05-04T00:00", "vote"),
        ("2026-05-05T23:59", "vote"),
        ("2026-05-06T00:00", "after"),
        ("2026-05-07T23:59", "after"),
        ("2026-05-08T00:00", "over"),
    ],
)
def test_phases_of_a_vote_of_two_days(moment, expected):
    vote = Vote("v", date(2026, 5, 4), until=date(2026, 5, 5))
    assert phase(vote, datetime.fromisoformat(moment).replace(tzinfo=UTC)) == expected


def test_the_next_vote_comes_first_and_past_ones_are_gone():
    votes = [Vote("late", date(2026, 6, 1)), Vote("past", date(2026, 4, 1)), Vote("soon", date(2026, 5, 2))]
    assert [vote.name for vote in phases(votes, NOW)["campaign"]] == ["soon", "late"]


def test_a_steady_count_is_no_surge_and_a_tenfold_one_is():
    posts = [1000] * 15
    found = surges({"steady": [20] * 15, "sudden": [20] * 14 + [200], "never": [0] * 15}, posts)
    assert found["sudden"].q_value < 1e-6 and found["steady"].p_value > 0.3 and found["never"].p_value > 0.3
    assert found["sudden"].expected == pytest.approx(20, rel=0.01) and found["sudden"].windows == 14


def test_collecting_more_is_no_surge():
    found = surges({"name": [20] * 14 + [200]}, [1000] * 14 + [10_000])
    assert found["name"].p_value > 0.3


def test_too_few_windows_are_not_tested():
    found = surges({"name": [1, 1, 50]}, [100, 100, 100])
    assert found["name"].p_value is None and found["name"].q_value is None and found["name"].count == 50
    assert surges({"name": [0, 0, 0, 0, 9]}, [0, 0, 0, 0, 100])["name"].p_value is None
    assert surges({}, []) == {}


@pytest.mark.parametrize("spread", [1.0, 4.0])
def test_chance_alone_passes_the_threshold_as_seldom_as_it_says(spread):
    """Counts of a steady habit, Poisson or four times as uneven: p <= .01 in about 1%, and never in more than 3%."""
    rng, mean, runs = np.random.default_rng(5), 30.0, 2000
    size = mean / (spread - 1) if spread > 1 else 1e9
    drawn = rng.poisson(rng.gamma(size, mean / size, (runs, 21)))
    p = [surges({"n": row.tolist()}, [1000] * 21)["n"].p_value for row in drawn]
    assert np.mean(np.array(p) <= 0.01) <= 0.03
    assert 0.02 <= np.mean(np.array(p) <= 0.1) <= 0.15


def test_what_is_sent_holds_evidence_and_doubt_but_never_cursor_tricks():
    made = alerts(COVERT, [network("entity:network/a\x1b[2J\u202e", 10)], NOW)
    subject, text, values = message("main", made)
    assert subject == "Floodwatch: 1 new alert in main"
    assert (
        "it may be innocent" in text and "by chance" in text and "\x1b" not in text and "\u202e" not in text
    )
    assert values["alerts"][0]["alert_id"] == made[0].alert_id


def test_what_is_marked_too_strictly_is_only_counted():
    made = alerts(COVERT, [network("entity:network/a", 10)], NOW)
    for _, text, values in (message("main", made, "TLP:RED"), digest("main", made, made, (), "TLP:RED")):
        assert "network" not in text and "1 new alert" in text and values["alerts"] == 1


def test_a_digest_says_what_waits_and_which_votes_come():
    made = alerts(COVERT, [network("entity:network/a", 10)], NOW)
    votes = [{"name": "Vote", "day": "2026-05-04", "phase": "campaign", "days": 3}]
    _, text, _ = digest("main", [], made, votes)
    assert "Waiting for an answer from before: 1" in text and "Vote: campaign, in 3 days" in text
