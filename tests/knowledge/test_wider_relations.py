"""Relations by classes of words: overlaps, successors, short forms, bodies behind an operation, tables, stories."""

from __future__ import annotations

import pytest

from floodwatch.knowledge.reading import mentions
from floodwatch.sources.documents import read
from tests.growth import in_proportion
from tests.knowledge.test_relations import aliases
from tests.knowledge.test_sentences import of

TAIL = " Hollow Ferry is a threat actor. Tin Lantern is a threat actor."
TABLE = """| Network | Origin | Target |
|---|---|---|
| Storm-1376 | China | Taiwan, Japan |
| Storm-2035 | Iran | Israel |
"""


def told(kind, text):
    return [m.text for m in mentions(of(text)).get(kind, ())]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Hollow Ferry and Tin Lantern overlap.", "overlaps"),
        ("We see overlaps between Hollow Ferry and what Mandiant tracks as Tin Lantern.", "overlaps"),
        ("Tin Lantern, the predecessor of Hollow Ferry, hacked banks.", "successor"),
        ("Former members of Tin Lantern set up Hollow Ferry.", "successor"),
        ("Tin Lantern, of which Hollow Ferry is a part, was exposed in 2020.", "part_of"),
        ("Hollow Ferry is the label that Mandiant gave to Tin Lantern.", "same"),
        ("Hollow Ferry (tracked elsewhere as Tin Lantern) is active.", "same"),
    ],
)
def test_names_are_related_by_classes_of_words(text, relation):
    found = aliases(text + TAIL)
    assert {(frozenset(one[:2]), *one[2:]) for one in found} == {
        (frozenset({"Hollow Ferry", "Tin Lantern"}), relation, "asserted")
    }


@pytest.mark.parametrize(
    "text", ["Hollow Ferry works with Tin Lantern.", "Hollow Ferry sold access to Tin Lantern."]
)
def test_two_that_work_together_are_not_one(text):
    assert not aliases(text + TAIL)


def test_a_denial_before_the_names_denies_that_they_are_one():
    found = aliases("We do not believe that Hollow Ferry and Tin Lantern are the same group." + TAIL)
    assert {one[3] for one in found} == {"denied"}


def test_the_letters_of_a_body_are_another_name_of_it():
    text = "The Ministry of Health (MoH) met the World Health Organization (WHO)."
    assert aliases(text) == {
        ("Ministry of Health", "MoH", "same", "asserted"),
        ("WHO", "World Health Organization", "same", "asserted"),
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The GRU directs Hollow Ferry.", ["GRU"]),
        ("Behind Hollow Ferry stands the Social Design Agency.", ["Social Design Agency"]),
        ("Our investigation linked Hollow Ferry to individuals in Vietnam.", ["Vietnam"]),
        ("Hollow Ferry attacked contractors in the United States.", []),
        ("Hollow Ferry copied articles attributed to Reuters.", []),
    ],
)
def test_who_stands_behind_an_operation(text, found):
    assert told("origin", text + TAIL) == found


def test_columns_say_where_networks_come_from_and_at_whom_they_aim():
    found = mentions(read(TABLE.encode(), "table.md").document)
    assert [m.text for m in found["origin"]] == ["China", "Iran"]
    assert [m.text for m in found["target"]] == ["Taiwan", "Japan", "Israel"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hackers compromised ministries in Laos and Thailand.", ["ministries in Laos and Thailand"]),
        ("The group hit no banks.", []),
        ("The group hit no fewer than nine banks.", ["banks"]),
        ("The Bybit hack was the largest.", ["Bybit"]),
    ],
)
def test_targets_are_whole_phrases(text, found):
    assert told("target", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The network accused the minister of selling the port.", ["selling the port"]),
        ("The clip purports to show soldiers burning ballots.", ["soldiers burning ballots"]),
        ("According to the posts, the ballots were burned.", ["the ballots were burned"]),
        ("The minister said that the vote was safe.", []),
        ("Reuters reported that the bank was closed.", []),
    ],
)
def test_stories_are_those_of_operations(text, found):
    assert told("narrative", text) == found


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("The photo was taken in 2011.", ["The photo was taken in 2011"]),
        ("Engineers confirmed that the dam was intact.", ["the dam was intact"]),
        ("Meta said it had removed 40 accounts.", []),
        ("The posts were removed by Meta.", []),
    ],
)
def test_what_is_held_against_a_story(answer, found):
    assert told("rebuttal", f"Posts claimed that the dam had burst. {answer}") == found


def test_cost_is_in_proportion():
    text = (
        "The Ministry of Health (MoH) linked Hollow Ferry, which overlaps with Tin Lantern, to individuals in Laos. "
        "It accused the minister of selling ports. Posts claimed that ministries in Laos and Togo were hit. "
    )
    assert in_proportion(lambda size: mentions(of(text * size)), 24)
