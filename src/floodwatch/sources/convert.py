"""Rows as a file has them -> records: cast every column, fill ids, reject what cannot be used."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.model.records import Column, Table, table
from floodwatch.sources import closed, listings, times, values
from floodwatch.sources.mapping import Field
from floodwatch.sources.mapping import Mapping as ColumnMapping
from floodwatch.sources.task import Raw, Task
from floodwatch.sources.transforms import TRANSFORMS
from floodwatch.tools import arrow, cells

_ID_ENDS = ("_id", "_of", "_to", "_account")
_CODES = ("platform", "language", "country", "method", "kind", "status")
_NUMBERS = {"int": values.integers, "bool": values.booleans, "float": values.floats}
_NULL = pa.scalar(None, pa.string())


@dataclass(slots=True)
class Converter:
    """Turns the rows of one file into records. Keeps what must be known across batches of the file."""

    mapping: ColumnMapping
    task: Task
    platform: str
    collection_id: str
    hashes: dict[bytes, int] = field(default_factory=dict)
    named: set[tuple[str | None, ...]] = field(default_factory=set)

    def convert(self, raw: Raw) -> Iterator[tuple[str, pa.Table]]:
        """The records of each table that the rows hold."""
        raw = Raw(_restored(raw.table), raw.lines, raw.only)
        if self.mapping.rows:
            raw = listings.made_long(self.mapping.rows, raw, self.task, self.named)
        for name, fields in self.mapping.tables.items():
            if raw.only in ("", name):
                rows = _Rows(self, table(name), fields, raw).records()
                derived = name == "accounts" and len(self.mapping.tables) > 1
                yield name, latest(rows) if derived else rows


class _Rows:
    """One batch of rows on its way into one table."""

    def __init__(self, owner: Converter, ours: Table, fields: Mapping[str, Field], raw: Raw) -> None:
        self.owner, self.table, self.fields, self.raw = owner, ours, fields, raw
        self.size = raw.table.num_rows
        self.bad = pa.repeat(pa.scalar(False), self.size)
        self.done: dict[str, pa.Array] = {}

    def records(self) -> pa.Table:
        """The usable rows, in order, with exactly the table's columns."""
        for column in self.table.columns:
            self.done[column.name] = self._column(column)
        self._fill()
        if self.table.name == "listings":
            self.done |= listings.in_one_form(self.done["kind"], self.done, self.owner.task)
        for column in self.table.columns:
            if not column.optional and column.kind != "list":
                self._refuse(pc.is_null(self.done[column.name]), f"no {column.name}")
        rows = pa.table([self.done[n] for n in self.table.names], schema=arrow.schema(self.table))
        if self.bad.true_count:
            rows = rows.filter(pc.invert(self.bad))
        if self.table.name == "posts" and pc.any(pc.is_null(rows["post_id"])).as_py():
            rows = hashed_ids(rows, self.owner.hashes)
        return rows

    def _column(self, column: Column) -> pa.Array:
        given = self._given(self.fields.get(column.name))
        if given is None:
            return (
                pa.nulls(self.size, arrow.TYPES[column.kind])
                if column.kind != "list"
                else _no_lists(self.size)
            )
        cast, bad = self._cast(column, given)
        if bad is not None and bad.true_count:
            self._unreadable(column, bad, given)
        return cast

    def _given(self, field: Field | None) -> pa.Array | None:
        """The mapping's column, from the first name that has a value, transformed and prefixed."""
        if field is None:
            return None
        if field.constant is not None:
            return pa.repeat(pa.scalar(field.constant), self.size)
        if field.parts:
            parts = [values.known(g) for part in field.parts if (g := self._given(part)) is not None]
            return functools.reduce(_joined, parts) if parts else None
        have = [_array(self.raw.table, n) for n in field.names if n in self.raw.table.column_names]
        if not have:
            return None
        given = have[0] if len(have) == 1 else pc.coalesce(*[values.known(h) for h in have])
        if field.transform:
            given = TRANSFORMS[field.transform](given)
        if field.prefix:
            plain = values.known(given) if not pa.types.is_list(given.type) else given
            given = _prefixed(plain, field.prefix)
        return given

    def _cast(self, column: Column, given: pa.Array) -> tuple[pa.Array, pa.Array | None]:
        if column.kind == "ts":
            return self._times(column, given)
        if column.kind == "list":
            return _list(column.name, given), None
        if column.kind in _NUMBERS:
            return _NUMBERS[column.kind](given)
        if column.name.endswith(_ID_ENDS):
            return values.ids(given)
        if closed.words(self.table.name, column.name):
            return closed.read(self.table.name, column.name, values.known(given))
        return self._text(column, given), None

    def _text(self, column: Column, given: pa.Array) -> pa.Array:
        if column.name in _CODES:
            code = values.known(given)
            return pc.utf8_lower(code) if column.name == "platform" else code
        plain, nul = values.fixed(values.text(given))
        self.owner.task.note("{n} NUL characters were removed", nul)
        return pc.utf8_ltrim(plain, "@") if column.name == "handle" else plain

    def _times(self, column: Column, given: pa.Array) -> tuple[pa.Array, pa.Array]:
        if not (pa.types.is_temporal(given.type) or pa.types.is_primitive(given.type)):
            given = values.known(given)
        stamps, naive = times.parse(given)
        place = f"{self.table.name}.{column.name}"
        self.owner.task.note(f"{place}: {{n}} times have no offset and are read as UTC", naive)
        now = self.owner.task.options.now
        if now is not None:
            future = pc.sum(pc.greater(stamps, pa.scalar(now, times.STAMP))).as_py() or 0
            self.owner.task.note(f"{place}: {{n}} times lie in the future", future)
        return stamps, pc.and_(pc.is_null(stamps), pc.is_valid(given))

    def _unreadable(self, column: Column, bad: pa.Array, given: pa.Array) -> None:
        """A required column rejects its rows; elsewhere the cell is left empty and counted."""
        if column.optional:
            self.owner.task.note(
                f"{self.table.name}.{column.name}: {{n}} values could not be read, left empty", bad.true_count
            )
            return
        shown = values.text(given.filter(bad)).to_pylist()
        new = pc.and_(bad, pc.invert(self.bad)).filter(bad).to_pylist()
        lines = self.raw.lines.filter(bad).to_pylist()
        why = self._why(column)
        for line, value, fresh in zip(lines, shown, new, strict=True):
            if fresh:
                self.owner.task.reject(line, f"{column.name} {(value or '')[:60]!r} {why}")
        self.bad = pc.or_(self.bad, bad)

    def _why(self, column: Column) -> str:
        if words := closed.words(self.table.name, column.name):
            return f"is none of {', '.join(words)}"
        return "is a number that has lost digits" if column.name.endswith(_ID_ENDS) else "cannot be read"

    def _refuse(self, missing: pa.Array, reason: str) -> None:
        fresh = pc.and_(missing, pc.invert(self.bad))
        if fresh.true_count == 0 or (reason == "no post_id" and self.table.name == "posts"):
            return
        for line in self.raw.lines.filter(fresh).to_pylist():
            self.owner.task.reject(line, reason)
        self.bad = pc.or_(self.bad, fresh)

    def _fill(self) -> None:
        """What records.md says about missing platforms, accounts and flags."""
        done = self.done
        if "platform" in done and self.owner.platform:
            done["platform"] = pc.fill_null(done["platform"], self.owner.platform)
        if "collection_id" in done:
            done["collection_id"] = pc.fill_null(done["collection_id"], self.owner.collection_id)
        if "account_id" in done:
            done["account_id"] = self._accounts(done)
        if self.table.name == "posts":
            done["repost_of"] = _not_itself(done["repost_of"], done["post_id"])
            shares = pc.if_else(pc.is_valid(done["repost_of"]), pa.scalar(True), pa.scalar(None, pa.bool_()))
            done["is_repost"] = pc.coalesce(done["is_repost"], shares)

    def _accounts(self, done: dict[str, pa.Array]) -> pa.Array:
        if done["account_id"].null_count == 0:
            return done["account_id"]
        handle = done.get("handle")
        if handle is None:
            handle = next(
                (
                    g
                    for n in ("handle", "screen_name", "username")
                    if (g := self._given(Field((n,)))) is not None
                ),
                None,
            )
        if handle is None:
            return done["account_id"]
        named = pc.utf8_ltrim(values.known(handle), "@")
        return pc.coalesce(done["account_id"], pc.binary_join_element_wise("handle:", named, ""))


def _array(rows: pa.Table, name: str) -> pa.Array:
    column = rows.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _joined(first: pa.Array, second: pa.Array) -> pa.Array:
    """Both separated by `|`, or the one that is there."""
    return pc.coalesce(pc.binary_join_element_wise(first, second, "|"), first, second)


def _no_lists(size: int) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array([0] * (size + 1), pa.int32()), pa.array([], pa.string()))


def _prefixed(given: pa.Array, prefix: str) -> pa.Array:
    if pa.types.is_list(given.type):
        return pa.ListArray.from_arrays(given.offsets, pc.binary_join_element_wise(prefix, given.values, ""))
    return pc.binary_join_element_wise(prefix, given, "")


def _list(name: str, given: pa.Array) -> pa.Array:
    found = values.lists(given)
    mark = {"hashtags": "#＃"}.get(name)
    flat = found.flatten()
    if mark is None or not pc.any(pc.starts_with(flat, "#")).as_py():
        return found
    lengths = pc.fill_null(pc.list_value_length(found), 0)
    offsets = pc.cumulative_sum(pa.concat_arrays([pa.array([0], pa.int32()), lengths]))
    return pa.ListArray.from_arrays(offsets, pc.utf8_ltrim(flat, mark))


def _not_itself(target: pa.Array, own: pa.Array) -> pa.Array:
    itself = pc.fill_null(pc.equal(target, own), False)
    return pc.if_else(itself, _NULL, target) if itself.true_count else target


def _restored(rows: pa.Table) -> pa.Table:
    """Undo the defusing of our own CSV exports, which name the defused cells of each row."""
    if cells.MARK not in rows.column_names:
        return rows
    marks = values.text(_array(rows, cells.MARK))
    for position, name in enumerate(rows.column_names):
        if name != cells.MARK and pa.types.is_string(rows.schema.types[position]):
            rows = rows.set_column(position, name, cells.restored(_array(rows, name), marks, name))
    return rows


def hashed_ids(rows: pa.Table, seen: dict[bytes, int]) -> pa.Table:
    """Posts with `h:` + SHA-256 of the canonical row and its occurrence number where the id is missing."""
    skipped = ("post_id", "observed_at", "collection_id")
    plain = [values.text(_array(rows, n)) for n in rows.column_names if n not in skipped]
    canonical = pc.binary_join_element_wise(*plain, "\x1f", null_handling="replace", null_replacement="\x00")
    ids = rows["post_id"].to_pylist()
    for row, content in enumerate(canonical.to_pylist()):
        if ids[row] is None:
            ids[row] = "h:" + _occurrence(content.encode(), seen)
    return rows.set_column(rows.column_names.index("post_id"), "post_id", pa.array(ids, pa.string()))


def _occurrence(content: bytes, seen: dict[bytes, int]) -> str:
    key = hashlib.sha256(content)
    number = seen[key.digest()] = seen.get(key.digest(), 0) + 1
    key.update(f"\x1f{number}".encode())
    return key.hexdigest()


def latest(rows: pa.Table, key: tuple[str, ...] = ("platform", "account_id")) -> pa.Table:
    """The latest observation per key within one batch (ties: the later row), in input order."""
    if rows.num_rows < 2:
        return rows
    number = pa.array(range(rows.num_rows), pa.int64())
    seen = pc.fill_null(rows["observed_at"].cast(pa.int64()), -1)
    order = pc.sort_indices(
        pa.table({"seen": seen, "row": number}), sort_keys=[("seen", "ascending"), ("row", "ascending")]
    )
    place = pa.table({k: rows[k].take(order) for k in key} | {"place": number})
    last = place.group_by(list(key)).aggregate([("place", "max")])["place_max"]
    return rows.take(_sorted(order.take(last)))


def _sorted(numbers: pa.ChunkedArray) -> pa.Array:
    return numbers.take(pc.sort_indices(numbers))


def merged(rows: pa.Table) -> pa.Table:
    """Posts of which several rows are parts of one: lists united in order, other columns from the first."""
    parts = ("platform", "account_id", "post_id", "created_at")
    key = pc.binary_join_element_wise(*[values.text(_array(rows, c)) for c in parts], "\x1f")
    group = key.dictionary_encode().indices.to_numpy()
    _, first, which, count = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    several = count[which] > 1
    result = rows.take(pa.array(np.sort(first)))
    target = pa.array(np.isin(np.sort(first), np.flatnonzero(several)))
    for position, column in enumerate(rows.schema):
        if pa.types.is_list(column.type):
            united = _united(rows[column.name].filter(pa.array(several)).to_pylist(), group[several].tolist())
            kept = result[column.name].combine_chunks()
            result = result.set_column(position, column.name, _with_lists(kept, target, united))
    return result


def _united(cells: list[list[str]], groups: list[int]) -> list[list[str]]:
    found: dict[int, dict[str, None]] = {}
    for group, cell in zip(groups, cells, strict=True):
        found.setdefault(group, {}).update(dict.fromkeys(cell or ()))
    return [list(cell) for cell in found.values()]


def _with_lists(kept: pa.Array, target: pa.Array, united: list[list[str]]) -> pa.Array:
    """`kept` with the lists of `united` where `target` is true, in order."""
    place = np.arange(len(kept))
    place[target.to_numpy(zero_copy_only=False)] = len(kept) + np.arange(len(united))
    return pa.concat_arrays([kept, pa.array(united, values.LIST)]).take(pa.array(place))
