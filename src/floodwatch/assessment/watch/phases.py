"""In which phase elections are on a day, and how many days remain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

CAMPAIGN_DAYS = 60
"""Days before a vote that count as its campaign. Laws set shorter ones; attempts to interfere begin before those do."""
AFTER_H = 48
"""Hours after a vote that are watched."""


@dataclass(frozen=True, slots=True)
class Vote:
    """An election on a day, with those who stand in it; `until` is its last day where it takes several."""

    name: str
    day: date
    candidates: tuple[str, ...] = ()
    until: date | None = None


def phase(vote: Vote, at: datetime, campaign_days: int = CAMPAIGN_DAYS) -> str:
    """`before`, `campaign`, `vote`, `after`, or `over`; days are those of UTC."""
    opens = datetime.combine(vote.day, time(), UTC)
    closes = datetime.combine((vote.until or vote.day) + timedelta(days=1), time(), UTC)
    if at < opens - timedelta(days=campaign_days):
        return "before"
    if at < opens:
        return "campaign"
    if at < closes:
        return "vote"
    return "after" if at < closes + timedelta(hours=AFTER_H) else "over"


def phases(votes: Iterable[Vote], at: datetime, campaign_days: int = CAMPAIGN_DAYS) -> dict[str, list[Vote]]:
    """The elections that are not over, by phase, the next first."""
    found: dict[str, list[Vote]] = {}
    for vote in sorted(votes, key=lambda one: (one.day, one.name)):
        now = phase(vote, at, campaign_days)
        if now != "over":
            found.setdefault(now, []).append(vote)
    return found
