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


def commonest(engine: Engine, value: str, given: str, wanted: str = "true") -> Iterator[Commonest]:
    """For every network the commonest `value` (SQL) of profiles for which `given` holds, if `wanted` holds of it.

    `wanted` may speak of `value` and of `hits`. The chance is binomial against the background's share, times
    the number of values looked at.
    """
    for row in engine.arrow(_COMMONEST.format(value=value, given=given, wanted=wanted)).to_pylist():
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
        SELECT coalesce(m.network_id, '') AS network_id, p.account_no, p.platform, p.account_id, {fields}
        FROM personas p LEFT JOIN persona_members m USING (account_no)
        WHERE (m.network_id IS NOT NULL OR p.background) AND {given}
        QUALIFY m.network_id IS NOT NULL
             OR row_number() OVER (PARTITION BY m.network_id
                 ORDER BY md5(p.platform || '/' || p.account_id), p.account_no) <= {sample}
        ORDER BY network_id, p.account_no
    """


_COMMONEST = f"""
    WITH valued AS (
        SELECT account_no, platform, account_id, background, {{value}} AS value FROM personas WHERE {{given}}),
    mine AS (
        SELECT m.network_id, v.value, count(*) AS hits,
               list(v.platform ORDER BY v.account_no) AS platforms, list(v.account_id ORDER BY v.account_no) AS ids
        FROM persona_members m JOIN valued v USING (account_no) GROUP BY ALL),
    sizes AS (SELECT network_id, sum(hits)::BIGINT AS size, count(*) AS looks FROM mine GROUP BY ALL),
    others AS (SELECT value, count(*) AS n FROM valued WHERE background GROUP BY ALL)
    SELECT mine.*, sizes.size, sizes.looks, coalesce(others.n, 0) AS seen,
           (SELECT count(*) FROM valued WHERE background) AS whole
    FROM mine JOIN sizes USING (network_id) LEFT JOIN others USING (value)
    WHERE {{wanted}} AND sizes.size >= {LEAST}
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY hits DESC, mine.value) = 1
    ORDER BY network_id
"""
