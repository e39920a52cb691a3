"""Prints persona cards: one paragraph for each network, with its kinds of persona in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.plain import one_line

EMPTY = "–"
NAMED = 5
"""Values of each list that are printed; --json gives them whole."""


def carded(result: Mapping[str, Any]) -> Iterator[str]:
    """Each card, then the notes."""
    for card in result["networks"]:
        yield from _card(card)
        yield ""
    yield from result["notes"]


def _card(card: Mapping[str, Any]) -> Iterator[str]:
    yield click.style(f"{card['network_id']}  {card['kind']}, {card['members']:,} accounts", bold=True)
    yield f"   {one_line(card['headline'])}"
    for kind in card["kinds"]:
        named = ", ".join(one_line(kind[part]) or EMPTY for part in ("role", "country", "camp"))
        yield f"   {kind['members']:>5,} of {kind['size']:,}  {named}{_beside(kind)}"
    if card["kinds_total"] > len(card["kinds"]):
        yield f"   and {card['kinds_total'] - len(card['kinds']):,} more kinds"
    if card["languages"]:
        yield f"   languages: {_listed(card['languages'])}"
    for row in card["consistency"]:
        outside = "" if row["baseline"] is None else f" (outside {row['baseline']:.0%})"
        yield f"   {row['members']:,} of {row['of']:,} {row['what']}{outside}"
    yield from (f"   {line}" for line in (card["spread"],) if line)
    for row in (*card["sides"], *card["imitation"]):
        yield f"   {row['signal'].replace('_', ' ')}: {one_line(row['explanation'])}"


def _beside(kind: Mapping[str, Any]) -> str:
    if kind["p_value"] is None:
        return ""
    return f"  (outside {kind['baseline']:.1%}, p {kind['p_value']:.2g})"


def _listed(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{one_line(row['value'])} {row['members']:,}" for row in rows[:NAMED])
