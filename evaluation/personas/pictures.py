"""Reliability as pictures: what was said against what was, one panel for each share that are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log10
from typing import Any

from floodwatch.outputs.charts import text

OF = ("pairs", "networks")
SIDE, GAP, LEFT, TOP, BELOW = 150, 34, 48, 46, 62
"""Pixels: a panel's side, what parts two panels, and the margins."""
LEAST, STEP = 2.0, 1.2
"""Radius of a point for one thing, and what each tenfold adds."""
STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#222}.name{font-weight:600}.frame{fill:none;stroke:#999}"
    ".ideal{stroke:#999;stroke-dasharray:4 3}.said{fill:#0b6bcb;fill-opacity:.75}"
)


def file_name(of: str, seeds: str) -> str:
    """The picture's file, beside the page; those of other seeds than `test` say so."""
    return f"{'' if seeds == 'test' else f'{seeds}_'}reliability_{of}.svg"


def pictures(summary: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """File and SVG of each picture."""
    for of in OF:
        yield file_name(of, summary["seeds"]), reliability(of, summary[of]["calibration"])


def reliability(of: str, calibration: Mapping[str, Any]) -> str:
    """One SVG: panels side by side, the diagonal dashed, a point for each tenth of the scale that holds anything."""
    width = LEFT + len(calibration) * (SIDE + GAP)
    height = TOP + SIDE + BELOW
    body = [text(LEFT, 16, f"Reliability of {of}", kind="name")]
    for place, (prevalence, found) in enumerate(calibration.items()):
        body += _panel(LEFT + place * (SIDE + GAP), f"{100 * float(prevalence):g}% are", found, of)
    caption = (
        f"Across: the probability that was said. Up: the share that were. A point is a tenth of the scale; its size "
        f"grows with the logarithm of the number of {of}."
    )
    body.append(text(LEFT, height - 10, caption))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="Reliability of {of}: what was said against what was"><style>{STYLE}</style>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _panel(left: float, title: str, found: Mapping[str, Any], of: str) -> list[str]:
    bottom = TOP + SIDE
    return [
        text(left, TOP - 8, f"{title}; error {found['error']:.3f}"),
        f'<rect class="frame" x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}"/>',
        f'<line class="ideal" x1="{left}" y1="{bottom}" x2="{left + SIDE}" y2="{TOP}"/>',
        *(text(left + share * SIDE, bottom + 14, f"{share:g}", "middle") for share in (0, 0.5, 1)),
        *(text(left - 5, bottom - share * SIDE + 4, f"{share:g}", "end") for share in (0.5, 1)),
        *_points(left, found["tenths"], of),
    ]


def _points(left: float, tenths: Sequence[Mapping[str, float]], of: str) -> Iterator[str]:
    """The largest first, so that none hides another."""
    for one in sorted(tenths, key=lambda row: -row["trials"]):
        yield (
            f'<circle class="said" cx="{left + one["said"] * SIDE:.1f}" cy="{TOP + (1 - one["were"]) * SIDE:.1f}" '
            f'r="{LEAST + STEP * log10(one["trials"]):.1f}"><title>said {one["said"]:.2f}, were {one["were"]:.2f}: '
            f"{one['trials']:,.0f} {of}</title></circle>"
        )
