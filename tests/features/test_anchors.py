"""Anchors of posts: links, tags and files in one form, each once, none of what is passed on unchanged."""

from datetime import UTC, datetime

from floodwatch.engine import DuckDB
from floodwatch.features.post_anchors import POST_ANCHORS
from tests.contract.harness import records

POST = {"platform": "x", "account_id": "a", "created_at": datetime(2024, 5, 1, tzinfo=UTC)}


def made(*posts):
    with DuckDB() as engine:
        engine.register("posts", records("posts", [{**POST, **p} for p in posts]))
        POST_ANCHORS.run(engine, {})
        rows = engine.arrow("SELECT post_id, kind, anchor FROM post_anchors ORDER BY ALL").to_pylist()
        return [tuple(r.values()) for r in rows]


def test_links_tags_and_files_have_one_form_and_come_once():
    post = {
        "post_id": "1",
        "text": "623 km, 623 km",
        "urls": ["http://www.example.org/a/?utm_source=b", "https://example.org/a", ""],
        "hashtags": ["Bridge", "#bridge", ""],
        "media": ["sha256:1"],
    }
    assert made(post) == [
        ("1", "amount", "623 kilometer"),
        ("1", "hashtag", "bridge"),
        ("1", "media", "sha256:1"),
        ("1", "number", "623"),
        ("1", "url", "https://example.org/a"),
    ]


def test_what_is_passed_on_unchanged_has_none():
    assert made({"post_id": "1", "text": "623 km", "is_repost": True}) == []
    assert made({"post_id": "1", "text": "623 km", "repost_of": "2"}) == []
    assert made({"post_id": "1", "text": None}) == []
