"""Small tables for the examples of the signals: a network, and the people it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from floodwatch.model.units import Rows

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def network(size: int) -> Rows:
    """Rows of `persona_members`: accounts 0 to size - 1 are the network n-1."""
    return [{"network_id": "n-1", "account_no": n} for n in range(size)]


def people(members: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]] = ()) -> dict[str, Rows]:
    """Tables `personas` and `persona_members` with the members first; what is not given is one's own."""
    profiles = [
        {**_profile(n), "background": n >= len(members), **dict(given)}
        for n, given in enumerate((*members, *others))
    ]
    return {"personas": profiles, "persona_members": network(len(members))}


def post(number: int, author: int, text: str = "", **given: Any) -> dict[str, Any]:
    """A row of `posts` by account number `author`, one minute after the post before."""
    return {
        "platform": "x", "post_id": f"p{number:04d}", "account_id": f"{author:04d}",
        "created_at": NOON + timedelta(minutes=number), "text": text, "client": "app", **given,
    }  # fmt: skip


def _profile(number: int) -> dict[str, Any]:
    return {
        "account_no": number, "platform": "x", "account_id": f"{number:04d}", "handle": f"h{number}",
        "name": f"N{number}", "bio": "", "location": "", "website": "",
        "created_at": NOON - timedelta(days=11 * number + number % 7), "followers": 100 + 3 * number,
        "following": 90 + 7 * number, "post_count": number, "avatar": f"a{number}", "verified": False,
        "labels": [""], "language": "en", "posts": 1,
    }  # fmt: skip
