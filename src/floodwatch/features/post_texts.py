"""What a post's text is once it is normalised: the key by which copies are found, its size and its script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from floodwatch.features.distinct import POST, each_distinct, spread
from floodwatch.model.units import Engine, Example, Parameter, Value
from floodwatch.tools.text import measured

KEPT = (*POST, pa.field("is_share", pa.bool_()))
MADE = pa.schema(
    [
        pa.field("text_key", pa.string()),
        pa.field("words", pa.int64()),
        pa.field("letters", pa.int64()),
        pa.field("script", pa.string()),
    ]
)
EMPTY = {"words": 0, "letters": 0, "script": ""}


def texts(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows with a `text` column, with that column replaced by its measures."""
    found, places = each_distinct(rows.column("text"), measured)
    columns = {f.name: rows.column(f.name) for f in KEPT}
    values: dict[str, list[Any]] = {
        "text_key": [m.key for m in found],
        "words": [m.words for m in found],
        "letters": [m.letters for m in found],
        "script": [m.script for m in found],
    }
    for field in MADE:
        column = spread(values[field.name], field.type, places)
        columns[field.name] = column.fill_null(EMPTY[field.name]) if field.name in EMPTY else column
    return pa.RecordBatch.from_pydict(columns)


class PostTexts:
    """Normalised text, size and script of every post."""

    name = "post_texts"
    description = "The normalised text of each post (copies have equal keys), its words, letters and script."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts",)
    makes = ("post_texts",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_texts`, one row per post."""
        rows = """
            SELECT platform, post_id, account_id, created_at,
                coalesce(is_repost, FALSE) OR repost_of IS NOT NULL AS is_share, text FROM posts"""
        engine.map(self.name, rows, texts, pa.schema([*KEPT, *MADE]))

    def examples(self) -> Sequence[Example]:
        """A post has a row; no post has none."""
        post = {"platform": "x", "post_id": "1", "account_id": "a", "text": "Mind the gap, all of you"}
        return (
            Example("one post", True, {"posts": [post]}),
            Example("no posts", False, {"posts": []}),
        )


POST_TEXTS = PostTexts()
