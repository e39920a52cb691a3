"""Which language a post is in, as far as its text tells: what its platform or export declares stays beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from floodwatch.features.distinct import POST, each_distinct, spread
from floodwatch.model.units import Engine, Example, Parameter, Value
from floodwatch.tools.language import NOTHING, identify
from floodwatch.tools.language_models import forget

MADE = {
    "language": ("language", pa.string()),
    "confidence": ("confidence", pa.float64()),
    "language_group": ("group", pa.string()),
    "second_language": ("second", pa.string()),
    "romanised": ("romanised", pa.bool_()),
    "second_opinion": ("second_opinion", pa.string()),
}
"""Columns: the field of `Identified` that each holds, and its type."""
MANY = 10_000
"""Posts from which on the memory of the models counts more than the time to read them again."""
SCHEMA = pa.schema([*POST, *(pa.field(name, kind) for name, (_, kind) in MADE.items())])


def languages(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows with a `text` column, with that column replaced by what language it is in."""
    found, places = each_distinct(rows.column("text"), identify)
    columns = {f.name: rows.column(f.name) for f in POST}
    for name, (attribute, kind) in MADE.items():
        column = spread([getattr(one, attribute) for one in found], kind, places)
        nothing = getattr(NOTHING, attribute)
        columns[name] = column if nothing is None else column.fill_null(nothing)
    return pa.RecordBatch.from_pydict(columns, schema=SCHEMA)


class PostLanguages:
    """The language of every post, told from its text, once per distinct text."""

    name = "post_languages"
    description = (
        "The language of each post told from its text, with confidence; und where it cannot be told."
    )
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts",)
    makes = ("post_languages",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_languages`, one row per post."""
        rows = "SELECT platform, post_id, account_id, created_at, text FROM posts"
        engine.map(self.name, rows, languages, SCHEMA)
        if engine.arrow("SELECT count(*) AS n FROM posts")["n"][0].as_py() >= MANY:
            forget()

    def examples(self) -> Sequence[Example]:
        """A post has a row; no post has none."""
        post = {"platform": "x", "post_id": "1", "account_id": "a", "text": "Der Zug kommt heute später"}
        return (
            Example("one post", True, {"posts": [post]}),
            Example("no posts", False, {"posts": []}),
        )


POST_LANGUAGES = PostLanguages()
