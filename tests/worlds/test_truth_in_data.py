"""What the truth table says was planted can be read from the data, and the texts carry no message."""

import re
from collections import Counter
from functools import cache

import pytest

from floodwatch.vocabulary.load import load
from floodwatch.worlds import CONTROLS, OPERATIONS, Recipe, World, build
from floodwatch.worlds.lexicon import lexicon
from floodwatch.worlds.zones import offset_of

SEEDS = range(4)


@cache
def world(seed: int) -> World:
    return build(
        Recipe(
            seed=seed, accounts=120, operations=tuple(OPERATIONS), languages=("en", "fr"), platforms=("x",)
        )
    )


@cache
def rows(seed: int) -> tuple[list[dict], list[dict]]:
    tables = world(seed).tables
    return tables["accounts"].to_pylist(), tables["posts"].to_pylist()


def planted(letter: str):
    """Groups with a sign: (members' accounts, their posts, stated share)."""
    for seed in SEEDS:
        made = world(seed)
        everybody, posts = rows(seed)
        accounts = {a["account_id"]: a for a in everybody}
        for group in made.groups.to_pylist():
            signs = dict(s.split(":") for s in group["deception_signs"])
            if letter not in signs:
                continue
            ids = {m["account_id"] for m in made.members.to_pylist() if m["group_id"] == group["group_id"]}
            yield (
                group["template"], [accounts[i] for i in sorted(ids)],
                [p for p in posts if p["account_id"] in ids], float(signs[letter]),
            )  # fmt: skip


def test_false_places_are_denied_by_the_clock() -> None:
    found = 0
    for template, members, posts, share in planted("a"):
        assert sum(a["location"] is not None for a in members) >= share * len(members) - 1, template
        country = load("worlds/languages.yaml")[members[0]["language"]]["countries"]
        offset = offset_of(next(iter(country)), int(posts[len(posts) // 2]["created_at"].timestamp()))
        local = [(p["created_at"].hour + offset) % 24 for p in posts]
        night = sum(h < 6 or h >= 23 for h in local) / len(local)
        found += night > 0.3
    assert found >= 4


def test_templates_are_shared() -> None:
    shared = 0
    for template, members, _, share in planted("b"):
        pairs = Counter((a["followers"], a["following"]) for a in members)
        shared += pairs.most_common(1)[0][1] >= min(share, 0.4) * len(members) - 2
        assert template in OPERATIONS
    assert shared >= 8


def test_look_alikes_resemble_a_newspaper() -> None:
    checked = 0
    for _, members, _, share in planted("c"):
        ids = {a["account_id"] for a in members}
        others = {
            a["avatar"] for seed in SEEDS for a in rows(seed)[0] if a["avatar"] and a["account_id"] not in ids
        }
        borrowed = [a for a in members if a["avatar"] in others]
        assert len(borrowed) >= 0.7 * share * len(members) - 1
        checked += len(borrowed)
    assert checked > 3


def test_relayed_principals_are_labelled_and_not_named() -> None:
    checked = 0
    for _, members, posts, _ in planted("d"):
        assert all(not a["labels"] for a in members)
        assert any("independ" in (a["bio"] or "") or "indép" in (a["bio"] or "") for a in members)
        domains = Counter(u.split("/")[2] for p in posts for u in p["urls"])
        assert domains.most_common(1)[0][1] > len(members)
        checked += 1
    assert checked == len(SEEDS)


def test_own_support_is_all_there_is() -> None:
    for _, members, posts, _ in planted("e"):
        ids = {a["account_id"] for a in members}
        own = [p for p in posts if not p["is_repost"] and p["reposts"] and p["reposts"] > 4]
        given = Counter(p["repost_of"] for p in posts if p["is_repost"] and p["account_id"] in ids)
        heads = [p for p in own if given[p["post_id"]] > 3]
        assert sum(given[p["post_id"]] for p in heads) > 0.6 * sum(p["reposts"] for p in heads)


def test_both_sides_are_played() -> None:
    for _, members, _, _ in planted("f"):
        parties = [
            p for p in load("worlds/outlets.yaml")["party"] if any(p in (a["bio"] or "") for a in members)
        ]
        assert len(parties) == 2


@pytest.mark.parametrize("control", ["franchise", "bots", "emergency_relays", "fandom", "toolkit"])
def test_open_controls_say_so_in_several_wordings(control: str) -> None:
    made = build(Recipe(seed=9, accounts=50, controls=(control,), languages=("es",), platforms=("x",)))
    ids = set(made.members.column("account_id").to_pylist())
    bios = {a["bio"] for a in made.tables["accounts"].to_pylist() if a["account_id"] in ids and a["bio"]}
    assert len(bios) > 3
    assert set(made.groups.column("expected").to_pylist()) == {"overt"}


WORD = re.compile(r"[^\W\d_]+")
FIXED = ("small_talk", "calls")


def vocabulary(languages: list[str]) -> set[str]:
    """Every word that filler may consist of: CLDR's, and the fixed phrases and made-up names.

    Arabic and Hebrew write "and" as a first letter of the next word, which the caller allows for.
    """
    lines = [str(v) for topic in FIXED for v in leaves(load(f"worlds/{topic}.yaml"))]
    lines += [str(v) for v in leaves(load("worlds/outlets.yaml"))]
    lines += ["via Short Pensions Student Loans Housing Tenants Minister Parish School Choir Class"]
    for language in languages:
        words = lexicon(language)
        lines += [*words.dates, *words.short_dates, *words.territories, words.trio]
        lines += [form for unit in words.units for form in unit.values()]
    return {w for line in lines for w in WORD.findall(line)}


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in leaves(v)]
    return [leaf for v in value for leaf in leaves(v)] if isinstance(value, list) else [value]


def test_texts_hold_nothing_but_filler() -> None:
    made = build(
        Recipe(
            seed=4,
            accounts=100,
            operations=tuple(OPERATIONS),
            controls=tuple(CONTROLS),
            languages=("tr", "de"),
        )
    )
    posts = [p for p in made.tables["posts"].to_pylist() if not p["is_repost"]]
    known = vocabulary(sorted({p["language"] for p in posts} | {"en"}))
    handles = {w for a in made.tables["accounts"].to_pylist() for w in WORD.findall(a["handle"])}
    for post in posts:
        bare = re.sub(r"https?://\S+|[#@]\S+", " ", post["text"])
        strange = {w for w in WORD.findall(bare) if w not in known and w[1:] not in known} - handles
        assert not strange, post["text"]
