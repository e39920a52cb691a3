"""Terms of the lists of harm in posts, with what they are about and how they are meant; masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from floodwatch.features.distinct import POST, each_distinct
from floodwatch.model.units import Engine, Example, Parameter, Value
from floodwatch.tools import terms

KEPT = (*POST, pa.field("is_share", pa.bool_()))
MADE = pa.schema([*KEPT, *(pa.field(n, pa.string()) for n in ("category", "label", "term", "mark", "shown"))])
ROWS = """
    SELECT platform, post_id, account_id, created_at,
        coalesce(is_repost, FALSE) OR repost_of IS NOT NULL AS is_share, text
    FROM posts WHERE text IS NOT NULL"""


def hits(rows: pa.RecordBatch, full: bool = False) -> pa.RecordBatch:
    """One row for each term of a row's text."""
    found, codes = each_distinct(rows.column("text"), terms.found)
    places = [place for place, code in enumerate(codes.to_pylist()) for _ in found[code]]
    every = [hit for code in codes.to_pylist() for hit in found[code]]
    kept = rows.take(pa.array(places, pa.int64()))
    columns = {f.name: kept.column(f.name) for f in KEPT}
    for name in ("category", "label", "term", "mark"):
        columns[name] = pa.array([getattr(h, name) for h in every], pa.string())
    columns["shown"] = pa.array([h.words if full else terms.masked(h.words) for h in every], pa.string())
    return pa.RecordBatch.from_pydict(columns, schema=MADE)


def _in_full(rows: pa.RecordBatch) -> pa.RecordBatch:
    return hits(rows, full=True)


class PostTerms:
    """Harmful terms of every post, found by lists and rules in many languages."""

    name = "post_terms"
    description = "Terms of the lists of harm in each post: category, label, how it is meant, masked words."
    version = 1
    parameters: tuple[Parameter, ...] = (
        Parameter(
            "in_full", False, "write the words in full instead of masked, for a reader who asked to see them"
        ),
    )
    needs = ("posts",)
    makes = ("post_terms",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_terms`: one row per post and term.

        `label` is people (of a people) or state (criticism of a state, no harm); `mark` is used, quoted, reported,
        reclaimed or counter_speech; `shown` holds the words, masked unless `in_full`.
        """
        engine.map(self.name, ROWS, _in_full if settings.get("in_full") else hits, MADE)

    def examples(self) -> Sequence[Example]:
        """A term beside a government, and the same word beside nobody."""
        post = {"platform": "x", "post_id": "1", "account_id": "a"}
        return (
            Example("beside a government", True, {"posts": [{**post, "text": "The ministry is corrupt."}]}),
            Example("beside nobody", False, {"posts": [{**post, "text": "The file is corrupt."}]}),
        )


POST_TERMS = PostTerms()
