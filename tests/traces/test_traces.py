"""What each trace takes for an action, from posts as they come, through the features."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch.copies import COPIES
from floodwatch.engine import DuckDB
from floodwatch.features import FEATURES
from floodwatch.model.records import COLLECTIONS, POSTS
from floodwatch.model.units import settings_of, sql_name
from floodwatch.tools.arrow import conform, empty
from floodwatch.traces import TRACES

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
BY_NAME = {t.name: t for t in TRACES}


def posts(rows):
    """Posts with the usual columns filled in."""
    if not rows:
        return empty(POSTS)
    usual = [
        {"platform": "x", "post_id": str(i), "account_id": f"a{i}", "created_at": NOON + timedelta(seconds=i)}
        | row
        for i, row in enumerate(rows)
    ]
    names = {name for row in usual for name in row}
    return conform(POSTS, pa.table({n: pa.array([r.get(n) for r in usual]) for n in sorted(names)}))


def objects(trace, *rows, **parameters):
    """(account, object) of each action that the trace makes of the posts."""
    with DuckDB(threads=1) as engine:
        engine.register("posts", posts(rows))
        engine.register("collections", empty(COLLECTIONS))
        for feature in (*FEATURES, *COPIES):
            feature.run(engine, {**settings_of(feature, {}), "seed": 1})
        unit = BY_NAME[trace]
        unit.run(engine, {**settings_of(unit, parameters), "seed": 1})
        found = engine.arrow(
            f"SELECT * FROM {sql_name(unit.makes[0])} ORDER BY account_id, object_id"
        ).to_pylist()
    assert all(row["trace"] == trace and row["acted_at"] is not None for row in found)
    return [(row["account_id"], row["object_id"]) for row in found]


@pytest.mark.parametrize("trace", sorted(BY_NAME))
def test_no_posts_no_actions(trace):
    assert objects(trace) == []


@pytest.mark.parametrize("trace", sorted(BY_NAME))
@pytest.mark.parametrize("which", [0, 1], ids=["fires", "silent"])
def test_examples(trace, which):
    unit = BY_NAME[trace]
    example = unit.examples()[which]
    with DuckDB(threads=1) as engine:
        for name, rows in example.tables.items():
            table = posts(list(rows)) if name == "posts" else pa.Table.from_pylist(list(rows))
            engine.register(sql_name(name), table)
        unit.run(engine, {**settings_of(unit, {}), "seed": 1})
        assert bool(engine.arrow(f"SELECT * FROM {sql_name(unit.makes[0])}").num_rows) is example.fires


def test_reposts_of_a_named_post_carry_the_platform():
    assert objects("repost", {"repost_of": "9"}, {"platform": "mastodon", "repost_of": "9"}) == [
        ("a0", "x/9"),
        ("a1", "mastodon/9"),
    ]


def test_a_repost_whose_original_is_not_named_takes_the_hash_of_its_text():
    text = "RT @someone: the bridge opens again on Monday"
    found = objects(
        "repost", {"is_repost": True, "text": text}, {"is_repost": True, "text": text + " https://t.co/1"}
    )
    assert len({thing for _, thing in found}) == 1
    assert found[0][1].startswith("text:")
    assert objects("repost", {"is_repost": True, "text": "yes"}) == []


def test_self_reposts_are_dropped_also_when_the_author_is_only_known_from_the_original():
    assert objects("repost", {"post_id": "9", "account_id": "a"}, {"account_id": "a", "repost_of": "9"}) == []
    assert objects("repost", {"account_id": "a", "repost_of": "9", "repost_of_account": "a"}) == []


@pytest.mark.parametrize(
    ("trace", "content"),
    [
        ("url", {"urls": ["https://example.org/a"]}),
        ("domain", {"urls": ["https://example.org/a"]}),
        ("text", {"text": "the bridge opens again on Monday"}),
        ("hashtag_sequence", {"hashtags": ["a", "b", "c"]}),
        ("mention_sequence", {"mentions": ["@b", "@c"]}),
        ("image", {"media": ["m1"]}),
    ],
)
def test_unchanged_reposts_feed_only_repost(trace, content):
    assert len(objects(trace, content)) == 1
    assert objects(trace, {**content, "is_repost": True}) == []
    assert objects(trace, {**content, "repost_of": "9"}) == []


def test_a_link_crosses_platforms_and_counts_once_per_post():
    found = objects(
        "url",
        {"urls": ["http://www.example.org/a/?utm_source=x", "https://example.org/a"]},
        {"platform": "telegram", "urls": ["https://m.example.org/a#top"]},
    )
    assert found == [("a0", "https://example.org/a"), ("a1", "https://example.org/a")]


@pytest.mark.parametrize("urls", [None, [], [""], ["http://", " "], ["https://x.com/"]])
def test_empty_links_never_link(urls):
    assert objects("url", {"urls": urls}, {"urls": urls}) == []


def test_popular_sites_and_platforms_are_no_domains():
    rows = [{"urls": ["https://popular.example/a"]} for _ in range(4)] + [
        {"urls": ["https://rare.example/a"]}
    ]
    platform = {"urls": ["https://youtube.com/watch?v=abcdefghijk"]}
    assert objects("domain", *rows, platform, cap_accounts=3) == [("a4", "rare.example")]


def test_hashtags_keep_their_order_and_lose_their_case():
    found = objects(
        "hashtag_sequence", {"hashtags": ["One", "#two", "THREE"]}, {"hashtags": ["two", "one", "three"]}
    )
    assert [thing for _, thing in found] == ["#one #two #three", "#two #one #three"]
    assert objects("hashtag_sequence", {"hashtags": ["a", "b"]}, least_hashtags=2) == [("a0", "#a #b")]


def test_threads_are_no_replies():
    assert objects("reply", {"post_id": "9", "account_id": "a"}, {"account_id": "a", "reply_to": "9"}) == []
    assert objects("reply", {"reply_to": "9", "reply_to_account": "b"}) == [("a0", "x/9")]


def test_an_action_needs_a_time():
    assert objects("reply", {"reply_to": "9", "created_at": None}, {"reply_to": "9"}) == [("a1", "x/9")]


def test_the_same_picture_on_two_platforms():
    found = objects(
        "image", {"media": ["sha256:ab"]}, {"platform": "vk", "media": ["sha256:ab", "sha256:ab"]}
    )
    assert found == [("a0", "sha256:ab"), ("a1", "sha256:ab")]


@pytest.mark.parametrize(("anchors", "shared"), [("2026-03-30|UA", 1), ("", 2)])
def test_texts_that_only_their_meaning_joins_are_no_common_object(anchors, shared):
    unit = BY_NAME["translated_text"]
    tables = unit.examples()[0].tables
    (said,), (one,) = tables["copies/translations"], tables["post_texts"]
    with DuckDB(threads=1) as engine:
        engine.register("copies__translations", pa.Table.from_pylist([said | {"anchors": anchors}]))
        engine.register(
            "post_texts", pa.Table.from_pylist([one, one | {"post_id": "2", "account_id": "other"}])
        )
        unit.run(engine, {**settings_of(unit, {}), "seed": 1})
        found = engine.arrow(f"SELECT DISTINCT object_id FROM {sql_name(unit.makes[0])}")
    assert found.num_rows == shared


def test_a_message_in_two_languages_is_one_object_and_other_texts_are_alone():
    one = "Monday, March 30, 2026: 184 hours, 877 kilometers; St. Helena, Anguilla and Ukraine"
    same = "lunes, 30 de marzo de 2026: 184 horas, 877 kilómetros; Santa Elena, Anguila y Ucrania"
    other = "the bridge opens again on monday for everybody"
    found = objects("translated_text", {"text": one}, {"text": same}, {"text": other}, {"text": other})
    assert [account for account, _ in found] == ["a0", "a1", "a2", "a3"]
    assert found[0][1] == found[1][1]
    assert len({thing for _, thing in found}) == 3
