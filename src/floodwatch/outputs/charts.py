"""Charts as SVG text, coloured by CSS classes so that they follow light, dark and print.

Each chart says in words what it shows, for screen readers and for captions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from math import log10
from typing import Any

from floodwatch.outputs.text import clean, day, moment, number

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LEVELS = 5
_LABEL = re.compile(r'aria-label="([^"]*)"')


def svg(width: float, height: float, body: Sequence[str], label: str, kind: str) -> str:
    """One SVG element that scales with its box; `label` is what a screen reader says."""
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(clean(label))}">{"".join(body)}</svg>'
    )


def label(drawn: str) -> str:
    """What a screen reader says of a drawing made here."""
    said = _LABEL.search(drawn)
    return unescape(said.group(1)) if said else ""


def text(x: float, y: float, words: object, anchor: str = "start", kind: str = "tick") -> str:
    """A label inside a chart."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(clean(words))}</text>'


def rhythm(table: Sequence[Sequence[int]]) -> str:
    """Posts by weekday and hour (UTC) as a heat map of five shades."""
    top = max((n for row in table for n in row), default=0)
    size, left, upper = 20, 34, 18
    body = [text(left + hour * size + size / 2, 12, f"{hour:02d}", "middle") for hour in range(0, 24, 3)]
    for d, row in enumerate(table):
        body.append(text(left - 6, upper + d * size + 14, DAYS[d], "end"))
        for hour, posts in enumerate(row):
            body.append(
                f'<rect class="shade{_shade(posts, top)}" x="{left + hour * size}" y="{upper + d * size}" '
                f'width="{size - 1}" height="{size - 1}" rx="2"><title>{DAYS[d]} {hour:02d}:00 UTC: '
                f"{posts:,} posts</title></rect>"
            )
    return svg(left + 24 * size, upper + 7 * size, body, rhythm_in_words(table), "rhythm")


def rhythm_in_words(table: Sequence[Sequence[int]]) -> str:
    """What the heat map shows, for those who do not see it."""
    total = sum(map(sum, table))
    if not total:
        return "No posts."
    top, d, hour = max((n, -d, -h) for d, row in enumerate(table) for h, n in enumerate(row))
    hours = [sum(row[h] for row in table) for h in range(24)]
    quiet = [h for h in range(24) if hours[h] <= 0.01 * total]
    best = max(range(24), key=lambda h: sum(hours[(h + i) % 24] for i in range(8)))
    share = sum(hours[(best + i) % 24] for i in range(8)) / total
    said = f"{total:,} posts by weekday and hour in UTC. Busiest: {DAYS[-d]} {-hour:02d}:00 with {top:,}. "
    said += f"{share:.0%} fall between {best:02d}:00 and {(best + 8) % 24:02d}:00. "
    return (
        said + f"Hours of the day with at most 1% of posts: {', '.join(f'{h:02d}' for h in quiet) or 'none'}."
    )


def _shade(value: int, top: int) -> int:
    return 0 if not value else 1 + min(LEVELS - 1, int(LEVELS * value / (top + 1)))


def timeline(bars: Sequence[dict[str, Any]], step: str) -> str:
    """Posts over time as bars of one length each."""
    top = max((b["posts"] for b in bars), default=0)
    if not bars or not top:
        return svg(514, 40, [text(0, 24, "No posts.")], "No posts.", "timeline")
    width, height, left = 480, 96, 34
    each = width / len(bars)
    body = [f'<line class="axis" x1="{left}" x2="{left + width}" y1="{height}" y2="{height}"/>']
    body += [text(left - 6, 14, f"{top:,}", "end"), text(left - 6, height, "0", "end")]
    for i, bar in enumerate(bars):
        high = bar["posts"] / top * (height - 8)
        said = f"{moment(bar['began_at'])} UTC, one {step}: {bar['posts']:,} posts"
        body.append(
            f'<rect class="bar" x="{left + i * each:.2f}" y="{height - high:.2f}" '
            f'width="{max(each - 1, 0.8):.2f}" height="{high:.2f}"><title>{said}</title></rect>'
        )
        if bar.get("pushed"):
            dark = bar["pushed"] / top * (height - 8)
            body.append(
                f'<rect class="bar pushed" x="{left + i * each:.2f}" y="{height - dark:.2f}" '
                f'width="{max(each - 1, 0.8):.2f}" height="{dark:.2f}">'
                f"<title>{said}, {bar['pushed']:,} of them by accounts in networks</title></rect>"
            )
    ends = (bars[0]["began_at"], bars[-1]["began_at"])
    body += [text(left, height + 16, day(ends[0])), text(left + width, height + 16, day(ends[1]), "end")]
    most = max(bars, key=lambda b: b["posts"])
    said = f"Posts per {step} from {day(ends[0])} to {day(ends[1])}; "
    said += f"most, {top:,}, from {moment(most['began_at'])} UTC."
    return svg(left + width, height + 22, body, said, "timeline")


def against_chance(rows: Sequence[tuple[str, float, float]]) -> str:
    """Expected (hollow) and observed (full) shared objects per behaviour on a logarithmic scale."""
    shown = [(name, max(e, 0.0), max(o, 0.0)) for name, e, o in rows]
    values = [v for _, e, o in shown for v in (e, o) if v > 0]
    if not values:
        return svg(514, 40, [text(0, 24, "Nothing to compare.")], "Nothing to compare.", "dots")
    low, high = _floor(min(values)), _ceiling(max(values))
    left, width, line = 110, 390, 30

    def at(v: float) -> float:
        return left + (max(log10(max(v, 10.0**low)) - low, 0) / (high - low)) * width

    bottom = line * len(shown) + 8
    every = max(1, (high - low + 5) // 6)
    body = []
    for power in range(low, high + 1, every):
        x = at(10.0**power)
        body.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{bottom}"/>')
        body.append(text(x, bottom + 16, number(10.0**power), "middle"))
    for i, (name, expected, observed) in enumerate(shown):
        body += _dots(name, expected, observed, at, left, i * line + 20)
    said = "; ".join(f"{n}: {number(e)} expected by chance, {number(o)} observed" for n, e, o in shown)
    return svg(left + width + 14, bottom + 22, body, f"Shared objects, logarithmic scale. {said}.", "dots")


def _dots(name: str, expected: float, observed: float, at: Any, left: float, y: float) -> list[str]:
    a, b = at(expected), at(observed)
    return [
        text(left - 10, y + 4, name, "end", "name"),
        f'<line class="span" x1="{a:.1f}" x2="{b:.1f}" y1="{y}" y2="{y}"/>',
        f'<circle class="expected" cx="{a:.1f}" cy="{y}" r="5"><title>{number(expected)} expected</title>'
        "</circle>",
        f'<circle class="observed" cx="{b:.1f}" cy="{y}" r="6"><title>{number(observed)} observed</title>'
        "</circle>",
    ]


def _floor(value: float) -> int:
    return max(-6, int(log10(value) // 1))


def _ceiling(value: float) -> int:
    found = log10(max(value, 1e-6))
    return max(int(found // 1) + (0 if found == found // 1 else 1), _floor(value) + 1)


def waterfall(terms: Sequence[dict[str, Any]], total: float, unit: str = "Natural log-odds") -> str:
    """What speaks for (right of the line) and against (left), a bar each from where the last ended, and the sum."""
    rows = [(str(t["term"]), float(t["log_lr"])) for t in terms if t["surprise"] is not None or t["log_lr"]]
    ends = [0.0]
    for _, value in rows:
        ends.append(ends[-1] + value)
    low, high = min(0.0, *ends, total), max(0.0, *ends, total)
    left, width, line = 110, 350, 24
    scale = width / max(high - low, 1e-9)
    zero, bottom = left - low * scale, line * (len(rows) + 1) + 8
    body = [f'<line class="axis" x1="{zero:.1f}" x2="{zero:.1f}" y1="4" y2="{bottom}"/>']
    for place, (name, value) in enumerate([*rows, ("sum", total)]):
        start = 0.0 if name == "sum" else ends[place]
        body += _step(name, value, left + (start - low) * scale, value * scale, place * line + 8, left)
    said = "; ".join(f"{name}: {value:+.1f}" for name, value in rows) or "nothing was measured"
    return svg(left + width + 54, bottom + 6, body, f"{unit}. {said}; sum: {total:+.1f}.", "waterfall")


def _step(name: str, value: float, start: float, length: float, y: float, left: float) -> list[str]:
    begin, end = sorted((start, start + length))
    kind = "sum" if name == "sum" else "for" if value >= 0 else "against"
    return [
        text(left - 10, y + 12, name, "end", "name"),
        f'<rect class="bar {kind}" x="{begin:.1f}" y="{y}" width="{max(end - begin, 1):.1f}" height="14" rx="2">'
        f"<title>{escape(clean(name))}: {value:+.2f}</title></rect>",
        text(end + 6, y + 12, f"{value:+.1f}", kind="tick"),
    ]
