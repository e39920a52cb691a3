"""Who follows whom, by the numbers of accounts: counted once for all the measures that look at follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

NUMBERED = Step(
    "follow_numbered",
    """
    SELECT a.account_no AS one_no, b.account_no AS other_no, f.observed_at,
           CASE WHEN a.account_no IS NULL THEN concat(f.platform, '/', f.follower_id) END AS one_name,
           CASE WHEN b.account_no IS NULL THEN concat(f.platform, '/', f.followed_id) END AS other_name
    FROM follows f LEFT JOIN personas a ON a.platform = f.platform AND a.account_id = f.follower_id
    LEFT JOIN personas b ON b.platform = f.platform AND b.account_id = f.followed_id
    """,
)
ONCE = Step(
    "follow_once",
    """
    SELECT one_no, other_no, CAST(NULL AS VARCHAR) AS other_name, one_no <> other_no AS apart,
           count(*) AS times, min(observed_at) AS observed_at
    FROM follow_numbered WHERE one_no IS NOT NULL AND other_no IS NOT NULL GROUP BY one_no, other_no
    UNION ALL
    SELECT one_no, other_no, other_name, coalesce(one_name <> other_name, true), count(*), min(observed_at)
    FROM follow_numbered WHERE one_no IS NULL OR other_no IS NULL
    GROUP BY one_no, other_no, one_name, other_name
    """,
)
"""Numbers are grouped apart from names, which is quicker."""
PAIRS = Step(
    "follow_pairs",
    """
    SELECT f.*, r.one_no IS NOT NULL AS returned
    FROM follow_once f LEFT JOIN follow_once r ON r.one_no = f.other_no AND r.other_no = f.one_no
    """,
)
DEGREES = Step(
    "follow_degrees",
    """
    SELECT coalesce(f.account_no, g.account_no) AS account_no, coalesce(f.outs, 0) AS outs, coalesce(g.ins, 0) AS ins,
           coalesce(f.follows, 0) AS follows, coalesce(g.followers, 0) AS followers,
           coalesce(f.known_follows, 0) AS known_follows, coalesce(g.known_followers, 0) AS known_followers
    FROM (SELECT one_no AS account_no, CAST(sum(times) AS BIGINT) AS outs,
              count(CASE WHEN apart THEN 1 END) AS follows, count(CASE WHEN apart THEN other_no END) AS known_follows
          FROM follow_once WHERE one_no IS NOT NULL GROUP BY one_no) f
    FULL JOIN (
        SELECT other_no AS account_no, CAST(sum(times) AS BIGINT) AS ins,
            count(CASE WHEN apart THEN 1 END) AS followers, count(CASE WHEN apart THEN one_no END) AS known_followers
        FROM follow_once WHERE other_no IS NOT NULL GROUP BY other_no) g ON g.account_no = f.account_no
    """,
)


class FollowPairs:
    """`follow_pairs`: one row per account and account that it follows. `follow_degrees`: how many, by account.

    A number is null where an account is none of `personas`; who is followed then has a name (`platform/id`).
    `apart` is false of those who follow themselves; `times` counts the rows of `follows`. In `follow_degrees`, `outs`
    and `ins` count rows, `follows` and `followers` other accounts, and those with `known_` only accounts with a number.
    """

    name = "follow_pairs"
    description = "Who follows whom by account number, whether it is returned, and how many each follows."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("personas", "follows")
    makes = ("follow_pairs", "follow_degrees")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave both tables."""
        engine.steps((NUMBERED, ONCE, PAIRS, DEGREES))
        engine.drop(NUMBERED.name, ONCE.name)

    def examples(self) -> Sequence[Example]:
        """One follow makes rows; without follows there are none."""
        follow: Rows = [{"platform": "x", "follower_id": "0000", "followed_id": "0001"}]
        return (
            Example("a follow", True, {**people([{}] * 2), "follows": follow}),
            Example("no follows", False, people([{}] * 2)),
        )


FOLLOW_PAIRS = FollowPairs()
