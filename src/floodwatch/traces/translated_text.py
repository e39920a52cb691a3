"""The trace `translated_text`: posting one message in whatever language."""

from __future__ import annotations

from floodwatch.traces.base import Trace, text

KEY = "la misma noticia de hoy"
SAID = {
    "message_id": "m1",
    "text_key": KEY,
    "copy_key": KEY,
    "language": "es",
    "score": 1.0,
    "anchors": "2026-03-30|184 hour|UA",
    "route": "anchors",
    "suggested": True,
}
TRANSLATED_TEXT = Trace(
    name="translated_text",
    description="Posting a message that others post in another language, told by the facts that both name.",
    sql="""
    SELECT t.platform, t.account_id, t.created_at AS acted_at, t.post_id, m.message_id AS object_id
    FROM post_texts t JOIN copies__translations m ON m.text_key = t.text_key
    WHERE NOT t.is_share AND m.anchors <> ''""",
    needs=("copies/translations", "post_texts"),
    fires={"copies/translations": [SAID], "post_texts": [text(KEY)]},
    silent={
        "copies/translations": [{**SAID, "route": "embeddings", "anchors": ""}],
        "post_texts": [text(KEY)],
    },
)
