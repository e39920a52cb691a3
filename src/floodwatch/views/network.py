"""One network in full: who, how, when, what, against chance, robustness, growth, and its innocent account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Detail, Network, Rows
from floodwatch.model.units import Parameter
from floodwatch.views import evidence, networks, odds, personas, what, who
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, grouped, has, literals, parts, rows

BEHAVIOURS = """
SELECT a.network_id, e.behaviour, count(*) AS edges, sum(e.shared_objects) AS observed,
  sum(e.expected) AS expected, min(e.q_value) AS q_value, median(e.median_lag_s) AS median_lag_s
FROM edges e
JOIN members a ON a.platform = e.source_platform AND a.account_id = e.source_id
JOIN members b ON b.platform = e.target_platform AND b.account_id = e.target_id
  AND b.network_id = a.network_id
WHERE a.network_id IN ({ids}) GROUP BY ALL ORDER BY a.network_id, e.behaviour"""
ROBUSTNESS = """
SELECT network_id, dropped_kind, dropped, p_value, survives FROM robustness WHERE network_id IN ({ids})
ORDER BY network_id, CASE dropped_kind WHEN 'trace' THEN 1 WHEN 'active_tenth' THEN 2 ELSE 3 END, dropped"""
GROWTH = """
SELECT network_id, platform, account_id, shared, expected, p_value, q_value, round FROM growth
WHERE network_id IN ({ids}) ORDER BY network_id, round, q_value, platform, account_id"""
SIGNALS = """
SELECT coalesce(network_id, '') AS network_id, subject_kind, subject_id, signal, value, unit, baseline,
  p_value, evidence, explanation
FROM signals WHERE network_id IN ({ids}) OR subject_id IN ({subjects})
ORDER BY 1, CASE subject_kind WHEN 'network' THEN 1 ELSE 2 END, signal, subject_id, unit"""

REFUSED = "SELECT network_id, reason FROM group_clock_refused WHERE network_id IN ({ids}) ORDER BY network_id"

MOST_MEMBERS, MOST_OBJECTS, MOST_SIGNALS, MOST_DOMAINS = 40, 12, 48, 12
MOST_PERSONAS = 8
NOBODY: Mapping[str, str] = MappingProxyType({})


def view(
    reader: Reader,
    ids: tuple[str, ...],
    seed: int = 0,
    most_edges: int = 20,
    in_full: bool = False,
    roles: Mapping[str, str] = NOBODY,
) -> tuple[Detail, ...]:
    """The sections of the networks of `ids`, in the order of `networks`.

    `roles`: the part that a person gave an account, by its ref; everybody else is a bystander.
    """
    chosen, hidden, inside = networks.view(reader, ids), mask(reader, in_full), literals(ids)
    tables: dict[str, Mapping[str, Any]] = {
        "rhythm": who.rhythm(reader, inside),
        "timeline": who.timelines(reader, inside),
        "shares": who.shares(reader, inside),
        "members": who.members(reader, inside, roles),
        "objects": what.view(reader, inside, hidden, MOST_OBJECTS),
        "domains": what.domains(reader, inside, MOST_DOMAINS),
        "evidence": evidence.view(reader, ids, seed, most_edges, known=hidden),
        "behaviours": grouped(rows(reader, BEHAVIOURS.format(ids=inside))),
        "robustness": grouped(rows(reader, ROBUSTNESS.format(ids=inside))),
        "growth": grouped(rows(reader, GROWTH.format(ids=inside))),
        "signals": _signals(reader, ids, hidden),
        "clock": _refused(reader, inside),
        "odds": {found.network_id: found for found in odds.view(reader, ids)},
        "card": personas.cards(reader, ids, hidden, MOST_PERSONAS),
    }
    return tuple(_detail(n, {k: t.get(n.network_id) for k, t in tables.items()}, hidden) for n in chosen)


def _detail(network: Network, found: dict[str, Any], hidden: Mask) -> Detail:
    bars, step = found["timeline"] or ([], "day")
    shares = found["shares"] or {}
    edges, examples = found["evidence"] or ((), ())
    grown = [g | {"account": hidden.account(g["platform"], g["account_id"])} for g in found["growth"] or []]
    objects = found["objects"] or []
    return Detail(
        network=network,
        accounts=(found["members"] or [])[:MOST_MEMBERS],
        by_part=dict(Counter(member["part"] for member in found["members"] or []).most_common()),
        by_platform=shares.get("platform", []),
        by_language=shares.get("language", []),
        by_form=shares.get("form", []),
        rhythm=found["rhythm"] or ((0,) * 24,) * 7,
        timeline=bars,
        timeline_step=step,
        behaviours=found["behaviours"] or [],
        objects=objects,
        objects_total=objects[0]["total"] if objects else 0,
        domains=found["domains"] or [],
        domains_total=found["domains"][0]["total"] if found["domains"] else 0,
        examples=examples,
        edges=edges,
        signals=(found["signals"] or [])[:MOST_SIGNALS],
        robustness=found["robustness"] or [],
        growth=[g for g in grown if g["account"]][:MOST_MEMBERS],
        growth_total=len(grown),
        odds=found["odds"],
        no_clock=found["clock"] or "",
        card=found["card"] or {},
    )


def _refused(reader: Reader, inside: str) -> dict[str, str]:
    """Why nothing is said of a network's clock, where nothing is said of it."""
    found = rows(reader, REFUSED.format(ids=inside)) if has(reader, "group_clock_refused") else []
    return {row["network_id"]: row["reason"] for row in found}


def _signals(reader: Reader, ids: tuple[str, ...], hidden: Mask) -> dict[str, Rows]:
    """Signals about each network and its members; evidence as a count and the refs that may be shown."""
    subjects = {s: i for i in ids for s in (i, refs.entity("network", i))}
    found = rows(reader, SIGNALS.format(ids=literals(ids), subjects=literals(subjects)))
    for row in found:
        behind = parts(row["evidence"])
        row["network_id"] = row["network_id"] or subjects[row["subject_id"]]
        row["evidence_total"] = len(behind)
        row["subject"] = hidden.ref(row["subject_id"] or "") or OUTSIDE
        row["explanation"] = hidden.text(row["explanation"])
    return dict(grouped(found))


NETWORK = View(
    "network",
    "One network in full",
    view,
    needs=(
        "networks", "networks_found", "network_kinds", "members", "edges", "edge_evidence", "robustness",
        "growth", "network_odds", "pair_odds", "group_clock_refused", "signals/*",
        *personas.TABLES, "actions/*", "post_links", "posts", "accounts",
    ),
    parameters=(
        Parameter("ids", (), "which networks"),
        Parameter("seed", 0, "seed of the drawing rule for examples"),
        Parameter("most_edges", 20, "strongest edges shown per network, beside the weakest"),
        Parameter("in_full", False, "show posts as posted, with harmful terms that are otherwise blurred"),
    ),
)  # fmt: skip
