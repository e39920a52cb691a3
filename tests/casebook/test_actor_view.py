"""The card of an actor: every name with who says so, every line with its source, and nothing decided between sides."""

from __future__ import annotations

import pytest

from floodwatch.casebook import record
from floodwatch.views.actor import view
from tests.casebook import told as made
from tests.casebook.told import ACTOR, FLOOD, GRAPH, OTHER, RETOLD, SAME, STORM, say, told


def card(book, name="storm 9001", **more):
    (found,) = view(book, name, **more)["found"]
    return found


def says(rows):
    return [row["says"] for row in rows]


def test_every_name_is_there_in_the_order_in_which_they_came_with_who_says_so(book):
    found = card(told(book, *ACTOR))
    listed = [(one["name"], one["since"], one["vendors"]) for one in found["names"]]
    assert listed == [
        ("Storm-9001", "2024-04", ["Microsoft"]),
        ("Paper Lantern", "2024-04", ["A lab"]),
        ("Harbour Flood", "2024-10", ["Microsoft"]),
        ("Paper Lantern Group", "", []),
    ]
    assert found["by_vendor"]["Microsoft"] == ["Storm-9001", "Harbour Flood"]
    last = next(one for one in found["names"] if one["name"] == "Harbour Flood")
    assert [step["names"] for step in last["path"]] == [
        ["Storm-9001", "Paper Lantern"],
        ["Paper Lantern", "Harbour Flood"],
    ]
    step = last["path"][0]["claims"][0]
    assert (step["said_by"], step["source"], step["decided_by"]) == ("Microsoft", "First report", "ada")


def test_a_family_is_decoded_and_flood_names_no_country(book):
    found = {one["name"]: one["family"] for one in card(told(book, *ACTOR))["names"]}
    assert found["Harbour Flood"]["word"] == "Flood"
    assert found["Harbour Flood"]["country"] == ""
    assert "influence" in found["Harbour Flood"]["means"]
    assert found["Storm-9001"]["word"] == "Storm-####"


def test_a_typhoon_is_of_china_as_its_vendor_says(book):
    wind = made.who("Glass Typhoon")
    record.add(told(book), [wind])
    (name,) = card(book, "glass typhoon")["names"]
    assert (name["family"]["country"], name["family"]["said_by"]) == ("CN", "Microsoft")
    assert card(book, "glass typhoon")["origin"] == []


@pytest.mark.parametrize("name", ["Harbour Flood", "paper lantern group", "PAPER LANTERN"])
def test_any_name_gives_the_same_actor(book, name):
    told(book, *ACTOR)
    assert {one["name"] for one in card(book, name)["names"]} == {one["name"] for one in card(book)["names"]}


def test_each_claim_stands_in_one_section_with_source_grade_and_hedge(book):
    found = card(told(book, *ACTOR))
    assert says(found["numbers"]) == ["Storm-9001: over 175 websites"]
    (impact,) = found["impact"]
    assert (impact["grade"], impact["hedge"], impact["source"]) == (
        "B2",
        "probably (55% to 80%)",
        "First report",
    )
    assert says(found["negative_findings"]) == ["not observed: Storm-9001 works with Grey Lynx"]
    assert says(found["denials"]) == ["A ministry denies Storm-9001: that it stands behind it"]
    assert [(part["name"], says(part["claims"])) for part in found["parts"]] == [
        ("The leaked letters", ["The leaked letters targets General election of Examplia"])
    ]


def test_sources_that_do_not_agree_stand_side_by_side(book):
    (one,) = card(told(book, *ACTOR))["conflicts"]
    assert one["matter"] == "sponsored_by"
    assert {(side["said_by"][0], side["says"][0].rpartition(": ")[2]) for side in one["sides"]} == {
        ("Microsoft", "ordered"),
        ("A lab", "shaped"),
    }


def test_numbers_that_cannot_both_be_so_are_a_conflict_and_those_that_can_are_none(book):
    many = {"value_low": 200.0, "value_high": 250.0, "unit": "websites", "source_document": "cc" * 32}
    few = {**many, "value_low": 10.0, "value_high": 20.0, "source_document": "dd" * 32}
    told(
        book,
        say(STORM, "count", **many),
        say(STORM, "count", value_low=175.0, unit="websites", qualifier="over"),
    )
    assert card(book)["conflicts"] == []
    told(book, say(STORM, "count", **few))
    assert len(card(book)["conflicts"][0]["sides"]) == 3


def test_five_retellings_are_one_source(book):
    retold = say(made.TEXTS[1], "derived_from", made.TEXTS[0])
    told(book, SAME[0], say(STORM, "alias_of", GRAPH, "same", source_document=RETOLD))
    assert [one["sources"] for one in card(book)["names"]] == [2, 2]
    told(book, retold)
    assert [one["sources"] for one in card(book)["names"]] == [1, 1]


def test_two_of_one_name_are_two_cards(book):
    told(book, say(STORM, "known_as", value="Ghosts"), say(OTHER, "known_as", value="ghosts"))
    found = view(book, "GHOSTS")
    assert [one["label"] for one in found["found"]] == ["Storm-9001", "Grey Lynx"]
    assert "kept apart" in found["notes"][0]
    assert found["found"][0]["suggested"][0]["reasons"] == ["both go by the name Ghosts"]


def test_whose_own_name_it_is_comes_before_whom_others_call_so(book):
    told(book, say(OTHER, "known_as", value="storm 9001"))
    found = view(book, "Storm-9001")
    assert [one["label"] for one in found["found"]] == ["Storm-9001"]
    assert [one["name"] for one in found["also_called_so"]] == ["Grey Lynx"]
    assert [one["name"] for one in found["found"][0]["suggested"]] == ["Grey Lynx"]


def test_an_unknown_name_gives_near_ones_and_no_card(book):
    found = view(told(book, *ACTOR), "Storm-9010")
    assert found["found"] == []
    assert found["near"][0]["name"] == "Storm-9001"


def test_a_suggestion_gives_its_reason_and_a_refusal_is_remembered(book):
    quote = "Grey Lynx, also known as Storm-9001"
    told(book, say(OTHER, "alias_of", STORM, "same", status="suggested", decided_by="", quote=quote))
    assert card(book)["suggested"] == [
        {"name": "Grey Lynx", "entity": OTHER.entity_id, "reasons": [f"First report says so: {quote}"]}
    ]
    told(
        book, say(STORM, "alias_of", OTHER, "same", polarity="denied", suggested_by="ada", source_document="")
    )
    assert card(book)["suggested"] == []
    assert says(card(book)["denied"]) == ["denied: Storm-9001 is the same as Grey Lynx"]


def test_a_name_spelt_otherwise_is_suggested(book):
    twin = made.who("Storm 9001")
    record.add(told(book), [twin])
    assert [one["label"] for one in view(book, "Storm-9001")["found"]] == ["Storm-9001", "Storm 9001"]
    assert "the same name but for" in card_of(book, twin)["suggested"][0]["reasons"][0]


def card_of(book, entity):
    return next(one for one in view(book, entity.label)["found"] if one["entities"][0] == entity.entity_id)


def test_undoing_an_alias_takes_the_name_away_and_all_that_was_said_under_it(book):
    told(book, *ACTOR)
    before = card(book, "Paper Lantern")
    step = next(one for one in card(book)["names"] if one["name"] == "Harbour Flood")["path"][-1]["claims"][0]
    record.undo(book, step["decision"], "ada")
    assert {one["name"] for one in card(book)["names"]} == {
        "Storm-9001",
        "Paper Lantern",
        "Paper Lantern Group",
    }
    assert card(book)["sponsor"] == []
    record.decide(book, [step["claim"]], "confirmed", "ada")
    assert {one["name"] for one in card(book, "Paper Lantern")["names"]} == {
        one["name"] for one in before["names"]
    }


def test_long_lists_are_cut_and_counted_the_confirmed_first(book):
    claims = [say(STORM, "count", value_low=float(n), unit="posts") for n in range(20)]
    unsure = [say(STORM, "count", value_low=99.0, unit="posts", status="suggested", decided_by="")]
    found = card(told(book, *claims, *unsure), most=5)
    assert len(found["numbers"]) == 5
    assert all(row["status"] == "confirmed" for row in found["numbers"])
    assert found["totals"] == {"count": 21}


def test_markings_are_the_strictest_of_all_that_is_shown(book):
    told(book, *SAME, say(FLOOD, "motive", value="influence", tlp="TLP:AMBER", pap="PAP:GREEN"))
    assert card(book)["markings"] == ["TLP:AMBER", "PAP:GREEN"]


def test_whatever_else_goes_by_a_name_has_a_card_too(book):
    found = card(told(book, *ACTOR), "a ministry")
    assert found["kind"] == "organisation"
    assert len(found["sponsor"]) == 2
