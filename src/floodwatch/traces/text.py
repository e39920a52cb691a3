"""The trace `text`: posting the same words."""

from __future__ import annotations

from floodwatch.traces.base import Trace, text

TEXT = Trace(
    name="text",
    description="Posting a text equal after normalisation. Reposts and very short texts do not count.",
    sql="""
    SELECT platform, account_id, created_at AS acted_at, post_id, text_key AS object_id
    FROM post_texts WHERE NOT is_share""",
    grows=True,
    needs=("post_texts",),
    fires={"post_texts": [text("the bridge opens again on monday")]},
    silent={"post_texts": [text(None), text("the bridge opens again on monday", is_share=True, post_id="2")]},
)
