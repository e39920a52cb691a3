"""What all traces share: a query over records and features that makes actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

ORIGINAL = "NOT (coalesce(is_repost, FALSE) OR repost_of IS NOT NULL)"
"""SQL: a post that is no unchanged repost. Only `repost` looks at the others, so that one act counts once."""


@dataclass(frozen=True)
class Trace:
    """A kind of action: `sql` selects platform, account_id, object_id, acted_at and post_id.

    Braces in `sql` are filled from the parameters (numbers only) and from `words`, called when it runs. Rows
    without an object, an account or a time make no action; an object twice in one post is one action.
    `grows` and `kin` are those of every unit (`model.units.Unit`).
    """

    name: str
    description: str
    sql: str
    needs: tuple[str, ...]
    fires: Mapping[str, Rows]
    silent: Mapping[str, Rows]
    parameters: tuple[Parameter, ...] = ()
    words: Callable[[], Mapping[str, str]] = dict
    version: int = 1
    grows: bool = False
    kin: tuple[str, ...] = ()

    @property
    def makes(self) -> tuple[str, ...]:
        """The one table of this trace."""
        return (f"actions/{self.name}",)

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Make `actions/<name>`: trace, platform, account_id, object_id, acted_at, post_id."""
        numbers = {p.name: float(str(settings.get(p.name, p.default))) for p in self.parameters}
        engine.table(Step(f"actions__{self.name}", f"""
            SELECT DISTINCT '{self.name}' AS trace, platform, account_id, object_id, acted_at,
                post_id
            FROM ({self.sql.format(**numbers, **self.words())})
            WHERE object_id <> '' AND account_id IS NOT NULL AND acted_at IS NOT NULL
            """))  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Rows that make an action, and rows that make none."""
        return (
            Example("an action", True, self.fires),
            Example("no action", False, self.silent),
        )


USUAL = {
    "platform": "x",
    "post_id": "1",
    "account_id": "a",
    "created_at": datetime(2024, 5, 1, 12, tzinfo=UTC),
}


def post(**given: object) -> dict[str, object]:
    """A row of `posts` for an example: an id, an author and a time, and what is given."""
    return {**USUAL, **given}


def text(key: str | None, *, is_share: bool = False, **given: object) -> dict[str, object]:
    """A row of `post_texts` for an example."""
    return {
        **USUAL,
        "is_share": is_share,
        "text_key": key,
        "words": 6,
        "letters": 30,
        "script": "Latin",
        **given,
    }


def link(url: str, domain: str, *, is_share: bool = False, **given: object) -> dict[str, object]:
    """A row of `post_links` for an example."""
    return {**USUAL, "position": 0, "url": url, "domain": domain, "is_share": is_share, **given}
