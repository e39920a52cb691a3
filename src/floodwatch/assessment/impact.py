"""The impact of one network: scale, stakes and spread, each for itself and never as one number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from floodwatch.assessment.breakout import Kind, Sighting, Spread, breakout
from floodwatch.assessment.uptake import Engagement, percentile, uptake

APART = "Scale, stakes and spread are three questions. They are not added up, and none of them says who was persuaded."


def impact(
    shown: Mapping[str, Any],
    sightings: Sequence[Sighting],
    looked: Mapping[Kind, date],
    members: Collection[str],
    recall: tuple[float, float],
) -> dict[str, Any]:
    """Everything about one network: `shown` is what the view `impact` answers, `sightings` what people found besides.

    It is as of the last day of the collection, or of a sighting or search that is later.
    """
    collected = _day(shown["collected_until"])
    on = max([collected, *looked.values(), *(one.on for one in sightings)])
    engaged = shown["engaged"]
    topic = shown["same_topic"]
    spread = Spread(
        _day(shown["scale"]["first_post"]),
        shown["platforms"],
        shown["communities"],
        (*_posts(shown["passed_on"]), *sightings),
        {"post": collected, **looked},
        members,
    )
    found = breakout(spread, on)
    return {
        "as_of": on.isoformat(),
        "scale": shown["scale"],
        "stakes": shown["stakes"] or "not measured in this case",
        "spread": {
            "breakout": {**asdict(found), "on": on.isoformat(), "said": found.said},
            "uptake": asdict(uptake(Engagement(engaged["own"], engaged["seen"], engaged["counted"]), recall)),
            "percentile": asdict(percentile(topic["ours"], topic["others"])),
        },
        "note": APART,
    }


def _posts(passed_on: Sequence[Mapping[str, Any]]) -> list[Sighting]:
    """Outsiders who passed it on, the first in each community on each platform; a repost comes after its post."""
    return [_sighting(row["platform"], row) for row in passed_on]


def _sighting(platform: str, row: Mapping[str, Any]) -> Sighting:
    ref = f"post:{platform}/{row['post_id']}"
    return Sighting("post", _day(row["first_at"]), ref, platform, row["community"], after=date.min)


def _day(when: datetime | date | None) -> date:
    """The day of a moment; the earliest day there is where none is known."""
    if when is None:
        return date.min
    return when.date() if isinstance(when, datetime) else when
