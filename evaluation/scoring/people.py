"""Which innocent people are flagged: by language, script, age of the account, and activity."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from evaluation.truth import Account
from floodwatch.tools.bands import TRAITS, activity_band, age_band, script_of

if TYPE_CHECKING:
    import pyarrow as pa

Traits = dict[Account, dict[str, str]]


def traits(posts: pa.Table, accounts: pa.Table) -> Traits:
    """Language, script, age and activity band of every account that posted."""
    made = {(p, a): t for p, a, t in _columns(accounts, "platform", "account_id", "created_at")}
    spoken: dict[Account, Counter[str]] = defaultdict(Counter)
    latest: dict[Account, datetime] = {}
    for platform, name, language, when in _columns(posts, "platform", "account_id", "language", "created_at"):
        account = (platform, name)
        spoken[account][language or "und"] += 1
        latest[account] = max(when, latest.get(account, when))
    main = {account: min(count, key=lambda name: (-count[name], name)) for account, count in spoken.items()}
    return {
        account: {
            "language": main[account],
            "script": script_of(main[account]),
            "age": age_band(made.get(account), latest[account]),
            "activity": activity_band(count.total()),
        }
        for account, count in spoken.items()
    }


def rates(
    innocent: frozenset[Account], flagged: frozenset[Account], people: Traits
) -> dict[str, dict[str, list[int]]]:
    """Per trait and band: innocent accounts flagged, and innocent accounts."""
    counts: dict[str, dict[str, list[int]]] = {trait: {} for trait in TRAITS}
    for account in sorted(innocent):
        for trait, band in people.get(account, {}).items():
            cell = counts[trait].setdefault(band, [0, 0])
            cell[0] += account in flagged
            cell[1] += 1
    return {trait: dict(sorted(bands.items())) for trait, bands in counts.items()}


def _columns(table: pa.Table, *names: str) -> zip[tuple[Any, ...]]:
    return zip(*(table.column(name).to_pylist() for name in names), strict=True)
