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
)
from sqlalchemy import text as sql_text
from sqlalchemy.dialects import postgresql

TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by its characters' numbers, in both databases."""
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

DENIED = "polarity != 'asserted'"
"""The few claims that do not assert, in the words in which both databases recognise that an index holds just these."""

METADATA = MetaData()


def text(name: str, *more: ForeignKey, key: bool = False, null: bool = False) -> Column[str]:
    """A column of text."""
    return Column(name, TEXT, *more, primary_key=key, nullable=null)


def number(given: bool = True) -> Column[int]:
    """The number of a row, `given` by the database, or counted by whoever writes, since only one does at a time."""
    return Column("number", NUMBER, primary_key=True, autoincrement=given)


cases = Table("cases", METADATA, text("case_name", key=True), text("created_at"))

audit = Table(
    "audit", METADATA,
    number(), text("done_at"), text("actor"), text("verb"), text("case_name", null=True), text("settings"),
    text("outcome"), text("kind"), text("place"), Column("refs", BigInteger, nullable=False), text("row_before"),
)  # fmt: skip
"""`kind` is verb, view or door. `refs` counts what was seen; `row_before` is the hash of the row before this one."""

translations = Table(
    "translations", METADATA,
    number(), text("case_name"), text("ref"), text("sha256"), text("target"), text("text"),
    text("made_by"), text("author"), text("made_at"),
    CheckConstraint("made_by IN ('human', 'machine')"),
)  # fmt: skip

entities = Table(
    "entities", METADATA,
    text("entity_id", key=True), text("kind"), text("label"), text("case_name", null=True), text("created_by"),
    text("created_at"), text("retired_at", null=True),
    Index("entities_by_kind", "kind", "entity_id"),
)  # fmt: skip

anchors = Table(
    "anchors", METADATA,
    text("entity_id", key=True), text("ref", key=True), Column("score", Double, nullable=False),
)  # fmt: skip

decisions = Table(
    "decisions", METADATA,
    number(), text("entity_id"), text("what"), text("content"), text("reason"), text("decided_at"),
    text("decided_by"), text("undone_at", null=True), text("undone_by", null=True),
    Index("decisions_by_entity", "entity_id", "number"),
    sqlite_autoincrement=True,
)  # fmt: skip
"""About entities. Undoing marks a decision; that mark is the one thing in it that changes."""

claims = Table(
    "claims", METADATA,
    number(given=False), text("claim_id"), text("subject", ForeignKey("entities.entity_id")), text("predicate"),
    text("object_entity", ForeignKey("entities.entity_id"), null=True),
    Column("value_low", Double), Column("value_high", Double), text("unit"), text("value_text"), text("qualifier"),
    text("polarity"), text("hedge"), Column("hedge_low", Double), Column("hedge_high", Double),
    text("as_of_from"), text("as_of_to"), text("precision"),
    text("source_document"), Column("span_start", BigInteger), Column("span_end", BigInteger), text("quote"),
    text("said_by", ForeignKey("entities.entity_id"), null=True),
    text("admiralty_source"), text("admiralty_information"), text("tlp"), text("pap"),
    text("consent", null=True), text("suggested_by"), text("recorded_at"),
    UniqueConstraint("claim_id", name="claims_by_id"),
    Index("claims_by_subject", "subject", "predicate", "number"),
    Index("claims_by_object", "object_entity", "predicate", "number"),
    Index("claims_by_predicate", "predicate", "number"),
    Index("claims_by_document", "source_document", "span_start"),
    *(Index(name, end, "predicate", "number", sqlite_where=sql_text(DENIED), postgresql_where=sql_text(DENIED))
      for name, end in (("claims_denied_of", "subject"), ("claims_denied_with", "object_entity"))),
)  # fmt: skip

claim_decisions = Table(
    "claim_decisions", METADATA,
    number(given=False), text("claim_id", ForeignKey("claims.claim_id")), text("what"),
    text("other_claim", ForeignKey("claims.claim_id"), null=True),
    Column("undoes", BigInteger, ForeignKey("claim_decisions.number")),
    text("reason"), text("decided_by"), text("decided_at"),
    Index("claim_decisions_by_claim", "claim_id", "number"),
    Index("claim_decisions_by_other", "other_claim"),
)  # fmt: skip

claim_states = Table(
    "claim_states", METADATA,
    number(given=False), text("claim_id", ForeignKey("claims.claim_id")), text("predicate"), text("status"),
    text("decided_by"), text("decided_at"), text("reason"),
    text("superseded_by", ForeignKey("claims.claim_id"), null=True),
    UniqueConstraint("claim_id", name="claim_states_by_id"),
    Index("claim_states_by_status", "status", "number"),
    Index("claim_states_by_predicate", "predicate", "status", "number"),
    Index("claim_states_superseded", "superseded_by"),
)  # fmt: skip

claim_relations = Table(
    "claim_relations", METADATA,
    text("claim_id", ForeignKey("claims.claim_id"), key=True), text("relation", key=True),
    text("other_claim", ForeignKey("claims.claim_id"), key=True),
    Column("number", BigInteger, nullable=False), text("author"), text("recorded_at"),
    Index("claim_relations_by_other", "other_claim", "relation"),
)  # fmt: skip

names = Table(
    "names", METADATA,
    number(), text("entity_id"), text("claim_id", null=True), text("folded"),
    Index("names_by_entity", "entity_id"),
    Index("names_by_folded", "folded"),
)  # fmt: skip
"""What an entity is called, folded for searching: its label, and names that claims give (`claim_id`)."""

quotes = Table(
    "quotes", METADATA,
    number(given=False), text("claim_id"), text("folded"),
)  # fmt: skip
"""What a claim says in words, folded for searching, under the number of the claim."""

judgements = Table(
    "judgements", METADATA,
    number(given=False), text("judgement_id"), text("kind"), text("statement"),
    Column("likelihood_low", Double), Column("likelihood_high", Double), text("word"), text("vocabulary"),
    text("confidence"), text("confidence_reason"), text("lists"), text("search"), text("topic"), text("author"),
    text("said_by", ForeignKey("entities.entity_id"), null=True), text("source_document"), text("made_at"),
    text("supersedes"), text("tlp"), text("pap"), text("question"), text("resolution_rule"), text("horizon"),
    text("recorded_at"), text("base_rate", null=True),
    UniqueConstraint("judgement_id", name="judgements_by_id"),
    Index("judgements_by_kind", "kind", "number"),
)  # fmt: skip
"""Judgements and forecasts as they were made. `lists`, `search` and `base_rate` are JSON."""

judgement_links = Table(
    "judgement_links", METADATA,
    text("judgement_id", ForeignKey("judgements.judgement_id"), key=True), text("what", key=True),
    text("ref", key=True), Column("place", BigInteger, nullable=False),
    Index("judgement_links_by_ref", "ref", "what"),
    CheckConstraint("what IN ('basis', 'about')"),
)  # fmt: skip
"""On what a judgement rests, and whom it is about."""

judgement_lines = Table(
    "judgement_lines", METADATA,
    number(given=False), text("judgement_id", ForeignKey("judgements.judgement_id")), text("what"),
    text("content"), Column("undoes", BigInteger, ForeignKey("judgement_lines.number")),
    text("reason"), text("decided_by"), text("decided_at"),
    Index("judgement_lines_by_judgement", "judgement_id", "number"),
)  # fmt: skip
"""The log of what was decided about judgements; `content` is JSON."""
