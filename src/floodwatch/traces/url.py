"""The trace `url`: posting a link."""

from __future__ import annotations

from floodwatch.traces.base import Trace, link

URL = Trace(
    name="url",
    description="Posting a link, in its canonical form. Links inside unchanged reposts do not count.",
    sql="""
    SELECT platform, account_id, created_at AS acted_at, post_id, url AS object_id
    FROM post_links WHERE NOT is_share""",
    grows=True,
    needs=("post_links",),
    fires={"post_links": [link("https://example.org/news", "example.org")]},
    silent={"post_links": [link("https://example.org/news", "example.org", is_share=True)]},
)
