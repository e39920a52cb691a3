"""Prints explanations and evidence: the matrix, what speaks against each, what turns it, how likely each is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.plain import one_line

UNIT = 10
"""Signs of a bar for one unit of log10 odds: a factor of 10."""


def explained(result: Mapping[str, Any]) -> Iterator[str]:
    """Question, matrix, ranking, likelihoods, what may be said, in this order; or what is kept."""
    if "weighings" in result:
        yield from _listed(result)
        return
    yield click.style(one_line(result["question"] or result["asks"]), bold=True)
    if result["left_open"]:
        yield f"asked: {one_line(result['asks'])} Left open: {' '.join(result['left_open'])}"
    if result["against"]:
        yield from _matrix(result)
        yield from _against(result["against"])
    if result["odds"]:
        yield from _likely(result["odds"], {one["hypothesis"]: one for one in result["stated"]})
    yield from (["", f"written: {', '.join(map(one_line, result['written']))}"] if result["written"] else [])
    undo = f"decision {result['decision']}, which --undo {result['decision']} takes back"
    kept = f"kept as evidence and on record: {undo}" if result["kept"] else "not kept in a centre"
    yield f"{one_line(result['file'])}: {result['ref']} ({kept})"


def _listed(result: Mapping[str, Any]) -> Iterator[str]:
    """What a centre keeps."""
    yield from (f"{one['what']}: {one['number']}" for one in result["decided"])
    for one in result["weighings"]:
        state = " (taken back)" if one["undone"] else ""
        yield f"{one['number']}  {one_line(one['question'] or one['asks'])}{state}"
        yield f"   {one['at'][:10]} by {one_line(one['by'])}; {one_line(one['file'])}, {one['ref']}"
    if not result["weighings"]:
        yield "No matrix is kept."


def _matrix(result: Mapping[str, Any]) -> Iterator[str]:
    names = [one["name"] for one in result["hypotheses"]]
    first = max([4, *(len(one_line(item["name"])) for item in result["evidence"])])
    widths = [max(2, len(one_line(name))) for name in names]
    apart = {one["item"]: one for one in result["against"]["diagnostics"]}
    yield ""
    yield "  ".join(
        [" " * first, *(one_line(n).ljust(w) for n, w in zip(names, widths, strict=True)), "weight"]
    )
    for item in result["evidence"]:
        cells = [item["cells"].get(name, "?").ljust(w) for name, w in zip(names, widths, strict=True)]
        told = apart[item["name"]]
        notes = [] if told["said"] == "tells apart" else [f"({told['said']})"]
        notes += [f"(easily copied: {', '.join(item['copied'])})"] if item["copied"] else []
        yield "  ".join(
            [one_line(item["name"]).ljust(first), *cells, f"{told['weight']:.2f}  ", *notes]
        ).rstrip()


def _against(told: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield "What is inconsistent with each (least first):"
    for row in told["scores"]:
        rank = "–" if row["rank"] is None else str(row["rank"])
        why = ", ".join(map(one_line, row["items_against"])) or "nothing"
        yield f"   {rank:>2}  {row['against']:5.2f}  {one_line(row['hypothesis'])}: {why}"
    yield f"turned by leaving out: {_names(told['flips']) or 'no single item'}"
    if len(told["fewest"]) > 1:
        yield f"fewest that turn it together: {_names(told['fewest'])}"
    if told["undiagnostic"]:
        yield f"tells nothing apart: {_names(told['undiagnostic'])}"
    yield from (click.style(f"! {one_line(said)}", fg="yellow") for said in told["warnings"])
    open_steps = [one for one in told["steps"] if not one["done"]]
    yield from (
        f"step {one['number']} is open: {one['what']} ({one_line(one['said'])})" for one in open_steps
    )


def _likely(odds: Mapping[str, Any], stated: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    yield one_line(odds["prior"])
    for share in (*odds["shares"], *odds["together"]):
        say = stated[share["hypothesis"]]
        computed = f"{_percent(share['probability'])} ({_percent(share['low'])} to {_percent(share['high'])})"
        said = "may be stated" if say["capped"] else "in words"
        yield f"   {one_line(share['hypothesis'])}: computed {computed}; {said}: {say['words']}"
        if say["why"]:
            yield click.style(f"      {one_line(say['why'])}", fg="yellow" if say["capped"] else None)
    best = odds["shares"][0]["hypothesis"]
    fall = next(one for one in odds["waterfalls"] if one["hypothesis"] == best)
    yield f"log10 odds of {one_line(best)} against all others:"
    width = max(len(one_line(bar["term"])) for bar in fall["bars"])
    for bar in fall["bars"]:
        signs = ("+" if bar["log10"] > 0 else "-") * round(UNIT * abs(bar["log10"]))
        capped = "  held to its cap" if bar["capped"] else ""
        yield f"   {one_line(bar['term']).ljust(width)}  {bar['log10']:+6.2f}  {signs}{capped}".rstrip()
    yield f"   {'sum'.ljust(width)}  {fall['total']:+6.2f}"
    turned = [one["group"] for one in odds["without"] if one["flips"]]
    yield f"another one is likeliest without: {_names(turned) or 'no single group'}"
    if odds["unused"]:
        yield f"without chances, so not counted here: {_names(odds['unused'])}"
    yield odds["note"]


def _percent(share: float) -> str:
    if 0.01 <= share <= 0.99:
        return f"{share:.0%}"
    return "under 1%" if share < 0.01 else "over 99%"


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(one_line, names))
