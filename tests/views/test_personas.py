"""Persona cards of a case: all of them, one of them, none; nobody outside is named, and a faith is told of no few."""

from __future__ import annotations

import pytest

from floodwatch.model.errors import SettingError
from floodwatch.views.personas import NONE, _believers, view
from tests.views.made_case import nothing


def test_a_card_says_what_profiles_claim(engine):
    told = view(engine)
    first = told["networks"][0]
    assert first["network_id"] == "n-aa11covert" and len(told["networks"]) == 5
    assert "13 claim to be nurses or carers" in first["headline"]
    assert first["kinds"][0]["members"] >= first["kinds"][-1]["members"]
    assert all(ref.startswith("account:") for kind in first["kinds"] for ref in kind["accounts"])


def test_one_network_is_found_by_the_beginning_of_its_id(engine):
    assert [card["network_id"] for card in view(engine, "n-bb")["networks"]] == ["n-bb22news"]
    with pytest.raises(SettingError, match="No network is called 'n-zz'"):
        view(engine, "n-zz")


def test_lists_are_as_long_as_asked(engine):
    card = view(engine, "n-aa", most=1)["networks"][0]
    assert len(card["kinds"]) == len(card["roles"]) == 1 < card["kinds_total"]


def test_nobody_outside_is_named(engine):
    assert "outsider" not in repr(view(engine, most=1000))


def test_a_case_without_networks_says_so():
    assert view(nothing().engine()) == {"networks": [], "notes": [NONE]}


@pytest.mark.parametrize(("members", "told"), [(2, False), (3, True)])
def test_a_faith_of_few_is_not_told(members, told):
    assert bool(_believers({"believers": members, "with_bio": 9, "background_believers": 0.1})) is told
