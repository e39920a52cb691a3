"""Proposes accounts that have exactly the same number of followers and of accounts followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.seeds.base import Proposal, Seed
from floodwatch.model.units import Engine, Example, Value

SMALLEST = 20
"""Followers and followed together; below it equality is common, since every new account starts at zero."""

ROWS = f"""
    WITH counted AS (
        SELECT platform, account_id, followers, following FROM accounts
        WHERE followers + following >= {SMALLEST}),
    pairs AS (SELECT platform, followers, following, count(*) AS n FROM counted GROUP BY ALL HAVING n >= 3),
    one AS (SELECT platform, followers, count(*) AS n FROM counted GROUP BY ALL),
    other AS (SELECT platform, following, count(*) AS n FROM counted GROUP BY ALL),
    whole AS (SELECT platform, count(*) AS n FROM counted GROUP BY ALL)
    SELECT p.platform, p.followers, p.following, p.n AS seen,
           one.n::DOUBLE * other.n / whole.n AS expected,
           list(c.account_id ORDER BY c.account_id) AS ids
    FROM pairs p JOIN counted c USING (platform, followers, following)
    JOIN one USING (platform, followers) JOIN other USING (platform, following) JOIN whole USING (platform)
    GROUP BY ALL ORDER BY ALL
"""


class IdenticalCounts(Seed):
    """Groups by the pair of counters, the rarest pairs first."""

    name = "seeds/identical_counts"
    description = "Accounts with identical follower and following counts."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """One proposal per pair of counters that several accounts have."""
        for row in engine.arrow(ROWS).to_pylist():
            accounts = tuple((row["platform"], a) for a in row["ids"])
            yield Proposal(row["seen"] - row["expected"] + row["seen"] / 1e3, accounts)

    def examples(self) -> Sequence[Example]:
        """Five accounts with one pair of counts, and five with five."""
        same = [_account(n, 211, 1307) for n in range(5)]
        return (
            Example("five equal pairs", True, {"accounts": same}),
            Example("five pairs", False, {"accounts": [_account(n, 211 + n, 1307) for n in range(5)]}),
        )


def _account(number: int, followers: int, following: int) -> dict[str, object]:
    return {"platform": "x", "account_id": str(number), "followers": followers, "following": following}


IDENTICAL_COUNTS = IdenticalCounts()
