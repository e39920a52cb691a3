"""The crowd behaves as crowds do: unequal, asleep at night, together where something brings it together."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.worlds import Recipe, build
from floodwatch.worlds.columns import Columns
from floodwatch.worlds.shelf import Shelf

CROWD = build(Recipe(seed=11, accounts=700, languages=("de", "en", "ja"), platforms=("x", "telegram")))


def test_the_volume_is_what_the_recipe_asks_for() -> None:
    rows = CROWD.tables["posts"].num_rows
    assert 0.6 < rows / (700 * 7 * 2.4) < 1.8


def test_activity_is_heavy_tailed() -> None:
    counts = sorted(Counter(CROWD.tables["posts"].column("account_id").to_pylist()).values(), reverse=True)
    top = sum(counts[: len(counts) // 10])
    assert top > 0.3 * sum(counts)
    assert counts[len(counts) // 2] < sum(counts) / len(counts)


def test_objects_are_unequally_popular() -> None:
    shares = Counter(r for r in CROWD.tables["posts"].column("repost_of").to_pylist() if r)
    assert max(shares.values()) > 10
    assert sum(1 for n in shares.values() if n == 1) > 0.4 * len(shares)


def test_people_sleep() -> None:
    """Accounts with many posts leave a part of the day almost empty."""
    hours: dict[str, list[int]] = {}
    for post in CROWD.tables["posts"].select(["account_id", "created_at"]).to_pylist():
        hours.setdefault(post["account_id"], []).append(post["created_at"].hour)
    quiet = []
    for own in hours.values():
        if len(own) < 60:
            continue
        counts = np.bincount(own, minlength=24)
        six = [np.roll(counts, -h)[:6].sum() for h in range(24)]
        quiet.append(min(six) / len(own))
    assert len(quiet) > 20
    assert np.median(quiet) < 0.06


def test_posting_is_bursty() -> None:
    """Gaps within an account are far more spread than an even pace would make them."""
    times: dict[str, list[float]] = {}
    for post in CROWD.tables["posts"].select(["account_id", "created_at"]).to_pylist():
        times.setdefault(post["account_id"], []).append(post["created_at"].timestamp())
    spread = []
    for own in times.values():
        gaps = np.array([b - a for a, b in pairwise(sorted(own))])
        if len(gaps) > 20:
            spread.append(gaps.std() / max(gaps.mean(), 1))
    assert np.median(spread) > 1.2


def test_taste_is_shared() -> None:
    """People repost within their language far more often than chance would have it."""
    language = {a["account_id"]: a["language"] for a in CROWD.tables["accounts"].to_pylist()}
    pairs = [
        (language[p["account_id"]], language[p["repost_of_account"]])
        for p in CROWD.tables["posts"].select(["account_id", "repost_of_account"]).to_pylist()
        if p["repost_of_account"]
    ]
    same = sum(a == b for a, b in pairs) / len(pairs)
    share = Counter(a for a, _ in pairs)
    chance = sum((n / len(pairs)) ** 2 for n in share.values())
    assert same > chance + 0.2


def test_default_handles_and_empty_profiles_occur_naturally() -> None:
    accounts = CROWD.tables["accounts"].to_pylist()
    default = sum(a["handle"][-8:].isdigit() for a in accounts) / len(accounts)
    assert 0.01 < default < 0.25
    assert 0.1 < sum(a["bio"] is None for a in accounts) / len(accounts) < 0.6


def test_common_short_texts_are_written_by_many() -> None:
    said: dict[str, set[str]] = {}
    for post in CROWD.tables["posts"].to_pylist():
        if not post["is_repost"]:
            said.setdefault(post["text"], set()).add(post["account_id"])
    assert max(len(s) for s in said.values()) > 5


def test_worlds_follow_different_laws() -> None:
    def tempo(seed: int) -> float:
        posts = build(Recipe(seed=seed, accounts=150, languages=("en",))).tables["posts"]
        return sum(posts.column("is_repost").to_pylist()) / posts.num_rows

    shares = [tempo(seed) for seed in range(4)]
    assert max(shares) - min(shares) > 0.05


THINGS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1000), st.floats(0.1, 9)), min_size=1, max_size=40
)


@settings(deadline=None, max_examples=60)
@given(
    THINGS,
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1100)), min_size=1, max_size=20),
    st.integers(1, 500),
)
def test_a_shelf_gives_recent_things_of_the_key(things, asked, reach) -> None:
    keys, seconds = (np.array([t[i] for t in things], dtype=np.int64) for i in (0, 1))
    shelf = Shelf(np.arange(len(things)), keys, seconds, np.array([t[2] for t in things]))
    wanted, before = (np.array([a[i] for a in asked], dtype=np.int64) for i in (0, 1))
    picked = shelf.pick(np.random.default_rng(1), wanted, before, float(reach))
    for key, end, row in zip(wanted, before, picked, strict=True):
        fits = (keys == key) & (seconds < end) & (seconds >= max(end - reach, 0))
        assert (row >= 0) == fits.any()
        if row >= 0:
            assert fits[row]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(-5, 5), max_size=6), max_size=6))
def test_columns_keep_rows_in_order(batches) -> None:
    table = Columns({"number": 0, "word": "", "flag": False})
    for batch in batches:
        rows = table.add(len(batch), number=batch, word=[str(n) for n in batch], flag=True)
        assert table["number"][rows].tolist() == batch
    flat = [n for batch in batches for n in batch]
    assert table["number"].tolist() == flat
    assert table["word"].tolist() == [str(n) for n in flat]
    assert table["flag"].all()
    assert len(table) == len(flat)
