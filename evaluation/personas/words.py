"""Figures in words and tables, the same on the page and in the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.personas.planted import PARTLY

NOTHING = "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of a table, and an empty one."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def counted(share: Mapping[str, Any], places: int = 0) -> str:
    """A share such as `46 of 65, 71%`."""
    if not share["of"]:
        return "0 of 0"
    return f"{share['hits']:,} of {share['of']:,}, {share['hits'] / share['of']:.{places}%}"


def between(share: Mapping[str, Any], places: int = 0) -> str:
    """Its interval, such as `59–81%`."""
    if share["low"] is None:
        return NOTHING
    return f"{100 * share['low']:.{places}f}–{share['high']:.{places}%}"


def said(share: Mapping[str, Any], places: int = 0) -> str:
    """Both, such as `46 of 65, 71% (59–81%)`."""
    return f"{counted(share, places)} ({between(share, places)})" if share["of"] else counted(share)


def span(low: float | None, high: float | None) -> str:
    """An interval of an area or an error."""
    return NOTHING if low is None or high is None else f"{low:.3f}–{high:.3f}"


def figure(value: Sequence[float | None]) -> str:
    """A figure with its interval."""
    return NOTHING if value[0] is None else f"{value[0]:.3f} ({span(value[1], value[2])})"


QUALITY = ("what is there", "precision: of those that are said, those that are there",
           "recall: of those that are there, those that are said")  # fmt: skip


def quality(planted: Mapping[str, Any]) -> list[Sequence[str]]:
    """A row for every sign, over groups, and for every part; precision at least, where truth is not known whole."""
    rows: list[Sequence[str]] = []
    for name, found in {f"groups: {s}": c for s, c in planted["signs"].items()}.items():
        partly = "at least " if name.removeprefix("groups: ") in PARTLY and found["precision"]["of"] else ""
        rows.append((name, partly + said(found["precision"]), said(found["recall"])))
    return rows + [(n, said(c["precision"]), said(c["recall"])) for n, c in planted["parts"].items()]


PEOPLE = ("rate", "by", "groups of 200 (smaller ones)", "worst group", "in worlds", "median", "twice the median",
          "beyond chance", "at most twice")  # fmt: skip


def people(found: Mapping[str, Any]) -> list[Sequence[str]]:
    """A row for every rate and trait."""
    rows: list[Sequence[str]] = []
    for rate, name in (("accused", "accused wrongly"), ("recalled", "missed")):
        for trait, t in found[rate].items():
            tested = t["median"] is not None
            worst = f"{t['worst']}: {said(t['groups'][t['worst']], 2)}" if t["worst"] else NOTHING
            rows.append(
                (name, trait, f"{len(t['groups'])} ({t['too_small']})", worst,
                 str(t["worlds"]) if tested else NOTHING, f"{t['median']:.2%}" if tested else NOTHING,
                 f"{2 * t['median']:.2%}" if tested else NOTHING,
                 (", ".join(t["marked"]) or "none") if tested else NOTHING, t["verdict"])
            )  # fmt: skip
    return rows
