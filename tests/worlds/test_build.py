"""Worlds are determined by their recipe, conform to the records' schemas, and tell their truth."""

from collections import Counter
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from floodwatch.model.errors import SettingError
from floodwatch.model.records import TABLES
from floodwatch.tools.arrow import schema
from floodwatch.worlds import CONTROLS, EVASIONS, OPERATIONS, STRENGTHS, Recipe, World, build

MIXED = Recipe(
    seed=5, accounts=150, operations=tuple(OPERATIONS), controls=tuple(CONTROLS), languages=("en", "es")
)


@cache
def world() -> World:
    return build(MIXED)


def small(**fields: object) -> Recipe:
    return Recipe(
        **{"seed": 2, "accounts": 40, "days": 3, "languages": ("en",), "platforms": ("x", "mastodon")}
        | fields
    )


def keys(table: pa.Table, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(table.column(n).to_pylist() for n in names), strict=True))


def test_equal_recipes_give_equal_worlds() -> None:
    again = build(MIXED)
    assert {n: t.equals(world().tables[n]) for n, t in again.tables.items()} == dict.fromkeys(
        again.tables, True
    )
    assert again.groups.equals(world().groups)
    assert again.members.equals(world().members)


def test_another_seed_gives_another_world() -> None:
    one, other = build(small()), build(small(seed=3))
    assert not one.tables["posts"].equals(other.tables["posts"])


def test_a_planted_group_leaves_the_crowd_as_it_was() -> None:
    alone, planted = build(small()), build(small(operations=("text_flood",)))
    crowd = set(keys(alone.tables["accounts"], "handle", "bio"))
    assert crowd <= set(keys(planted.tables["accounts"], "handle", "bio"))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_tables_conform_to_the_records(table) -> None:
    made = world().tables[table.name]
    assert made.schema.equals(schema(table))
    found = keys(made, *table.key)
    assert len(set(found)) == len(found)
    for column in table.columns:
        if not column.optional:
            assert made.column(column.name).null_count == 0, column.name


def test_every_post_has_an_author_and_lies_in_the_collected_days() -> None:
    tables = world().tables
    known = set(keys(tables["accounts"], "platform", "account_id"))
    assert set(keys(tables["posts"], "platform", "account_id")) <= known
    row = tables["collections"].slice(0, 1).to_pylist()[0]
    moments = tables["posts"].column("created_at")
    assert row["from_at"] <= pc.min(moments).as_py()
    assert pc.max(moments).as_py() < row["to_at"]


def test_reposts_and_replies_follow_what_they_refer_to() -> None:
    posts = world().tables["posts"].to_pylist()
    when = {(p["platform"], p["post_id"]): p["created_at"] for p in posts}
    author = {(p["platform"], p["post_id"]): p["account_id"] for p in posts}
    checked = 0
    for post in posts:
        for link in ("repost_of", "reply_to", "quote_of"):
            target = (post["platform"], post[link])
            if post[link] is None or target not in when:
                continue
            checked += 1
            assert when[target] <= post["created_at"], (link, post["post_id"])
            assert author[target] == post[f"{link}_account"]
    assert checked > 300


def test_nobody_reposts_one_post_twice() -> None:
    posts = world().tables["posts"].filter(pc.field("is_repost"))
    pairs = Counter(keys(posts, "platform", "account_id", "repost_of"))
    assert max(pairs.values()) == 1


def test_the_truth_is_consistent() -> None:
    made = world()
    accounts = set(keys(made.tables["accounts"], "platform", "account_id"))
    groups = {g["group_id"]: g for g in made.groups.to_pylist()}
    assert set(keys(made.members, "platform", "account_id")) <= accounts
    assert set(made.members.column("group_id").to_pylist()) == set(groups)
    assert {g["template"] for g in groups.values()} == {*OPERATIONS, *CONTROLS}
    for group in groups.values():
        assert (group["template"] in OPERATIONS) == (group["role"] == "operation")
        assert group["expected"] in (
            ("covert", "unclear") if group["role"] == "operation" else ("overt", "unclear")
        )
        assert bool(group["deception_signs"]) == (group["expected"] == "covert")
        assert group["strength"] == ("medium" if group["role"] == "operation" else "")
        for sign in group["deception_signs"]:
            letter, share = sign.split(":")
            assert letter in "abcdef"
            assert 0 < float(share) <= 1


def test_operations_are_disjoint() -> None:
    made = world()
    ours = made.members.filter(pc.field("group_id").isin([g for g in _ids(made, "operation")]))
    found = keys(ours, "platform", "account_id")
    assert len(set(found)) == len(found)


def _ids(made: World, role: str) -> list[str]:
    return [g["group_id"] for g in made.groups.to_pylist() if g["role"] == role]


@pytest.mark.parametrize("evasion", EVASIONS)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_every_operation_builds_at_every_strength_and_evasion(strength: str, evasion: str) -> None:
    made = build(small(operations=tuple(OPERATIONS), strength=strength, evasion=evasion, size=0.5))
    wrote = Counter(keys(made.tables["posts"], "platform", "account_id"))
    for group in made.groups.to_pylist():
        assert (group["strength"], group["evasion"]) == (strength, evasion)
        own = made.members.filter(pc.field("group_id") == group["group_id"])
        assert own.num_rows >= 3
        assert sum(wrote[k] for k in keys(own, "platform", "account_id")) > own.num_rows


def test_strong_operations_are_larger_than_weak_ones() -> None:
    sizes = {s: build(small(operations=("text_flood",), strength=s)).members.num_rows for s in STRENGTHS}
    assert sizes["weak"] < sizes["medium"] < sizes["strong"]


def test_a_name_given_twice_plants_two_groups() -> None:
    made = build(small(operations=("text_flood", "text_flood")))
    assert made.groups.column("group_id").to_pylist() == ["text_flood-1", "text_flood-2"]


@pytest.mark.parametrize("accounts", [0, 1, 2])
def test_tiny_worlds_build(accounts: int) -> None:
    made = build(small(accounts=accounts, days=1, operations=tuple(OPERATIONS), controls=tuple(CONTROLS)))
    assert made.tables["posts"].num_rows > 0


def test_the_hard_laws_build() -> None:
    for laws in ({"audiences": 1, "minutes": 1, "fame": 1.01, "shocks": 0}, {"audiences": 200, "session": 9}):
        made = build(small(regime=laws))
        assert made.tables["posts"].num_rows > 0


def test_minute_clocks_show_minutes() -> None:
    made = build(small(regime={"minutes": 1}))
    seconds = {m.second for m in made.tables["posts"].column("created_at").to_pylist()}
    assert seconds == {0}


@pytest.mark.parametrize("field", ["operations", "controls", "strength", "evasion"])
def test_what_does_not_exist_is_refused(field: str) -> None:
    value = ("nothing",) if field in ("operations", "controls") else "nothing"
    with pytest.raises(SettingError):
        build(small(**{field: value}))


def test_an_unknown_law_is_refused() -> None:
    with pytest.raises(SettingError):
        build(small(regime={"gravity": 9.81}))
