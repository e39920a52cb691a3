"""Do members follow the same accounts more than their numbers of follows, and people like them, explain?

Observed: pairs of members that share a target, summed over targets that are not members. Expected: a configuration
model (each member's follows of others than members fall on targets by how many follow these), times what random groups
share beside that model: as many background accounts of its main language and platform, each with about as many such
follows as one member (without enough of them nothing is tested: people of one language follow the same accounts).
Their spread makes the law overdispersed (negative binomial with that variance); the p value is its upper tail, or the
share of random groups that reach as far, whichever is greater.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas import follows
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.statistics import negative_binomial_tail

LEAST_MEMBERS = 3
"""Members who must follow one target for anything to be said."""
MOST_MEMBERS = 200
"""Members of one network that are read: a sample by the MD5 of the ref."""
OTHERS, MOST_FOLLOWS = 1500, 5000
"""Background accounts that random groups are drawn from, none of which follows more than so many."""
LEAST_OTHERS = 20
"""Background accounts of the same platform and language without which nothing is tested."""
NEAR = 10
"""Neighbours by number of follows, on each side, among which a member's stand-in is drawn."""
ROUNDS = 199
LISTED = 20

STRANGERS = Step(
    "shared_follows_strangers",
    """
    SELECT other_name, count(*) AS ins, CAST(row_number() OVER (ORDER BY other_name) AS BIGINT) AS stranger_no
    FROM follow_pairs WHERE other_no IS NULL AND apart GROUP BY other_name
    """,
)
"""Followed accounts of whom nothing else is known."""
INSIDE = Step(
    "shared_follows_inside",
    """
    SELECT m.network_id, m.account_no, count(*) AS follows
    FROM persona_members m JOIN follow_pairs f ON f.one_no = m.account_no
    JOIN persona_members o ON o.network_id = m.network_id AND o.account_no = f.other_no
    WHERE f.apart GROUP BY m.network_id, m.account_no
    """,
)
"""Fellow members whom each follows: no targets that could be shared, so they are no part of what is expected."""
CHOSEN = Step(
    "shared_follows_chosen",
    f"""
    SELECT m.network_id, p.account_no, p.platform, p.account_id, p.language,
           d.follows - coalesce(i.follows, 0) AS outs
    FROM persona_members m JOIN personas p USING (account_no) JOIN follow_degrees d USING (account_no)
    LEFT JOIN shared_follows_inside i ON i.network_id = m.network_id AND i.account_no = m.account_no
    WHERE d.follows > 0
    QUALIFY row_number() OVER (PARTITION BY m.network_id
        ORDER BY md5(p.platform || '/' || p.account_id), p.account_no) <= {MOST_MEMBERS}
    """,
)
COMMON = Step(
    "shared_follows_common",
    """
    SELECT c.network_id, c.platform, c.other_no,
           coalesce(p.account_id, substr(c.other_name, length(c.platform) + 2)) AS followed_id,
           coalesce(d.followers, s.ins) AS ins, c.k
    FROM (SELECT c.network_id, c.platform, f.other_no, f.other_name, count(*) AS k
          FROM shared_follows_chosen c JOIN follow_pairs f ON f.one_no = c.account_no
          WHERE f.apart GROUP BY c.network_id, c.platform, f.other_no, f.other_name) c
    LEFT JOIN personas p ON p.account_no = c.other_no LEFT JOIN follow_degrees d ON d.account_no = c.other_no
    LEFT JOIN shared_follows_strangers s ON s.other_name = c.other_name
    """,
)
STEPS = (STRANGERS, INSIDE, CHOSEN, COMMON)
WHOLE = """
    SELECT CAST(coalesce(sum(ins), 0) AS BIGINT) AS follows, CAST(coalesce(sum(ins * ins), 0) AS BIGINT) AS squared
    FROM (SELECT followers AS ins FROM follow_degrees UNION ALL SELECT ins FROM shared_follows_strangers)"""
NETWORKS = f"""
    WITH common AS (
        SELECT c.*, m.account_no IS NOT NULL AS member FROM shared_follows_common c
        LEFT JOIN persona_members m ON m.network_id = c.network_id AND m.account_no = c.other_no)
    SELECT network_id, CAST(sum(k) AS BIGINT) AS given, CAST(sum(2 * ins * k - k * k) AS BIGINT) AS less,
           CAST(sum(CASE WHEN member THEN 0 ELSE k * (k - 1) END) AS BIGINT) AS twice,
           CAST(sum(CASE WHEN k >= {LEAST_MEMBERS} AND NOT member THEN 1 ELSE 0 END) AS BIGINT) AS telling,
           max(CASE WHEN member THEN 0 ELSE k END) AS most
    FROM common GROUP BY network_id ORDER BY network_id"""
MEMBERS = """
    SELECT network_id, account_no, platform || '/' || language AS sort, outs FROM shared_follows_chosen
    ORDER BY network_id, account_no"""
TELLING = f"""
    SELECT c.network_id, c.platform, c.followed_id FROM shared_follows_common c
    WHERE c.k >= {LEAST_MEMBERS} AND NOT EXISTS (
        SELECT 1 FROM persona_members m WHERE m.network_id = c.network_id AND m.account_no = c.other_no)
    QUALIFY row_number() OVER (PARTITION BY c.network_id
        ORDER BY CAST(c.k AS DOUBLE) * c.k / c.ins DESC, c.platform, c.followed_id) <= {LISTED}
    ORDER BY c.network_id, CAST(c.k AS DOUBLE) * c.k / c.ins DESC, c.platform, c.followed_id"""
SAMPLE = f"""
    WITH drawn AS (
        SELECT p.account_no, p.platform || '/' || p.language AS sort, d.follows AS outs,
               md5(p.platform || '/' || p.account_id) AS draw
        FROM personas p JOIN follow_degrees d USING (account_no)
        WHERE p.background AND d.follows BETWEEN 1 AND {MOST_FOLLOWS} ORDER BY draw, p.account_no LIMIT {OTHERS})
    SELECT d.account_no, d.sort, d.outs, coalesce(f.other_no, -s.stranger_no) AS target_no
    FROM drawn d JOIN follow_pairs f ON f.one_no = d.account_no
    LEFT JOIN shared_follows_strangers s ON s.other_name = f.other_name
    WHERE f.apart ORDER BY d.account_no, target_no"""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Others:
    """Background accounts in the order of how many they follow: sorts, numbers, and targets shared by each pair."""

    sorts: NDArray[Any]
    outs: Floats
    shared: Floats

    def like(self, sort: str) -> Others:
        """Those of one platform and language."""
        same = np.flatnonzero(self.sorts == sort)
        return Others(self.sorts[same], self.outs[same], self.shared[np.ix_(same, same)])


class SharedFollows(Signal):
    """Mean number of targets that two members both follow."""

    name = "signals/shared_follows"
    description = "Accounts that members of a network follow in common, against a configuration model."
    needs = ("personas", "persona_members", "follow_pairs", "follow_degrees")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network of which three members whose follows were collected follow one account."""
        engine.steps(STEPS)
        (whole,) = engine.arrow(WHOLE).to_pylist()
        networks, members, telling = (engine.arrow(s).to_pylist() for s in (NETWORKS, MEMBERS, TELLING))
        others = _others(engine)
        engine.drop(*(s.name for s in STEPS))
        for row in networks:
            if row["telling"]:
                own = [m for m in members if m["network_id"] == row["network_id"]]
                seen = [t for t in telling if t["network_id"] == row["network_id"]]
                yield _network(row, own, seen, whole, others, int(str(settings.get("seed", 0))))

    def examples(self) -> Sequence[Example]:
        """Six accounts that follow the same ten, and six that follow ten of their own among the same crowd."""
        crowd = [_follow(6 + n, f"c{(7 * n + 3 * m * m) % 60}") for n in range(40) for m in range(10)]
        same = [_follow(n, f"s{m}") for n in range(6) for m in range(10)]
        own = [_follow(n, f"s{n}-{m}") for n in range(6) for m in range(10)]
        who = people([{}] * 6, [{}] * 40)
        return (
            Example("the same ten", True, {**who, "follows": crowd + same}),
            Example("ten of their own", False, {**who, "follows": crowd + own}),
        )


def _follow(number: int, followed: str) -> dict[str, str]:
    return {"platform": "x", "follower_id": f"{number:04d}", "followed_id": followed}


def _network(
    row: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    telling: Sequence[Mapping[str, Any]],
    whole: Mapping[str, Any],
    others: Others,
    seed: int,
) -> Finding:
    outs = np.array([float(m["outs"]) for m in members])
    pairs, seen = len(outs) * (len(outs) - 1) / 2, row["twice"] / 2
    said = (
        f"two of {len(outs)} members whose follows are known follow {seen / pairs:.2g} accounts in common on average; "
        f"{row['telling']} accounts are followed by {LEAST_MEMBERS} members or more, one of them by {row['most']}"
    )
    mean = p_value = None
    left = float(whole["follows"] - row["given"])
    sort = min(Counter(m["sort"] for m in members).items(), key=lambda kv: (-kv[1], kv[0]))[0]
    alike = others.like(sort)
    if left > 0 and len(alike.outs) >= LEAST_OTHERS:
        # What the network itself follows makes no target popular: it is taken out of both sums.
        popular = float(whole["squared"] - row["less"])
        chance = follows.shared(outs, popular, left)
        lifts = lift(outs, alike, popular / left**2, seed)
        mean = chance * float(lifts.mean())
        low, high = stand_ins(outs, alike.outs)
        p_value = tail(seen, chance, lifts, 1 + len(outs) / float(np.mean(high - low)))
        said += (
            f"; by their numbers of follows alone {chance / pairs:.2g} are expected, and random groups of others of "
            f"its language share {lifts.mean():.2g} times as many as that"
        )
    return Finding(
        row["network_id"], "shared_follows", seen / pairs, "accounts followed in common per pair of members",
        f"{said}; people of one town, trade, party or fandom follow the same accounts, and so do those to whom a "
        "platform proposes the same",
        None if mean is None else mean / pairs, p_value,
        tuple(refs.account(t["platform"], t["followed_id"]) for t in telling),
        untested="too few others of its platform and language whose follows are known: not tested",
    )  # fmt: skip


def lift(outs: Floats, others: Others, popular: float, seed: int) -> Floats:
    """Targets shared in random groups beside the model; each member's stand-in follows about as many."""
    random = np.random.default_rng(seed)
    low, high = stand_ins(outs, others.outs)
    found = np.zeros(ROUNDS)
    for n in range(ROUNDS):
        drawn = random.integers(low, high)
        apart = drawn[:, None] != drawn[None, :]
        expected = popular * float((np.outer(others.outs[drawn], others.outs[drawn]) * apart).sum())
        seen = float((others.shared[np.ix_(drawn, drawn)] * apart).sum())
        found[n] = (seen + 1.0) / (expected + 1.0)
    return found


def stand_ins(outs: Floats, others: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each member the others (sorted) who may stand in: those with as many follows, and neighbours on each side."""
    low = np.maximum(np.searchsorted(others, outs, side="left") - NEAR, 0)
    high = np.minimum(np.searchsorted(others, outs, side="right") + NEAR, len(others))
    return low, high


def tail(seen: float, chance: float, lifts: Floats, finite: float) -> float:
    """P(at least so many): overdispersed as the random groups are, and at least the share of them that reach as far.

    `finite` widens their variance, since all are drawn from the same few.
    """
    mean = max(chance * float(lifts.mean()), 1e-9)
    size = float(lifts.mean()) ** 2 / max(float(lifts.var(ddof=1)) * finite, 1e-9)
    law = float(negative_binomial_tail(np.array([seen]), np.array([mean]), np.array([size]))[0])
    return max(law, float((chance * lifts >= seen).mean()))


def _others(engine: Engine) -> Others:
    """The sample of the background, with the number of targets that each two share."""
    from scipy.sparse import csr_array

    table = engine.arrow(SAMPLE)
    numbers, target, outs = (table.column(c).to_numpy() for c in ("account_no", "target_no", "outs"))
    known, first, row = np.unique(numbers, return_index=True, return_inverse=True)
    _, column = np.unique(target, return_inverse=True)
    shape = (len(known), int(column.max()) + 1 if len(column) else 0)
    links = csr_array((np.ones(len(row), dtype=np.float32), (row, column)), shape=shape)
    order = np.lexsort((known, outs[first]))
    sorts = table.column("sort").to_numpy()[first] if len(first) else np.zeros(0, dtype=object)
    both = (links @ links.T).toarray() if len(known) else np.zeros((0, 0))
    return Others(sorts[order], outs[first][order].astype(float), both[np.ix_(order, order)].astype(float))


SHARED_FOLLOWS = SharedFollows()
