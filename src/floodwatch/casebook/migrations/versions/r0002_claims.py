"""Entities have a label, may belong to no case and may retire; claims, decisions about them, relations between them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from floodwatch.casebook.searching import MAKE, searchable

revision = "r0002"
down_revision = "r0001"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLAIM, ENTITY = "claims.claim_id", "entities.entity_id"


def upgrade() -> None:
    """Widen entities, then add the rest; narratives that somebody named get that name as label."""
    _entities()
    op.create_index("decisions_by_entity", "decisions", ["entity_id", "number"])
    _claims()
    _decisions()
    _states()
    _search()
    _labels()


def _entities() -> None:
    with op.batch_alter_table("entities") as table:
        table.alter_column("made_at", new_column_name="created_at")
        table.alter_column("made_by", new_column_name="created_by")
        table.alter_column("case_name", existing_type=TEXT, nullable=True)
        table.add_column(sa.Column("label", TEXT, nullable=False, server_default=""))
        table.add_column(sa.Column("retired_at", TEXT, nullable=True))
    with op.batch_alter_table("entities") as table:
        table.alter_column("label", existing_type=TEXT, existing_nullable=False, server_default=None)
    op.create_index("entities_by_kind", "entities", ["kind", "entity_id"])


def _claims() -> None:
    op.create_table(
        "claims",
        _number(given=False), _text("claim_id"), _text("subject", ENTITY), _text("predicate"),
        _text("object_entity", ENTITY, null=True),
        *(sa.Column(name, sa.Double) for name in ("value_low", "value_high")),
        *map(_text, ("unit", "value_text", "qualifier", "polarity", "hedge")),
        *(sa.Column(name, sa.Double) for name in ("hedge_low", "hedge_high")),
        *map(_text, ("as_of_from", "as_of_to", "precision", "source_document")),
        *(sa.Column(name, sa.BigInteger) for name in ("span_start", "span_end")),
        _text("quote"), _text("said_by", ENTITY, null=True),
        *map(_text, ("admiralty_source", "admiralty_information", "tlp", "pap")),
        _text("consent", null=True), _text("suggested_by"), _text("recorded_at"),
        sa.UniqueConstraint("claim_id", name="claims_by_id"),
    )  # fmt: skip
    for name, columns in {
        "claims_by_subject": ["subject", "predicate", "number"],
        "claims_by_object": ["object_entity", "predicate", "number"],
        "claims_by_predicate": ["predicate", "number"],
        "claims_by_document": ["source_document", "span_start"],
    }.items():
        op.create_index(name, "claims", columns)


def _decisions() -> None:
    op.create_table(
        "claim_decisions",
        _number(given=False), _text("claim_id", CLAIM), _text("what"), _text("other_claim", CLAIM, null=True),
        sa.Column("undoes", sa.BigInteger, sa.ForeignKey("claim_decisions.number")),
        *map(_text, ("reason", "decided_by", "decided_at")),
    )  # fmt: skip
    op.create_index("claim_decisions_by_claim", "claim_decisions", ["claim_id", "number"])
    op.create_index("claim_decisions_by_other", "claim_decisions", ["other_claim"])


def _states() -> None:
    op.create_table(
        "claim_states",
        _number(given=False), _text("claim_id", CLAIM), _text("predicate"),
        *map(_text, ("status", "decided_by", "decided_at", "reason")),
        _text("superseded_by", CLAIM, null=True), sa.UniqueConstraint("claim_id", name="claim_states_by_id"),
    )  # fmt: skip
    op.create_index("claim_states_by_status", "claim_states", ["status", "number"])
    op.create_index("claim_states_by_predicate", "claim_states", ["predicate", "status", "number"])
    op.create_index("claim_states_superseded", "claim_states", ["superseded_by"])
    op.create_table(
        "claim_relations",
        _text("claim_id", CLAIM, key=True), _text("relation", key=True), _text("other_claim", CLAIM, key=True),
        sa.Column("number", sa.BigInteger, nullable=False), *map(_text, ("author", "recorded_at")),
    )  # fmt: skip
    op.create_index("claim_relations_by_other", "claim_relations", ["other_claim", "relation"])


def _search() -> None:
    op.create_table("names", _number(), _text("entity_id"), _text("claim_id", null=True), _text("folded"))
    op.create_index("names_by_entity", "names", ["entity_id"])
    op.create_index("names_by_folded", "names", ["folded"])
    op.create_table("quotes", _number(given=False), _text("claim_id"), _text("folded"))
    op.execute(MAKE[op.get_bind().dialect.name])


def _labels() -> None:
    db = op.get_bind()
    named = db.exec_driver_sql(
        "SELECT entity_id, content FROM decisions WHERE what = 'named' AND undone_at IS NULL ORDER BY number"
    )
    for entity_id, content in named.fetchall():
        values = {"label": str(json.loads(content).get("name", "")), "entity": entity_id}
        db.execute(sa.text("UPDATE entities SET label = :label WHERE entity_id = :entity"), values)
    for entity_id, label in db.exec_driver_sql("SELECT entity_id, label FROM entities").fetchall():
        values = {"entity": entity_id, "folded": searchable(label)}
        db.execute(sa.text("INSERT INTO names (entity_id, folded) VALUES (:entity, :folded)"), values)


def _text(name: str, refers: str = "", null: bool = False, key: bool = False) -> sa.Column[str]:
    parts = [sa.ForeignKey(refers)] if refers else []
    return sa.Column(name, TEXT, *parts, nullable=null, primary_key=key)


def _number(given: bool = True) -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=given)
