"""What a post names that reads the same in every language, by which translations of one message are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.features.distinct import POST, each_distinct
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.anchors import Anchor, anchors
from floodwatch.tools.text import form
from floodwatch.tools.urls import canonical

LISTS = ("urls", "hashtags", "media")
MADE = (pa.field("kind", pa.string()), pa.field("anchor", pa.string()))


def named(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row for each anchor of a row's `text`, `urls`, `hashtags` and `media`; a row may come twice."""
    parts = [_of_texts(rows.column("text")), *(_of_lists(rows.column(n), n) for n in LISTS)]
    owners = pa.array(np.concatenate([p[0] for p in parts]), pa.int64())
    columns = {f.name: rows.column(f.name).take(owners) for f in POST}
    columns["kind"] = pa.array([a.kind for _, found in parts for a in found], pa.string())
    columns["anchor"] = pa.array([a.value for _, found in parts for a in found], pa.string())
    return pa.RecordBatch.from_pydict(columns)


Part = tuple[list[int], list[Anchor]]
"""Rows and, for each, one anchor."""


def _of_texts(texts: pa.Array) -> Part:
    found, places = each_distinct(texts, anchors)
    pairs = [
        (row, anchor) for row, p in enumerate(places.to_pylist()) if p is not None for anchor in found[p]
    ]
    return [row for row, _ in pairs], [anchor for _, anchor in pairs]


def _of_lists(lists: pa.Array, name: str) -> Part:
    """The first entries of each list in the form in which equal ones are equal."""
    owners, values = pc.list_parent_indices(lists), pc.list_flatten(lists)
    made, places = each_distinct(values, HOW[name])
    rows: list[int] = []
    found: list[Anchor] = []
    for row, place in zip(owners.to_pylist(), places.to_pylist(), strict=True):
        anchor = made[place] if place is not None else None
        if anchor:
            rows.append(row)
            found.append(anchor)
    return rows, found


def _link(given: str) -> Anchor | None:
    link = canonical(given)
    return Anchor("url", link) if link else None


def _hashtag(given: str) -> Anchor | None:
    tag = form(given[:LONGEST]).casefold().lstrip("#").strip()
    return Anchor("hashtag", tag) if tag else None


def _file(given: str) -> Anchor | None:
    return Anchor("media", given) if 0 < len(given) <= LONGEST else None


LONGEST = 500
"""Characters of a hashtag or media id that are looked at."""
HOW = {"urls": _link, "hashtags": _hashtag, "media": _file}


class PostAnchors:
    """Language-independent anchors of every post."""

    name = "post_anchors"
    description = (
        "What each post names that reads the same in every language: numbers, amounts with their units, dates, "
        "territories, links, hashtags, media and, weakly, people's names; and the language of such words (tongue)."
    )
    version = 2
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts",)
    makes = ("post_anchors",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_anchors`, one row per post and different anchor; unchanged reposts have none."""
        rows = """
            SELECT platform, post_id, account_id, created_at, text, urls, hashtags, media FROM posts
            WHERE NOT (coalesce(is_repost, FALSE) OR repost_of IS NOT NULL)"""
        engine.map("post_anchors_given", rows, named, pa.schema([*POST, *MADE]))
        engine.steps((Step("post_anchors", "SELECT DISTINCT * FROM post_anchors_given"),))
        engine.drop("post_anchors_given")

    def examples(self) -> Sequence[Example]:
        """A distance and a country are anchors; a greeting has none."""
        post = {"platform": "x", "post_id": "1", "account_id": "a"}
        return (
            Example("an amount and a place", True, {"posts": [{**post, "text": "623 км от Румынии"}]}),
            Example("a greeting", False, {"posts": [{**post, "text": "good morning all of you"}]}),
        )


POST_ANCHORS = PostAnchors()
