"""The trace `similar_text`: posting the same words with small edits."""

from __future__ import annotations

from floodwatch.traces.base import USUAL, Trace

SIMILAR_TEXT = Trace(
    name="similar_text",
    description="Posting a text with small edits that others post too. Texts that are equal are the trace `text`.",
    sql="SELECT platform, account_id, created_at AS acted_at, post_id, copy_id AS object_id FROM copies__texts",
    needs=("copies/texts",),
    fires={"copies/texts": [{**USUAL, "text_key": "a", "copy_id": "c1", "distance": 0.1}]},
    silent={
        "copies/texts": [{**USUAL, "account_id": None, "text_key": "a", "copy_id": "c1", "distance": 0.1}]
    },
)
