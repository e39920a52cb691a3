"""Judgements and forecasts, on what they rest, and the log of what was decided about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0003"
down_revision = "r0002"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JUDGEMENT = "judgements.judgement_id"


def upgrade() -> None:
    """Add three tables; nothing else changes."""
    op.create_table(
        "judgements",
        _number(), *map(_text, ("judgement_id", "kind", "statement")),
        *(sa.Column(name, sa.Double) for name in ("likelihood_low", "likelihood_high")),
        *map(_text, ("word", "vocabulary", "confidence", "confidence_reason", "lists", "search", "topic", "author")),
        _text("said_by", "entities.entity_id", null=True),
        *map(_text, ("source_document", "made_at", "supersedes", "tlp", "pap")),
        *map(_text, ("question", "resolution_rule", "horizon", "recorded_at")),
        sa.UniqueConstraint("judgement_id", name="judgements_by_id"),
    )  # fmt: skip
    op.create_index("judgements_by_kind", "judgements", ["kind", "number"])
    op.create_table(
        "judgement_links",
        _text("judgement_id", JUDGEMENT, key=True), _text("what", key=True), _text("ref", key=True),
        sa.Column("place", sa.BigInteger, nullable=False), sa.CheckConstraint("what IN ('basis', 'about')"),
    )  # fmt: skip
    op.create_index("judgement_links_by_ref", "judgement_links", ["ref", "what"])
    op.create_table(
        "judgement_lines",
        _number(), _text("judgement_id", JUDGEMENT), _text("what"), _text("content"),
        sa.Column("undoes", sa.BigInteger, sa.ForeignKey("judgement_lines.number")),
        *map(_text, ("reason", "decided_by", "decided_at")),
    )  # fmt: skip
    op.create_index("judgement_lines_by_judgement", "judgement_lines", ["judgement_id", "number"])


def _text(name: str, refers: str = "", null: bool = False, key: bool = False) -> sa.Column[str]:
    parts = [sa.ForeignKey(refers)] if refers else []
    return sa.Column(name, TEXT, *parts, nullable=null, primary_key=key)


def _number() -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=False)
