"""The record of a centre as one page that opens offline and fetches nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from floodwatch.outputs.charts import svg, text
from floodwatch.outputs.html import page
from floodwatch.outputs.text import clean

SIZE, LEFT, TOP = 320, 46, 10


def render(told: Mapping[str, Any]) -> str:
    """The page."""
    return page("record.html.j2", r=told, reliability=reliability, in_words=in_words)


def reliability(bins: Sequence[Mapping[str, Any]]) -> str:
    """What was said against what came, a dot for each bin with its interval; on the line they are the same."""
    body = [
        f'<line class="axis" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{TOP + SIZE}"/>',
        f'<line class="axis" x1="{LEFT}" x2="{LEFT + SIZE}" y1="{TOP + SIZE}" y2="{TOP + SIZE}"/>',
        f'<line class="grid" x1="{LEFT}" x2="{LEFT + SIZE}" y1="{TOP + SIZE}" y2="{TOP}"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        body.append(text(_x(share), TOP + SIZE + 16, f"{share:.0%}", "middle"))
        body.append(text(LEFT - 6, _y(share) + 4, f"{share:.0%}", "end"))
    for one in bins:
        x, said = _x(one["forecast"]), escape(clean(_bin(one)))
        body.append(
            f'<line class="span" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(one["observed_low"]):.1f}" '
            f'y2="{_y(one["observed_high"]):.1f}"/>'
        )
        size = min(4 + one["count"] ** 0.5, 12)
        body.append(
            f'<circle class="observed" cx="{x:.1f}" cy="{_y(one["observed"]):.1f}" r="{size:.1f}">'
            f"<title>{said}</title></circle>"
        )
    return svg(LEFT + SIZE + 20, TOP + SIZE + 26, body, in_words(bins), "dots")


def in_words(bins: Sequence[Mapping[str, Any]]) -> str:
    """What the diagram shows, for those who do not see it."""
    if not bins:
        return "No forecast has come out yet."
    return "What was said, and how often it came: " + "; ".join(map(_bin, bins)) + "."


def _bin(one: Mapping[str, Any]) -> str:
    low, high = one["observed_low"], one["observed_high"]
    return (
        f"said {one['forecast']:.0%}, came {one['observed']:.0%} of {one['count']} times "
        f"({low:.0%} to {high:.0%} at 95%)"
    )


def _x(share: float) -> float:
    return LEFT + share * SIZE


def _y(share: float) -> float:
    return TOP + (1 - share) * SIZE
