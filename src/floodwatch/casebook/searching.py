"""The form in which names and quotes are stored to be found, and how each database looks for words in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.tools.folding import UNSPACED, folded

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_WORDS = 8
MOST_LETTERS = 100
_ASCII = re.compile(r"[a-z0-9]{1,64}")
_WORD = re.compile(rf"(?=[{UNSPACED}])[^\W_]|(?:(?![{UNSPACED}])[^\W_]){{1,64}}")
"""A letter of a script that puts no spaces between words, else a word, which ends after 64 letters whatever it is."""

MAKE = {
    "sqlite": "CREATE VIRTUAL TABLE quote_words USING fts5(folded, content='quotes', content_rowid='number', "
    "tokenize='unicode61 remove_diacritics 0')",
    "postgresql": "CREATE INDEX quote_words ON quotes USING gin (array_to_tsvector(string_to_array(folded, ' ')))",
}
"""What each database needs to find a word among all quotes."""
FIND = {
    "sqlite": "quote_words CROSS JOIN quotes ON quotes.number = quote_words.rowid WHERE quote_words MATCH :words",
    "postgresql": "quotes WHERE array_to_tsvector(string_to_array(folded, ' ')) @@ CAST(:words AS tsquery)",
}
NEWEST = {"sqlite": "quote_words.rowid", "postgresql": "number"}
"""By what each sorts, so that it can stop when it has found enough."""
BEGINS = {"sqlite": ('"{}"*', " AND "), "postgresql": ("'{}':*", " & ")}
"""How each writes that words begin so, and that all do. Words are letters and digits: nothing is to be escaped."""


def searchable(text: str) -> str:
    """Letters and digits, folded, with one space for everything between: `Storm-1376` is found as `storm 1376`."""
    plain = folded(text)
    return " ".join((_ASCII if plain.isascii() else _WORD).findall(plain))


def phrases(words: str) -> list[str]:
    """What is looked for: every word as it is stored, which may be several there."""
    found = (searchable(word) for word in words[:MOST_LETTERS].split())
    return [phrase for phrase in found if phrase][:MOST_WORDS]


def named(db: Connection, sought: Sequence[str], limit: int) -> list[tuple[str, str]]:
    """Entities, and claims where one gives the name, whose names hold all phrases; the closest first."""
    from sqlalchemy import case, func, select

    from floodwatch.casebook.tables import names

    whole, held = " ".join(sought), [names.c.folded.like(f"%{phrase}%") for phrase in sought]
    closest = case((names.c.folded == whole, 0), (names.c.folded.like(f"{whole}%"), 1), else_=2)
    wanted = select(names.c.entity_id, names.c.claim_id).where(*held)
    order = (closest, func.length(names.c.folded), names.c.folded, names.c.number)
    return [(name, claim_id or "") for name, claim_id in db.execute(wanted.order_by(*order).limit(limit))]


def quoted(db: Connection, sought: Sequence[str], limit: int) -> list[str]:
    """Claims that say all phrases, each from the beginning of a word; the newest first."""
    from sqlalchemy import text

    name = db.dialect.name
    begins, both = BEGINS[name]
    told: dict[str, Any] = {f"phrase{n}": f"%{phrase}%" for n, phrase in enumerate(sought)}
    whole = " ".join(f"AND quotes.folded LIKE :{phrase}" for phrase in told)
    words = both.join(begins.format(word) for phrase in sought for word in phrase.split())
    if name == "postgresql":  # it takes splitting every text for cheap, and would read them all
        db.execute(text("SET LOCAL enable_seqscan = off"))
    query = f"SELECT claim_id FROM {FIND[name]} {whole} ORDER BY {NEWEST[name]} DESC LIMIT :most"
    return list(db.scalars(text(query), {**told, "words": words, "most": limit}))


def index_quotes(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let new quotes be found, where the database does not see to that by itself."""
    if db.dialect.name == "sqlite" and rows:
        values = [(row["number"], row["folded"]) for row in rows]
        db.exec_driver_sql("INSERT INTO quote_words (rowid, folded) VALUES (?, ?)", values)
