"""How soon after events in the world does a network repost, reply, write and show pictures?

A network reacts to an event with posts that are about it (`event_posts`). Only where nobody's posts could be linked
to any event is every post after an event taken for a reaction to it, and tested against the network's own pace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value

WITHIN_H = 72
FORMS = ("repost", "reply", "original_text", "original_media")
UNIT = "hours (median over events)"
LEAST = 3
"""Accounts outside all networks that must have reacted before a network is compared with them."""

FIRSTS = """
    SELECT e.event_id, e.form, coalesce(m.network_id, '') AS network_id, a.account_no,
           min(e.latency_s) AS latency_s,
           min((e.latency_s, e.platform, e.post_id)) AS first_post
    FROM event_posts e JOIN personas a ON a.platform = e.platform AND a.account_id = e.account_id
    LEFT JOIN persona_members m ON m.account_no = a.account_no
    WHERE m.network_id IS NOT NULL OR a.background
    GROUP BY ALL ORDER BY e.form, e.event_id, network_id, a.account_no
"""
BY_TIME = f"""
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

Firsts = Mapping[str, list[dict[str, Any]]]
"""The first act of each account, by event."""


@dataclass(frozen=True, slots=True)
class Others:
    """When others first acted on one event: hours, the rank of each among them, and the hours in order."""

    hours: NDArray[np.float64]
    ranks: NDArray[np.float64]
    ordered: NDArray[np.float64]

    @classmethod
    def of(cls, hours: NDArray[np.float64]) -> Others:
        """Ranked once, for all the networks that are set beside them."""
        ordered = np.sort(hours)
        return cls(hours, _ranked(ordered, hours), ordered)

    def ranked_with(self, ours: NDArray[np.float64]) -> NDArray[np.float64]:
        """Ranks of ours and then of theirs among both, ties sharing their mean: the same as ranking all again."""
        mine = np.sort(ours)
        return np.concatenate(
            (_ranked(mine, ours) + _passed(self.ordered, ours), self.ranks + _passed(mine, self.hours))
        )


NOBODY = Others(np.zeros(0), np.zeros(0), np.zeros(0))


def _passed(ordered: NDArray[np.float64], hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many of `ordered` each of the hours comes after, half of those at the same time."""
    below, up_to = (np.searchsorted(ordered, hours, side=side) for side in ("left", "right"))
    return np.asarray((below + up_to) / 2)


def _ranked(ordered: NDArray[np.float64], hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, ties sharing their mean; `ordered` holds the same hours in order."""
    return np.asarray(_passed(ordered, hours) + 0.5)


class EventLatency(Signal):
    """Median hours from event to the network's first act of each form, against everybody else's."""

    name = "signals/event_latency"
    description = (
        "Time from an event to a network's first repost, reply, original text and original media about it."
    )
    version = 2
    needs = ("personas", "persona_members", "posts", "events", "event_posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to four rows per network, none without events."""
        rows = engine.arrow(FIRSTS).to_pylist()
        if not rows:
            yield from _by_time(engine)
        forms: dict[str, dict[str, dict[str, list[dict[str, Any]]]]] = {}
        for row in rows:
            networks = forms.setdefault(row["form"], {}).setdefault(row["network_id"], defaultdict(list))
            networks[row["event_id"]].append(row)
        for form, by_network in sorted(forms.items()):
            others = {event: Others.of(_hours(rows)) for event, rows in by_network.pop("", {}).items()}
            for network_id, firsts in sorted(by_network.items()):
                yield _compared(network_id, form, firsts, others)

    def examples(self) -> Sequence[Example]:
        """A reply an hour after an event, and no event near."""
        event = {"event_id": "e1", "title": "Storm", "kind": "disaster", "started_at": NOON}
        early = {**event, "started_at": NOON.replace(year=2020)}
        said = [post(60 + n, n % 3, "look", media=["m"]) for n in range(6)]
        about = [post(30 + n, n, f"the storm {n}") for n in range(3)] + [
            post(99, n, f"tea {n}") for n in (4, 5)
        ]
        return (
            Example("an hour after", True, {**people([{}] * 3), "posts": said, "events": [event]}),
            Example("about it", True, {**people([{}] * 3, [{}] * 3), "posts": about, "events": [event]}),
            Example("years before", False, {**people([{}] * 3), "posts": said, "events": [early]}),
        )


def _compared(network_id: str, form: str, firsts: Firsts, others: Mapping[str, Others]) -> Finding:
    """The network's first acts after the events it reacted to, beside those of accounts outside all networks."""
    leaders = [
        min(rows, key=lambda r: (r["latency_s"], r["account_no"])) for _, rows in sorted(firsts.items())
    ]
    hours = np.array([r["latency_s"] for r in leaders]) / 3600
    mine = [(_hours(rows), others.get(event, NOBODY)) for event, rows in sorted(firsts.items())]
    outside = np.concatenate([theirs.hours for _, theirs in mine])
    tested = len(outside) >= LEAST
    low, high = np.quantile(hours, [0.25, 0.75])
    said = (
        f"over {len(hours)} events the first {form.replace('_', ' ')} about it came after {np.median(hours):.3g} h "
        f"({low:.3g} to {high:.3g})"
    )
    if tested:
        every = np.median(np.concatenate([ours for ours, _ in mine]))
        said += (
            f", half of its members' within {every:.3g} h and half of those of {len(outside)} others within "
            f"{np.median(outside):.3g} h"
        )
    return Finding(
        network_id, f"latency_{form}", float(np.median(hours)), UNIT,
        f"{said}; who follows the news closely is early too", float(np.median(outside)) if tested else None,
        _earlier(mine) if tested else None, tuple(refs.post(*list(r["first_post"].values())[1:]) for r in leaders),
        untested="too few others reacted: not tested",
    )  # fmt: skip


def _hours(rows: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    return np.array([r["latency_s"] for r in rows], float) / 3600


def _earlier(pairs: Iterable[tuple[NDArray[np.float64], Others]]) -> float:
    """P(the members' ranks among all who reacted are so low together), events apart: a stratified rank-sum test."""
    from scipy.special import ndtr

    low = spread = 0.0
    for ours, theirs in pairs:
        size, ranks = len(ours), theirs.ranked_with(ours)
        low += float(ranks[:size].sum() - size * (len(ranks) + 1) / 2)
        spread += size * (len(ranks) - size) * float(np.var(ranks)) / max(len(ranks) - 1, 1)
    return float(ndtr((low + 0.5) / np.sqrt(spread))) if spread > 0 else 1.0


def _by_time(engine: Engine) -> Iterator[Finding]:
    found: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for row in engine.arrow(BY_TIME).to_pylist():
        found[row["network_id"], row["form"]].append(row)
    for (network_id, form), rows in found.items():
        hours = np.array([float(str(r["latency_s"])) for r in rows]) / 3600
        pace = 3600 * float(str(rows[0]["pace"]))
        low, high = np.quantile(hours, [0.25, 0.75])
        posts = tuple(refs.post(*(str(v) for v in r["first_post"].values())) for r in rows)  # type: ignore[attr-defined]
        yield Finding(
            network_id, f"latency_{form}", float(np.median(hours)), UNIT,
            f"over {len(rows)} events the first {form.replace('_', ' ')} came after {np.median(hours):.3g} h "
            f"({low:.3g} to {high:.3g}), on whatever topic; news moves everybody at once", float(np.log(2) / pace),
            _chance(hours, pace), posts,
        )  # fmt: skip


def _chance(hours: NDArray[np.float64], pace: float) -> float:
    """P(sum of waiting times at most what was seen) at a steady pace: a gamma distribution."""
    from scipy.special import gammainc

    return float(gammainc(len(hours), pace * hours.sum()))


EVENT_LATENCY = EventLatency()
