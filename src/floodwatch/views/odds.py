"""What speaks for one operator behind a network or a pair of accounts, what against, and how often that is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.model.dossier import OUTSIDE, Odds, Rows
from floodwatch.model.units import Parameter
from floodwatch.tools.odds import PREVALENCES, share_right
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, grouped, has, literals, parts, rows

TERMS = """
SELECT network_id, term, log_lr, surprise, signal FROM network_odds{where} ORDER BY network_id, log_lr DESC, term"""
MIDDLE = """
SELECT network_id, count(*) AS pairs, CAST(sum(CASE WHEN log_lr > 0 THEN 1 ELSE 0 END) AS BIGINT) AS above,
  median(log_lr) AS log_lr
FROM pair_odds{where} GROUP BY network_id ORDER BY network_id"""
PAIRS = """
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY network_id
  ORDER BY log_lr DESC, source_platform, source_id, target_platform, target_id) AS place FROM pair_odds{where})
WHERE place <= {most} ORDER BY network_id, place"""
GROUPS = ("time", "identity", "content", "network", "infrastructure")
NEEDS = ("network_odds", "pair_odds")


def view(reader: Reader, networks: tuple[str, ...] = (), most: int = 5) -> tuple[Odds, ...]:
    """Terms of each network, and its `most` pairs for which most speaks; all networks where none is named."""
    if not all(has(reader, table) for table in NEEDS):
        return ()
    where = f" WHERE network_id IN ({literals(networks)})" if networks else ""
    terms = grouped(rows(reader, TERMS.format(where=where)))
    middle = {r["network_id"]: r for r in rows(reader, MIDDLE.format(where=where))}
    pairs = grouped(rows(reader, PAIRS.format(where=where, most=max(most, 0))))
    hidden = mask(reader)
    return tuple(_odds(n, terms[n], middle.get(n, {}), pairs.get(n, []), hidden) for n in sorted(terms))


def _odds(network_id: str, terms: Rows, middle: Mapping[str, Any], pairs: Rows, hidden: Mask) -> Odds:
    total = sum(row["log_lr"] for row in terms)
    half = middle.get("log_lr")
    return Odds(
        network_id,
        [{k: v for k, v in row.items() if k != "network_id"} for row in terms],
        total,
        right(total),
        int(middle.get("pairs", 0)),
        int(middle.get("above", 0)),
        half,
        right(half) if half is not None else [],
        [_pair(row, hidden) for row in pairs],
    )


def right(log_lr: float) -> Rows:
    """The share expected right at each prevalence."""
    return [{"prevalence": p, "right": share_right(log_lr, p)} for p in PREVALENCES]


def _pair(row: Mapping[str, Any], hidden: Mask) -> dict[str, Any]:
    ends = {side: hidden.account(row[f"{side}_platform"], row[f"{side}_id"]) for side in ("source", "target")}
    return {
        **{side: one.label if one else OUTSIDE for side, one in ends.items()},
        **{f"{side}_ref": one.ref if one else "" for side, one in ends.items()},
        "log_lr": row["log_lr"],
        "terms": {group: row[f"{group}_term"] for group in GROUPS},
        "reasons": dict(reason.split(":", 1) for reason in parts(row["reasons"])),
        "right": right(row["log_lr"]),
    }


ODDS = View(
    "odds",
    "What speaks for one operator behind each network and its pairs of accounts, what against",
    view,
    needs=(*NEEDS, "members", "accounts"),
    parameters=(
        Parameter("networks", (), "Ids of the networks; all where none is given."),
        Parameter("most", 5, "So many pairs of each network.", "pairs"),
    ),
)
