"""What is shared with others, and answers that are kept for requests that come twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0007"
down_revision = "r0006"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "shared_objects",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=True),
        *map(_text, ("collection", "object_id", "object_type", "version", "date_added", "content", "sha256")),
        _text("rests_on"), _text("pap"), _whole("revoked"), _whole("served"), _text("shared_by"),
    )  # fmt: skip
    op.create_index("shared_objects_by_object", "shared_objects", ["collection", "object_id", "number"])
    op.create_index("shared_objects_by_collection", "shared_objects", ["collection", "number"])
    op.create_table(
        "kept_answers",
        sa.Column("key_hash", TEXT, primary_key=True), _text("request_hash"), _whole("status"), _text("answer"),
        _text("answer_hash"), _whole("began_s"), _whole("ended_s"),
    )  # fmt: skip


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)
