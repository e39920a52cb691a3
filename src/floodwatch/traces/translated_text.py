"""The trace `translated_text`: posting one message in whatever language.

A text that is no translation is an object that nobody shares, so that chance is reckoned among all that people write:
an operation whose messages were the only objects would be its own measure.
"""

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
    SELECT t.platform, t.account_id, t.created_at AS acted_at, t.post_id,
        coalesce(m.message_id, concat('alone:', t.platform, '/', t.post_id)) AS object_id
    FROM post_texts t
    LEFT JOIN (SELECT text_key, message_id FROM copies__translations WHERE anchors <> '') m ON m.text_key = t.text_key
    WHERE NOT t.is_share AND t.text_key IS NOT NULL""",
    needs=("copies/translations", "post_texts"),
    fires={"copies/translations": [SAID], "post_texts": [text(KEY)]},
    silent={"copies/translations": [SAID], "post_texts": [text(KEY, is_share=True), text(None, post_id="2")]},
)
