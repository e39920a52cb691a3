"""The ledger of incidents: sums that count nothing twice, and what was never observed said so."""

from __future__ import annotations

import pytest

from floodwatch.assessment.priorities import priorities
from floodwatch.casebook import record
from floodwatch.views.incidents import view
from tests.casebook import told as made
from tests.casebook.told import (
    ALL_THEFTS,
    FLOOD,
    GROUP,
    JULY,
    JUNE,
    LAND,
    LEDGER,
    OTHER,
    SAME,
    STORM,
    dollars,
    say,
    told,
)


def dollars_of(row):
    return row["sums"].get("USD", {}).get("says")


def entry(found, name):
    return next(one for one in found["incidents"] if one["name"] == name)


def by(found, what):
    return {row[what]: dollars_of(row) for row in found["totals"][f"by_{what}"]}


def test_parts_of_a_sum_are_shown_inside_it_and_not_added_to_it(book):
    found = view(told(book, *LEDGER))
    assert dollars_of(found["totals"]["all"]) == "over $3 billion"
    assert found["totals"]["all"]["inside_others"] == 2
    assert entry(found, "The theft of June")["inside"] == ["All thefts"]
    assert by(found, "year") == {"2023": "$170 million to $220 million", "several years": "over $3 billion"}
    assert by(found, "country") == {"Examplia": "$170 million", "Nearland": "nearly $50 million"}


def test_aliases_of_one_actor_are_one_actor(book):
    told(book, *LEDGER)
    assert by(view(book), "actor") == {"Storm-9001": "over $3 billion", "Harbour Flood": "nearly $50 million"}
    told(book, *SAME)
    (name,) = by(view(book), "actor")
    assert by(view(book), "actor")[name] == "over $3 billion"
    assert len(view(book, actor="paper lantern")["incidents"]) == 3


def test_numbers_that_nobody_confirmed_are_counted_as_left_out_and_enter_no_sum(book):
    told(book, *LEDGER)
    (number,) = record.decide(book, [LEDGER[0].claim_id], "refused", "ada")
    assert dollars_of(view(book)["totals"]["all"]) == "$170 million to $220 million"
    record.undo(book, number, "ada")
    theft = made.who("Another theft", "incident")
    record.add(book, [theft], [dollars(theft, 5e6, 5e6, status="suggested", decided_by="")])
    found = view(book)["totals"]["all"]
    assert (dollars_of(found), found["left_out"]) == ("over $3 billion", 1)


def test_a_retelling_under_another_name_is_counted_once(book):
    theft = made.who("A theft, as retold", "incident")
    told(book, *LEDGER[10:13])
    again = dollars(theft, 170e6, 170e6, source_document=made.RETOLD)
    record.add(book, [theft], [again])
    assert dollars_of(view(book)["totals"]["all"]) == "$340 million"
    number = record.relate(book, again.claim_id, "derived_from", LEDGER[10].claim_id, "ada")
    assert dollars_of(view(book)["totals"]["all"]) == "$170 million"
    record.undo(book, number, "ada")
    assert dollars_of(view(book)["totals"]["all"]) == "$340 million"


def test_a_relation_of_two_sums_says_part_of_too(book):
    one, two = dollars(JUNE, 50.0, 50.0), dollars(ALL_THEFTS, 80.0, 80.0)
    told(book, one, two)
    assert dollars_of(view(book)["totals"]["all"]) == "$130"
    record.relate(book, one.claim_id, "part_of", two.claim_id, "ada")
    assert dollars_of(view(book)["totals"]["all"]) == "$80"


def test_what_is_only_suggested_to_be_a_part_makes_a_range(book):
    part = say(JUNE, "part_of", ALL_THEFTS, status="suggested", decided_by="")
    told(book, dollars(JUNE, 50.0, 50.0), dollars(ALL_THEFTS, 80.0, 80.0), part)
    assert dollars_of(view(book)["totals"]["all"]) == "$80 to $130"


def test_a_sum_of_an_actor_holds_what_the_actor_did(book):
    told(book, dollars(STORM, 100.0), dollars(JUNE, 50.0, 50.0), say(JUNE, "attributed_to", STORM))
    assert dollars_of(view(book)["totals"]["all"]) == "over $100"


def test_sources_that_differ_make_a_range(book):
    told(book, dollars(JUNE, 40.0, 40.0), dollars(JUNE, 60.0, 60.0, source_document="cc" * 32))
    assert dollars_of(view(book)["totals"]["all"]) == "$40 to $60"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("confirmed", "$70"), ("unclear", "up to $70"), ("blocked", None), ("attempted", None)],
)
def test_what_did_not_come_off_took_no_money(book, outcome, said):
    told(book, dollars(JUNE, 70.0, 70.0), say(JUNE, "outcome", value=outcome))
    assert dollars_of(view(book)["totals"]["all"]) == said


def test_an_alleged_actor_is_shown_as_alleged_and_may_have_taken_nothing(book):
    told(book, dollars(JUNE, 70.0, 70.0), say(JUNE, "attributed_to", STORM, hedge="alleged"))
    found = view(book)
    assert entry(found, "The theft of June")["actors"][0]["hedge"] == "alleged"
    assert by(found, "actor") == {"Storm-9001": "up to $70"}
    assert dollars_of(found["totals"]["all"]) == "$70"


def test_other_currencies_stand_for_themselves(book):
    coins = say(JUNE, "amount", value_low=1200.0, value_high=1200.0, unit="ETH")
    told(book, coins, dollars(JUNE, 2e6, 2e6))
    sums = view(book)["totals"]["all"]["sums"]
    assert {unit: one["says"] for unit, one in sums.items()} == {"ETH": "1,200 ETH", "USD": "$2 million"}
    assert [one["unit"] for one in entry(view(book), "The theft of June")["amounts"]] == ["ETH", "USD"]


def test_victims_are_counted_as_said_also_of_those_without_a_name(book):
    told(
        book,
        say(JUNE, "attributed_to", GROUP),
        say(JUNE, "count", value_low=200.0, unit="victims", qualifier="hundreds of"),
        say(LAND, "victim_of", JUNE),
        say(made.NEAR, "victim_of", JUNE),
    )
    found = view(book)
    one = entry(found, "The theft of June")
    assert one["victims_counted"] == ["hundreds of victims (over 200 victims)"]
    assert one["actors"][0]["name"] == "another group"
    assert found["totals"]["all"]["sums"]["victims"]["low"] == 200
    assert {row["sums"]["victims"]["low"] for row in found["totals"]["by_country"]} == {0}


def test_a_leak_is_a_link_or_was_not_observed_or_is_not_recorded(book):
    told(book, *LEDGER)
    told(book, say(JUNE, "leads_to", made.LEAK), say(JULY, "leads_to", polarity="not_observed"))
    found = view(book)
    said = {one["name"]: one["leads_to"] for one in found["incidents"]}
    assert said == {
        "All thefts": ["not recorded"],
        "The theft of June": ["The leaked letters"],
        "The theft of July": ["none observed"],
    }


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"name": "JULY theft"}, {"The theft of July"}),
        ({"actor": "harbour flood"}, {"The theft of June"}),
        ({"year": 2023}, {"All thefts", "The theft of June", "The theft of July"}),
        ({"year": 2016}, set()),
        ({"country": "nearland"}, {"The theft of June"}),
        ({"sector": "banking"}, {"The theft of June", "The theft of July"}),
        ({"sector": "banking", "country": "examplia"}, {"The theft of July"}),
        ({"actor": "examplia"}, {"All thefts", "The theft of July"}),
    ],
)
def test_entries_that_fit_what_is_asked_for(book, asked, names):
    told(book, *LEDGER, say(STORM, "originates_from", LAND))
    assert {one["name"] for one in view(book, **asked)["incidents"]} == names


def test_an_unknown_actor_gives_near_ones_and_no_entries(book):
    found = view(told(book, *LEDGER), actor="Storm-9002")
    assert found["incidents"] == []
    assert found["unknown"]["actor"][0] == "Storm-9001"


def test_a_denied_attribution_counts_for_nobody(book):
    told(book, dollars(JUNE, 70.0, 70.0), say(JUNE, "attributed_to", OTHER, polarity="denied"))
    assert view(book)["totals"]["by_actor"] == []


def test_undoing_an_alias_gives_back_the_sums_before(book):
    told(book, *LEDGER)
    before = view(book)["totals"]
    alias = say(FLOOD, "alias_of", STORM, "same", status="suggested", decided_by="")
    record.add(book, claims=[alias])
    assert view(book)["totals"] == before
    (number,) = record.decide(book, [alias.claim_id], "confirmed", "ada")
    assert view(book)["totals"] != before
    record.undo(book, number, "ada")
    assert view(book)["totals"] == before


def test_judgements_say_how_few_they_rest_on_and_what_may_mislead(book):
    (one,) = [row for row in priorities(view(told(book, *LEDGER))["sectors"]) if row["actor"] == "Storm-9001"]
    assert one["confidence"] == "low"
    assert one["priority"].startswith("No sector can be said to come first; most often Banking: 1 of 1")
    assert one["motive"] == "Sources say of its incidents: financial gain (1)"
    assert "Exposure" in one["assumptions"][0]
    many = {
        "actor": "x",
        "incidents": 30,
        "known": 28,
        "sectors": {"Ministries": 26, "Banking": 2},
        "motives": {},
    }
    (sure,) = priorities([many])
    assert sure["priority"].startswith("Ministries comes first: 26 of 28")
    assert sure["confidence"] == "moderate"
    assert "attacked for financial gain" in sure["motive"]
