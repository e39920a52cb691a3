"""Do several accounts of a network have exactly the same numbers of followers and of accounts followed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import Finding, Signal, binomial, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.seeds.identical_counts import SMALLEST
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value

ROWS = f"""
    WITH counted AS (
        SELECT account_no, platform, account_id, background, followers, following FROM personas
        WHERE followers + following >= {SMALLEST}),
    mine AS (
        SELECT m.network_id, c.followers, c.following, count(*) AS hits,
               list(c.platform ORDER BY c.account_no) AS platforms,
               list(c.account_id ORDER BY c.account_no) AS ids
        FROM persona_members m JOIN counted c USING (account_no) GROUP BY ALL),
    sizes AS (SELECT network_id, sum(hits)::BIGINT AS size, count(*) AS pairs,
                     sum(CASE WHEN hits > 1 THEN hits ELSE 0 END)::BIGINT AS doubled FROM mine GROUP BY ALL),
    others AS (SELECT followers, following, count(*) AS n FROM counted WHERE background GROUP BY ALL)
    SELECT mine.*, sizes.size, sizes.pairs, sizes.doubled, coalesce(others.n, 0) AS seen,
           (SELECT count(*) FROM counted WHERE background) AS whole
    FROM mine JOIN sizes USING (network_id) LEFT JOIN others USING (followers, following)
    WHERE hits >= 2 AND sizes.size >= 3
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY hits DESC, followers, following) = 1
    ORDER BY network_id
"""


class IdenticalCounts(Signal):
    """The most common pair of counters, binomial against the background, times the pairs looked at."""

    name = "signals/identical_counts"
    description = "Share of a network's accounts with one pair of follower and following counts."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which a pair of counters comes twice or more."""
        for row in engine.arrow(ROWS).to_pylist():
            baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
            chance = None if baseline is None else binomial(row["hits"], row["size"], baseline, row["pairs"])
            evidence = tuple(refs.account(p, a) for p, a in zip(row["platforms"], row["ids"], strict=True))
            yield Finding(
                row["network_id"], "identical_counts", row["hits"] / row["size"], "share of accounts",
                f"{row['hits']} of {int(row['size'])} accounts have {row['followers']} followers and follow "
                f"{row['following']}; customers of one follower seller come to equal counts too",
                baseline, chance, evidence,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Six equal pairs, and six different ones."""
        same = [{"followers": 31, "following": 208}] * 6
        return (
            Example("equal pairs", True, people(same, [{}] * 50)),
            Example("different pairs", False, people([{}] * 6, [{}] * 50)),
        )


IDENTICAL_COUNTS = IdenticalCounts()
