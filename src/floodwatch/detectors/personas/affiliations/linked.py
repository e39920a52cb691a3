"""Accounts that say nothing of an outlet, and still move with it or pass on hardly anything else.

Two nulls. In a network: its members are drawn from all accounts, of which so many are the outlet's (binomial, times
all networks and all outlets with known accounts). By relays: each repost, quote or link of an account leads to the
outlet with the background's share (binomial), and, since people differ in what they like, the same with a Gamma law of
rates (`excess`), each times all accounts with enough relays and all outlets that anybody relays. Both must be met; p is
the greater. Following is never enough and is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from floodwatch.detectors.personas.excess import Background, fitted
from floodwatch.detectors.personas.rows import binomial, rate
from floodwatch.model.units import Engine, Step

LEAST_RELAYS, MAIN_SHARE, GREATEST_P = 10, 0.5, 0.01
INNOCENT = (
    "admirers, people who learn the language, staff who do not say so and collectors of news do the same"
)


class Link(NamedTuple):
    """One suggested link: which account, whose, with what counted, expected and the chance of it."""

    account_no: int
    outlet: str
    owner: str | None
    country: str | None
    observed: float
    expected: float
    p_value: float
    strength: float
    as_of: Any
    reason: str


def in_networks(engine: Engine, least_known: int) -> Iterator[Link]:
    """Members of networks that hold more of an outlet's accounts than chance puts there."""
    rows = engine.arrow(_NETWORKS).to_pylist()
    for row in rows:
        others = row["everybody"] - row["size"]
        if row["known"] < least_known or others <= 0:
            continue
        share = rate(row["known_at_all"] - row["known"], others)
        chance = binomial(row["known"], row["size"], share, row["looks"])
        if chance <= GREATEST_P:
            yield from _members(row, share, chance)


def _members(row: Mapping[str, Any], share: float, chance: float) -> Iterator[Link]:
    expected = share * row["size"]
    reason = (
        f"{row['known']} of the {row['size']} accounts of network {row['network_id']} are overt or declared accounts "
        f"of {row['house']}, {expected:.2g} expected by chance; {INNOCENT}"
    )
    for number in row["undeclared"] or ():
        yield Link(
            number, row["outlet"], row["owner"], row["country"], row["known"], expected, chance,
            round(0.5 * row["known"] / row["size"], 4), None, reason,
        )  # fmt: skip


def by_relays(engine: Engine) -> Iterator[Link]:
    """Accounts whose reposts, quotes and links are mostly an outlet's, beyond what the background does."""
    if not engine.arrow(_POSSIBLE)["n"][0].as_py():
        return
    engine.table(TOTALS)
    rows = engine.arrow(_CANDIDATES).to_pylist()
    if not rows:
        return
    looks = int(engine.arrow(_LOOKS)["n"][0].as_py())
    backgrounds = _backgrounds(engine)
    for row in rows:
        background = backgrounds.get(row["house"])
        if background is not None:
            yield from _relayer(row, *background, looks)


def _relayer(row: Mapping[str, Any], background: Background, alike: int, looks: int) -> Iterator[Link]:
    plain = binomial(row["hits"], row["relays"], background.rate, looks)
    uneven = looks * background.chance(row["hits"], np.array([float(row["relays"])]))
    chance = min(1.0, max(plain, uneven))
    if chance > GREATEST_P:
        return
    share = row["hits"] / row["relays"]
    expected = background.rate * row["relays"]
    yield Link(
        row["account_no"], row["outlet"], row["owner"], row["country"], row["hits"], expected, chance,
        round(0.5 * share, 4), row["last_at"],
        f"{row['hits']} of its {row['relays']} reposts, quotes and links lead to {row['house']}, {expected:.2g} "
        f"expected by chance; {alike} of {background.accounts} accounts of the background do it as much; {INNOCENT}",
    )  # fmt: skip


def _backgrounds(engine: Engine) -> dict[str, tuple[Background, int]]:
    """For every candidate's house the background, and how many of it relay the house above all."""
    table = engine.arrow(_BACKGROUNDS).to_pydict()
    names = np.asarray(table["house"], dtype=object)
    posts, hits, accounts = (np.asarray(table[c], dtype=np.float64) for c in ("relays", "hits", "accounts"))
    found = {}
    for name in sorted(set(names)):
        own = names == name
        alike = own & (posts >= LEAST_RELAYS) & (hits >= MAIN_SHARE * posts)
        found[str(name)] = (fitted(posts[own], hits[own], accounts[own]), int(accounts[alike].sum()))
    return found


RELAYED = Step(
    "affiliations_relayed",
    """
    SELECT e.account_no, e.platform, e.post_id, e.created_at, o.outlet, o.owner, o.house, o.country
    FROM engagements e JOIN affiliations_overt o ON o.account_no = e.target_no WHERE e.form IN ('repost', 'quote')
    UNION
    SELECT e.account_no, e.platform, e.post_id, e.created_at, n.outlet, n.owner, n.house, n.country
    FROM engagements e JOIN affiliations_named n ON n.kind = 'account' AND n.platform = e.platform
        AND n.subject_id = lower(e.target_id)
    WHERE e.form IN ('repost', 'quote') AND e.target_no IS NULL
    UNION
    SELECT p.account_no, l.platform, l.post_id, l.created_at, s.outlet, s.owner, s.house, s.country
    FROM post_links l JOIN affiliations_sites s ON s.domain = l.domain
    JOIN personas p ON p.platform = l.platform AND p.account_id = l.account_id WHERE NOT l.is_share
    """,
)
TOTALS = Step(
    "affiliations_totals",
    """
    SELECT account_no, count(*) AS relays FROM (
        SELECT account_no, platform, post_id FROM engagements WHERE form IN ('repost', 'quote')
        UNION
        SELECT p.account_no, l.platform, l.post_id FROM post_links l
        JOIN personas p ON p.platform = l.platform AND p.account_id = l.account_id
        WHERE NOT l.is_share AND l.domain IS NOT NULL)
    GROUP BY account_no
    """,
)
HITS = Step(
    "affiliations_hits",
    """
    SELECT account_no, house, count(*) AS hits, max(created_at) AS last_at
    FROM (SELECT DISTINCT account_no, house, platform, post_id, created_at FROM affiliations_relayed)
    GROUP BY account_no, house
    """,
)
STEPS = (RELAYED, HITS)
"""What each account passes on of each house; they need `affiliations_overt` and `_sites`."""

_MAIN = "row_number() OVER (PARTITION BY {key} ORDER BY times DESC, outlet, owner, country) = 1"
_POSSIBLE = f"""
    SELECT count(*) AS n FROM affiliations_hits h ANTI JOIN affiliations_known k ON k.account_no = h.account_no
    WHERE h.hits >= {LEAST_RELAYS * MAIN_SHARE}"""
"""Accounts that pass on enough of a house to be candidates: without any, nothing else is counted."""
_LOOKS = f"""
    SELECT (SELECT count(*) FROM affiliations_totals WHERE relays >= {LEAST_RELAYS})
        * (SELECT count(DISTINCT house) FROM affiliations_hits) AS n"""
"""Accounts and houses of which any could have been found together."""
_CANDIDATES = f"""
    WITH mostly AS (
        SELECT h.account_no, h.house, h.hits, h.last_at, t.relays FROM affiliations_hits h
        JOIN affiliations_totals t USING (account_no)
        ANTI JOIN affiliations_known k ON k.account_no = h.account_no
        WHERE t.relays >= {LEAST_RELAYS} AND h.hits >= {MAIN_SHARE} * t.relays),
    counted AS (
        SELECT account_no, house, outlet, owner, country, count(*) AS times FROM affiliations_relayed
        GROUP BY account_no, house, outlet, owner, country),
    main AS (
        SELECT account_no, house, outlet, owner, country FROM counted
        QUALIFY {_MAIN.format(key="account_no, house")})
    SELECT mostly.*, main.outlet, main.owner, main.country FROM mostly JOIN main USING (account_no, house)
    ORDER BY mostly.account_no, mostly.house"""
_BACKGROUNDS = f"""
    WITH houses AS (
        SELECT DISTINCT h.house FROM affiliations_hits h JOIN affiliations_totals t USING (account_no)
        WHERE t.relays >= {LEAST_RELAYS} AND h.hits >= {MAIN_SHARE} * t.relays),
    known AS (
        SELECT p.account_no, t.relays FROM personas p JOIN affiliations_totals t USING (account_no)
        ANTI JOIN affiliations_known k ON k.account_no = p.account_no WHERE p.background),
    sizes AS (SELECT relays, count(*) AS accounts FROM known GROUP BY relays),
    relaying AS (
        SELECT h.house, k.relays, h.hits, count(*) AS accounts FROM known k JOIN affiliations_hits h USING (account_no)
        JOIN houses USING (house) GROUP BY h.house, k.relays, h.hits),
    none_at_all AS (
        SELECT houses.house, s.relays, 0 AS hits, s.accounts - coalesce(b.accounts, 0) AS accounts
        FROM houses CROSS JOIN sizes s
        LEFT JOIN (
            SELECT house, relays, CAST(sum(accounts) AS BIGINT) AS accounts FROM relaying GROUP BY house, relays) b
            ON b.house = houses.house AND b.relays = s.relays)
    SELECT * FROM relaying UNION ALL SELECT * FROM none_at_all WHERE accounts > 0 ORDER BY house, relays, hits"""
_NETWORKS = f"""
    WITH known AS (SELECT account_no, house, outlet, owner, country FROM affiliations_known),
    counted AS (
        SELECT house, outlet, owner, country, count(*) AS times FROM known GROUP BY house, outlet, owner, country),
    main AS (
        SELECT house, outlet, owner, country FROM counted
        QUALIFY {_MAIN.format(key="house")}),
    at_all AS (SELECT house, count(*) AS known_at_all FROM known GROUP BY house),
    sizes AS (
        SELECT m.network_id, count(*) AS size, list(m.account_no ORDER BY m.account_no)
            FILTER (WHERE k.account_no IS NULL) AS undeclared
        FROM persona_members m LEFT JOIN known k USING (account_no) GROUP BY m.network_id),
    inside AS (
        SELECT m.network_id, k.house, count(*) AS known FROM persona_members m JOIN known k USING (account_no)
        GROUP BY m.network_id, k.house)
    SELECT i.network_id, i.house, i.known, s.size, s.undeclared, a.known_at_all, main.outlet, main.owner, main.country,
           (SELECT count(*) FROM personas) AS everybody,
           (SELECT count(*) FROM sizes) * (SELECT count(*) FROM at_all) AS looks
    FROM inside i JOIN sizes s USING (network_id) JOIN at_all a USING (house) JOIN main USING (house)
    ORDER BY i.network_id, i.house"""
