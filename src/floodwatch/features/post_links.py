"""Where a post's links lead: canonical address and site, one row per different link of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from floodwatch.features.distinct import BATCH_ROWS, each_distinct, spread
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.urls import canonical, domain

KEPT = ("platform", "post_id", "account_id", "created_at", "place", "is_share")


def links(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows with a `given` link, with that column replaced by canonical `url` and `domain`."""
    found, places = each_distinct(rows.column("given"), canonical)
    columns = {n: rows.column(n) for n in KEPT}
    columns["url"] = spread(found, pa.string(), places)
    columns["domain"] = spread([domain(link) for link in found], pa.string(), places)
    return pa.RecordBatch.from_pydict(columns)


class PostLinks:
    """Canonical links of every post."""

    name = "post_links"
    description = (
        "The links of each post in one canonical form, with their site; what is no address is left out."
    )
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts",)
    makes = ("post_links",)
    grows = True

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `post_links`, one row per post and different canonical link, `position` counted from 0."""
        rows = engine.arrow("""
            SELECT platform, post_id, account_id, created_at, is_share,
                unnest(places) AS place, unnest(urls) AS given
            FROM (SELECT platform, post_id, account_id, created_at, urls, range(len(urls)) AS places,
                    coalesce(is_repost, FALSE) OR repost_of IS NOT NULL AS is_share
                  FROM posts WHERE len(urls) > 0)""")
        made = [links(batch) for batch in rows.to_batches(max_chunksize=BATCH_ROWS)]
        schema = pa.schema(
            [*(rows.schema.field(n) for n in KEPT), ("url", pa.string()), ("domain", pa.string())]
        )
        engine.register("post_links_given", pa.Table.from_batches(made, schema=schema))
        engine.steps((
            Step("post_links", """
                SELECT platform, post_id, account_id, created_at, min(place) AS position, url,
                    min(domain) AS domain, is_share
                FROM post_links_given WHERE url IS NOT NULL
                GROUP BY platform, post_id, account_id, created_at, url, is_share"""),
        ))  # fmt: skip
        engine.drop("post_links_given")

    def examples(self) -> Sequence[Example]:
        """A link makes a row; a blank field and a bare scheme make none."""
        post = {"platform": "x", "post_id": "1", "account_id": "a"}
        return (
            Example(
                "a link", True, {"posts": [{**post, "urls": ["http://www.example.org/a/?utm_source=b"]}]}
            ),
            Example("a blank field", False, {"posts": [{**post, "urls": ["", "http://"]}]}),
        )


POST_LINKS = PostLinks()
