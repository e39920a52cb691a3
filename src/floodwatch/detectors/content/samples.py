"""Small tables for the examples of narratives: what is said of one thing, and of another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from floodwatch.model.units import Rows

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
BRIDGE = (
    "Harbour bridge closed for repairs, ferry runs every hour",
    "Ferry runs every hour while the harbour bridge is closed for repairs",
    "Repairs: the harbour bridge stays closed, the ferry runs every hour",
)
LIBRARY = (
    "Library opens late on Thursdays from March",
    "Late opening on Thursdays at the library from March",
)


def posts(texts: Sequence[str | None], accounts: int = 3) -> Rows:
    """Posts a minute apart, by so many accounts in turn."""
    return [
        {
            "platform": "x", "post_id": f"p{n:03d}", "account_id": f"a{n % accounts}",
            "created_at": NOON + timedelta(minutes=n), "text": text,
        }
        for n, text in enumerate(texts)
    ]  # fmt: skip
