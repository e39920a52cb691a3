"""Media of states in a case: named where a list or a network names them, else masked; empty where nothing is listed."""

from __future__ import annotations

import pytest

from floodwatch.centre.handles import Centre
from floodwatch.model.dossier import OUTSIDE
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.views.outlets import NOBODY, NOTES, view
from tests.views.made_case import case, nothing


def told_of(made):
    """The made-up case with a list that names one outsider and a member, and another outsider who says so."""
    made.tables["listings"] = [
        {"list_name": "mine", "kind": "account", "platform": "x", "subject_id": who, "listing_role": "state_media",
         "outlet": "River News Agency", "owner": "River Group", "country": "BN"}
        for who in ("outsider_0", "aa000")
    ]  # fmt: skip
    for row in made.tables["accounts"]:
        row["bio"] = (
            "Reporter at River News Agency, friend of @outsider_9" if row["account_id"] == "o1" else ""
        )
        row["followers"] = 100
    return made.engine()


@pytest.fixture(scope="module")
def shown():
    return view(told_of(case()))


def test_accounts_are_told_by_route_and_only_public_ones_are_named(shown):
    assert [(r["account"], r["route"], r["outlet"]) for r in shown["accounts"] if r["route"] != "linked"] == [
        ("account:x/aa000", "overt", "River News Agency"), ("account:x/o0", "overt", "River News Agency"),
        (OUTSIDE, "declared", "River News Agency"),
    ]  # fmt: skip
    assert "outsider_1" not in repr(shown) and "outsider_9" not in repr(shown) and "x/o1'" not in repr(shown)
    assert all(r["reason"] for r in shown["accounts"])


def test_outlet_and_owner_have_rows_with_lists(shown):
    assert [(r["level"], r["name"]) for r in shown["outlets"]] == [
        ("owner", "River Group"),
        ("outlet", "River News Agency"),
    ]
    for row in shown["outlets"]:
        assert (row["overt"], row["declared"]) == (2, 1)
        assert row["platforms"][0].startswith("x:") and row["countries_claimed"] == ["US:1"]
    assert [(r["list_name"], r["listed"]) for r in shown["listed"]] == [("mine", 2)]


def test_reach_is_told_by_scope_with_its_method(shown):
    overt = [
        r for r in shown["reach"] if (r["level"], r["scope"], r["platform"]) == ("outlet", "overt", "all")
    ]
    assert [(r["accounts"], r["followers"], r["low"], r["high"], r["people"]) for r in overt] == [
        (2, 200, 100, 200, None)
    ]
    assert {r["level"] for r in shown["reach"]} == {"outlet", "owner"}


def test_relays_by_people_outside_are_counted_and_not_named(shown):
    assert all(r["relays"] >= 1 for r in shown["relays"])
    assert all(
        r["account"] == "account:x/o0" or not r["account"].startswith("account:x/o") for r in shown["fastest"]
    )


def test_one_outlet_or_owner_is_shown_by_its_name_in_any_case():
    engine = told_of(case())
    assert [r["level"] for r in view(engine, "river news agency")["outlets"]] == ["outlet"]
    assert len(view(engine, "RIVER GROUP")["outlets"]) == 2
    assert len(view(engine, most=1)["accounts"]) == 1
    with pytest.raises(SettingError, match='No outlet or owner is called "o\'other"'):
        view(engine, "o'other")


def test_the_reach_of_an_owner_comes_with_that_of_its_outlets(shown):
    engine = told_of(case())
    assert view(engine, "river group")["reach"] == shown["reach"]
    assert {r["name"] for r in view(engine, "river news agency")["reach"]} == {"River News Agency"}


def test_a_listed_outlet_without_accounts_here_is_no_case_without_listed_accounts():
    made = case()
    made.tables["listings"] = [listed("nobody_here", outlet="Sea Times")]
    told = view(made.engine(), "sea times")
    assert told["outlets"] == [] and told["notes"] == [
        "A list names 'sea times', but no account of it is in this case."
    ]


def listed(who, **more):
    return {"list_name": "mine", "kind": "account", "platform": "x", "subject_id": who, "listing_role": "state_media",
            **more}  # fmt: skip


def test_what_a_list_or_a_platform_calls_an_outlet_comes_with_it():
    made = case()
    public = {"listing_role": "public_media", "typology": "IP", "outlet": "Hill Radio", "owner": "Hill"}
    made.tables["listings"] = [
        listed("outsider_0", **public), listed("outsider_3", listing_role="exposed", outlet="Hill Radio"),
    ]  # fmt: skip
    for row in made.tables["accounts"]:
        row["labels"] = ["Public broadcaster"] if row["account_id"] == "o1" else None
    told = view(made.engine())
    roles = {r["name"]: (r["roles"], r["typologies"]) for r in told["outlets"]}
    assert roles == {
        "Hill": (["public_media"], ["IP"]), "Hill Radio": (["public_media"], ["IP"]),
        "outsider_1": (["labelled"], ["Public broadcaster"]),
    }  # fmt: skip
    overt = {r["account"]: (r["role"], r["typology"], r["reason"]) for r in told["accounts"] if r["role"]}
    assert overt == {
        "account:x/o0": ("public_media", "IP", "the list mine names it as public media (IP)"),
        "account:x/o1": ("labelled", "Public broadcaster", "its platform labels it: Public broadcaster"),
    }
    assert {r["role"] for r in told["listed"]} == {"public_media", "exposed"}
    assert told["notes"] == list(NOTES) and "says nothing bad of anybody" in NOTES[0]


def test_a_platform_with_the_signs_of_lists_in_its_name_stays_one_value():
    made = case()
    strange = "x|y:50%25"
    made.tables["listings"] = [listed("strange_one", platform=strange)]
    made.tables["accounts"].append({"platform": strange, "account_id": "strange_one"})
    (row,) = view(made.engine())["outlets"]
    assert row["platforms"] == [f"{strange}:1"]


def test_where_nothing_was_listed_it_says_so(engine):
    for one in (engine, nothing().engine()):
        answer = view(one)
        assert answer["notes"] == [NOBODY]
        assert not any(
            answer[name] for name in ("listed", "outlets", "accounts", "reach", "relays", "fastest")
        )


def test_the_verb_asks_for_detection_first(tmp_path):
    with pytest.raises(CentreError):
        Centre.init(tmp_path / "centre").case().outlets()
