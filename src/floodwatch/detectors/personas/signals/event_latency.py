"""How soon after events in the world does a network repost, reply, write and show pictures?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value

WITHIN_H = 72
FORMS = ("repost", "reply", "original_text", "original_media")

ROWS = f"""
    WITH mine AS (
        SELECT m.network_id, p.platform, p.post_id, p.created_at,
               CASE WHEN coalesce(p.is_repost, false) OR p.repost_of IS NOT NULL THEN 'repost'
                    WHEN p.reply_to IS NOT NULL OR p.reply_to_account IS NOT NULL THEN 'reply'
                    WHEN len(p.media) > 0 THEN 'original_media' ELSE 'original_text' END AS form
        FROM posts p JOIN personas a USING (platform, account_id) JOIN persona_members m USING (account_no)),
    paces AS (
        SELECT network_id, form, count(*) AS n,
               greatest(epoch(max(created_at)) - epoch(min(created_at)), 1) AS span_s
        FROM mine GROUP BY ALL),
    firsts AS (
        SELECT m.network_id, m.form, e.event_id, min(m.created_at) AS first_at,
               arg_min((m.platform, m.post_id), (m.created_at, m.platform, m.post_id)) AS first_post,
               min(epoch(m.created_at) - epoch(e.started_at)) AS latency_s
        FROM events e JOIN mine m
          ON m.created_at >= e.started_at AND m.created_at <= e.started_at + INTERVAL {WITHIN_H} HOUR
        GROUP BY m.network_id, m.form, e.event_id)
    SELECT f.network_id, f.form, f.latency_s, f.first_post, p.n / p.span_s AS pace
    FROM firsts f JOIN paces p USING (network_id, form) ORDER BY f.network_id, f.form, f.event_id
"""


class EventLatency(Signal):
    """Median hours from event to the network's first act of each form, against its own steady pace."""

    name = "signals/event_latency"
    description = "Time from an event to a network's first repost, reply, original text and original media."
    needs = ("personas", "persona_members", "posts", "events")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to four rows per network, none without events."""
        found: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        for row in engine.arrow(ROWS).to_pylist():
            found[row["network_id"], row["form"]].append(row)
        for (network_id, form), rows in found.items():
            hours = np.array([float(str(r["latency_s"])) for r in rows]) / 3600
            pace = 3600 * float(str(rows[0]["pace"]))
            low, high = np.quantile(hours, [0.25, 0.75])
            posts = tuple(refs.post(*(str(v) for v in r["first_post"].values())) for r in rows)  # type: ignore[attr-defined]
            yield Finding(
                network_id, f"latency_{form}", float(np.median(hours)), "hours (median over events)",
                f"over {len(rows)} events the first {form.replace('_', ' ')} came after {np.median(hours):.3g} h "
                f"({low:.3g} to {high:.3g}); news moves everybody at once", float(np.log(2) / pace),
                _chance(hours, pace), posts,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A reply an hour after an event, and no event near."""
        event = {"event_id": "e1", "title": "Storm", "kind": "disaster", "started_at": NOON}
        early = {**event, "started_at": NOON.replace(year=2020)}
        said = [post(60 + n, n % 3, "look", media=["m"]) for n in range(6)]
        return (
            Example("an hour after", True, {**people([{}] * 3), "posts": said, "events": [event]}),
            Example("years before", False, {**people([{}] * 3), "posts": said, "events": [early]}),
        )


def _chance(hours: np.ndarray, pace: float) -> float:
    """P(sum of waiting times at most what was seen) at a steady pace: a gamma distribution."""
    from scipy.special import gammainc

    return float(gammainc(len(hours), pace * hours.sum()))


EVENT_LATENCY = EventLatency()
