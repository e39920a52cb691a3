"""Tables of reports: what they are, their versions, what was said and decided about them, and what rests on what."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from floodwatch.casebook.tables import METADATA, number, text


def _whole(name: str, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, autoincrement=False, nullable=null)


reports = Table(
    "reports", METADATA,
    text("report_id", key=True), text("case_name"), text("title"), text("series"), _whole("issue"),
    text("template"), text("language"), text("tlp"), text("pap"), text("pseudonym_key"), text("created_by"),
    text("created_at"),
    Index("reports_by_case", "case_name", "created_at"),
)  # fmt: skip
"""`pseudonym_key` is what private persons are renamed by in this report, so that each keeps one name."""

report_versions = Table(
    "report_versions", METADATA,
    text("report_id", key=True), _whole("draft", key=True), text("case_name"), text("content"), text("author"),
    text("made_at"), text("because"),
)  # fmt: skip
"""Every text that a report had, numbered from 1; none is ever changed."""

report_lines = Table(
    "report_lines", METADATA,
    number(), text("report_id"), _whole("draft"), text("case_name"), text("what"), text("content"),
    _whole("undoes", null=True), text("reason"), text("decided_by"), text("decided_at"),
    Index("report_lines_by_report", "report_id", "number"),
)  # fmt: skip
"""Comments, dissent, roles, codes, answers, reviews, and what became of versions; `content` is JSON."""

used_refs = Table(
    "used_refs", METADATA,
    number(), text("owner_kind"), text("owner"), _whole("draft"), text("case_name"), text("place_kind"),
    text("place"), text("words"), text("ref"),
    Index("used_refs_by_ref", "ref"),
    Index("used_refs_by_owner", "owner_kind", "owner", "draft"),
)  # fmt: skip
"""What each sentence, figure, judgement and object that was frozen or handed over rests on."""
