"""Where a post's links lead: canonical address and site, one row per different link of a post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.features.distinct import POST, each_distinct, spread
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.urls import canonical, domain

KEPT = (*POST, pa.field("is_share", pa.bool_()))
MADE = (pa.field("place", pa.int64()), pa.field("url", pa.string()), pa.field("domain", pa.string()))


def links(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row for each of a row's `urls`: its `place` in them, canonical `url` and `domain`."""
    given = rows.column("urls")
    owners = pc.list_parent_indices(given)
    found, places = each_distinct(pc.list_flatten(given), canonical)
    columns = {f.name: rows.column(f.name).take(owners) for f in KEPT}
    columns["place"] = pa.array(_counted(owners.to_numpy()), pa.int64())
    columns["url"] = spread(found, pa.string(), places)
    columns["domain"] = spread([domain(link) for link in found], pa.string(), places)
    return pa.RecordBatch.from_pydict(columns)


def _counted(owners: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For sorted owners, how many rows of the same one come before each."""
    return np.arange(owners.size) - np.searchsorted(owners, owners)


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
        rows = """
            SELECT platform, post_id, account_id, created_at, urls,
                coalesce(is_repost, FALSE) OR repost_of IS NOT NULL AS is_share
            FROM posts WHERE len(urls) > 0"""
        engine.map("post_links_given", rows, links, pa.schema([*KEPT, *MADE]))
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
