"""Tables of people, of the doors through which they come, of what belongs to their work in cases, and of jobs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Index, Table, UniqueConstraint

from floodwatch.casebook.tables import METADATA, number, text


def _whole(name: str, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)


users = Table(
    "users", METADATA,
    text("user_name", key=True), text("shown_name"), text("alias"), text("role"), text("tlp"), text("pap"),
    text("password"), text("second_factor"), _whole("last_step"), _whole("disabled"), text("email"), text("subject"),
    text("created_by"), text("created_at"),
    UniqueConstraint("alias", name="users_by_alias"),
)  # fmt: skip
"""`password` is a hash; `second_factor` a secret that is never shown again; `last_step` the last code that was used."""

recovery_codes = Table(
    "recovery_codes", METADATA, text("user_name", key=True), text("code_hash", key=True), text("used_at", null=True)
)  # fmt: skip

sessions = Table(
    "sessions", METADATA,
    text("session_hash", key=True), text("user_name"), _whole("started_s"), _whole("seen_s"), text("place"),
    Index("sessions_by_user", "user_name"),
)  # fmt: skip

tokens = Table(
    "tokens", METADATA,
    text("token_hash", key=True), text("prefix"), text("user_name"), text("label"), text("scope"),
    text("cases", null=True), text("tlp"), text("pap"), _whole("expires_s"), text("used_on"), text("created_at"),
    text("revoked_at", null=True),
    UniqueConstraint("prefix", name="tokens_by_prefix"),
    Index("tokens_by_user", "user_name"),
)  # fmt: skip

invitations = Table(
    "invitations", METADATA,
    text("link_hash", key=True), text("what"), text("user_name"), text("made_by"), _whole("expires_s"),
    text("used_at", null=True),
)  # fmt: skip
"""Links that work once: the first administrator's (`setup`), and those of people who were invited (`invited`)."""

attempts = Table(
    "attempts", METADATA, text("what_hash", key=True), _whole("tries"), _whole("last_s"), _whole("wait_until_s")
)  # fmt: skip
"""Attempts to enter, by name and by place, neither of which can be read from it."""

pending = Table(
    "pending", METADATA, text("state_hash", key=True), text("nonce"), text("verifier"), _whole("expires_s")
)  # fmt: skip
"""Entries through another provider that were begun and not ended."""

doors = Table("doors", METADATA, number(), text("what"), text("by_name"), text("done_at"))
"""When the centre was locked and unlocked; the last line holds."""

members = Table(
    "members", METADATA,
    text("case_name", key=True), text("user_name", key=True), text("added_by"), text("added_at"),
    Index("members_by_user", "user_name"),
)  # fmt: skip

scope_notes = Table(
    "scope_notes", METADATA,
    number(), text("case_name"), text("content"), text("written_by"), text("written_at"),
    Index("scope_notes_by_case", "case_name", "number"),
)  # fmt: skip
"""Why a case is looked into, as JSON; a new note takes the place of the one before, which stays."""

jobs = Table(
    "jobs", METADATA,
    number(), text("job_id"), text("verb"), text("case_name", null=True), text("settings"), text("asked_by"),
    text("acting"), text("asked_key", null=True), text("state"), text("asked_at"), text("began_at", null=True),
    text("ended_at", null=True), Column("beat_s", Double), text("worker", null=True), _whole("tries"),
    text("doing"), Column("share", Double), _whole("stop_asked"), text("result", null=True), text("problem"),
    UniqueConstraint("job_id", name="jobs_by_id"),
    UniqueConstraint("asked_by", "asked_key", name="jobs_by_key"),
    Index("jobs_by_state", "state", "number"),
)  # fmt: skip
"""What is to be done in the background: who asked, how far it is, what came of it."""
