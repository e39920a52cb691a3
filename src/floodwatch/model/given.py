"""What computation may know of people's decisions: tables frozen beside a case before a run, and hashed."""

from __future__ import annotations

from floodwatch.model.records import Column, Table

NARRATIVES = Table(
    "given/narratives",
    (
        Column("entity_id", "str", False, "the narrative in the casebook"),
        Column("reason", "str", False, "`tracked`, `pinned` or `split`"),
        Column("platform", "str", True, "with post_id: a post that belongs to it whatever its words are"),
        Column("post_id", "str", True, "see platform"),
        Column("example_text", "str", True, "words that it is to be recognised by"),
    ),
    ("entity_id", "platform", "post_id", "example_text"),
)

LABELS = Table(
    "given/labels",
    (
        Column("platform", "str", False, "of the account"),
        Column("account_id", "str", False, "of the account"),
        Column("label", "str", False, "a label that somebody marked wrong, so that it does not count"),
    ),
    ("platform", "account_id", "label"),
)

GIVEN = (NARRATIVES, LABELS)
