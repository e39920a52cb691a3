"""Accounts that are in the data because they were selected: they tell nothing about what chance does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

SELECTED = ("takedown", "seed_accounts")

SQL = f"""
    SELECT p.platform, p.account_id
    FROM posts AS p LEFT JOIN collections AS c USING (collection_id)
    GROUP BY p.platform, p.account_id
    HAVING bool_and(coalesce(c.method IN {SELECTED}, false))
    ORDER BY p.platform, p.account_id"""


class SelectedAccounts:
    """Lists accounts of which every post came by a takedown or by a list of accounts.

    Shared taste and ordinary timing are learned from the others only; where there are none, the published
    priors stand in.
    """

    name = "selected_accounts"
    description = "Accounts that were selected for the data, from which chance is not learned."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "collections")
    makes = ("selected_accounts",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `selected_accounts`: platform and account_id."""
        engine.table(Step("selected_accounts", SQL))

    def examples(self) -> Sequence[Example]:
        """A post from a takedown, and the same from a sample."""
        when = datetime(2024, 5, 1, tzinfo=UTC)
        posts: Rows = [
            {"platform": "x", "post_id": "1", "account_id": "a", "created_at": when, "collection_id": "c"}
        ]
        kinds = {m: [{"collection_id": "c", "method": m}] for m in ("takedown", "sample")}
        return (
            Example("from a takedown", True, {"posts": posts, "collections": kinds["takedown"]}),
            Example("from a sample", False, {"posts": posts, "collections": kinds["sample"]}),
        )


SELECTED_ACCOUNTS = SelectedAccounts()
