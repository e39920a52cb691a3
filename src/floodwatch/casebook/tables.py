"""The casebook's tables as they are now. The migrations make them; a test compares both.

What was said and decided is only ever added: `claims`, `claim_decisions`, `judgements`, `judgement_links`,
`judgement_lines`, `decisions`, `audit`. What stands of claims follows from that and is kept beside it so that it can be
asked for: `claim_states`, `claim_relations`, `names`, `quotes`, and the columns `label` and `retired_at` of `entities`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql

TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by its characters' numbers, in both databases."""
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

DENIED = "polarity != 'asserted'"
"""The few claims that do not assert, in the words in which both databases recognise that an index holds just these."""

METADATA = MetaData()


def _text(name: str, *more: ForeignKey, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, TEXT, *more, primary_key=key, nullable=null)


def _number(given: bool = True) -> Column[int]:
    """The number of a row, `given` by the database, or counted by whoever writes, since only one does at a time."""
    return Column("number", NUMBER, primary_key=True, autoincrement=given)


cases = Table("cases", METADATA, _text("case_name", key=True), _text("created_at"))

audit = Table(
    "audit", METADATA,
    _number(), _text("done_at"), _text("actor"), _text("verb"), _text("case_name", null=True), _text("settings"),
    _text("outcome"),
)  # fmt: skip

translations = Table(
    "translations", METADATA,
    _number(), _text("case_name"), _text("ref"), _text("sha256"), _text("target"), _text("text"),
    _text("made_by"), _text("author"), _text("made_at"),
    CheckConstraint("made_by IN ('human', 'machine')"),
)  # fmt: skip

entities = Table(
    "entities", METADATA,
    _text("entity_id", key=True), _text("kind"), _text("label"), _text("case_name", null=True), _text("created_by"),
    _text("created_at"), _text("retired_at", null=True),
    Index("entities_by_kind", "kind", "entity_id"),
)  # fmt: skip

anchors = Table(
    "anchors", METADATA,
    _text("entity_id", key=True), _text("ref", key=True), Column("score", Double, nullable=False),
)  # fmt: skip

decisions = Table(
    "decisions", METADATA,
    _number(), _text("entity_id"), _text("what"), _text("content"), _text("reason"), _text("decided_at"),
    _text("decided_by"), _text("undone_at", null=True), _text("undone_by", null=True),
    Index("decisions_by_entity", "entity_id", "number"),
    sqlite_autoincrement=True,
)  # fmt: skip
"""About entities. Undoing marks a decision; that mark is the one thing in it that changes."""

claims = Table(
    "claims", METADATA,
    _number(given=False), _text("claim_id"), _text("subject", ForeignKey("entities.entity_id")), _text("predicate"),
    _text("object_entity", ForeignKey("entities.entity_id"), null=True),
    Column("value_low", Double), Column("value_high", Double), _text("unit"), _text("value_text"), _text("qualifier"),
    _text("polarity"), _text("hedge"), Column("hedge_low", Double), Column("hedge_high", Double),
    _text("as_of_from"), _text("as_of_to"), _text("precision"),
    _text("source_document"), Column("span_start", BigInteger), Column("span_end", BigInteger), _text("quote"),
    _text("said_by", ForeignKey("entities.entity_id"), null=True),
    _text("admiralty_source"), _text("admiralty_information"), _text("tlp"), _text("pap"),
    _text("consent", null=True), _text("suggested_by"), _text("recorded_at"),
    UniqueConstraint("claim_id", name="claims_by_id"),
    Index("claims_by_subject", "subject", "predicate", "number"),
    Index("claims_by_object", "object_entity", "predicate", "number"),
    Index("claims_by_predicate", "predicate", "number"),
    Index("claims_by_document", "source_document", "span_start"),
    *(Index(name, end, "predicate", "number", sqlite_where=text(DENIED), postgresql_where=text(DENIED))
      for name, end in (("claims_denied_of", "subject"), ("claims_denied_with", "object_entity"))),
)  # fmt: skip

claim_decisions = Table(
    "claim_decisions", METADATA,
    _number(given=False), _text("claim_id", ForeignKey("claims.claim_id")), _text("what"),
    _text("other_claim", ForeignKey("claims.claim_id"), null=True),
    Column("undoes", BigInteger, ForeignKey("claim_decisions.number")),
    _text("reason"), _text("decided_by"), _text("decided_at"),
    Index("claim_decisions_by_claim", "claim_id", "number"),
    Index("claim_decisions_by_other", "other_claim"),
)  # fmt: skip

claim_states = Table(
    "claim_states", METADATA,
    _number(given=False), _text("claim_id", ForeignKey("claims.claim_id")), _text("predicate"), _text("status"),
    _text("decided_by"), _text("decided_at"), _text("reason"),
    _text("superseded_by", ForeignKey("claims.claim_id"), null=True),
    UniqueConstraint("claim_id", name="claim_states_by_id"),
    Index("claim_states_by_status", "status", "number"),
    Index("claim_states_by_predicate", "predicate", "status", "number"),
    Index("claim_states_superseded", "superseded_by"),
)  # fmt: skip

claim_relations = Table(
    "claim_relations", METADATA,
    _text("claim_id", ForeignKey("claims.claim_id"), key=True), _text("relation", key=True),
    _text("other_claim", ForeignKey("claims.claim_id"), key=True),
    Column("number", BigInteger, nullable=False), _text("author"), _text("recorded_at"),
    Index("claim_relations_by_other", "other_claim", "relation"),
)  # fmt: skip

names = Table(
    "names", METADATA,
    _number(), _text("entity_id"), _text("claim_id", null=True), _text("folded"),
    Index("names_by_entity", "entity_id"),
    Index("names_by_folded", "folded"),
)  # fmt: skip
"""What an entity is called, folded for searching: its label, and names that claims give (`claim_id`)."""

quotes = Table(
    "quotes", METADATA,
    _number(given=False), _text("claim_id"), _text("folded"),
)  # fmt: skip
"""What a claim says in words, folded for searching, under the number of the claim."""

judgements = Table(
    "judgements", METADATA,
    _number(given=False), _text("judgement_id"), _text("kind"), _text("statement"),
    Column("likelihood_low", Double), Column("likelihood_high", Double), _text("word"), _text("vocabulary"),
    _text("confidence"), _text("confidence_reason"), _text("lists"), _text("search"), _text("topic"), _text("author"),
    _text("said_by", ForeignKey("entities.entity_id"), null=True), _text("source_document"), _text("made_at"),
    _text("supersedes"), _text("tlp"), _text("pap"), _text("question"), _text("resolution_rule"), _text("horizon"),
    _text("recorded_at"), _text("base_rate", null=True),
    UniqueConstraint("judgement_id", name="judgements_by_id"),
    Index("judgements_by_kind", "kind", "number"),
)  # fmt: skip
"""Judgements and forecasts as they were made. `lists`, `search` and `base_rate` are JSON."""

judgement_links = Table(
    "judgement_links", METADATA,
    _text("judgement_id", ForeignKey("judgements.judgement_id"), key=True), _text("what", key=True),
    _text("ref", key=True), Column("place", BigInteger, nullable=False),
    Index("judgement_links_by_ref", "ref", "what"),
    CheckConstraint("what IN ('basis', 'about')"),
)  # fmt: skip
"""On what a judgement rests, and whom it is about."""

judgement_lines = Table(
    "judgement_lines", METADATA,
    _number(given=False), _text("judgement_id", ForeignKey("judgements.judgement_id")), _text("what"),
    _text("content"), Column("undoes", BigInteger, ForeignKey("judgement_lines.number")),
    _text("reason"), _text("decided_by"), _text("decided_at"),
    Index("judgement_lines_by_judgement", "judgement_id", "number"),
)  # fmt: skip
"""The log of what was decided about judgements; `content` is JSON."""
