"""Does a network pass on an outlet's official releases sooner, or more often, than others do?

`relay_delay`: the median time from release to relay. Null: of all accounts that relay an outlet, the members are a
random part. Accounts have habits, so each counts once, by its mean place among those who relayed the same releases; a
rank-sum test of these (`ranks`), two-sided. It finds little where a network relays only some releases, and those nearly
alone. `relay_share`: the share of a network's posts that are relays, beside the background's posts, whose rates differ
between accounts (`excess`). Both times all outlets that anybody relays. Accounts of the outlet itself, where a list
names them, are no relays, of a network or of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.excess import measured
from floodwatch.detectors.personas.ranks import Crowd, rank_test
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
        SELECT m.network_id, r.house, r.release_platform, r.release_post, r.platform, r.post_id, r.account_no,
            r.delay_s, true AS own
        FROM relays r JOIN persona_members m USING (account_no) WHERE r.route <> 'overt'),
    releases AS (SELECT DISTINCT network_id, house, release_platform, release_post FROM mine),
    others AS (
        SELECT w.network_id, r.house, r.release_platform, r.release_post, r.platform, r.post_id, r.account_no,
            r.delay_s, false AS own
        FROM relays r JOIN releases w ON w.house = r.house AND w.release_platform = r.release_platform
            AND w.release_post = r.release_post
        WHERE r.background)
    SELECT * FROM mine UNION ALL SELECT * FROM others
    ORDER BY network_id, house, release_platform, release_post, delay_s, platform, post_id"""
PLACES = """
    WITH once AS (
        SELECT house, release_platform, release_post, account_no, background, min(delay_s) AS delay_s
        FROM relays WHERE route <> 'overt' GROUP BY house, release_platform, release_post, account_no, background),
    placed AS (
        SELECT house, account_no, background,
            rank() OVER (PARTITION BY house, release_platform, release_post ORDER BY delay_s) AS place,
            count(*) OVER (PARTITION BY house, release_platform, release_post, delay_s) AS several,
            count(*) OVER (PARTITION BY house, release_platform, release_post) AS whole FROM once),
    means AS (
        SELECT house, account_no, background,
            sum(CAST(floor(1e9 * (2 * place + several - 2) / (2 * whole)) AS BIGINT)) / count(*) AS mean
        FROM placed WHERE whole > 1 GROUP BY house, account_no, background)
    SELECT house, list(account_no ORDER BY account_no) AS accounts,
        list(CAST(mean AS DOUBLE) ORDER BY account_no) AS means, list(background ORDER BY account_no) AS background
    FROM means GROUP BY house ORDER BY house"""
"""Each account's mean place among those who relayed the same releases, from 0 to a thousand million, ties halved; whole
numbers are added, which come to the same in any order."""
RELEASES = """
    SELECT CASE WHEN owner IS NULL THEN outlet ELSE owner END AS house, CAST(sum(releases) AS BIGINT) AS releases
    FROM (SELECT DISTINCT outlet, owner, releases FROM relay_summary) GROUP BY 1 ORDER BY 1"""
Groups = dict[tuple[str, str], list[Mapping[str, Any]]]


class Places(NamedTuple):
    """Accounts that relay one house, the mean place of each, and the places of those of the background."""

    accounts: NDArray[np.int64]
    means: NDArray[np.float64]
    others: Crowd


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
        releases = {r["house"]: r["releases"] for r in engine.arrow(RELEASES).to_pylist()}
        places = _places(engine) if groups else {}
        random = np.random.default_rng(int(str(settings["seed"])))
        for (network_id, house), rows in sorted(groups.items()):
            yield from _delay(network_id, rows, places.get(house), len(releases), random)
        yield from _shares(engine, groups, releases)

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


def _places(engine: Engine) -> dict[str, Places]:
    table, found = engine.arrow(PLACES), {}
    for row, house in enumerate(table["house"].to_pylist()):
        accounts, means, background = (
            table[column][row].values.to_numpy(zero_copy_only=False)
            for column in ("accounts", "means", "background")
        )
        found[house] = Places(accounts, means, Crowd.of(means[background.astype(bool)]))
    return found


def _delay(
    network_id: str,
    rows: Sequence[Mapping[str, Any]],
    places: Places | None,
    looks: int,
    random: np.random.Generator,
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
        float(np.median(theirs)) if others else None, _chance(own, places, looks) if others and places else None,
        tuple(refs.post(r["platform"], r["post_id"]) for r in own),
        untested="too few others relayed these releases: not tested",
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


def _chance(own: Sequence[Mapping[str, Any]], places: Places, looks: int) -> float | None:
    """P(the members' mean places are so low or so high together); None with too few others."""
    ours = np.isin(places.accounts, [r["account_no"] for r in own])
    return rank_test(places.means[ours], places.others, looks)


def _shares(engine: Engine, groups: Groups, releases: Mapping[str, int]) -> Iterator[Finding]:
    engine.steps((COUNTED, HITS))
    for found in measured(engine, COUNTED.name, HITS.name):
        rows = groups[found.network_id, found.thing]
        relayed = len({_release(r) for r in rows if r["own"]})
        whole = max(releases.get(found.thing, 0), relayed)
        yield Finding(
            found.network_id, "relay_share", found.value, "share of posts",
            f"{found.hits} of {found.posts} posts of {found.members} accounts pass on releases of {found.thing}: "
            f"{relayed} of its {whole} releases, {relayed / whole:.0%}; readers of an outlet share it too",
            found.baseline, None if found.p_value is None else min(1.0, len(releases) * found.p_value),
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
