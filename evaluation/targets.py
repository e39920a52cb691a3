"""What the project promises of these worlds, each with what was measured and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.one import OURS
from floodwatch.tools.rates import Rate

Summary = Mapping[str, Any]
Row = dict[str, Any]
MOST_FALSE = 0.06
MOST_NULL = 0.05


def targets(summary: Summary) -> list[Row]:
    """One row per promise: what, measured, asked, holds (None where nothing was measured)."""
    return [
        *_null(summary),
        *_false_discoveries(summary),
        _controls(summary),
        *_shares(summary),
        *_ahead(summary, "recall at 1% false positives, accounts"),
        *_ahead(summary, "weighted precision of networks"),
        *_ahead(
            summary, "… mean of worlds, silence as 0", "weighted precision, mean of worlds, silence as 0"
        ),
        *_edge_recall(summary),
    ]


def _row(what: str, measured: str, asked: str, holds: bool | None) -> Row:
    return {"what": what, "measured": measured, "asked": asked, "holds": holds}


def _null(summary: Summary) -> list[Row]:
    rows = []
    for kind, what in (("covert", "a covert network"), ("network", "any network")):
        hits, worlds = summary["null"].get(OURS, {}).get(kind, (0, 0))
        rate = Rate(hits, worlds)
        measured = f"{hits} of {worlds} (at most {rate.upper():.1%} with 95% confidence)"
        holds = None if rate.share is None else rate.share <= MOST_NULL
        rows.append(_row(f"null worlds with {what}", measured, f"≤ {MOST_NULL:.0%}", holds))
    return rows


def _false_discoveries(summary: Summary) -> list[Row]:
    measured = summary["methods"].get("planted", {}).get(OURS, {})
    names = ("edge false discovery rate", "network false discovery rate")
    return [
        _row(n, _span(measured.get(n)), f"≤ {MOST_FALSE}", _most(measured.get(n), MOST_FALSE)) for n in names
    ]


def _most(found: list[float | None] | None, limit: float) -> bool | None:
    return None if not found or found[0] is None else found[0] <= limit


def _controls(summary: Summary) -> Row:
    bounds = {name: row["covert_at_most"] for name, row in summary["controls"].items()}
    worst = max(bounds, key=lambda name: bounds[name], default="")
    if not worst:
        return _row("every benign control called covert", "not measured", "≤ 5%", None)
    row = summary["controls"][worst]
    text = f"worst: {worst}, {row['called_covert']} of {row['groups']} (at most {bounds[worst]:.1%})"
    return _row("every benign control called covert", text, "≤ 5%, one-sided 95%", bounds[worst] <= 0.05)


def _shares(summary: Summary) -> list[Row]:
    medium = summary["operations by strength"].get("medium", {})
    every = list(summary["operations by template"].values())
    controls = list(summary["controls"].values())
    found = Rate(medium.get("found", 0), medium.get("groups", 0))
    covert = Rate(_sum(every, "deceptive_covert"), _sum(every, "deceptive_found"))
    overt = Rate(_sum(controls, "overt_as_overt"), _sum(controls, "overt_found"))
    return [
        _least("operations of medium strength found", found, 0.7),
        _least("found operations with a deception sign called covert", covert, 0.8),
        _least("found openly organised controls called overt", overt, 0.8),
    ]


def _sum(rows: list[Mapping[str, int]], name: str) -> int:
    return sum(row[name] for row in rows)


def _least(what: str, rate: Rate, limit: float) -> Row:
    low, high = rate.bounds()
    share = "not measured" if rate.share is None else f"{rate.share:.0%} ({low:.0%} to {high:.0%})"
    text = f"{rate.hits} of {rate.of}: {share}"
    return _row(what, text, f"≥ {limit:.0%}", None if rate.share is None else rate.share >= limit)


def _ahead(summary: Summary, measure: str, called: str = "") -> list[Row]:
    leads = summary["lead"].get("planted", {}).get(measure, {})
    rows = []
    for baseline, lead in sorted(leads.items()):
        holds = None if lead[1] is None else lead[1] > 0
        rows.append(_row(f"{called or measure}: lead over {baseline}", _span(lead), "> 0", holds))
    return rows


def _edge_recall(summary: Summary) -> list[Row]:
    """Against every baseline, and against those that keep their own false discoveries as low."""
    methods = summary["methods"].get("planted", {})
    if OURS not in methods:
        return []
    recall = {m: rows["pair recall"][0] or 0.0 for m, rows in methods.items() if m != OURS}
    ours = methods[OURS]["pair recall"][0]
    clean = {m: r for m, r in recall.items() if _most(methods[m]["edge false discovery rate"], MOST_FALSE)}
    rows = []
    for what, rivals in (("any baseline", recall), (f"baselines with at most {MOST_FALSE} false", clean)):
        best = max(rivals, key=lambda name: rivals[name], default="")
        text = f"{ours or 0:.3f} against {rivals.get(best, 0.0):.3f} ({best or 'none'})"
        holds = None if ours is None else ours >= rivals.get(best, 0.0)
        rows.append(_row(f"pair recall against {what}", text, "≥", holds))
    return rows


def _span(found: list[float | None] | None) -> str:
    if not found or found[0] is None:
        return "not measured"
    low, high = (x if x is not None else float("nan") for x in found[1:])
    return f"{found[0]:.3f} ({low:.3f} to {high:.3f})"
