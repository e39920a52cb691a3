"""Prints answers that are tables: what was lost after exposures, and the accounts of listed media."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.cells import table

MOST = 100
"""Rows of each table that are printed; --json gives them whole."""
LOST = {
    "events": ("event_id", "started_at", "kind", "title", "source"),
    "losses": ("event_id", "group_id", "thing", "before", "checked", "lost", "expected", "q_value", "cause"),
    "weeks": ("event_id", "group_id", "week_no", "posts", "accounts", "control_posts", "control_accounts"),
    "successors": ("event_id", "lost_account", "candidate_account", "score", "reasons"),
}
MEDIA = {
    "listed": ("list_name", "role", "kind", "platform", "listed"),
    "outlets": (
        "name", "level", "owner", "roles", "typologies", "country", "overt", "declared", "linked", "posts",
        "platforms", "languages",
    ),
    "accounts": ("outlet", "account", "handle", "route", "role", "strength", "network_id", "reason"),
    "reach": (
        "name", "level", "scope", "platform", "accounts", "counted", "followers", "people", "low", "high",
        "first_as_of", "last_as_of", "method",
    ),
    "relays": ("outlet", "relayed_by", "accounts", "relayed", "releases", "relays", "median_s", "low_s", "high_s"),
    "fastest": ("outlet", "account", "route", "form", "delay_s", "release", "relay"),
}  # fmt: skip
"""The columns of each table that people read, by the name that it has in the answer."""


def lost(result: Mapping[str, Any]) -> Iterator[str]:
    """What `lifecycle` answers."""
    yield from _tables(result, LOST)
    hidden = result["suggested"] - len(result["successors"])
    if hidden > 0:
        yield f"{hidden:,} more successors are suggested: --most 0 gives all"
    yield from result["notes"]


def media(result: Mapping[str, Any]) -> Iterator[str]:
    """What `outlets` answers."""
    yield from _tables(result, MEDIA)
    yield from result["notes"]


def _tables(result: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each table under its name and its number of rows; of a long one the first rows."""
    for name, kept in columns.items():
        rows = result[name]
        yield click.style(f"{name}: {len(rows):,}" if rows else f"{name}: none", bold=True)
        if rows:
            yield from table([{column: row[column] for column in kept} for row in rows[:MOST]], "  ")
        if len(rows) > MOST:
            yield f"  and {len(rows) - MOST:,} more; --json gives them whole"
        yield ""
