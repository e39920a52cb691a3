"""One page of explanations and evidence: the matrix, what speaks against each, the odds, what may be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.outputs import charts
from floodwatch.outputs.html import page

MOST_FALLS = 5
"""Hypotheses whose odds are drawn: the likeliest."""
LONGEST = 13
"""Signs of a group's name that fit beside a bar."""


def render(told: Mapping[str, Any]) -> str:
    """The page, which opens offline and fetches nothing; `told` is what the verb `weigh` answers."""
    return page("weighing.html.j2", **shown(told))


def shown(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows, by the names that its template uses."""
    return {"w": told, "falls": falls(told), "apart": _by(told, "diagnostics", "item")}


def falls(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A waterfall in log10 odds for each of the likeliest hypotheses, with its name."""
    if not told["odds"]:
        return []
    found = {one["hypothesis"]: one for one in told["odds"]["waterfalls"]}
    names = [one["hypothesis"] for one in told["odds"]["shares"][:MOST_FALLS]]
    return [
        (name, charts.waterfall(_terms(found[name]), found[name]["total"], "Log10 odds")) for name in names
    ]


def _terms(fall: Mapping[str, Any]) -> list[dict[str, Any]]:
    def short(name: str) -> str:
        return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"

    return [{"term": short(bar["term"]), "log_lr": bar["log10"], "surprise": 1.0} for bar in fall["bars"]]


def _by(told: Mapping[str, Any], rows: str, key: str) -> dict[str, Any]:
    return {one[key]: one for one in (told["against"] or {}).get(rows, ())}
