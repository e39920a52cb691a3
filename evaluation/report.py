"""The summary as tables, in Markdown and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from evaluation.calibrate import calibration
from floodwatch.assessment.prevalence import kinds
from floodwatch.tools.odds import PREVALENCES
from floodwatch.tools.rates import Rate

Summary = Mapping[str, Any]
Table = tuple[str, Sequence[str], list[Sequence[str]]]
"""Title, heads, rows."""
ENOUGH_PEOPLE = 200
"""Innocent accounts from which on a rate of a band is printed."""
WORST = 6
_HOLDS = {True: "holds", False: "FAILS", None: "not measured"}


def markdown(summary: Summary) -> str:
    """The whole summary as Markdown."""
    parts = [f"# Evaluation: {summary['suite']} suite, {summary['seeds']} seeds", "", about(summary), ""]
    for title, heads, rows in tables(summary):
        parts += [f"## {title}", "", _line(heads), _line(["---"] * len(heads)), *map(_line, rows), ""]
    return "\n".join(parts)


def plain(summary: Summary) -> str:
    """The whole summary for a terminal, columns aligned."""
    parts = [about(summary), ""]
    for title, heads, rows in tables(summary):
        widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
        parts += [title, "=" * len(title)]
        parts += [
            "  ".join(cell.ljust(w) for cell, w in zip(r, widths, strict=True)).rstrip()
            for r in [heads, *rows]
        ]
        parts.append("")
    return "\n".join(parts)


def about(summary: Summary) -> str:
    """One paragraph: what was measured, with which code, at what cost."""
    worlds = ", ".join(f"{n} {name}" for name, n in summary["worlds"].items())
    return (
        f"{sum(summary['worlds'].values())} worlds ({worlds}), {summary['posts']} posts, "
        f"code {summary['code']}, {summary['cpu_s']} s CPU for Floodwatch. "
        "Intervals: 95%, bootstrap over worlds; bounds of shares: exact."
    )


def tables(summary: Summary) -> Iterator[Table]:
    """Every table, most important first."""
    yield (
        "Promises",
        ("what", "measured", "asked", ""),
        [(t["what"], t["measured"], t["asked"], _HOLDS[t["holds"]]) for t in summary["targets"]],
    )
    for name, methods in summary["methods"].items():
        yield f"Methods on {name} worlds", ("measure", *methods), _measures(methods)
    yield (
        "Null worlds with …",
        ("method", "an edge", "a network", "a covert network"),
        [
            (method, *(f"{hits} of {of}" for hits, of in row.values()))
            for method, row in summary["null"].items()
        ],
    )
    for key in ("template", "strength", "evasion"):
        yield (
            f"Operations by {key}",
            _OPERATION,
            [_operation(*r) for r in summary[f"operations by {key}"].items()],
        )
    yield "Benign controls", _CONTROL, [_control(*row) for row in summary["controls"].items()]
    yield "Innocent accounts in a network", ("trait", "band", "flagged", "of", "per 10,000"), _people(summary)
    yield (
        "Share of labels expected to be right",
        ("kind", *(f"{p:.1%}" for p in PREVALENCES)),
        _right(summary),
    )


_OPERATION = (
    "",
    "planted",
    "found",
    "touched",
    "members held",
    "found with sign",
    "of these covert",
    "overt",
    "unclear",
)
_CONTROL = ("control", "planted", "called covert", "at most", "found", "overt", "unclear", "coordinated")


def _measures(methods: Mapping[str, Any]) -> list[Sequence[str]]:
    names = next(iter(methods.values()))
    return [(name, *(_cell(rows[name]) for rows in methods.values())) for name in names]


def _cell(found: Sequence[float | None]) -> str:
    value, low, high = found
    if value is None or low is None or high is None:
        return "–"
    digits = 1 if max(abs(value), high) > 2 else 3
    return f"{value:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def _operation(name: str, row: Mapping[str, int]) -> Sequence[str]:
    held = f"{row['held'] / row['members']:.0%}" if row["members"] else "–"
    numbers = ("deceptive_found", "deceptive_covert", "found_overt", "found_unclear")
    found = f"{row['found']} ({Rate(row['found'], row['groups']).share or 0:.0%})"
    return (name, str(row["groups"]), found, str(row["touched"]), held, *(str(row[n]) for n in numbers))


def _control(name: str, row: Mapping[str, Any]) -> Sequence[str]:
    numbers = (str(row[n]) for n in ("found", "found_overt", "found_unclear"))
    together = "yes" if row["coordinated"] else "no"
    bound = f"{row['covert_at_most']:.1%}"
    return (name, str(row["groups"]), str(row["called_covert"]), bound, *numbers, together)


def _people(summary: Summary) -> list[Sequence[str]]:
    """Every band of age and activity; of the languages with enough accounts, the median and the worst."""
    rows: list[Sequence[str]] = []
    for trait, bands in summary["people"].items():
        shares = {
            band: (1e4 * hits / of, hits, of) for band, (hits, of) in bands.items() if of >= ENOUGH_PEOPLE
        }
        shown = sorted(shares, key=lambda band: (-shares[band][0], band))[:WORST]
        if len(shares) > WORST:
            middle = median(rate for rate, _, _ in shares.values())
            rows.append((trait, f"median of {len(shares)}", "", "", f"{middle:.1f}"))
        rows += [
            (trait, band, str(shares[band][1]), str(shares[band][2]), f"{shares[band][0]:.1f}")
            for band in shown
        ]
    return rows


def _right(summary: Summary) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for kind, expected in kinds(calibration(summary)).items():
        shares = ("–" if e.right is None else f"{e.right:.0%} ({e.low:.0%}–{e.high:.0%})" for e in expected)
        rows.append((kind, *shares))
    return rows


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
