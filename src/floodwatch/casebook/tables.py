"""The casebook's tables: cases, the audit log, entities with what was seen of them, and decisions about these."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS cases (case_name TEXT PRIMARY KEY, created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, done_at TEXT NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,
    case_name TEXT, settings TEXT NOT NULL, outcome TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS translations (
    number INTEGER PRIMARY KEY, case_name TEXT NOT NULL, ref TEXT NOT NULL, sha256 TEXT NOT NULL,
    target TEXT NOT NULL, text TEXT NOT NULL, made_by TEXT NOT NULL CHECK (made_by IN ('human', 'machine')),
    author TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS entities (
    entity_id TEXT PRIMARY KEY, kind TEXT NOT NULL, case_name TEXT NOT NULL,
    made_at TEXT NOT NULL, made_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS anchors (
    entity_id TEXT NOT NULL, ref TEXT NOT NULL, score REAL NOT NULL, PRIMARY KEY (entity_id, ref)
);
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, entity_id TEXT NOT NULL, what TEXT NOT NULL, content TEXT NOT NULL,
    reason TEXT NOT NULL, decided_at TEXT NOT NULL, decided_by TEXT NOT NULL, undone_at TEXT, undone_by TEXT
);
"""


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the tables in place; what the block did is kept only when it ends well."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        connection.executescript(SCHEMA)
        with connection:
            yield connection
    finally:
        connection.close()
