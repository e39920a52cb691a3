"""Which innocent people are flagged: by language, age of the account, and activity."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from evaluation.truth import Account, Truth

if TYPE_CHECKING:
    import pyarrow as pa

Traits = dict[Account, dict[str, str]]


def traits(posts: pa.Table, accounts: pa.Table) -> Traits:
    """Language, age and activity band of every account that posted."""
    made = {(p, a): t for p, a, t in _columns(accounts, "platform", "account_id", "created_at")}
    spoken: dict[Account, Counter[str]] = defaultdict(Counter)
    latest: dict[Account, datetime] = {}
    for platform, name, language, when in _columns(posts, "platform", "account_id", "language", "created_at"):
        account = (platform, name)
        spoken[account][language or "und"] += 1
        latest[account] = max(when, latest.get(account, when))
    return {
        account: {
            "language": min(count, key=lambda name: (-count[name], name)),
            "age": age_band(made.get(account), latest[account]),
            "activity": activity_band(count.total()),
        }
        for account, count in spoken.items()
    }


def age_band(made: datetime | None, seen: datetime) -> str:
    """How old an account was when it was last seen."""
    if made is None:
        return "unknown"
    days = (seen - made).days
    bands = ((30, "under 30 days"), (365, "30 days to a year"), (5 * 365, "1 to 5 years"))
    return next((name for limit, name in bands if days < limit), "5 years or more")


def activity_band(posts: int) -> str:
    """How much an account posted."""
    bands = ((5, "1 to 4 posts"), (20, "5 to 19 posts"), (100, "20 to 99 posts"))
    return next((name for limit, name in bands if posts < limit), "100 posts or more")


def rates(truth: Truth, flagged: frozenset[Account], people: Traits) -> dict[str, dict[str, list[int]]]:
    """Per trait and band: innocent accounts flagged, and innocent accounts."""
    counts: dict[str, dict[str, list[int]]] = {"language": {}, "age": {}, "activity": {}}
    for account in sorted(truth.uncoordinated()):
        for trait, band in people.get(account, {}).items():
            cell = counts[trait].setdefault(band, [0, 0])
            cell[0] += account in flagged
            cell[1] += 1
    return {trait: dict(sorted(bands.items())) for trait, bands in counts.items()}


def _columns(table: pa.Table, *names: str) -> zip[tuple[Any, ...]]:
    return zip(*(table.column(name).to_pylist() for name in names), strict=True)
