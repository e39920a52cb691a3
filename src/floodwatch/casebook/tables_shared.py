"""Tables of what goes to others over the network: shared objects with all their versions, and answers that are kept."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from floodwatch.casebook.tables import METADATA, number, text


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


shared_objects = Table(
    "shared_objects", METADATA,
    number(), text("collection"), text("object_id"), text("object_type"), text("version"), text("date_added"),
    text("content"), text("sha256"), text("rests_on"), text("pap"), _whole("revoked"), _whole("served"),
    text("shared_by"),
    Index("shared_objects_by_object", "collection", "object_id", "number"),
    Index("shared_objects_by_collection", "collection", "number"),
)  # fmt: skip
"""Each version of each object in each collection. `content` is JSON, `sha256` that of it without its version;
`rests_on` the claims of which it tells, as JSON; a version that is not `served` stands for the record alone."""

kept_answers = Table(
    "kept_answers", METADATA,
    text("key_hash", key=True), text("request_hash"), _whole("status"), text("answer"), text("answer_hash"),
    _whole("began_s"), _whole("ended_s"),
)  # fmt: skip
"""Answers to requests that came with a key, so that the same request sent again is not done again."""
