"""Each narrative in numbers: who told it where and when, how far networks pushed it, and what chance would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from floodwatch.detectors.content import samples
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.statistics import benjamini_hochberg

if TYPE_CHECKING:
    import pyarrow as pa

DAY_S = 86400
AROUND_DAYS = 61
PEAK = 10
"""A peak is a day with so many times the median of the 61 days around it (Lehmann et al. 2012)."""

TOLD = Step(
    "narratives_told",
    """
    SELECT p.narrative_id, p.claim_id, p.copy_key, p.platform, p.post_id, p.account_id, p.created_at,
           p.language, p.is_share, p.likeness, m.network_id
    FROM narrative_posts p JOIN narrative_groups g ON g.narrative_id = p.narrative_id
    LEFT JOIN (SELECT platform, account_id, min(network_id) AS network_id FROM members GROUP BY ALL) m
      ON m.platform = p.platform AND m.account_id = p.account_id
    """,
)
STARTS = Step(
    "narratives_starts",
    """
    SELECT narrative_id, date_trunc('day', min(created_at)) AS first_day, min(created_at) AS first_at
    FROM narratives_told GROUP BY narrative_id
    """,
)
DAYS = Step(
    "narrative_days",
    """
    SELECT narrative_id, CAST(date_trunc('day', created_at) AS TIMESTAMPTZ) AS day_at, count(*) AS posts,
           count(*) FILTER (WHERE NOT is_share) AS texts, count(network_id) AS pushed,
           count(DISTINCT (platform, account_id)) AS accounts
    FROM narratives_told GROUP BY ALL
    """,
)
PEAKS = Step(
    "narratives_peaks",
    """
    SELECT narrative_id, arg_max(day_at, (posts, -epoch(day_at))) AS peak_at, max(posts) AS peak_posts
    FROM narrative_days GROUP BY narrative_id
    """,
)
USUAL = Step(
    "narratives_usual",
    f"""
    SELECT p.narrative_id, p.peak_at, p.peak_posts, count(d.posts) AS told_days,
           quantile_cont(d.posts, 0.5) AS told_median
    FROM narratives_peaks p LEFT JOIN narrative_days d
      ON d.narrative_id = p.narrative_id AND d.day_at <> p.peak_at
     AND abs(epoch(d.day_at) - epoch(p.peak_at)) <= {AROUND_DAYS // 2 * DAY_S}
    GROUP BY ALL
    """,
)
ACCOUNTS = Step(
    "narrative_accounts",
    f"""
    SELECT t.narrative_id, t.platform, t.account_id, t.network_id, count(*) AS posts,
           count(*) FILTER (WHERE NOT t.is_share) AS texts, min(t.created_at) AS first_at,
           CASE WHEN epoch(min(t.created_at)) - epoch(min(s.first_at)) <= {DAY_S} THEN 'originator'
                WHEN epoch(min(t.created_at)) < epoch(min(k.peak_at)) THEN 'amplifier' ELSE 'later' END AS part
    FROM narratives_told t JOIN narratives_starts s ON s.narrative_id = t.narrative_id
    JOIN narratives_peaks k ON k.narrative_id = t.narrative_id
    GROUP BY t.narrative_id, t.platform, t.account_id, t.network_id
    """,
)


def _firsts(aspect: str) -> str:
    """For each value of a column: how many posts, the first of them, and the one most like the narrative."""
    return f"""
        SELECT narrative_id, '{aspect}' AS aspect, {aspect} AS value, count(*) AS posts,
               count(DISTINCT (platform, account_id)) AS accounts, count(network_id) AS pushed,
               min(created_at) AS first_at,
               arg_min(platform, (created_at, platform, post_id)) AS first_platform,
               arg_min(post_id, (created_at, platform, post_id)) AS first_post,
               arg_min(platform, (is_share, -likeness, created_at, platform, post_id)) AS example_platform,
               arg_min(post_id, (is_share, -likeness, created_at, platform, post_id)) AS example_post
        FROM narratives_told GROUP BY narrative_id, {aspect}"""


FIRSTS = Step(
    "narrative_firsts", " UNION ALL ".join(_firsts(a) for a in ("platform", "language", "claim_id"))
)
REACH = Step(
    "narratives_reach",
    """
    SELECT n.narrative_id, CAST(sum(a.followers) AS BIGINT) AS followers, count(a.followers) AS accounts_known,
           max(a.observed_at) AS followers_at
    FROM narrative_accounts n JOIN accounts a ON a.platform = n.platform AND a.account_id = n.account_id
    GROUP BY n.narrative_id
    """,
)
VIEWS = Step(
    "narratives_views",
    """
    SELECT t.narrative_id, CAST(sum(p.views) AS BIGINT) AS views, count(p.views) AS posts_known,
           max(p.observed_at) AS views_at
    FROM narratives_told t JOIN posts p ON p.platform = t.platform AND p.post_id = t.post_id
    GROUP BY t.narrative_id
    """,
)
SPOKEN = Step(
    "narratives_spoken",
    """
    SELECT narrative_id, string_agg(value, '|' ORDER BY posts DESC, value) AS languages
    FROM narrative_firsts WHERE aspect = 'language' GROUP BY narrative_id
    """,
)
PLACES = Step(
    "narratives_places",
    """
    SELECT narrative_id, string_agg(value, '|' ORDER BY value) AS platforms
    FROM narrative_firsts WHERE aspect = 'platform' GROUP BY narrative_id
    """,
)
NETWORKS = Step(
    "narratives_networks",
    """
    SELECT narrative_id, string_agg(DISTINCT network_id, '|' ORDER BY network_id) AS networks
    FROM narrative_accounts WHERE network_id IS NOT NULL GROUP BY narrative_id
    """,
)
COUNTED = Step(
    "narratives_counted",
    """
    SELECT narrative_id, count(*) AS posts, count(*) FILTER (WHERE is_share) AS reposts,
           count(DISTINCT (platform, account_id)) AS accounts, count(DISTINCT copy_key) AS texts,
           count(DISTINCT (platform, account_id)) FILTER (WHERE network_id IS NOT NULL) AS pushed_accounts,
           count(network_id) AS pushed_posts, min(created_at) AS first_seen, max(created_at) AS last_seen,
           count(DISTINCT language) FILTER (WHERE language <> 'und') AS languages_count
    FROM narratives_told GROUP BY narrative_id
    """,
)
TABLE = """
    SELECT c.*, s.languages, w.platforms, coalesce(n.networks, '') AS networks, g.given, g.words,
           g.messages, g.claims, g.coherence, g.coherence_by_chance, g.novelty,
           u.peak_at, u.peak_posts, CASE WHEN u.told_days >= 30 THEN u.told_median ELSE 0 END AS usual_posts,
           r.followers, r.accounts_known, r.followers_at, v.views, v.posts_known, v.views_at
    FROM narratives_counted c JOIN narrative_groups g ON g.narrative_id = c.narrative_id
    JOIN narratives_spoken s ON s.narrative_id = c.narrative_id
    JOIN narratives_places w ON w.narrative_id = c.narrative_id
    LEFT JOIN narratives_networks n ON n.narrative_id = c.narrative_id
    JOIN narratives_usual u ON u.narrative_id = c.narrative_id
    LEFT JOIN narratives_reach r ON r.narrative_id = c.narrative_id
    LEFT JOIN narratives_views v ON v.narrative_id = c.narrative_id
    ORDER BY c.narrative_id
"""
TELLERS = """
    SELECT count(*) AS accounts, count(m.network_id) AS inside FROM (
        SELECT DISTINCT platform, account_id FROM narrative_posts) t
    LEFT JOIN (SELECT platform, account_id, min(network_id) AS network_id FROM members GROUP BY ALL) m
      ON m.platform = t.platform AND m.account_id = t.account_id
"""
MADE = (DAYS.name, ACCOUNTS.name, FIRSTS.name)


class Narratives:
    """Narratives with their spread, and the share of networks in them against the share in all that is said."""

    name = "narratives"
    description = (
        "What is told: each narrative's posts, languages, platforms, peak, reach, and the part of networks."
    )
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("narrative_posts", "narrative_groups", "members", "posts", "accounts")
    makes = ("narratives", *MADE)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `narratives`, and its days, accounts, and firsts by platform, language and claim."""
        steps = (
            TOLD,
            STARTS,
            DAYS,
            PEAKS,
            USUAL,
            ACCOUNTS,
            FIRSTS,
            SPOKEN,
            PLACES,
            NETWORKS,
            REACH,
            VIEWS,
            COUNTED,
        )
        engine.steps(steps)
        engine.register("narratives", tested(engine.arrow(TABLE), engine.arrow(TELLERS).to_pylist()[0]))
        engine.drop(*(step.name for step in steps if step.name not in MADE))

    def examples(self) -> Sequence[Example]:
        """A report told again and again by a network, and nothing said."""
        said = samples.posts(samples.BRIDGE * 3)
        members = [{"network_id": "n-1", "platform": "x", "account_id": f"a{n}"} for n in range(2)]
        return (
            Example("told by a network", True, {"posts": said, "members": members}),
            Example("too seldom", False, {"posts": said[:2], "members": members}),
        )


def tested(rows: pa.Table, tellers: Mapping[str, int]) -> pa.Table:
    """Rows with the share of networks that chance would give, its p value (accounts are drawn), and q over all."""
    import pyarrow as pa
    from scipy.stats import hypergeom

    every, inside = tellers["accounts"], tellers["inside"]
    pushed, told, posts, pushed_posts = (
        rows.column(name).to_numpy().astype(float)
        for name in ("pushed_accounts", "accounts", "posts", "pushed_posts")
    )
    p = np.minimum(hypergeom.sf(pushed - 1, every, inside, told), 1.0) if len(told) else np.zeros(0)
    expected = told * inside / max(every, 1)
    said = [_said(*counts, every, inside) for counts in zip(pushed, told, expected, strict=True)]
    more = {
        "pushed_share": pushed_posts / posts, "expected_accounts": expected,
        "p_value": p, "q_value": benjamini_hochberg(p),
    }  # fmt: skip
    for name, values in more.items():
        rows = rows.append_column(name, pa.array(values, pa.float64()))
    return rows.append_column("explanation", pa.array(said, pa.string()))


def _said(pushed: float, told: float, expected: float, every: int, inside: int) -> str:
    return (
        f"{pushed:,.0f} of the {told:,.0f} accounts that told it are in networks; {inside:,} of all {every:,} "
        f"that wrote something are, so {expected:.3g} were to be expected. Networks are found by shared texts among "
        "other things, "
        "so this is no second proof; others tell stories by themselves too, and a share of posts is not a share of "
        "believers"
    )


NARRATIVES = Narratives()
