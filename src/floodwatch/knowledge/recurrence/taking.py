"""Takes from records the values that may come again, each under the key by which equal ones meet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from floodwatch.knowledge.recurrence.base import Kind, Row, Said, cut, key
from floodwatch.knowledge.recurrence.hashes import Scheme, as_hashes, hashed, is_hash
from floodwatch.knowledge.recurrence.kinds import HASHED, KINDS
from floodwatch.model import refs
from floodwatch.model.recurrence import Seen, Taken, Use

SHARED = ("platform", "account_id", "collection_id")
MOMENT = {"posts": "created_at", "accounts": "observed_at"}
START = datetime(1970, 1, 1, tzinfo=UTC)


def meaning(known: Sequence[Scheme]) -> str:
    """What the keys of an index follow from; an index of another meaning is made again."""
    told = json.dumps([str(one) for one in known], sort_keys=True)
    return f"3 {refs.content_id(told)}"


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table of records that are read."""
    own = ("post_id",) if table == "posts" else ()
    needed = [name for kind in KINDS for name in kind.columns.get(table, ())]
    return tuple(dict.fromkeys((*SHARED, *own, MOMENT[table], *needed)))


@dataclass(frozen=True, slots=True)
class Taker:
    """Takes values from the rows of one collection: who released it, and whether its ids are said to be hashes."""

    released_by: str = ""
    all_hashed: bool = False
    known: Sequence[Scheme] = ()
    kinds: Sequence[Kind] = KINDS

    def uses(self, table: str, rows: Iterable[Row]) -> Iterator[Use]:
        """Every value of every row, with who used it and when."""
        kinds = [kind for kind in self.kinds if table in kind.columns]
        for row in rows:
            who = refs.account(row["platform"], row["account_id"])
            ref = refs.post(row["platform"], row["post_id"]) if table == "posts" else who
            moment = _micros(row[MOMENT[table]])
            for kind in kinds:
                for taken in self._taken(kind, table, row):
                    yield Use(taken, who, moment, ref)

    def _taken(self, kind: Kind, table: str, row: Row) -> Iterator[Taken]:
        for said in kind.said(table, row):
            if kind.identity and (self._is_hash(kind, said)):
                yield taken(HASHED, hashed(kind, said, self.released_by))
                continue
            yield taken(kind, said)
            if kind.identity:
                for other in as_hashes(kind, said, self.known):
                    yield taken(HASHED, other)

    def _is_hash(self, kind: Kind, said: Said) -> bool:
        return (self.all_hashed and kind.name != "name") or is_hash(said.shown)


def taken(kind: Kind, said: Said) -> Taken:
    """A value as the index holds it."""
    return Taken(kind.number, key(kind.number, said.canonical), cut(said.shown), said.form)


def _micros(moment: object) -> int | None:
    if not isinstance(moment, datetime):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int((aware - START).total_seconds() * 1_000_000)


def gathered(uses: Iterable[Use], source: int) -> list[Seen]:
    """Uses of one source as one row for each value."""
    found: dict[tuple[int, int], Seen] = {}
    for use in uses:
        value = use.value
        row = found.get((value.kind, value.key))
        if row is None:
            row = Seen(value.kind, value.key, source, value.shown, use.ref, [], 0, None, None, value.form)
            found[value.kind, value.key] = row
        row.join(use)
    return list(found.values())


def people(rows: Iterable[Row]) -> set[int]:
    """The accounts of some rows, each as a number."""
    return {key(0, refs.account(platform, account)) for platform, account in {
        (row["platform"], row["account_id"]) for row in rows}}  # fmt: skip


def by_collection(rows: Iterable[Mapping[str, object]]) -> dict[str, list[Row]]:
    """Rows by the collection that they belong to; empty where none is named."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(str(row["collection_id"] or ""), []).append(row)
    return found
