"""Queries that set the members of networks beside the background: what most have, and what each has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from floodwatch.detectors.personas.rows import account_refs, binomial, rate
from floodwatch.model.units import Engine

LEAST = 3
"""Members who must have any value for their commonest one to be looked at."""


@dataclass(frozen=True, slots=True)
class Commonest:
    """The value that most of a network's accounts have: `hits` of `size`, and how it stands to the background."""

    network_id: str
    value: str
    hits: int
    size: int
    baseline: float | None
    chance: float | None
    accounts: tuple[str, ...]


def commonest(
    engine: Engine, raw: str, given: str, wanted: str = "true", value: str = "raw", likely: str = "true"
) -> Iterator[Commonest]:
    """For every network the commonest value of profiles for which `given` holds, if `wanted` holds of it.

    All are SQL: `raw` of a profile, `value` of `raw`, read once for all who have it alike; `wanted` may speak of
    `value` and of `hits`; `likely` holds of every profile whose value is wanted. The chance is binomial against the
    background's share, times the number of values looked at.
    """
    sql = _COMMONEST.format(raw=raw, value=value, given=given, wanted=wanted, likely=likely)
    for row in engine.arrow(sql).to_pylist():
        hits, size = row["hits"], int(row["size"])
        baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
        chance = None if baseline is None else binomial(hits, size, baseline, row["looks"])
        accounts = account_refs(row["platforms"], row["ids"])
        yield Commonest(row["network_id"], row["value"], hits, size, baseline, chance, accounts)


def beside_background(fields: str, given: str, sample: int) -> str:
    """SQL for `fields` of every member `p`, and of `sample` background accounts as the network ''.

    Only profiles for which `given` holds. The sample is drawn by the MD5 of the account's ref.
    """
    return f"""
        SELECT c.network_id, p.account_no, p.platform, p.account_id, {fields}
        FROM (SELECT network_id, account_no FROM persona_members
              UNION ALL SELECT '' AS network_id, account_no FROM ({drawn(given, sample)}) d) c
        JOIN personas p USING (account_no)
        WHERE {given}
        ORDER BY c.network_id, p.account_no
    """


def drawn(given: str, sample: int) -> str:
    """SQL for the numbers of `sample` background accounts `p` for which `given` holds, drawn by the MD5 of their refs.

    Numbers only: an order with a limit keeps few rows, where places in a window sort every account there is.
    """
    return f"""
        SELECT account_no FROM (
            SELECT p.account_no, md5(p.platform || '/' || p.account_id) AS draw FROM personas p
            WHERE p.background AND {given} ORDER BY draw, p.account_no LIMIT {sample}) drawn_by_ref"""


def members_and_drawn(given: str, sample: int) -> str:
    """SQL for the numbers of all members of networks, and of `sample` background accounts as `drawn`."""
    return f"SELECT account_no FROM persona_members UNION ALL {drawn(given, sample)}"


_COMMONEST = f"""
    WITH valued AS (
        SELECT network_id, account_no, platform, account_id, {{value}} AS value FROM (
            SELECT m.network_id, account_no, p.platform, p.account_id, {{raw}} AS raw
            FROM persona_members m JOIN personas p USING (account_no) WHERE {{given}}) members_raw),
    mine AS (
        SELECT v.network_id, v.value, count(*) AS hits,
               list(v.platform ORDER BY v.account_no) AS platforms, list(v.account_id ORDER BY v.account_no) AS ids
        FROM valued v GROUP BY v.network_id, v.value),
    sizes AS (SELECT network_id, sum(hits)::BIGINT AS size, count(*) AS looks FROM mine GROUP BY ALL),
    others AS (
        SELECT value, CAST(sum(n) AS BIGINT) AS n FROM (
            SELECT {{value}} AS value, n FROM (
                SELECT {{raw}} AS raw, count(*) AS n FROM personas
                WHERE background AND {{given}} AND {{likely}} GROUP BY raw) others_raw) others_valued
        GROUP BY value)
    SELECT mine.*, sizes.size, sizes.looks, coalesce(others.n, 0) AS seen,
           (SELECT count(*) FROM personas WHERE background AND {{given}}) AS whole
    FROM mine JOIN sizes USING (network_id) LEFT JOIN others USING (value)
    WHERE {{wanted}} AND sizes.size >= {LEAST}
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY hits DESC, mine.value) = 1
    ORDER BY network_id
"""
