"""Whose networks the measured rates do not speak for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from floodwatch.detectors.personas.kinds.calibrated import MEMBERS, held_back, marked
from floodwatch.detectors.personas.kinds.decide import decide
from floodwatch.detectors.personas.kinds.network_kinds import NETWORK_KINDS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.tools.bands import script_of
from floodwatch.vocabulary.load import load
from tests.kinds.test_decide import BOOK, CASE, by_id, measured
from tests.personas.table import engine, run

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def file(**unequal):
    """A calibration file: `trait=(group, rates)`."""
    return {
        "people": {t: {g: {"unequal": rates}, "other": {"unequal": []}} for t, (g, rates) in unequal.items()}
    }


def members(*languages, age=900, posts=8):
    return [
        {
            "network_id": "n",
            "language": x,
            "posts": posts,
            "created_at": NOW - timedelta(days=age),
            "last_at": NOW,
        }
        for x in languages
    ]


def test_most_members_of_a_marked_group_hold_the_verdict_back():
    groups = marked(file(language=("da", ["people"])))
    assert held_back(members("da", "da", "en"), groups) == {"n": ("that write da",)}
    assert held_back(members("da", "en", "en"), groups) == {}


def test_how_much_is_posted_counts_only_by_accusations():
    seen, accused = (marked(file(activity=("5 to 19 posts", [r]))) for r in ("people", "accused"))
    assert held_back(members("en", "en"), seen) == {}
    assert held_back(members("en", "en"), accused) == {"n": ("that have 5 to 19 posts",)}


def test_scripts_and_ages():
    groups = marked(file(script=("Cyrl", ["people"]), age=("under 30 days", ["accused"])))
    assert held_back(members("uk", age=3), groups) == {
        "n": ("that write the script Cyrl", "that are under 30 days old")
    }
    assert held_back(members("pl", age=40), groups) == {}
    assert [script_of(x) for x in ("uk", "pt-BR", "zh", "und")] == ["Cyrl", "Latn", "Hans", "unknown"]


def test_the_sentence_says_why_and_only_covert_is_capped():
    signs = measured(by_id("copied_profile"), by_id("creation_burst"))
    capped = decide(replace(CASE, unequal=("that write da",)), signs, BOOK)
    assert decide(CASE, signs, BOOK).kind == "covert" and capped.kind == "unclear"
    assert "that write da are flagged more than twice as often" in capped.summary
    assert (
        decide(replace(CASE, unequal=("that write da",)), measured(by_id("declared_bots")), BOOK).kind
        == "overt"
    )


def test_nothing_measured_marks_nobody_and_the_committed_file_is_read():
    assert marked({}) == marked({"people": None}) == frozenset()
    assert {trait for trait, _ in marked(load("calibration/kinds.yaml"))} <= {
        "language",
        "script",
        "age",
        "activity",
    }


def test_members_are_read_with_their_age_and_posts():
    made = engine(
        posts=[
            {"platform": "x", "post_id": str(n), "account_id": "a", "created_at": NOW, "language": "da"}
            for n in range(6)
        ],
        accounts=[{"platform": "x", "account_id": "a", "created_at": NOW - timedelta(days=40)}],
        members=[{"network_id": "n", "platform": "x", "account_id": a, "behaviours": "url"} for a in "ab"],
    )
    run(made, PEOPLE)
    rows = made.arrow(MEMBERS).to_pylist()
    groups = marked(file(language=("da", ["people"]), age=("30 days to a year", ["people"])))
    assert held_back(rows, groups) == {"n": ("that write da", "that are 30 days to a year old")}
    assert "posts" in NETWORK_KINDS.needs
