"""Hours from UTC that a made-up world's countries keep, summer time included; no clock is changed within a world."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from floodwatch.vocabulary.load import load


@cache
def offset_of(country: str, moment: int) -> float:
    """Hours from UTC in a country at a moment (seconds since 1970); 0 where the vocabulary does not know it."""
    for row in load("worlds/languages.yaml").values():
        if country in row["countries"]:
            standard = float(row["countries"][country])
            return standard + _summer(country, standard, moment)
    return 0.0


def _summer(country: str, standard: float, at: int) -> float:
    """Hours by which clocks are put forward then in the country's zone of that standard time."""
    none = timedelta(0)
    for zone in sorted(get_global("territory_zones").get(country, ())):
        moment = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))
        forward = moment.dst() or none
        if (moment.utcoffset() or none) - forward == timedelta(hours=standard):
            return forward / timedelta(hours=1)
    return 0.0
