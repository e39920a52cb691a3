"""Accounts, handles, display names and posts, as platforms number and name them."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.recurrence.base import Kind, Row, Said, enough, rules
from floodwatch.tools.folding import folded

MADE = "h:"
"""What an id begins with that the reader made itself, since the export had none."""
NAMED = "handle:"
"""What an id begins with that is only a handle."""


def _accounts(table: str, row: Row) -> Iterator[Said]:
    name = str(row["account_id"])
    if not name.startswith((MADE, NAMED)):
        yield Said(f"{row['platform']}/{name}", name)


def _handles(table: str, row: Row) -> Iterator[Said]:
    given = [row.get("handle"), str(row["account_id"]).removeprefix(NAMED) if _is_handle(row) else None]
    for one in dict.fromkeys(filter(None, given)):
        plain = folded(str(one)).strip().lstrip("@")
        if enough(plain, "handle"):
            yield Said(plain, str(one).strip().lstrip("@"))


def _is_handle(row: Row) -> bool:
    return str(row["account_id"]).startswith(NAMED)


def _names(table: str, row: Row) -> Iterator[Said]:
    given = str(row.get("name") or "")
    plain = " ".join(folded(given).split())
    if enough(plain, "name") and plain not in rules()["nothing"]["name"]:
        yield Said(plain, given)


def _posts(table: str, row: Row) -> Iterator[Said]:
    name = str(row["post_id"])
    if not name.startswith(MADE):
        yield Said(f"{row['platform']}/{name}", name)


ACCOUNT = Kind(
    name="account", number=1, description="The same account, by the platform's own id",
    innocent="accounts are sold, taken over and lent; and a list that names an account is sometimes wrong",
    columns={"posts": ("account_id",), "accounts": ("account_id",)}, said=_accounts, single=True, identity=True,
    fires=("accounts", {"platform": "x", "account_id": "42"}),
    silent=("accounts", {"platform": "x", "account_id": "handle:anna"}),
)  # fmt: skip
HANDLE = Kind(
    name="handle", number=2, description="The same handle, now or at any time it was observed, on any platform",
    innocent="a handle that was given up can be taken by anybody, and on another platform it always could",
    columns={"posts": ("account_id",), "accounts": ("account_id", "handle")}, said=_handles, single=True,
    identity=True,
    fires=("accounts", {"platform": "x", "account_id": "42", "handle": "@Anna_Berg"}),
    silent=("accounts", {"platform": "x", "account_id": "42", "handle": "ab"}),
)  # fmt: skip
NAME = Kind(
    name="name", number=3, description="The same display name, now or at any time it was observed",
    innocent="people share names, and anybody may write any name",
    columns={"accounts": ("name",)}, said=_names, identity=True,
    fires=("accounts", {"platform": "x", "account_id": "42", "name": "Harbour News 24"}),
    silent=("accounts", {"platform": "x", "account_id": "42", "name": "Deleted account"}),
)  # fmt: skip
POST = Kind(
    name="post", number=4, description="The very same post, by the platform's own id",
    innocent="two collections about one matter hold the same posts",
    columns={"posts": ("post_id",)}, said=_posts, single=True,
    fires=("posts", {"platform": "x", "post_id": "900"}),
    silent=("posts", {"platform": "x", "post_id": "h:00ff"}),
)  # fmt: skip
