"""Do posts of a network go again? By the accounts' own counters, and by posts that were looked at again.

`ephemeral_posts`: between two looks at an account's counter of posts, the new posts that the data holds less what the
counter grew by, where that is positive: so many posts or more went, old or new (no more are counted than are new).
Which of them went no counter tells: of members, new posts that a check found there after the later look are taken out,
of others not, so that checks of posts speak only for a network. What came and went between collections is in neither.
`removed_posts`: of the posts that were looked at again (table `checks`), those that were deleted or missing the last
time that anything but "unreachable" was found: these were made and went.
Null of both: members' posts go at rates drawn from the law of the background's rates (Gamma-Poisson, see `excess`), so
that a network is not blamed for one person's habit. The background deletes old posts as well: a small p says that posts
went more often than others' do, and not that they were new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np

from floodwatch.detectors.personas.excess import Background, fitted
from floodwatch.detectors.personas.rows import NOT_TESTED, Finding, Signal, account_refs
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.watched import watch
from floodwatch.model.units import Engine, Example, Rows, Step, Value

UNMATCHED = "no background account was looked at in the same way: not tested"

LOOKS = Step(
    "ephemeral_looks",
    """
    SELECT account_no, post_count - earlier_count AS grown, earlier_at, observed_at
    FROM (SELECT account_no, observed_at, post_count,
              lag(observed_at) OVER (PARTITION BY account_no ORDER BY observed_at) AS earlier_at,
              lag(post_count) OVER (PARTITION BY account_no ORDER BY observed_at) AS earlier_count
          FROM (
              SELECT a.account_no, o.observed_at, max(o.post_count) AS post_count
              FROM accounts_observed o JOIN ephemeral_watched a USING (platform, account_id)
              WHERE o.post_count IS NOT NULL AND o.observed_at IS NOT NULL
              GROUP BY a.account_no, o.observed_at) looked)
    WHERE earlier_at IS NOT NULL
    """,
)
POSTED = Step(
    "ephemeral_posted",
    """
    SELECT w.account_no, p.platform, p.post_id, p.created_at
    FROM posts p JOIN ephemeral_watched w USING (platform, account_id)
    """,
)
"""Read once, for what the counters and what the checks say of them."""
COUNTERS = Step(
    "ephemeral_counters",
    """
    SELECT account_no, CAST(sum(seen) AS BIGINT) AS posts, CAST(sum(least(seen, went)) AS BIGINT) AS hits,
        CAST(sum(least(seen - there, went)) AS BIGINT) AS unseen, CAST(sum(looked) AS BIGINT) AS looked,
        CAST(sum(gone) AS BIGINT) AS gone
    FROM (SELECT l.account_no, l.observed_at, count(p.post_id) AS seen,
              greatest(count(p.post_id) - l.grown, 0) AS went, count(f.post_id) AS looked,
              count(CASE WHEN f.gone = 0 AND f.found_at >= l.observed_at THEN 1 END) AS there,
              count(CASE WHEN f.gone = 1 THEN 1 END) AS gone
          FROM ephemeral_looks l JOIN ephemeral_posted p ON p.account_no = l.account_no
              AND p.created_at > l.earlier_at AND p.created_at <= l.observed_at
          LEFT JOIN ephemeral_found f ON f.platform = p.platform AND f.post_id = p.post_id
          GROUP BY l.account_no, l.observed_at, l.grown)
    GROUP BY account_no
    """,
)
"""`unseen`: as `hits`, without new posts that were found there after they were counted."""
FOUND = Step(
    "ephemeral_found",
    """
    SELECT p.account_no, p.platform, p.post_id, c.found_at,
        CASE WHEN c.status IN ('deleted', 'missing') THEN 1 ELSE 0 END AS gone
    FROM (SELECT platform, subject_id, status, observed_at AS found_at
          FROM checks WHERE kind = 'post' AND status <> 'unreachable'
          QUALIFY row_number() OVER (PARTITION BY platform, subject_id ORDER BY observed_at DESC, status) = 1) c
    JOIN ephemeral_posted p ON p.platform = c.platform AND p.post_id = c.subject_id
    """,
)
CHECKED = Step(
    "ephemeral_checked",
    """
    SELECT account_no, count(*) AS posts, CAST(sum(gone) AS BIGINT) AS hits, CAST(sum(gone) AS BIGINT) AS unseen,
        count(*) AS looked, CAST(sum(gone) AS BIGINT) AS gone
    FROM ephemeral_found GROUP BY account_no
    """,
)
OTHERS = """
    SELECT t.posts, t.hits, count(*) AS accounts FROM {table} t JOIN ephemeral_watched w USING (account_no)
    WHERE w.background GROUP BY t.posts, t.hits ORDER BY t.posts, t.hits"""
MINE = """
    SELECT m.network_id, w.platform, w.account_id, t.posts, t.unseen AS hits, t.looked, t.gone
    FROM {table} t JOIN ephemeral_watched w USING (account_no) JOIN persona_members m USING (account_no)
    ORDER BY m.network_id, t.account_no"""
SAID = {
    "ephemeral_posts": (
        "while {size} accounts made {posts} posts, {hits} posts or more, old or new, went, by the accounts' own "
        "counters; {known}; people and services that delete old posts, reposts that go with what they repost and "
        "removals by the platform look the same"
    ),
    "removed_posts": (
        "{hits} of {posts} posts of {size} accounts that were looked at again were gone; services that delete old "
        "posts, tidy people and removals by the platform do that too"
    ),
}
UNITS = {
    "ephemeral_posts": "posts gone, old or new, for each new one, at least",
    "removed_posts": "share of posts looked at again",
}
LOOKED = "of {looked} of the new ones that were looked at again {gone} were gone"
OPEN = "no new one was looked at again, so which of them is open"
TABLES = {"ephemeral_posts": COUNTERS.name, "removed_posts": CHECKED.name}


class EphemeralPosts(Signal):
    """How many of a network's posts went, old or new, and how many were found gone, against the background."""

    name = "signals/ephemeral_posts"
    description = (
        "How many of a network's posts went: old or new by counters, and those found gone by checks."
    )
    version = 2
    needs = ("personas", "persona_members", "posts", "accounts_observed", "checks")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """At most two rows per network: by the counters, and by the checks."""
        watch(engine, "ephemeral_watched", "p.posts > 0")
        steps = (LOOKS, POSTED, FOUND, COUNTERS, CHECKED)
        engine.steps(steps)
        found = [one for signal in TABLES for one in _measured(engine, signal)]
        engine.drop("ephemeral_watched", *(step.name for step in steps))
        return found

    def examples(self) -> Sequence[Example]:
        """Accounts whose counter grew by 2 while 10 posts were seen, and accounts whose counter kept up."""
        return (
            Example("posts went", True, _tables(grown=2)),
            Example("kept", False, _tables(grown=10)),
        )


def _measured(engine: Engine, signal: str) -> Iterable[Finding]:
    others = engine.arrow(OTHERS.format(table=TABLES[signal])).to_pydict()
    law = fitted(*(np.asarray(others[c], np.float64) for c in ("posts", "hits", "accounts")))
    mine: dict[str, Rows] = defaultdict(list)
    for row in engine.arrow(MINE.format(table=TABLES[signal])).to_pylist():
        mine[row["network_id"]].append(row)
    there = engine.arrow("SELECT count(*) AS n FROM personas WHERE background")["n"][0].as_py() > 0
    for network_id, accounts in mine.items():
        if any(row["hits"] for row in accounts):
            yield _finding(signal, network_id, accounts, law if law.posts else None, there)


def _finding(signal: str, network_id: str, accounts: Rows, law: Background | None, there: bool) -> Finding:
    posts = np.array([row["posts"] for row in accounts], dtype=np.float64)
    hits = sum(row["hits"] for row in accounts)
    who = sorted((row for row in accounts if row["hits"]), key=lambda row: -row["hits"])
    looked, gone = (sum(row[c] for row in accounts) for c in ("looked", "gone"))
    known = LOOKED.format(looked=looked, gone=gone) if looked else OPEN
    said = SAID[signal].format(hits=hits, posts=int(posts.sum()), size=len(accounts), known=known)
    return Finding(
        network_id, signal, hits / posts.sum(), UNITS[signal], said, law.rate if law else None,
        law.chance(hits, posts) if law else None,
        account_refs([row["platform"] for row in who], [row["account_id"] for row in who]),
        untested=UNMATCHED if there else NOT_TESTED,
    )  # fmt: skip


def _tables(grown: int) -> dict[str, Rows]:
    """Three members and twenty others with ten posts each between two looks; the others' counters keep up."""
    each = [(author, n) for author in range(23) for n in range(10)]
    looks = [
        {"platform": "x", "account_id": f"{n:04d}", "post_count": count, "observed_at": NOON + timedelta(days=day)}
        for n in range(23)
        for day, count in ((-1, 50), (9, 50 + (grown if n < 3 else 10)))
    ]  # fmt: skip
    posts = [post(n, author) for n, (author, _) in enumerate(each)]
    return {**people([{"posts": 10}] * 3, [{"posts": 10}] * 20), "posts": posts, "accounts_observed": looks}


EPHEMERAL_POSTS = EphemeralPosts()
