"""People, their doors and cases, jobs; and the audit log says what was read and holds on to the row before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from floodwatch.casebook.chain import COLUMNS, fingerprint

revision = "r0006"
down_revision = "r0005"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, chain the rows of the log that are there, and let nobody change them after that."""
    _people()
    _doors()
    _work()
    _log()
    _chained()
    _kept()


def _people() -> None:
    op.create_table(
        "users",
        _key("user_name"), *map(_text, ("shown_name", "alias", "role", "tlp", "pap", "password", "second_factor")),
        _whole("last_step"), _whole("disabled"), *map(_text, ("email", "subject", "created_by", "created_at")),
        sa.UniqueConstraint("alias", name="users_by_alias"),
    )  # fmt: skip
    op.create_table("recovery_codes", _key("user_name"), _key("code_hash"), _text("used_at", null=True))
    op.create_table("members", _key("case_name"), _key("user_name"), _text("added_by"), _text("added_at"))
    op.create_index("members_by_user", "members", ["user_name"])


def _doors() -> None:
    op.create_table(
        "sessions",
        _key("session_hash"), _text("user_name"), _whole("started_s"), _whole("seen_s"), _text("place"),
    )  # fmt: skip
    op.create_index("sessions_by_user", "sessions", ["user_name"])
    op.create_table(
        "tokens",
        _key("token_hash"), *map(_text, ("prefix", "user_name", "label", "scope")), _text("cases", null=True),
        _text("tlp"), _text("pap"), _whole("expires_s"), _text("used_on"), _text("created_at"),
        _text("revoked_at", null=True),
        sa.UniqueConstraint("prefix", name="tokens_by_prefix"),
    )  # fmt: skip
    op.create_index("tokens_by_user", "tokens", ["user_name"])
    op.create_table(
        "invitations",
        _key("link_hash"), *map(_text, ("what", "user_name", "made_by")), _whole("expires_s"),
        _text("used_at", null=True),
    )  # fmt: skip
    op.create_table("attempts", _key("what_hash"), *map(_whole, ("tries", "last_s", "wait_until_s")))
    op.create_table("pending", _key("state_hash"), _text("nonce"), _text("verifier"), _whole("expires_s"))
    op.create_table("doors", _number(), _text("what"), _text("by_name"), _text("done_at"))


def _work() -> None:
    op.create_table(
        "scope_notes", _number(), *map(_text, ("case_name", "content", "written_by", "written_at"))
    )
    op.create_index("scope_notes_by_case", "scope_notes", ["case_name", "number"])
    op.create_table(
        "jobs",
        _number(), _text("job_id"), _text("verb"), _text("case_name", null=True), _text("settings"), _text("asked_by"),
        _text("acting"), _text("asked_key", null=True), _text("state"), _text("asked_at"), _text("began_at", null=True),
        _text("ended_at", null=True), sa.Column("beat_s", sa.Double), _text("worker", null=True), _whole("tries"),
        _text("doing"), sa.Column("share", sa.Double), _whole("stop_asked"), _text("result", null=True),
        _text("problem"),
        sa.UniqueConstraint("job_id", name="jobs_by_id"),
        sa.UniqueConstraint("asked_by", "asked_key", name="jobs_by_key"),
    )  # fmt: skip
    op.create_index("jobs_by_state", "jobs", ["state", "number"])


def _log() -> None:
    defaults = {"kind": "verb", "place": "", "row_before": ""}
    with op.batch_alter_table("audit") as table:
        for name, default in defaults.items():
            table.add_column(sa.Column(name, TEXT, nullable=False, server_default=default))
        table.add_column(sa.Column("refs", sa.BigInteger, nullable=False, server_default="0"))
    with op.batch_alter_table("audit") as table:
        for name in defaults:
            table.alter_column(name, existing_type=TEXT, existing_nullable=False, server_default=None)
        table.alter_column("refs", existing_type=sa.BigInteger, existing_nullable=False, server_default=None)


def _chained() -> None:
    db, before = op.get_bind(), ""
    rows = db.execute(sa.text(f"SELECT {', '.join(COLUMNS)} FROM audit ORDER BY number")).all()
    for row in rows:
        told = {**row._mapping, "row_before": before}
        db.execute(sa.text("UPDATE audit SET row_before = :row_before WHERE number = :number"), told)
        before = fingerprint(told)


def _kept() -> None:
    """Rows of the log are never changed or deleted, whoever asks the database to."""
    says = "the audit log is only ever added to"
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{says}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()"
    )


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=null)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, TEXT, primary_key=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False)


def _number() -> sa.Column[int]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=True)
