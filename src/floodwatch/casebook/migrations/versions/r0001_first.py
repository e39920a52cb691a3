"""The tables from before steps were counted. Casebooks of that time have some or all of them, and keep them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0001"
down_revision = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make those that are missing."""
    _table("cases", _key("case_name"), _text("created_at"))
    _table(
        "audit",
        _number(), _text("done_at"), _text("actor"), _text("verb"), _text("case_name", null=True), _text("settings"),
        _text("outcome"),
    )  # fmt: skip
    _table(
        "translations",
        _number(), _text("case_name"), _text("ref"), _text("sha256"), _text("target"), _text("text"),
        _text("made_by"), _text("author"), _text("made_at"),
        sa.CheckConstraint("made_by IN ('human', 'machine')"),
    )  # fmt: skip
    _table(
        "entities", _key("entity_id"), _text("kind"), _text("case_name"), _text("made_at"), _text("made_by")
    )
    _table("anchors", _key("entity_id"), _key("ref"), sa.Column("score", sa.Double, nullable=False))
    _table(
        "decisions",
        _number(), _text("entity_id"), _text("what"), _text("content"), _text("reason"), _text("decided_at"),
        _text("decided_by"), _text("undone_at", null=True), _text("undone_by", null=True),
        sqlite_autoincrement=True,
    )  # fmt: skip


def _table(name: str, *parts: sa.schema.SchemaItem, **options: bool) -> None:
    op.create_table(name, *parts, if_not_exists=True, **options)


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=null)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, primary_key=True)


def _number() -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=True)
