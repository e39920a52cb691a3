"""Keep with a forecast what history alone said when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "r0005"
down_revision = "r0004"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Add a column; forecasts that were made before have nothing in it."""
    op.add_column("judgements", sa.Column("base_rate", TEXT, nullable=True))
