"""The trace `domain`: linking to a site that few link to."""

from __future__ import annotations

from floodwatch.model.units import Parameter
from floodwatch.tools.urls import shared_hosts
from floodwatch.traces.base import Trace, link


def listed() -> dict[str, str]:
    """SQL list of the sites that say nothing."""
    return {"shared": ", ".join(f"'{site}'" for site in shared_hosts())}


SQL = """
    WITH links AS (
        SELECT platform, account_id, created_at AS acted_at, post_id, domain AS object_id
        FROM post_links WHERE NOT is_share AND domain IS NOT NULL AND domain NOT IN ({shared})),
    linkers AS (SELECT count(*) AS accounts FROM (SELECT DISTINCT platform, account_id FROM links)),
    popular AS (
        SELECT object_id FROM (SELECT DISTINCT object_id, platform, account_id FROM links)
        GROUP BY object_id
        HAVING count(*) > (SELECT greatest({cap_accounts}, {cap_share} * accounts) FROM linkers))
    SELECT * FROM links ANTI JOIN popular USING (object_id)"""

DOMAIN = Trace(
    name="domain",
    description="Linking to a site that few accounts link to; platforms, hosts and shorteners do not count.",
    sql=SQL,
    words=listed,
    needs=("post_links",),
    fires={"post_links": [link("https://example.org/news", "example.org")]},
    silent={"post_links": [link("https://youtube.com/watch?v=abcdefghijk", "youtube.com")]},
    parameters=(
        Parameter(
            "cap_accounts",
            50,
            "A site that more accounts link to is too popular to say anything.",
            "accounts",
        ),
        Parameter(
            "cap_share", 0.01, "The same as a share of all accounts that link; the larger counts.", "share"
        ),
    ),
)
