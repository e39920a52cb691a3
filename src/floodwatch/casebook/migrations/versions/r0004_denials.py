"""Find what is denied or was not observed of an entity without reading all that is said of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"

WHERE = sa.text("polarity != 'asserted'")


def upgrade() -> None:
    """Index the few claims that do not assert."""
    for name, end in (("claims_denied_of", "subject"), ("claims_denied_with", "object_entity")):
        op.create_index(
            name, "claims", [end, "predicate", "number"], sqlite_where=WHERE, postgresql_where=WHERE
        )
