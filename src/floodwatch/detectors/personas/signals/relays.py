"""Does a network pass on an outlet's official releases sooner, or more often, than others do?

`relay_delay`: the median time from release to relay. Null: of all who relay a release, the members are a random part;
a rank-sum test within each release, over releases (van Elteren 1960), two-sided, times the outlets looked at.
`relay_share`: the share of a network's posts that are relays, beside the background's posts, whose rates differ between
accounts (`excess`). Accounts of the outlet itself, where a list names them, are no relays of a network.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.excess import measured
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Step, Value

LEAST, REPEATS = 5, 1000
"""Relays from which on a network's delay is told; resamplings of releases for its interval."""
COUNTED = Step("relay_posts", "SELECT account_no, background, posts FROM personas WHERE posts > 0")
HITS = Step(
    "relay_hits",
    """
    SELECT r.house AS thing, r.account_no, r.platform, r.post_id, r.acted_at AS created_at
    FROM relays r WHERE r.route <> 'overt'""",
)
DELAYS = """
    WITH mine AS (
        SELECT m.network_id, r.house, r.release_platform, r.release_post, r.platform, r.post_id, r.delay_s, true AS own
        FROM relays r JOIN persona_members m USING (account_no) WHERE r.route <> 'overt'),
    releases AS (SELECT DISTINCT network_id, house, release_platform, release_post FROM mine),
    others AS (
        SELECT w.network_id, r.house, r.release_platform, r.release_post, r.platform, r.post_id, r.delay_s, false AS own
        FROM relays r JOIN releases w ON w.house = r.house AND w.release_platform = r.release_platform
            AND w.release_post = r.release_post
        WHERE r.background)
    SELECT * FROM mine UNION ALL SELECT * FROM others
    ORDER BY network_id, house, release_platform, release_post, delay_s, platform, post_id"""
RELEASES = """
    SELECT CASE WHEN owner IS NULL THEN outlet ELSE owner END AS house, CAST(sum(releases) AS BIGINT) AS releases
    FROM (SELECT DISTINCT outlet, owner, releases FROM relay_summary) GROUP BY 1 ORDER BY 1"""
Groups = dict[tuple[str, str], list[Mapping[str, Any]]]


class RelaysOfNetworks(Signal):
    """Delay and share of relays, for every network and house of outlets that it relays."""

    name = "signals/relays"
    description = "How soon and how often a network passes on an outlet's releases."
    needs = ("personas", "persona_members", "relays", "relay_summary")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """For the house that each network relays most."""
        groups: Groups = defaultdict(list)
        for row in engine.arrow(DELAYS).to_pylist():
            groups[row["network_id"], row["house"]].append(row)
        looks = Counter(network for network, _ in groups)
        random = np.random.default_rng(int(str(settings["seed"])))
        for (network_id, _), rows in sorted(groups.items()):
            yield from _delay(network_id, rows, looks[network_id], random)
        yield from _shares(engine, groups)

    def examples(self) -> Sequence[Example]:
        """Members who relay within a minute beside others who take hours, and a network that relays nothing."""
        quick = [_relay(n, n % 3, 60.0 + n, n % 6) for n in range(12)]
        slow = [_relay(20 + n, 3 + n % 9, 7200.0 + n, n % 6) for n in range(30)]
        summed = [{"outlet": "River TV", "owner": "River", "releases": 6}]
        who = people([{"posts": 9}] * 3, [{"posts": 9}] * 20)
        return (
            Example("quick", True, {**who, "relays": quick + slow, "relay_summary": summed}),
            Example("none of its own", False, {**who, "relays": slow, "relay_summary": summed}),
        )


def _delay(
    network_id: str, rows: Sequence[Mapping[str, Any]], looks: int, random: np.random.Generator
) -> Iterator[Finding]:
    own = [r for r in rows if r["own"]]
    if len(own) < LEAST:
        return
    releases, others = set(map(_release, own)), [r for r in rows if not r["own"]]
    hours, theirs = (np.array([r["delay_s"] for r in some]) / 3600 for some in (own, others))
    low, high = _interval(own, random)
    beside = f", those of {len(others)} others within {np.median(theirs):.3g} h" if others else ""
    yield Finding(
        network_id, "relay_delay", float(np.median(hours)), "hours (median over relays)",
        f"{len(own)} relays of {len(releases)} releases of {own[0]['house']}, half of them within "
        f"{np.median(hours):.3g} h ({low:.3g} to {high:.3g}){beside}; who follows an outlet closely relays it early",
        float(np.median(theirs)) if others else None, min(1.0, looks * ranked(own, others)) if others else None,
        tuple(refs.post(r["platform"], r["post_id"]) for r in own),
        untested="no other relayed these releases: not tested",
    )  # fmt: skip


def _release(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["release_platform"], row["release_post"]


def _by_release(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], NDArray[np.float64]]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        found[_release(row)].append(row["delay_s"])
    return {key: np.array(found[key]) for key in sorted(found)}


def _interval(own: Sequence[Mapping[str, Any]], random: np.random.Generator) -> tuple[float, float]:
    """95% interval of the median in hours; whole releases are drawn again, since relays of one go together."""
    each = list(_by_release(own).values())
    medians = [
        np.median(np.concatenate([each[i] for i in random.integers(0, len(each), len(each))]))
        for _ in range(REPEATS)
    ]
    low, high = np.quantile(medians, [0.025, 0.975]) / 3600
    return float(low), float(high)


def ranked(own: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> float:
    """P(the members' ranks within the releases are so low or so high together): van Elteren's test."""
    from scipy.stats import norm, rankdata

    theirs = _by_release(others)
    shift = spread = 0.0
    for key, ours in _by_release(own).items():
        beside = theirs.get(key)
        if beside is None:
            continue
        every = np.concatenate((ours, beside))
        ranks, weight = rankdata(every), 1 / (len(every) + 1)
        shift += weight * float(ranks[: len(ours)].sum() - len(ours) * (len(every) + 1) / 2)
        spread += weight**2 * len(ours) * len(beside) * float(np.var(ranks)) / max(len(every) - 1, 1)
    return float(2 * norm.sf(abs(shift) / np.sqrt(spread))) if spread > 0 else 1.0


def _shares(engine: Engine, groups: Groups) -> Iterator[Finding]:
    engine.steps((COUNTED, HITS))
    releases = {r["house"]: r["releases"] for r in engine.arrow(RELEASES).to_pylist()}
    looks = Counter(network for network, _ in groups)
    for found in measured(engine, COUNTED.name, HITS.name):
        rows = groups[found.network_id, found.thing]
        relayed = len({_release(r) for r in rows if r["own"]})
        whole = max(releases.get(found.thing, 0), relayed)
        yield Finding(
            found.network_id, "relay_share", found.value, "share of posts",
            f"{found.hits} of {found.posts} posts of {found.members} accounts pass on releases of {found.thing}: "
            f"{relayed} of its {whole} releases, {relayed / whole:.0%}; readers of an outlet share it too",
            found.baseline, None if found.p_value is None else min(1.0, looks[found.network_id] * found.p_value),
            found.evidence,
        )  # fmt: skip
    engine.drop(COUNTED.name, HITS.name)


def _relay(number: int, who: int, delay: float, release: int) -> dict[str, Any]:
    return {
        "house": "River", "outlet": "River TV", "owner": "River", "release_platform": "x",
        "release_post": f"r{release}",
        "released_at": NOON, "platform": "x", "post_id": f"p{number}", "account_id": f"{who:04d}", "account_no": who,
        "route": "", "background": who > 2, "form": "repost", "acted_at": NOON, "delay_s": delay,
    }  # fmt: skip


RELAYS_OF_NETWORKS = RelaysOfNetworks()
