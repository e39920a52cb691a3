"""Pairs of accounts inside networks, with what speaks for one operator behind both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.detectors.personas.odds.curves import GROUPS, book
from floodwatch.detectors.personas.odds.pair_scores import PairScores, pair_scores
from floodwatch.detectors.personas.rows import Finding, account_refs, columns, grouped, save
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.odds import in_words

if TYPE_CHECKING:
    import pyarrow as pa

UNTESTED = "terms calibrated on synthetic worlds"
EVIDENCE_PAIRS = 10
MOST_MEMBERS, MOST_PAIRS = 300, 500_000
"""Members of a network of whom all pairs are looked at, and pairs in all.

Members are those with the lowest numbers after mixing by hash. Where the pairs would be more, the largest networks give
fewer members, all of them the same number, but never less than two.
"""

SIZES = "SELECT network_id, count(*) AS n FROM persona_members GROUP BY network_id ORDER BY network_id"
CANDIDATES = "odds_candidates"
PAIRED = """
    WITH mixed AS (
        SELECT m.network_id, m.account_no FROM persona_members m JOIN personas p USING (account_no)
        QUALIFY row_number() OVER (PARTITION BY m.network_id
            ORDER BY md5(p.platform || '/' || p.account_id), m.account_no) <= {most})
    SELECT a.network_id, a.account_no AS one_no, b.account_no AS other_no
    FROM mixed a JOIN mixed b ON b.network_id = a.network_id AND a.account_no < b.account_no"""
NETWORK_PAIRS = """
    SELECT c.network_id, c.one_no, c.other_no, a.platform AS source_platform, a.account_id AS source_id,
           b.platform AS target_platform, b.account_id AS target_id
    FROM odds_candidates c JOIN personas a ON a.account_no = c.one_no JOIN personas b ON b.account_no = c.other_no
    ORDER BY c.network_id, c.one_no, c.other_no"""


class PairOdds:
    """Log-likelihood ratio of one operator for every pair inside a network, by dependence group."""

    name = "pair_odds"
    description = "What speaks for and against one operator behind two accounts of a network."
    version = 3
    parameters: tuple[Parameter, ...] = ()
    needs = (
        "personas", "persona_members", "persona_clients", "posts", "accounts_observed", "follow_pairs",
        "follow_degrees", "edges", "keyed_traces", "keyed_accounts", "account_margins",
    )  # fmt: skip
    makes = ("pair_odds", "signals/same_operator")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `pair_odds`: one row per pair and network, in natural log-odds; what is not measured is null."""
        rows = columns(engine, SIZES)
        sizes = dict(zip(rows["network_id"], rows["n"], strict=True))
        most = members_looked_at(list(sizes.values()))
        engine.table(Step(CANDIDATES, PAIRED.format(most=most)))
        scores = pair_scores(engine, int(str(settings.get("seed", 0))))
        pairs = engine.arrow(NETWORK_PAIRS)
        engine.drop(CANDIDATES)
        found = table(pairs, scores)
        engine.register("pair_odds", found)
        save(engine, "signals/same_operator", summaries(found, sizes, most))

    def examples(self) -> Sequence[Example]:
        """Two members with one rare bio, and a network of one."""
        bio = "Proud nurse, lover of dogs and strong black coffee in the morning"
        edge = {"behaviour": "url", "source_platform": "x", "source_id": "0000", "target_platform": "x",
                "target_id": "0001", "p_value": 1e-9}  # fmt: skip
        same = people([{"bio": bio}] * 2, [{"bio": f"{bio[:n]}{n}"} for n in range(9, 39)])
        return (
            Example("one bio", True, {**same, "edges": [edge]}),
            Example("one member", False, {**people([{}], [{}] * 9), "edges": [edge]}),
        )


def members_looked_at(sizes: Sequence[int]) -> int:
    """Members of each network that are looked at, so that the pairs of all keep to `MOST_PAIRS`."""
    networks = np.bincount(np.minimum(np.asarray(sizes, dtype=np.int64), MOST_MEMBERS))
    for most in range(MOST_MEMBERS, 2, -1):
        kept = np.minimum(np.arange(len(networks)), most)
        if (networks * kept * (kept - 1)).sum() // 2 <= MOST_PAIRS:
            return most
    return 2


def table(pairs: pa.Table, scores: PairScores) -> pa.Table:
    """The rows of `pair_odds`: the pairs of networks with terms, their sum, and reasons."""
    import pyarrow as pa

    terms = book("pairs").terms(scores.groups())
    total = sum(terms.values(), np.zeros(len(scores.one)))
    key = scores.one * (1 << 31) + scores.other
    wanted = pairs["one_no"].to_numpy() * (1 << 31) + pairs["other_no"].to_numpy()
    place = np.searchsorted(key, wanted)
    reasons = list(_reasons(scores)) if len(key) else []
    columns: dict[str, Any] = {
        name: pairs[name]
        for name in ("network_id", "source_platform", "source_id", "target_platform", "target_id")
    }
    columns["log_lr"] = np.round(total[place], 6)
    measured = scores.groups()
    for group in GROUPS:
        worth = np.round(terms.get(group, np.zeros(len(key)))[place], 6)
        missing = np.isnan(measured[group])[place] if group in measured else np.ones(len(place), dtype=bool)
        columns[f"{group}_term"] = pa.array(worth, pa.float64(), mask=missing)
    columns["reasons"] = pa.array([reasons[i] for i in place], pa.string())
    return pa.table(columns)


def _reasons(scores: PairScores) -> Iterator[str]:
    """`group:sign` for every group in which something is alike, parted by `|`, for each pair."""
    named = scores.reasons()
    for place in range(len(scores.one)):
        yield "|".join(f"{g}:{names[place]}" for g, names in named.items() if names[place])


def summaries(pairs: pa.Table, sizes: Mapping[str, int], most: int) -> Iterator[Finding]:
    """One signal per network: the median over its pairs, and in how many more speaks for than against.

    `sizes`: members of each network, of whom `most` were looked at.
    """
    total = pairs["log_lr"].to_numpy()
    for network_id, mine in grouped(pairs["network_id"].to_pylist(), np.arange(len(total))):
        best = mine[np.argsort(-total[mine], kind="stable")][:EVIDENCE_PAIRS]
        middle, above = float(np.median(total[mine])), int((total[mine] > 0).sum())
        top = pairs.take(best[total[best] > 0]).to_pylist()
        ends = [(r[f"{e}_platform"], r[f"{e}_id"]) for r in top for e in ("source", "target")]
        size = sizes[network_id]
        whose = f"{most} of its {size} accounts, a sample drawn by hash," if most < size else "accounts"
        yield Finding(
            network_id, "same_operator", middle, "log-odds (natural), median of pairs",
            f"in {above} of {len(mine)} pairs of {whose} more speaks for one operator than against. "
            f"{in_words(middle)} for the middle pair; friends, colleagues and members of one club are alike too",
            evidence=account_refs(*zip(*dict.fromkeys(ends), strict=True)) if ends else (), untested=UNTESTED,
        )  # fmt: skip


PAIR_ODDS = PairOdds()
