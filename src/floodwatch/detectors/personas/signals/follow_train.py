"""Does a network arrange to follow and be followed: lists of accounts with follow-back wording, and what came of them?

Posts are tested against the background. Where follows were collected, pairs of accounts are tested against a
configuration model that keeps how many each follows and how many follow each. People follow back more often than
that model has it, so a pair's chance to follow one another is the greater of the model's and of the chance of one
follow times the share of follows that are returned outside the networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.excess import measured
from floodwatch.detectors.personas.follows import by_chance
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.statistics import poisson_tail

MOST_NAMED = 50
"""Accounts of one post's list that are looked at."""
MOST_MEMBERS = 4000
"""Members of a network whose pairs are looked at: those who follow most."""

LISTS = Step(
    "trains_lists",
    """
    SELECT a.account_no, b.probe AS thing, b.platform, b.post_id, b.created_at
    FROM post_probes b JOIN personas a USING (platform, account_id)
    WHERE b.probe IN ('follow_train', 'follow_call') AND NOT b.is_share
    """,
)
RETURNED = """
    SELECT count(*) AS seen, count(CASE WHEN f.returned THEN 1 END) AS returned,
        (SELECT count(*) FROM follows) AS follows
    FROM follow_pairs f JOIN follow_degrees d ON d.account_no = f.other_no AND d.outs > 0
    WHERE f.one_no IS NOT NULL AND f.apart
      AND NOT (f.one_no IN (SELECT account_no FROM persona_members)
               AND f.other_no IN (SELECT account_no FROM persona_members))"""
NAMED = Step(
    "trains_named",
    f"""
    WITH listed AS (
        SELECT DISTINCT t.account_no, t.platform, t.post_id, t.created_at,
            unnest(list_transform(o.mentions, lambda h: regexp_replace(lower(h), '^@', ''))) AS name
        FROM trains_lists t JOIN posts o USING (platform, post_id)
        WHERE t.thing = 'follow_train' AND t.account_no IN (SELECT account_no FROM persona_members)),
    first_few AS (
        SELECT * FROM listed
        QUALIFY row_number() OVER (PARTITION BY platform, post_id ORDER BY name) <= {MOST_NAMED})
    SELECT DISTINCT s.account_no AS author_no, s.platform, s.post_id, s.created_at, p.account_no AS named_no
    FROM first_few s JOIN personas p ON p.platform = s.platform
         AND (lower(p.account_id) = s.name OR regexp_replace(lower(p.handle), '^@', '') = s.name)
    """,
)
PAIRS = """
    WITH listed AS (
        SELECT author_no AS one_no, named_no AS other_no, platform, post_id, created_at FROM trains_named
        UNION ALL
        SELECT a.named_no, b.named_no, a.platform, a.post_id, a.created_at
        FROM trains_named a JOIN trains_named b USING (platform, post_id)),
    pairs AS (
        SELECT m.network_id, least(l.one_no, l.other_no) AS one_no, greatest(l.one_no, l.other_no) AS other_no,
            min(l.created_at) AS named_at
        FROM listed l JOIN trains_lists t USING (platform, post_id)
        JOIN persona_members m ON m.account_no = t.account_no
        WHERE l.one_no <> l.other_no GROUP BY 1, 2, 3)
    SELECT p.network_id, p.one_no, p.other_no, d.outs AS one_outs, d.ins AS one_ins, e.outs AS other_outs,
        e.ins AS other_ins,
        f.one_no IS NOT NULL AND g.one_no IS NOT NULL AS mutual,
        coalesce(greatest(f.observed_at, g.observed_at) < p.named_at, false) AS earlier,
        f.observed_at IS NOT NULL AND g.observed_at IS NOT NULL AS dated
    FROM pairs p
    JOIN follow_degrees d ON d.account_no = p.one_no JOIN follow_degrees e ON e.account_no = p.other_no
    LEFT JOIN follow_pairs f ON f.one_no = p.one_no AND f.other_no = p.other_no
    LEFT JOIN follow_pairs g ON g.one_no = p.other_no AND g.other_no = p.one_no
    WHERE d.outs > 0 AND e.outs > 0
    ORDER BY p.network_id, p.one_no, p.other_no"""
FOLLOWING = Step(
    "trains_members",
    f"""
    SELECT m.network_id, d.account_no, d.outs, d.ins, p.platform, p.account_id
    FROM persona_members m JOIN follow_degrees d USING (account_no) JOIN personas p USING (account_no)
    WHERE d.outs > 0
    QUALIFY row_number() OVER (PARTITION BY m.network_id ORDER BY d.outs DESC, d.account_no) <= {MOST_MEMBERS}
    """,
)
MEMBERS = """
    SELECT m.*, coalesce(t.met, 0) AS met
    FROM trains_members m LEFT JOIN (
        SELECT a.network_id, a.account_no, count(*) AS met
        FROM trains_members a JOIN follow_pairs f ON f.one_no = a.account_no
        JOIN trains_members b ON b.network_id = a.network_id AND b.account_no = f.other_no
        WHERE f.returned AND f.one_no <> f.other_no GROUP BY a.network_id, a.account_no) t
        ON t.network_id = m.network_id AND t.account_no = m.account_no
    ORDER BY m.network_id, m.account_no"""
"""With how many others of them each follows and is followed by: counted here, as pairs grow with the square."""
SAID = {
    "follow_train": "{hits} of {posts} posts of {members} accounts list accounts with words of follow-back; small "
    "creators who follow one another and activists' lists do so too",
    "follow_call": "{hits} of {posts} posts of {members} accounts ask to be followed back, without a list; small "
    "creators who follow one another do so too",
}
Floats = npt.NDArray[np.float64]


class FollowTrain(Signal):
    """Share of a network's posts that are follow trains, and the mutual follows among those named and its members."""

    name = "signals/follow_train"
    version = 2
    description = (
        "Follow trains: lists of accounts with follow-back wording, and the mutual follows after them."
    )
    needs = (
        "personas", "persona_members", "persona_originals", "posts", "follows", "follow_pairs", "follow_degrees",
        "post_probes",
    )  # fmt: skip

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Rows for lists and for calls, and two more where follows were collected."""
        steps = (LISTS, NAMED, FOLLOWING)
        engine.steps(steps)
        found = list(measured(engine, "persona_originals", LISTS.name))
        (chance,) = engine.arrow(RETURNED).to_pylist()
        pairs, members = (engine.arrow(sql).to_pylist() for sql in (PAIRS, MEMBERS))
        engine.drop(*(s.name for s in steps))
        for one in found:
            said = SAID[one.thing].format(hits=one.hits, posts=one.posts, members=one.members)
            yield Finding(
                one.network_id,
                one.thing,
                one.value,
                "share of posts",
                said,
                one.baseline,
                one.p_value,
                one.evidence,
            )
        trains = {one.network_id: one.evidence for one in found if one.thing == "follow_train"}
        yield from _after(pairs, chance, trains)
        yield from _among(members, chance)

    def examples(self) -> Sequence[Example]:
        """Lists with wording, and the same lists without."""
        names = ["@h0", "@h1", "@h2", "@h3"]
        listed = [
            post(n, n % 4, "Follow train! I follow back " + " ".join(names), mentions=names) for n in range(8)
        ]
        thanks = [
            post(n, n % 4, "Thank you all for the walk " + " ".join(names), mentions=names) for n in range(8)
        ]
        return (
            Example("trains", True, {**people([{}] * 4, [{}] * 9), "posts": listed}),
            Example("thanks", False, {**people([{}] * 4, [{}] * 9), "posts": thanks}),
        )


def expected(
    outs: Floats, ins: Floats, others: tuple[Floats, Floats], follows: float, returned: float
) -> Floats:
    """Chance of a mutual follow of each pair, from what both follow and are followed."""
    there, back = by_chance(outs, others[1], follows), by_chance(others[0], ins, follows)
    mutual: Floats = np.minimum(1.0, np.maximum(there * back, returned * (there + back) / 2))
    return mutual


def _returned(chance: Mapping[str, Any]) -> tuple[float, float]:
    """Number of follows, and the share that is returned outside the networks (0 where none could be seen)."""
    return float(chance["follows"]), chance["returned"] / chance["seen"] if chance["seen"] else 0.0


def _after(
    pairs: Sequence[Mapping[str, Any]], chance: Mapping[str, Any], trains: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Pairs that a list of the network names and that follow one another, without those known to have before."""
    for network_id in sorted({p["network_id"] for p in pairs}):
        own = [p for p in pairs if p["network_id"] == network_id and not p["earlier"]]
        hits = sum(p["mutual"] for p in own)
        if not hits:
            continue
        one, other = ((_of(own, f"{w}_outs"), _of(own, f"{w}_ins")) for w in ("one", "other"))
        mean = float(expected(*one, other, *_returned(chance)).sum())
        dated = sum(p["mutual"] and p["dated"] for p in own)
        yield Finding(
            network_id, "follow_train_mutual", hits / len(own), "share of pairs",
            f"{hits} of {len(own)} pairs of accounts that its follow trains name follow one another ({dated} of them "
            "seen so after the list was posted, the others at an unknown time); people who follow each other anyway "
            "are named together too",
            mean / len(own), _tail(hits, mean), trains.get(network_id, ()),
        )  # fmt: skip


def _among(members: Sequence[Mapping[str, Any]], chance: Mapping[str, Any]) -> Iterator[Finding]:
    """Members who follow one another, among those whose follows were collected."""
    for network_id, each in groupby(members, itemgetter("network_id")):
        own = list(each)
        named = [m for m in own if m["met"]]
        if not named:
            continue
        met, pairs = sum(m["met"] for m in named) // 2, len(own) * (len(own) - 1) // 2
        mean = _mean(_of(own, "outs"), _of(own, "ins"), *_returned(chance))
        yield Finding(
            network_id, "mutual_follows", met / pairs, "share of pairs",
            f"{met} of {pairs} pairs of members follow one another; friends, colleagues and fans do",
            mean / pairs, _tail(met, mean),
            account_refs((m["platform"] for m in named), (m["account_id"] for m in named)),
        )  # fmt: skip


def _mean(outs: Floats, ins: Floats, follows: float, returned: float) -> float:
    """Expected mutual follows among all pairs, a row of pairs at a time."""
    rest = ((outs[n + 1 :], ins[n + 1 :]) for n in range(outs.size))
    rows = (expected(outs[n : n + 1], ins[n : n + 1], r, follows, returned) for n, r in enumerate(rest))
    return float(sum(float(row.sum()) for row in rows))


def _tail(hits: int, mean: float) -> float:
    return float(poisson_tail(np.array([float(hits)]), np.array([mean]))[0])


def _of(rows: Sequence[Mapping[str, Any]], name: str) -> Floats:
    return np.array([float(r[name]) for r in rows])


FOLLOW_TRAIN = FollowTrain()
