"""Does a network write of issues that divide people, more or less than others do?

The value is the share of the network's posts that raise the issue; the test compares the shares of accounts, so
that one busy account is one, in both directions and for all issues. To raise an issue is no manipulation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from floodwatch.detectors.personas.ranks import Crowd, rank_test
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.signals.both_sides_stance import leaning, opposed
from floodwatch.detectors.personas.stance.counts import Tallies, tallies
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value
from floodwatch.vocabulary.load import listing

MOST = 5
"""Issues shown of a network, those with most posts."""
LEAST_ACCOUNTS = 2
EACH = 20
INNOCENT = "raising an issue is not manipulation: these are what people argue about"

COUNTS = """
    SELECT coalesce(m.network_id, '') AS network_id, i.issue, a.account_no, a.posts, count(*) AS raised,
           count(*) FILTER (WHERE i.camp <> '') AS one_sided
    FROM post_issues i JOIN personas a USING (platform, account_id) LEFT JOIN persona_members m USING (account_no)
    WHERE m.network_id IS NOT NULL OR a.background
    GROUP BY ALL ORDER BY ALL
"""
SIZES = """
    SELECT coalesce(m.network_id, '') AS network_id, count(*) AS accounts, CAST(sum(a.posts) AS BIGINT) AS posts
    FROM personas a LEFT JOIN persona_members m USING (account_no)
    WHERE a.posts > 0 AND (m.network_id IS NOT NULL OR a.background)
    GROUP BY ALL ORDER BY ALL
"""
WORDS = """
    SELECT m.network_id, i.issue, i.camp, count(*) AS posts
    FROM post_issues i JOIN personas a USING (platform, account_id) JOIN persona_members m USING (account_no)
    WHERE i.camp <> '' GROUP BY ALL ORDER BY ALL
"""
EXAMPLES = f"""
    SELECT m.network_id, i.issue, i.platform, i.post_id
    FROM post_issues i JOIN personas a USING (platform, account_id) JOIN persona_members m USING (account_no)
    QUALIFY row_number() OVER (PARTITION BY m.network_id, i.issue ORDER BY i.platform, i.post_id) <= {EACH}
    ORDER BY m.network_id, i.issue, i.platform, i.post_id
"""


class WedgeIssues(Signal):
    """Share of a network's posts that raise an issue, for the issues that it raises most."""

    name = "signals/wedge_issues"
    description = "Which issues that divide people a network writes about, and whether more than others."
    needs = ("personas", "persona_members", "post_issues", "stances", "opposed_targets")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """At most `MOST` rows per network."""
        shares, raised = _shares(engine)
        crowds: dict[str, Crowd] = {}
        sizes = {r["network_id"]: (r["accounts"], r["posts"]) for r in engine.arrow(SIZES).to_pylist()}
        worn, shown = _kept(engine, WORDS), _kept(engine, EXAMPLES)
        camps = _camps(engine)
        for network_id in sorted(n for n in raised if n):
            own = [i for i, counts in raised[network_id].items() if len(counts) >= LEAST_ACCOUNTS]
            for issue in sorted(own, key=lambda i: (-sum(raised[network_id][i].values()), i))[:MOST]:
                key = network_id, issue
                if issue not in crowds:
                    theirs = _padded(shares.get(("", issue), []), sizes.get("", (0, 0))[0])
                    crowds[issue] = Crowd.of(theirs)
                yield _finding(
                    key, (raised[network_id][issue], raised[""].get(issue, {})), sizes,
                    (shares.get(key, []), crowds[issue]),
                    _words_said(worn.get(key, [])) + _camps_said(camps.get(network_id), raised[network_id][issue]),
                    tuple(refs.post(r["platform"], r["post_id"]) for r in shown.get(key, [])),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A network that writes of wages among people who write of rain, and one that writes of rain too."""
        rain = [post(n, n % 24, f"Rain in street {n}") for n in range(4, 24)]
        wages = [post(100 + n, n, f"The minimum wage again, part {n}") for n in range(4)]
        tables = people([{"posts": 1}] * 4, [{"posts": 1}] * 20)
        return (
            Example("wages", True, {**tables, "posts": rain + wages}),
            Example("rain", False, {**tables, "posts": rain}),
        )


def _shares(
    engine: Engine,
) -> tuple[dict[tuple[str, str], list[float]], dict[str, dict[str, dict[int, int]]]]:
    """Shares of posts by network and issue for accounts that raise it; their posts by network, issue, account."""
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    raised: dict[str, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in engine.arrow(COUNTS).to_pylist():
        shares[row["network_id"], row["issue"]].append(row["raised"] / max(1, row["posts"]))
        raised[row["network_id"]][row["issue"]][row["account_no"]] = row["raised"]
    return shares, raised


def _kept(engine: Engine, sql: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in engine.arrow(sql).to_pylist():
        rows[row["network_id"], row["issue"]].append(row)
    return rows


def _finding(
    key: tuple[str, str],
    raised: tuple[Mapping[int, int], Mapping[int, int]],
    sizes: Mapping[str, tuple[int, int]],
    shares: tuple[Sequence[float], Crowd],
    camps: str,
    posts: tuple[str, ...],
) -> Finding:
    network_id, issue = key
    (accounts, total), (_, outside) = sizes[network_id], sizes.get("", (0, 0))
    ours, theirs = sum(raised[0].values()), sum(raised[1].values())
    chance = rank_test(_padded(shares[0], accounts), shares[1], len(listing("wedge")))
    return Finding(
        network_id, "wedge_issue", ours / max(1, total), f"share of posts that raise {issue.replace('_', ' ')}",
        f"{ours} of {total} posts, by {len(raised[0])} of {accounts} accounts, hold a word of the list on "
        f"{issue.replace('_', ' ')}{camps}; {INNOCENT}",
        theirs / outside if outside else None, chance, posts,
    )  # fmt: skip


def _padded(shares: Sequence[float], accounts: int) -> np.ndarray:
    """The shares, and a zero for every other account."""
    return np.concatenate((np.asarray(shares, dtype=np.float64), np.zeros(max(0, accounts - len(shares)))))


def _words_said(rows: Sequence[Mapping[str, Any]]) -> str:
    said = ", ".join(f"'{r['camp']}' {r['posts']}" for r in rows)
    return f"; words that mostly one side uses: {said}" if said else ""


Camps = tuple[tuple[str, str], tuple[frozenset[int], frozenset[int]]]


def _camps(engine: Engine) -> dict[str, Camps]:
    """For each network with two camps of stance the pair of targets and the accounts that lean to each."""
    counted, _ = tallies(engine)
    return {n: camps for n, camps in _leaning(engine, counted) if n and all(camps[1])}


def _leaning(engine: Engine, counted: Tallies) -> Iterator[tuple[str, Camps]]:
    for pair in sorted(opposed(engine, counted.get("", {})), reverse=True):
        for network_id, targets in counted.items():
            voice = leaning(targets, *pair)
            one = frozenset(n for n, (f, g) in voice.items() if f > g)
            yield network_id, (pair, (one, frozenset(n for n, (f, g) in voice.items() if f < g)))


def _camps_said(camps: Camps | None, raised: Mapping[int, int]) -> str:
    """Posts on the issue by the camps of the network, where it has two."""
    if camps is None:
        return ""
    (one, other), sides = camps
    posts = [sum(raised.get(n, 0) for n in side) for side in sides]
    return f"; by camp: {posts[0]} posts of accounts that lean to '{one}', {posts[1]} of those that lean to '{other}'"


WEDGE_ISSUES = WedgeIssues()
