"""Frameworks filled from facts: slots with what they ask for, matrices by catalogue, advice with its caveats."""

from __future__ import annotations

import json

import pytest

from floodwatch.assessment.frameworks import (
    EMPTY,
    MATRICES,
    MODELS,
    NO_TACTIC,
    Fact,
    countermeasures,
    filled,
    frameworks,
    matrix,
)
from floodwatch.model.habits import GROUPS
from floodwatch.vocabulary.kinds import claim_kinds
from floodwatch.vocabulary.load import load

SITE = Fact("operates", "it runs a.example", "claim:1", "claim", "confirmed", said_by="A lab")
STORY = Fact("tells", "it tells a tale", "claim:2", "claim", "suggested")
TEXT = Fact("techniques", "T0084.001 (trace text)", "network:n", "finding", code="T0084.001")
PHISH = Fact("uses", "it uses phishing", "claim:3", "claim", "confirmed", code="T1566.001")


def slots(model, *facts):
    return {row["slot"]: row for row in filled(model, facts)["slots"]}


@pytest.mark.parametrize(
    ("model", "slot", "fact"),
    [
        ("diamond", "infrastructure", SITE), ("diamond", "capability", PHISH), ("influence", "narrative", STORY),
        ("influence", "capabilities", TEXT), ("abcde", "behaviour", SITE), ("abcde", "content", STORY),
    ],
)  # fmt: skip
def test_a_fact_stands_in_its_slot_with_its_source(model, slot, fact):
    (held,) = slots(model, fact)[slot]["facts"]
    assert (held["ref"], held["status"], held["said_by"]) == (fact.ref, fact.status, fact.said_by)


@pytest.mark.parametrize("model", MODELS)
def test_what_nothing_fills_says_so(model):
    assert all(row["empty"] == EMPTY and row["facts"] == [] for row in slots(model).values())


def test_the_influence_variant_has_the_narrative_and_no_victim():
    assert set(slots("influence")) == {
        "influencer",
        "audience",
        "capabilities",
        "infrastructure",
        "narrative",
    }
    assert set(slots("diamond")) == {"adversary", "capability", "infrastructure", "victim"}
    assert list(slots("abcde")) == ["actor", "behaviour", "content", "degree", "effect"]


def test_likeness_never_says_who_acts():
    like = Fact("resembles", "it resembles Storm-9001", "network:n", "finding")
    assert all(not row["facts"] for model in MODELS for row in slots(model, like).values())


@pytest.mark.parametrize("model", MODELS)
def test_slots_are_filled_by_things_that_exist(model):
    known = {*claim_kinds(), *GROUPS, "kind", "breakout", "uptake"}
    for row in load("frameworks/models.yaml")[model]["slots"].values():
        assert set(row["filled_by"]) <= known


def test_a_matrix_has_its_tactics_in_order_and_each_technique_under_its_own():
    found = matrix("disarm", [TEXT, PHISH])
    assert [c["tactic"] for c in found["columns"]][:3] == ["TA01", "TA02", "TA13"]
    held = {c["name"]: [t["code"] for t in c["techniques"]] for c in found["columns"] if c["techniques"]}
    assert held == {"Develop Content": ["T0084.001"]} and found["techniques"] == 1


def test_the_two_catalogues_are_kept_apart():
    held = [t for c in matrix("attack", [TEXT, PHISH])["columns"] for t in c["techniques"]]
    assert [(t["code"], t["facts"][0]["ref"]) for t in held] == [("T1566.001", "claim:3")]


def test_a_technique_without_a_tactic_is_shown_all_the_same():
    known = load("reading/attack.yaml")
    placed = {c for row in load("frameworks/attack_tactics.yaml").values() for c in row["techniques"]}
    code = next(c for c in known if "." not in c and c not in placed)
    last = matrix("attack", [Fact("uses", "it", "claim:4", "claim", code=code)])["columns"][-1]
    assert last["name"] == NO_TACTIC and [t["code"] for t in last["techniques"]] == [code]


@pytest.mark.parametrize("name", MATRICES)
def test_every_technique_of_a_tactic_has_a_name_and_one_tactic(name):
    _, techniques, tactics = MATRICES[name]
    codes = [c for row in load(tactics).values() for c in row["techniques"]]
    assert len(codes) == len(set(codes)) and set(codes) <= set(load(techniques))


def test_advice_comes_with_what_speaks_against_it_and_for_its_own_technique_first():
    general = Fact("techniques", "x", "network:n", "finding", code="T0049.003")
    own = Fact("techniques", "x", "network:n", "finding", code="T0049.002")
    rows = {row["code"]: row for row in countermeasures([general, own, PHISH])}
    assert rows["T0049.002"]["do"] != rows["T0049.003"]["do"]
    assert all(row["but"] and row["because"] for row in rows.values()) and "T1566.001" in rows


def test_nothing_is_advised_where_nothing_is_written_down():
    assert countermeasures([Fact("uses", "x", "claim:5", "claim", code="T0014"), STORY]) == []


def test_advice_is_for_techniques_that_exist():
    names = {*load("reading/disarm/techniques.yaml"), *load("reading/attack.yaml")}
    assert set(load("frameworks/countermeasures.yaml")) <= names
    shown = load("frameworks/shown_by.yaml")
    assert {*shown["traces"].values(), *(r["code"] for r in shown["signals"].values())} <= names


def test_it_is_plain_json():
    made = frameworks([SITE, STORY, TEXT, PHISH])
    assert json.loads(json.dumps(made)) == made
