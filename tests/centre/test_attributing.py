"""A detected network end to end: compared with an earlier case, attributed to an actor, recognised from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow.compute as pc
import pytest

from floodwatch.casebook import record
from floodwatch.centre.handles import Centre
from floodwatch.model.claims import Entity, entity_id
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.worlds import Recipe, build, write

ACTOR = Entity(entity_id=entity_id("actor", "Made-up Actor"), kind="actor", label="Made-up Actor")


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    """Two cases of one world: all of it, and its posts until the middle."""
    folder = tmp_path_factory.mktemp("attributing")
    recipe = Recipe(seed=11, accounts=150, days=4, operations=("text_flood",), strength="strong")
    world = build(recipe)
    write(world, folder / "main")
    at = world.tables["posts"].column("created_at")
    middle = pc.min(at).as_py() + timedelta(days=2)
    half = world.tables["posts"].filter(pc.less(at, middle))
    write(replace(world, tables={**world.tables, "posts": half}), folder / "earlier")
    made = Centre.init(folder / "centre")
    for name in ("main", "earlier"):
        case = made.case(name)
        case.ingest(*sorted((folder / name).glob("*.csv")))
        case.detect(power=False)
    return made


def network(case):
    """The largest network of a case."""
    return max(case.table("networks").to_pylist(), key=lambda row: row["members"])["network_id"]


def test_a_network_is_compared_with_that_of_an_earlier_case(centre):
    main, earlier = centre.case("main"), centre.case("earlier")
    found = main.impact(network(main), before=f"earlier/{network(earlier)}")["before"]
    before, after = found["periods"]
    assert before["first"] <= before["last"] and before["posts"] > 0 < after["posts"]
    assert not found["change"]["comparable"], "both cases begin on the same day, so none is the earlier one"
    with pytest.raises(SettingError, match="does not divide the case"):
        main.impact(network(main), before=after["first"])
    for wrong in ("elsewhere/n-1", "earlier"):
        with pytest.raises(SettingError, match="no day and no network"):
            main.impact(network(main), before=wrong)
    with pytest.raises(CentreError, match="0 networks are called"):
        main.impact(network(main), before="earlier/n-none")


def test_two_halves_of_a_case_are_compared_with_numbers(centre):
    main = centre.case("main")
    days = sorted({row["created_at"].date() for row in main.table("posts").to_pylist()})
    found = main.impact(network(main), before=str(days[len(days) // 2]))["before"]
    before, after = found["periods"]
    assert before["last"] < after["first"]
    assert found["change"]["comparable"] and found["change"]["breadth"] and found["change"]["scope"]


def test_a_network_that_is_attributed_is_recognised_until_that_is_taken_back(centre):
    main, earlier = centre.case("main"), centre.case("earlier")
    record.add(centre.casebook, [ACTOR])
    (row,) = earlier.resembles(network(earlier))["networks"]
    assert ACTOR.label not in str(row), "nothing is known of the actor yet"
    made = main.recurrence(confirm=network(main), attribute_to=ACTOR.label, by="ada", reason="court papers")
    what = {one["what"]: one["number"] for one in made["decided"]}
    assert set(what) >= {"confirmed", "attributed"}
    (row,) = earlier.resembles(network(earlier), most=20)["networks"]
    assert ACTOR.label in str(row)
    record.undo(centre.casebook, what["attributed"], "ada")
    (row,) = earlier.resembles(network(earlier), most=20)["networks"]
    assert ACTOR.label not in str(row)
