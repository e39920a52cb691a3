"""Claims about a vote are counted in the two days after it, beside the weeks before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from floodwatch.centre.units import every
from floodwatch.detectors.content.election_watch import ELECTION_WATCH, claims
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from floodwatch.vocabulary.load import load
from tests.contract.harness import outcome

OPENED = datetime(2024, 5, 5, 7, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=14)
VOTE = {"event_id": "e1", "title": "Vote", "kind": "election", "started_at": OPENED, "ended_at": CLOSED}
CLAIM = "people say the election was rigged"


def post(number, when, text):
    ids = {"platform": "x", "post_id": f"{number:05d}", "account_id": str(number % 50)}
    return {**ids, "created_at": when, "text": text, "language": "en"}


BEFORE = [post(n, OPENED - timedelta(hours=n + 1), CLAIM if n % 100 == 0 else f"tea {n}") for n in range(600)]
AFTER = [
    post(1000 + n, CLOSED + timedelta(minutes=20 * n), CLAIM if n % 4 == 0 else f"tea {n}")
    for n in range(140)
]


def watched(posts, event=VOTE, **tables):
    with DuckDB() as engine:
        made = outcome(
            engine, Example("", True, {"posts": posts, "events": [event], **tables}), ELECTION_WATCH, every()
        )
    return {row["claim"]: row for row in made["election_watch"]}, made["election_hours"]


def test_claims_after_the_vote_are_set_against_the_weeks_before():
    told, hours = watched([*BEFORE, *AFTER])
    row = told["stolen"]
    assert (row["posts"], row["rate"]) == (35, 0.25)
    assert row["rate_before"] == pytest.approx(6.5 / 600)
    assert row["expected"] == pytest.approx(140 * 6.5 / 600)
    assert row["p_value"] < 1e-6
    assert row["first_posts"].startswith("post:x/01000|post:x/01004")
    assert "not false because it is made" in row["explanation"]
    assert told["any"]["posts"] == 35
    assert sum(h["posts"] for h in hours if h["claim"] == "stolen") == 35
    assert {h["hour"] for h in hours} <= set(range(48))


def test_as_many_claims_as_before_do_not_stand_out():
    same = [
        post(1000 + n, CLOSED + timedelta(minutes=4 * n), CLAIM if n % 100 == 0 else "tea")
        for n in range(600)
    ]
    assert watched([*BEFORE, *same])[0]["stolen"]["p_value"] > 0.2


def test_the_window_is_two_days_from_the_close_and_a_day_after_the_start_where_that_is_unknown():
    times = (
        CLOSED - timedelta(seconds=1),
        CLOSED,
        CLOSED + timedelta(hours=47),
        CLOSED + timedelta(hours=48),
    )
    posts = [post(n, when, CLAIM) for n, when in enumerate(times)]
    assert watched(posts)[0]["stolen"]["posts"] == 2
    later = [post(n, OPENED + timedelta(hours=h), CLAIM) for n, h in enumerate((23, 24, 71, 72))]
    assert watched(later, {**VOTE, "ended_at": None})[0]["stolen"]["posts"] == 2
    assert watched(later, {**VOTE, "kind": "sport"})[0] == {}


def test_without_posts_before_it_is_not_tested():
    row = watched(AFTER)[0]["stolen"]
    assert (row["rate_before"], row["p_value"]) == (None, None)
    assert "not tested" in row["explanation"]


def test_what_members_of_networks_say_is_counted_apart():
    members = [{"network_id": "n-1", "platform": "x", "account_id": str(a)} for a in (0, 4, 8)]
    row = watched([*BEFORE, *AFTER], members=members)[0]["stolen"]
    inside = sum(1 for n in range(0, 140, 4) if n % 50 in (0, 4, 8))
    assert (row["network_posts"], row["networks"]) == (inside, "n-1")
    assert row["network_share"] == pytest.approx(inside / 35)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("They STOLE the election!!", ("stolen",)),
        ("#StopTheSteal now", ("stolen",)),
        ("Fact check: no, ballots burned in the street were samples", ("ballots",)),
        ("Dead voters? Machines switched votes?", ("machines", "voters")),
        ("fraude électorale et bourrage des urnes", ("ballots", "stolen")),
        ("不正選挙だと言う人がいる", ("stolen",)),
        ("تزوير الانتخابات", ("stolen",)),
        ("The election is on Sunday, bring your ballot", ()),
        ("a stolen bicycle", ()),
    ],
)
def test_what_counts_as_a_claim(text, kinds):
    assert claims(text) == kinds


def test_every_language_has_phrases_for_every_kind_and_each_is_found():
    book = load("election_integrity.yaml")
    assert len(book["phrases"]) >= 20
    for language, kinds in book["phrases"].items():
        assert set(kinds) == set(book["kinds"]), language
        for kind, phrases in kinds.items():
            for phrase in phrases:
                assert kind in claims(f"… {phrase.strip('*')} …"), f"{language}: {phrase}"
