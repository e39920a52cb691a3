"""Reports with their versions and lines, and what each sentence, figure and shared object rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0008"
down_revision = "r0007"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "reports",
        _key("report_id"), *map(_text, ("case_name", "title", "series")), _whole("issue"),
        *map(_text, ("template", "language", "tlp", "pap", "pseudonym_key", "created_by", "created_at")),
    )  # fmt: skip
    op.create_index("reports_by_case", "reports", ["case_name", "created_at"])
    op.create_table(
        "report_versions",
        _key("report_id"), sa.Column("draft", sa.BigInteger, primary_key=True, autoincrement=False),
        *map(_text, ("case_name", "content", "author", "made_at", "because")),
    )  # fmt: skip
    op.create_table(
        "report_lines",
        _number(), _text("report_id"), _whole("draft"), *map(_text, ("case_name", "what", "content")),
        sa.Column("undoes", sa.BigInteger), *map(_text, ("reason", "decided_by", "decided_at")),
    )  # fmt: skip
    op.create_index("report_lines_by_report", "report_lines", ["report_id", "number"])
    op.create_table(
        "used_refs",
        _number(), _text("owner_kind"), _text("owner"), _whole("draft"),
        *map(_text, ("case_name", "place_kind", "place", "words", "ref")),
    )  # fmt: skip
    op.create_index("used_refs_by_ref", "used_refs", ["ref"])
    op.create_index("used_refs_by_owner", "used_refs", ["owner_kind", "owner", "draft"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, primary_key=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _number() -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=True)
